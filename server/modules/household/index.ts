// The door of the household: who lives in a home and who sees it.
import type { Module } from '#platform/module';
import { householdRoutes } from './household.routes.ts';
import './household.events.ts';

export { householdContact } from './household.tables.ts';
export { householdPersonal } from './household.personal.ts';

/** `publicUrl` stands in the links of invitations. */
export const householdModule = (ports: { publicUrl: URL }): Module => ({ name: 'household', routes: householdRoutes(ports) });
