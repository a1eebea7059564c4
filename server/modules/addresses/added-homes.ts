// Homes that a person adds by address (ADDR-5): public facts only until the right is proven; a removed one stays as history.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { ADDED_MOST, type addHome as addEndpoint, type getAddedHomes } from '#contract/addresses';
import { type Actor, homesOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { premisesOf } from '#modules/housing';
import { type AddressCard, cardOf, flatNumber, standingOf } from './address-card.ts';
import './addresses.tables.ts';

type Answer = AnswerOf<typeof getAddedHomes>;
const personOf = (actor: Actor): string => (actor.kind === 'person' ? actor.personId : refuse('auth.required'));

/** Houses and flats that the actor has a role in: those are proven. One statement. */
async function provenOf(db: Db, actor: Actor): Promise<{ houseId: string; number: string; kind: string }[]> {
  return premisesOf(db, homesOf(actor));
}
const isProven = (proven: Awaited<ReturnType<typeof provenOf>>, houseId: string | null, flat: string | null): boolean =>
  proven.some((home) => home.houseId === houseId && (flat === null ? home.kind === 'detached_house' : home.number === flat));

/** Two statements. */
export async function readAddedHomes({ db, actor }: Reading): Promise<Answer> {
  const rows = await db
    .selectFrom('addresses.added_home')
    .selectAll()
    .where('person_id', '=', personOf(actor))
    .orderBy('removed_at', (order) => order.desc().nullsFirst())
    .orderBy('added_at', 'desc')
    .limit(100)
    .execute();
  const proven = await provenOf(db, actor);
  return {
    homes: rows
      .filter(({ house_id, flat, removed_at }) => removed_at !== null || !isProven(proven, house_id, flat))
      .map(({ id, address, flat, role, house_id, added_at, removed_at }) => ({
        id,
        address,
        flat,
        role: role as Answer['homes'][number]['role'],
        houseId: house_id,
        addedAt: added_at,
        removedAt: removed_at,
      })),
  };
}

/** Refuses addresses.alreadyAdded, addresses.alreadyYours, addresses.tooMany, and a flat that a house of the portal has not. */
export async function addHome(work: Work, { key, role, flat: typed }: BodyOf<typeof addEndpoint>): Promise<{ id: string }> {
  const personId = personOf(work.actor);
  const flat = flatNumber(typed);
  const card: AddressCard = found(await cardOf(work.tx, key));
  if (flat !== null && card.houseId !== null && (await standingOf(work.tx, card, flat)) === 'absent')
    refuseFields([{ pointer: '/flat', code: 'input.invalid', detail: `В этом доме нет квартиры ${flat}. Проверьте номер` }]);
  if (card.houseId !== null && isProven(await provenOf(work.tx, work.actor), card.houseId, flat)) refuse('addresses.alreadyYours');
  // One after another for a person: the limit and the same address twice are seen by the second.
  await lockName(work.tx, `addresses.add ${personId}`);
  const own = await work.tx
    .selectFrom('addresses.added_home')
    .select(['address', 'flat', 'house_id'])
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .execute();
  const address = `${card.address}, ${card.place}`;
  if (own.some((one) => (one.address === address || (card.houseId !== null && one.house_id === card.houseId)) && one.flat === flat))
    refuse('addresses.alreadyAdded');
  if (own.length >= ADDED_MOST) refuse('addresses.tooMany', { limit: ADDED_MOST });
  const id = deriveId(work.id, 'added home');
  await work.tx
    .insertInto('addresses.added_home')
    .values({
      person_id: personId,
      id,
      role,
      address,
      flat,
      house_id: card.houseId,
      external_id: card.externalId,
      house_key: card.found?.houseKey ?? null,
      district: card.found?.district ?? null,
      added_at: work.now.toISOString(),
      removed_at: null,
    })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'address.added', object: { kind: 'added home', id }, personId, facts: { role } });
  return { id };
}

/** Somebody else's, and one taken away before, is not found. */
export async function removeAddedHome(work: Work, { id }: { id: string }): Promise<object> {
  const personId = personOf(work.actor);
  const { numUpdatedRows } = await work.tx
    .updateTable('addresses.added_home')
    .set({ removed_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) refuse('object.notFound');
  work.journal({ stream: `person:${personId}`, action: 'address.removed', object: { kind: 'added home', id }, personId, facts: {} });
  return {};
}
