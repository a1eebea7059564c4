// Who may do what with meters. Ring two: the scoped load; ring three: what the facts allow.
import { homesOf, organizationsOf, type Actor, type PremisesRole, type StaffRole } from '#platform/actor';

/** A guest of a home sees its meters and hands in nothing. */
export const HAND_IN_ROLES = ['owner', 'tenant', 'family'] as const satisfies readonly PremisesRole[];
/** Who of an organization's staff works with readings. */
export const METER_STAFF = ['accountant', 'manager'] as const satisfies readonly StaffRole[];

export type Home = { readonly houseId: string; readonly premisesId: string };
type MeterFacts = { readonly removedOn: string | null; readonly hasOpenRequest: boolean };

/** The home when the actor lives or owns there. */
export const homeInReach = (actor: Actor, { houseId, premisesId }: Home): Home | undefined =>
  homesOf(actor).find((home) => home.houseId === houseId && home.premisesId === premisesId);

/** The premises of a house that the actor has a role in. */
export const premisesInReach = (actor: Actor, houseId: string): string[] =>
  homesOf(actor)
    .filter((home) => home.houseId === houseId)
    .map((home) => home.premisesId);

/** Organizations whose readings the actor works with. */
export const organizationsInReach = (actor: Actor): string[] => organizationsOf(actor, METER_STAFF);

/** Whether the actor may hand in readings of the home, or of the communal flat of these rooms. */
export const canHandIn = (actor: Actor, { premisesId, rooms = [] }: { premisesId: string | null; rooms?: readonly string[] }): boolean =>
  premisesId !== null && homesOf(actor, HAND_IN_ROLES).some((home) => [premisesId, ...rooms].includes(home.premisesId));

/** Whether the actor may ask for another meter: those who may hand in, once at a time, while the meter stands. */
export const canAskReplacement = (actor: Actor, meter: MeterFacts & { premisesId: string | null; rooms?: readonly string[] }): boolean =>
  canHandIn(actor, meter) && meter.removedOn === null && !meter.hasOpenRequest;

/** What an organization may decide of readings: what was sent, and what it accepted by mistake while nobody replaced it. */
export const SUBMISSION_MOVES: Readonly<Record<string, readonly string[]>> = {
  sent: ['accepted', 'rejected'],
  accepted: ['rejected'],
  rejected: [],
  replaced: [],
};

const ROLE_WORDS: Readonly<Record<string, string>> = { owner: 'собственник', tenant: 'наниматель', family: 'член семьи' };

/** In which role the person hands in, the strongest first, and its word for the act. */
export function handInRole(actor: Actor, { premisesId, rooms }: Home & { readonly rooms: readonly string[] }): { role: string; word: string } {
  const held =
    actor.kind === 'person' ? actor.grants.filter((grant) => [premisesId, ...rooms].includes(grant.premisesId!)).map((grant) => grant.role as string) : [];
  const role = HAND_IN_ROLES.find((one) => held.includes(one)) ?? 'family';
  return { role, word: rooms.length === 0 ? ROLE_WORDS[role]! : `${ROLE_WORDS[role]!} комнаты` };
}
