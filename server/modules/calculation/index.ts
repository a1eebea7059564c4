// The door of calculation: the portal computes an organization's month itself. What it makes is in billing; a decided dispute leaves a recalculation here.
import type { Module } from '#platform/module';
import { calculationRoutes } from './calculation.routes.ts';
import { countRunJob } from './count-run.ts';
import { postRunJob } from './post-run.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

export { addRecalculation } from './add-recalculation.ts';

export const calculationModule = (): Module => ({
  name: 'calculation',
  routes: calculationRoutes(),
  jobs: { 'calculation.count': countRunJob, 'calculation.post': postRunJob },
});
