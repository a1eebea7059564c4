// Who acts: resolved once per request from the session or the machine key, then handed down.
import { refuse } from './errors.ts';

/** What a role may be given over. A territory is a municipality, or a whole region. */
export type Scope = 'premises' | 'house' | 'organization' | 'territory' | 'portal';
export type Territory = { region: string; /** Null: the whole region. */ city: string | null };
/** A role that somebody holds, and over what. Terms are checked when it is read. */
export type Grant = { role: Role; premisesId: string | null; houseId: string | null; organizationId: string | null; territory?: Territory };

export const PREMISES_ROLES = ['owner', 'tenant', 'family', 'guest'] as const;
export const HOUSE_ROLES = ['chair', 'meetingChair', 'meetingSecretary', 'pollTrustee'] as const;
export const STAFF_ROLES = ['manager', 'dispatcher', 'assignee', 'accountant', 'contractor', 'supplier'] as const;
export const TERRITORY_ROLES = ['officer', 'authority'] as const;
export const PORTAL_ROLES = ['reviewer', 'operator', 'support', 'moderator', 'administrator', 'auditor'] as const;
export type PremisesRole = (typeof PREMISES_ROLES)[number];
export type HouseRole = (typeof HOUSE_ROLES)[number];
export type StaffRole = (typeof STAFF_ROLES)[number];
export type TerritoryRole = (typeof TERRITORY_ROLES)[number];
export type PortalRole = (typeof PORTAL_ROLES)[number];
export type Role = PremisesRole | 'child' | HouseRole | StaffRole | TerritoryRole | PortalRole;

/** Every role, and what it is given over: the one place that says so (ROLE-1). */
const ROLES_OF: Readonly<Record<Scope, readonly Role[]>> = {
  premises: [...PREMISES_ROLES, 'child'],
  house: HOUSE_ROLES,
  organization: STAFF_ROLES,
  territory: TERRITORY_ROLES,
  portal: PORTAL_ROLES,
};
export const scopeOf = (role: Role): Scope => (Object.keys(ROLES_OF) as Scope[]).find((scope) => ROLES_OF[scope].includes(role))!;

/** Where the request came from, for limits and the journal. */
export type Origin = {
  ip: string;
  agent: string;
  /** SHA-256 of the token that a browser keeps from an earlier signing in, as hex. It proves nothing; guessing from it is counted apart. */
  device?: string;
};

/**
 * Somebody who may use a part of the portal only: a representative who acts for another (ROLE-3), a child (KIDS-1). On a route of one of the
 * areas the actor becomes `as`; routes open to anyone see the person himself; every other route refuses with `refusal`.
 */
export type Narrowed = {
  areas: readonly string[];
  refusal: 'power.notCovered' | 'child.closed' | 'child.outOfHours';
  facts?: Readonly<Record<string, string>>;
  as: Pick<Person, 'personId' | 'grants' | 'level' | 'by'>;
  words: string;
};

export type Guest = { kind: 'guest' } & Origin;
/** `level` 1: one factor was shown, public and personal reading only; 2: two factors. `steppedUpUntil` is an instant. */
export type Person = {
  kind: 'person';
  personId: string;
  sessionId: string;
  level: 1 | 2;
  steppedUpUntil: string | null;
  grants: readonly Grant[];
  /** Who acts for this person by the power named. */ by?: { personId: string; powerId: string };
  narrowed?: Narrowed;
} & Origin;
export type Machine = { kind: 'machine'; keyId: string; organizationId: string; operations: readonly string[] } & Origin;
export type System = { kind: 'system'; task: string } & Origin;
export type Actor = Guest | Person | Machine | System;

/** The actor of jobs, sweepers and commands at the console. */
export const system = (task: string): System => ({ kind: 'system', task, ip: '', agent: '' });

/** The key under which an actor's commands are remembered: nobody is answered from another's. */
export function actorKey(actor: Actor): string {
  if (actor.kind === 'person') return actor.by ? `person:${actor.by.personId} for ${actor.personId}` : `person:${actor.personId}`;
  if (actor.kind === 'machine') return `machine:${actor.keyId}`;
  if (actor.kind === 'system') return 'system';
  return `guest:${actor.ip}`;
}

/** Homes (house and premises) that the actor holds one of the roles in; no roles named: any of a home. */
export function homesOf(actor: Actor, roles: readonly Role[] = PREMISES_ROLES): { houseId: string; premisesId: string }[] {
  if (actor.kind !== 'person') return [];
  const homes = new Map<string, { houseId: string; premisesId: string }>();
  for (const { role, houseId, premisesId } of actor.grants) if (houseId && premisesId && roles.includes(role)) homes.set(premisesId, { houseId, premisesId });
  return [...homes.values()];
}

/** Organizations that the actor works in, in one of the roles; a machine key acts for its own. */
export function organizationsOf(actor: Actor, roles: readonly Role[] = STAFF_ROLES): string[] {
  if (actor.kind === 'machine') return [actor.organizationId];
  if (actor.kind !== 'person') return [];
  return [...new Set(actor.grants.flatMap((grant) => (grant.organizationId && roles.includes(grant.role) ? [grant.organizationId] : [])))];
}

/** Municipalities and regions that the actor supervises; none for whoever is no officer of an authority. */
export const territoriesOf = (actor: Actor, roles: readonly Role[] = TERRITORY_ROLES): Territory[] =>
  actor.kind === 'person' ? actor.grants.flatMap(({ role, territory }) => (territory && roles.includes(role) ? [territory] : [])) : [];

/** The person at the screen: where another is acted for, the representative. Codes go there. */
export const personAtScreen = (actor: Person): string => actor.by?.personId ?? actor.personId;

/** The person whose data the actor works with, where there is one. */
export const personIdOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.personId : null);

/** The same for what only a person may do. Refuses auth.required. */
export const selfOf = (actor: Actor): string => personIdOf(actor) ?? refuse('auth.required');
