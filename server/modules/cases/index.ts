// The door of cases: questions about accounts and disputed charges. Requests will take them in.
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { casesRoutes } from './cases.routes.ts';
import { overdueJob } from './tell-overdue.ts';
import './cases.events.ts';
import './cases.tables.ts';

export { casesPersonal } from './cases.personal.ts';
export { writeInCase } from './carry-on-case.ts';
export { countOpenCases } from './cases.queries.ts';
export { openCase } from './open-case.ts';

const HOUR_SECONDS = 3_600;

export const casesModule = (ports: { typesetter: Typesetter }): Module => ({
  name: 'cases',
  routes: casesRoutes(ports),
  jobs: { 'cases.overdue': overdueJob },
  every: [{ task: 'cases.overdue', seconds: HOUR_SECONDS }],
});
