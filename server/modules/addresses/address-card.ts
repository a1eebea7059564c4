// The card of a house that was found: what everybody may know of it (ADDR-2).
import type { AnswerOf } from '#contract/endpoint';
import type { getAddress } from '#contract/addresses';
import { homesOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { hasPremises, housesByIds, organizationsByIds, publicOrganization } from '#modules/housing';
import { directoryHouse, hasRoom } from './addresses.queries.ts';
import { houseWords, placeWords, withKind } from './answer-search.ts';
import { ownHouseOf } from './own-houses.ts';
import { houseKey, placeKey, streetKey } from './same-house.ts';

type Answer = AnswerOf<typeof getAddress>;
/** `found`: the row of the directory with what its house will be known by when it joins the portal; null for a house of the portal. */
export type AddressCard = Omit<Answer, 'flat' | 'isYours' | 'can'> & {
  externalId: string | null;
  found: { load: number; id: number; houseKey: string; district: string | null } | null;
};

/** By the key of a hit; undefined when the load it was found in is gone. One or two statements. */
export async function cardOf(db: Db, key: string): Promise<AddressCard | undefined> {
  return key.startsWith('h-') ? ownCard(db, key) : directoryCard(db, key);
}

async function ownCard(db: Db, key: string): Promise<AddressCard | undefined> {
  const [house] = await housesByIds(db, [key.slice(2)]);
  if (!house) return undefined;
  const own = ownHouseOf(house);
  const [manager] = await organizationsByIds(db, [house.managerId]);
  return {
    key,
    address: houseWords(withKind(own.kind, own.street), own.label),
    place: placeWords({ ...own, kind: own.placeKind, name: own.place }),
    houseId: house.houseId,
    yearBuilt: house.yearBuilt,
    floors: house.floors,
    flats: house.flats,
    company: null,
    postalCode: house.postalCode,
    cadastralNumber: house.cadastralNumber,
    manager: manager ? publicOrganization(manager) : null,
    externalId: null,
    found: null,
  };
}

async function directoryCard(db: Db, key: string): Promise<AddressCard | undefined> {
  const [where, ...numbers] = key.split('-');
  const [id, asked = null] = numbers.map(Number).reverse() as [number, number?];
  const house = await directoryHouse(db, { load: where === 'g' ? null : asked, id });
  if (!house) return undefined;
  const { load, label, streetKind, street, placeKind, place, district, region, ...facts } = house;
  const is = houseKey(streetKey(placeKey({ region, district, kind: placeKind, name: place }), streetKind, street), label);
  return {
    key,
    address: houseWords(withKind(streetKind, street) || 'д.', label),
    place: placeWords({ kind: placeKind, name: place, district, region }),
    houseId: null,
    manager: null,
    found: { load, id, houseKey: is, district },
    ...facts,
  };
}

/** The flat as it is numbered: «кв. 5», «№5» and «5» are one. Null for nothing. */
export const flatNumber = (typed: string | undefined): string | null =>
  typed
    ?.replaceAll(/\p{Cc}/gu, '')
    .trim()
    .replace(/^(?:кв(?:артира)?\.?|№)\s*/iu, '') || null;

/** Whether the house has the flat, as far as its flats are known. One statement. */
export async function standingOf(db: Db, { found: row, houseId, flats }: AddressCard, flat: string): Promise<NonNullable<Answer['flat']>> {
  const isThere = row !== null ? await hasRoom(db, row, flat) : await hasPremises(db, { houseId: houseId!, flats: flats ?? 0 }, flat);
  const isBeyond = isThere === undefined && flats !== null && flats > 0 && Number(flat) > flats;
  return isThere === true ? 'there' : isThere === false || isBeyond ? 'absent' : 'unclear';
}

/** GET /api/v1/addresses/:key. At most three statements. */
export async function readAddress({ db, actor }: Reading, key: string, typed?: string): Promise<Answer> {
  const known = found(await cardOf(db, key));
  const { externalId: _, found: __, ...card } = known;
  const flat = flatNumber(typed);
  return {
    ...card,
    flat: flat === null ? null : await standingOf(db, known, flat),
    isYours: homesOf(actor).some(({ houseId }) => houseId === card.houseId),
    can: { add: actor.kind === 'person' && actor.level === 2 && actor.by === undefined },
  };
}
