// The door of privacy: what people agreed to, the guard of purposes that need it, what people may ask about their data.
import type { Module } from '#platform/module';
import { breachTermsJob } from './breaches.ts';
import { overdueRequestsJob } from './data-requests.ts';
import { eraseJob } from './erase-person.ts';
import { copyJob, forgetCopiesJob } from './order-copy.ts';
import type { PrivacyPorts } from './ports.ts';
import { privacyRoutes } from './privacy.routes.ts';
import { announceJob } from './publish-document.ts';
import { retentionJob } from './sweep-overdue.ts';
import { watchJob } from './watch-refusals.ts';
import './privacy.events.ts';
import './privacy.tables.ts';

export { todayOf as policyDay } from './documents.queries.ts';
export { hasReadPolicy, recordAnswers, recordConsent, whoAgreed } from './consents.ts';
export { askAboutData, countOpenRequests } from './data-requests.ts';
export { eraseSoon } from './erase-person.ts';
export { needsConsent } from './needs-consent.ts';
export { countOpenAlerts, openRefusalCounter } from './watch-refusals.ts';
export { privacyPersonal } from './privacy.personal.ts';

const HOUR_SECONDS = 3_600;
const ERASE_EVERY_SECONDS = 600;

/** `parts`: every module's tables of personal data. */
export const privacyModule = (ports: PrivacyPorts): Module => ({
  name: 'privacy',
  routes: privacyRoutes(ports),
  jobs: {
    'privacy.announce': announceJob,
    'privacy.copy': copyJob(ports),
    'privacy.forget-copies': forgetCopiesJob,
    'privacy.erase': eraseJob(ports),
    'privacy.overdue': overdueRequestsJob,
    'privacy.watch': watchJob(ports.organizationNames),
    'privacy.breach-terms': breachTermsJob,
    'privacy.retention': retentionJob(ports.retention),
  },
  every: [
    { task: 'privacy.forget-copies', seconds: HOUR_SECONDS },
    { task: 'privacy.overdue', seconds: HOUR_SECONDS },
    { task: 'privacy.erase', seconds: ERASE_EVERY_SECONDS },
    { task: 'privacy.watch', seconds: 60 },
    { task: 'privacy.breach-terms', seconds: 600 },
    { task: 'privacy.retention', seconds: 24 * HOUR_SECONDS },
  ],
});
