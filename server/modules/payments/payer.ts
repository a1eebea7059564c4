import { premisesOf } from '#modules/housing';
import { type Actor, homesOf, type Person } from '#platform/actor';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';

/** Who pays: only a signed-in person has payments. Refuses others with auth.required. */
export const payerOf = (actor: Actor): Person => (actor.kind === 'person' ? actor : refuse('auth.required'));

/** By whose clock a person's days are counted where no account says: the first home's. One statement, none without a home. */
export async function payerZone(db: Db, actor: Actor): Promise<string> {
  const homes = homesOf(actor);
  return (homes.length > 0 ? (await premisesOf(db, homes))[0]?.timeZone : undefined) ?? 'Europe/Moscow';
}
