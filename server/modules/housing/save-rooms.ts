// Rooms of communal flats, as the managing organization keeps them: one by one or a whole list brought in.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getCommunalFlats, saveRooms as endpoint } from '#contract/housing';
import { compareRussian } from '#contract/russian';
import { type Actor, organizationsOf } from '#platform/actor';
import { compare, total } from '#platform/decimal';
import { found, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import { sql } from 'kysely';
import type { Work } from '#platform/work';
import { shortAddress } from './address.ts';
import { type Change, changesOf, noteCorrections } from './corrections.ts';
import { lockNumbers } from './save-premises.ts';
import { createPremises } from './housing.commands.ts';
import { flatOfRooms, housesByIds, housesOfManagers, type Premises, premisesOfHouse, roomsOfHouses } from './housing.queries.ts';
import { offered } from './offered-houses.ts';
import './housing.events.ts';

const managed = (actor: Actor): string[] => organizationsOf(actor, ['manager', 'accountant']);

/** Query: two statements, however many houses. Flats of the houses that are offered. */
export async function readCommunalFlats({ db, actor }: Reading, q = ''): Promise<AnswerOf<typeof getCommunalFlats>> {
  const { houses, more } = offered(
    (await housesOfManagers(db, managed(actor))).map((house) => ({ houseId: house.houseId, address: shortAddress(house) })),
    { q },
  );
  const rooms = Map.groupBy(
    await roomsOfHouses(
      db,
      houses.map(({ houseId }) => houseId),
    ).execute(),
    ({ flatId }) => flatId,
  );
  const addresses = new Map(houses.map(({ houseId, address }) => [houseId, address]));
  const flats = [...rooms.values()].map((own) => ({ houseId: own[0]!.houseId, address: addresses.get(own[0]!.houseId)!, ...flatOfRooms(own) }));
  return { houses, more, flats: flats.sort((a, b) => compareRussian(a.address, b.address) || compareRussian(a.number, b.number)) };
}

type Room = BodyOf<typeof endpoint>['rooms'][number];
const wrong = (row: number, field: keyof Room, detail: string) => ({ pointer: `/rooms/${row}/${field}`, code: 'input.invalid' as const, detail });

/** What is wrong with the list beside the premises of the house, by row. Pure. */
export function wrongRooms(
  rooms: readonly Room[],
  places: readonly Pick<Premises, 'premisesId' | 'number' | 'kind' | 'flatId' | 'areaTotal' | 'areaLiving'>[],
): ReturnType<typeof wrong>[] {
  const byNumber = new Map(places.map((place) => [place.number, place]));
  const numbers = new Set(rooms.map(({ number }) => number));
  return rooms.flatMap(({ flat, number, area }, row) => {
    const [ofFlat, own] = [byNumber.get(flat), byNumber.get(number)];
    if (!ofFlat || ofFlat.kind !== 'flat') return [wrong(row, 'flat', `В доме нет квартиры ${flat}`)];
    if (own && own.kind !== 'room') return [wrong(row, 'number', `Номер ${number} уже занят другим помещением`)];
    if (rooms.findIndex((other) => other.number === number) < row) return [wrong(row, 'number', `Комната ${number} есть в списке выше`)];
    if (compare(area, '0') <= 0) return [wrong(row, 'area', 'Площадь больше нуля')];
    const besides = places
      .filter((place) => place.flatId === ofFlat.premisesId && !numbers.has(place.number))
      .map(({ areaLiving, areaTotal }) => areaLiving ?? areaTotal);
    const all = total([...besides, ...rooms.filter((other) => other.flat === flat).map((other) => other.area)]);
    return compare(all, ofFlat.areaTotal) > 0
      ? [wrong(row, 'area', `Комнаты вместе больше квартиры ${flat}: в ней ${ofFlat.areaTotal.replace('.', ',')} м²`)]
      : [];
  });
}

type Known = { premisesId: string; number: string; flatId: string; area: string; areaTotal: string; changes: readonly Change[] };

/** Rooms that stand already, with what the list changes of them; those that it leaves as they are are left out. Pure. */
function changedRooms(rooms: readonly Room[], places: readonly Premises[]): Known[] {
  const byNumber = new Map(places.map((place) => [place.number, place]));
  const numbers = new Map(places.map((place) => [place.premisesId, place.number]));
  return rooms.flatMap(({ flat, number, area }) => {
    const room = byNumber.get(number);
    if (!room) return [];
    const areaTotal = compare(room.areaTotal, area) < 0 ? area : room.areaTotal;
    const changes = changesOf<'flat' | 'areaLiving' | 'areaTotal'>(
      { flat: numbers.get(room.flatId ?? '') ?? null, areaLiving: room.areaLiving, areaTotal: room.areaTotal },
      { flat, areaLiving: area, areaTotal },
      { names: { flat: 'квартира', areaLiving: 'жилая площадь', areaTotal: 'общая площадь' }, words: {} },
    );
    return changes.length === 0 ? [] : [{ premisesId: room.premisesId, number, flatId: byNumber.get(flat)!.premisesId, area, areaTotal, changes }];
  });
}

/** Command: all rows or none; a room known by its number moves to the flat and takes the area, what stood before is kept. Refuses by row. The same list again changes nothing. */
export async function saveRooms(work: Work, houseId: string, rooms: readonly Room[]): Promise<AnswerOf<typeof endpoint>> {
  const [house] = await housesByIds(work.tx, [houseId]);
  const { managerId } = found(house && managed(work.actor).includes(house.managerId) ? house : undefined);
  await lockNumbers(work.tx, houseId);
  const places = await premisesOfHouse(work.tx, houseId);
  const problems = wrongRooms(rooms, places);
  if (problems.length > 0) refuseFields(problems);
  const byNumber = new Map(places.map((place) => [place.number, place]));
  const [changed, fresh] = [changedRooms(rooms, places), rooms.filter(({ number }) => !byNumber.has(number))];
  if (changed.length + fresh.length === 0) return { added: 0, changed: 0 };
  await sql`update housing.premises p set flat_id = n.flat_id, area_living = n.area, area_total = n.area_total, version = p.version + 1
    from unnest(${changed.map(({ premisesId }) => premisesId)}::uuid[], ${changed.map(({ flatId }) => flatId)}::uuid[], ${changed.map(({ area }) => area)}::numeric[], ${changed.map(({ areaTotal }) => areaTotal)}::numeric[]) as n (premises_id, flat_id, area, area_total)
    where p.house_id = ${houseId} and p.premises_id = n.premises_id`.execute(work.tx);
  await noteCorrections(
    work,
    changed.map(({ premisesId, changes }) => ({ houseId, premisesId, changes })),
  );
  await createPremises(
    work,
    fresh.map(({ flat, number, area }) => {
      const { premisesId, entrance, floor } = byNumber.get(flat)!;
      return { houseId, number, kind: 'room' as const, entrance, floor, areaTotal: area, areaLiving: area, flatId: premisesId };
    }),
  );
  work.journal({
    stream: `house:${houseId}`,
    action: 'rooms.saved',
    object: { kind: 'house', id: houseId },
    houseId,
    organizationId: managerId,
    facts: { count: changed.length + fresh.length },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { added: fresh.length, changed: changed.length };
}
