// The door of privacy: what people agreed to, the guard of purposes that need it, what people may ask about their data.
import type { Module } from '#platform/module';
import { overdueRequestsJob } from './data-requests.ts';
import { eraseJob } from './erase-person.ts';
import { copyJob, forgetCopiesJob } from './order-copy.ts';
import type { PrivacyPorts } from './ports.ts';
import { privacyRoutes } from './privacy.routes.ts';
import { announceJob } from './publish-document.ts';
import './privacy.events.ts';
import './privacy.tables.ts';

export { mustReadPolicy, recordAnswers, recordConsent, whoAgreed } from './consents.ts';
export { askAboutData, countOpenRequests } from './data-requests.ts';
export { needsConsent } from './needs-consent.ts';
export { privacyPersonal } from './privacy.personal.ts';

const HOUR_SECONDS = 3_600;
const ERASE_EVERY_SECONDS = 600;

/** `parts`: every module's tables of personal data. */
export const privacyModule = (ports: PrivacyPorts): Module => ({
  name: 'privacy',
  routes: privacyRoutes(ports),
  jobs: { 'privacy.announce': announceJob, 'privacy.copy': copyJob(ports), 'privacy.forget-copies': forgetCopiesJob, 'privacy.erase': eraseJob(ports), 'privacy.overdue': overdueRequestsJob },
  every: [
    { task: 'privacy.forget-copies', seconds: HOUR_SECONDS },
    { task: 'privacy.overdue', seconds: HOUR_SECONDS },
    { task: 'privacy.erase', seconds: ERASE_EVERY_SECONDS },
  ],
});
