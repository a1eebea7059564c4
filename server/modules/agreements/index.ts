// The door of agreements: contracts that people sign online, one after another.
import type { Module } from '#platform/module';
import './agreements.events.ts';
import { agreementsRoutes } from './agreements.routes.ts';
import './agreements.tables.ts';
import { expire } from './end-agreement.ts';
import type { AgreementsPorts } from './ports.ts';

export { agreementsPersonal } from './agreements.personal.ts';
export { giveAgreement } from './give-agreement.ts';

export const agreementsModule = (ports: AgreementsPorts): Module => ({
  name: 'agreements',
  routes: agreementsRoutes(ports),
  jobs: { 'agreements.expire': { run: expire } },
  every: [{ task: 'agreements.expire', seconds: 3_600 }],
});
