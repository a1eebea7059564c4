// The door of treasury: bills of the state that people find and pay.
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import './treasury.events.ts';
import './treasury.tables.ts';
import { lookUpDue } from './look-up-bills.ts';
import { remindOfBills } from './remind-of-bills.ts';
import type { StatePayments } from './state-payments.ts';
import { noteCaptured, tellDue } from './tell-state.ts';
import { treasuryRoutes } from './treasury.routes.ts';

export { treasuryPersonal } from './treasury.personal.ts';
export { addDocument } from './payer-documents.ts';
export { countRefusedNotices } from './state-notices.ts';
export { openStatePayments, type StatePayments } from './state-payments.ts';

/** `port`: the state payments system. */
export const treasuryModule = ({ port, typesetter }: { port: StatePayments; typesetter: Typesetter }): Module => ({
  name: 'treasury',
  routes: treasuryRoutes(port, typesetter),
  jobs: {
    'treasury.look-up': { run: (context) => lookUpDue(port, context), attempts: 2 },
    'treasury.notices': { run: (context) => tellDue(port, context), attempts: 2 },
    'treasury.reminders': { run: (context) => remindOfBills(context), attempts: 2 },
  },
  on: { 'payment.captured': (work, { data }) => noteCaptured(work, data) },
  every: [
    { task: 'treasury.look-up', seconds: 60 },
    { task: 'treasury.notices', seconds: 15 },
    { task: 'treasury.reminders', seconds: 1_800 },
  ],
});
