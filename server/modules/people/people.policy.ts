// Who may look for people, and what each may do with whom. Pure.
import { type Actor, PORTAL_ROLES, type Role, TERRITORY_ROLES } from '#platform/actor';

/** Who may look; the auditor reads only. */
export const LOOKERS = ['administrator', 'support', 'auditor'] as const;
export const ACTORS = ['administrator', 'support'] as const;

export const isAdministrator = (actor: Actor): boolean => actor.kind === 'person' && actor.grants.some(({ role }) => role === 'administrator');
const holds = (actor: Actor, roles: readonly Role[]): boolean => actor.kind === 'person' && actor.grants.some(({ role }) => roles.includes(role));

/** Nobody acts upon himself; upon the portal's own people an administrator alone. */
export const mayActUpon = (actor: Actor, person: { personId: string; roles: readonly Role[] }): boolean =>
  actor.kind === 'person' &&
  actor.personId !== person.personId &&
  holds(actor, ACTORS) &&
  (isAdministrator(actor) || !person.roles.some((role) => [...PORTAL_ROLES, ...TERRITORY_ROLES].some((one) => one === role)));

/** Roles are an administrator's to give and take, never his own. */
export const mayChangeRoles = (actor: Actor, personId: string): boolean => actor.kind === 'person' && actor.personId !== personId && isAdministrator(actor);
