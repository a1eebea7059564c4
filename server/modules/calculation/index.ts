// The door of calculation: the portal computes an organization's month itself. What it makes is in billing; a decided dispute leaves a recalculation here.
import type { Module } from '#platform/module';
import { absenceRoutes, type AbsencePorts } from './absence-requests.routes.ts';
import { calculationRoutes } from './calculation.routes.ts';
import { countRunJob } from './count-run.ts';
import { forgetAbsencesJob } from './forget-absences.ts';
import { postRunJob } from './post-run.ts';
import { subsidyRoutes } from './subsidy.routes.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

export { countWaitingAbsences } from './absence-requests.queries.ts';
export { calculationPersonal } from './calculation.personal.ts';
export { askForAbsence } from './absence-requests.ts';
export { addSubsidyStandard } from './subsidy-standards.ts';
export { addRecalculation } from './add-recalculation.ts';
export { addSum } from './added-sums.ts';

export const calculationModule = (ports: AbsencePorts): Module => ({
  name: 'calculation',
  routes: [...calculationRoutes(ports), ...absenceRoutes(ports), ...subsidyRoutes],
  jobs: { 'calculation.count': countRunJob, 'calculation.post': postRunJob, 'calculation.forget-absences': forgetAbsencesJob },
  every: [{ task: 'calculation.forget-absences', seconds: 86_400 }],
});
