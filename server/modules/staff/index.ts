// The door of staff: who works in an organization.
import type { Module } from '#platform/module';
import { staffRoutes } from './staff.routes.ts';
import './staff.events.ts';
import './staff.tables.ts';

export { CONTACT_INDEX } from './contact.ts';
export { staffPersonal } from './staff.personal.ts';

/** `publicUrl` stands in the messages of invitations. */
export const staffModule = (ports: { publicUrl: URL }): Module => ({ name: 'staff', routes: staffRoutes(ports) });
