// Meters of a communal flat: the people of all its rooms see them and hand in for all.
import { communalFlatOf } from '#modules/housing';
import type { Actor } from '#platform/actor';
import type { Db } from '#platform/tables';
import { type Home, homeInReach, premisesInReach } from './meters.policy.ts';

/** `rooms`: of the communal flat that the actor reaches by living in one of them; empty for a home of one's own. */
export type ReachedHome = Home & { readonly rooms: readonly string[] };

/** The home when the actor lives or owns there or in a room of it. One statement, none for a home of one's own or a house of others. */
export async function reachHome(db: Db, actor: Actor, { houseId, premisesId }: Home): Promise<ReachedHome | undefined> {
  if (homeInReach(actor, { houseId, premisesId })) return { houseId, premisesId, rooms: [] };
  const mine = premisesInReach(actor, houseId);
  const flat = mine.length === 0 ? null : await communalFlatOf(db, { houseId, premisesId });
  if (flat?.premisesId !== premisesId) return undefined;
  const rooms = flat.rooms.map((room) => room.premisesId);
  return rooms.some((room) => mine.includes(room)) ? { houseId, premisesId, rooms } : undefined;
}
