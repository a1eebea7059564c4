// The door of staff: who works in an organization.
import type { Module } from '#platform/module';
import { staffRoutes } from './staff.routes.ts';
import './staff.events.ts';

export { staffContact } from './staff.tables.ts';
export { staffPersonal } from './staff.personal.ts';

/** `publicUrl` stands in the messages of invitations. */
export const staffModule = (ports: { publicUrl: URL }): Module => ({ name: 'staff', routes: staffRoutes(ports) });
