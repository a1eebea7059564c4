// The door of privacy: what people agreed to, and the guard of purposes that need it.
import type { Module } from '#platform/module';
import { privacyRoutes } from './privacy.routes.ts';
import { announceJob } from './publish-document.ts';
import './privacy.events.ts';
import './privacy.tables.ts';

export { mustReadPolicy, recordAnswers, recordConsent, whoAgreed } from './consents.ts';
export { needsConsent } from './needs-consent.ts';

export const privacyModule = (): Module => ({
  name: 'privacy',
  routes: privacyRoutes(),
  jobs: { 'privacy.announce': announceJob },
});
