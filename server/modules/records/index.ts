// The door of records: what a person tells of himself, checked with the registers (DATA).
import type { Module } from '#platform/module';
import { checkAfterPapers } from './check-after-papers.ts';
import { checkJob } from './check-with-registers.ts';
import { forgetTold } from './forget-told.ts';
import { planJob } from './plan-checks.ts';
import { remindOfMove } from './remind-of-move.ts';
import type { RecordsPorts } from './ports.ts';
import { recordsRoutes } from './records.routes.ts';
import './records.events.ts';
import './records.tables.ts';

export { registersToAsk } from './registers-to-ask.ts';
export { recordsPersonal } from './records.personal.ts';

const MINUTE_SECONDS = 60;

export const recordsModule = (ports: RecordsPorts): Module => ({
  name: 'records',
  routes: recordsRoutes(),
  jobs: { 'records.check': checkJob(ports), 'records.plan': planJob },
  on: { 'consent.changed': forgetTold, 'papers.handedIn': checkAfterPapers, 'home.moved': remindOfMove },
  every: [{ task: 'records.plan', seconds: MINUTE_SECONDS }],
});
