// Makes the index of the loads that are current: rows come out of the database by COPY, a million and more a second of our CPU.
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type AddressIndex, startAddressIndex } from './address-index.ts';
import { fitsDistrict, houseKey, type Place, placeKey, streetKey } from './same-house.ts';

/** A house of the portal itself, found beside those of the directory. */
export type OwnHouse = {
  houseId: string;
  region: string;
  district: string | null;
  placeKind: string;
  place: string;
  kind: string;
  street: string;
  label: string;
  flats: number;
  /** Of its premises. */ kinds: readonly string[];
};

/** Bits of a house in the index: by these the search is narrowed. */
export const FLAGS = { connected: 1, other: 2, flats: 4, detached: 8, rooms: 16, commercial: 32, parking: 64 } as const;
const sizeFlag = (premises: number): number => (premises > 1 ? FLAGS.flats : FLAGS.detached);
const KIND_FLAGS: Readonly<Record<string, number>> = { flat: FLAGS.flats, room: FLAGS.rooms, commercial: FLAGS.commercial, parking: FLAGS.parking };

const ownPlaceOf = ({ region, district, placeKind, place }: OwnHouse): Place => ({ region, district, kind: placeKind, name: place });
/** The key of a house of the portal in the directory. */
export const ownHouseKey = (house: OwnHouse): string => houseKey(streetKey(placeKey(ownPlaceOf(house)), house.kind, house.street), house.label);

/** An index with what made it; of the portal's own places the load is 0 and the ids of houses are their numbers in `own`. */
export type Directory = {
  index: AddressIndex;
  own: readonly OwnHouse[];
  /** Loads of the state register: its houses keep their numbers from one load to the next. */ register: ReadonlySet<number>;
  version: string;
};

// COPY writes control signs of a value with a stroke before them.
const unescape = (text: string): string =>
  text.includes('\\') ? text.replaceAll(/\\(.)/gu, (_, sign: string) => ({ t: '\t', n: '\n', r: '\r' })[sign] ?? sign) : text;

async function eachRow(client: pg.PoolClient, query: string, take: (cells: string[]) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of client.query(copyTo(`copy (${query}) to stdout`))) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) take(line.split('\t'));
  }
}

const current = `(select id from addresses.load where status = 'current')`;

/** Reads the directory and the portal's own houses into an index. `version` is remembered with it. */
export async function readDirectory(pool: pg.Pool, own: readonly OwnHouse[], version: string): Promise<Directory> {
  const directory = startAddressIndex();
  const places = new Map<string, { number: number; place: Place; key: string }>();
  const streets = new Map<string, number>();
  const owned = addOwn(directory, own);
  const likeOwn = new Map<number, { street: string; place: Place }>();
  const register = new Set<number>();
  const client = await pool.connect();
  try {
    // One view of all three tables, however long it takes: a load may become current in between.
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    await eachRow(client, `select id from addresses.load where status = 'current' and kind = 'full'`, ([load]) => register.add(Number(load)));
    await eachRow(
      client,
      `select load_id, id, region, coalesce(district, ''), kind, name from addresses.place where load_id in ${current}`,
      ([load, id, region, district, kind, name]) => {
        const place = { load: Number(load), kind: unescape(kind!), name: unescape(name!), district: unescape(district!) || null, region: unescape(region!) };
        places.set(`${load} ${id}`, { number: directory.addPlace(place), place, key: placeKey(place) });
      },
    );
    await eachRow(client, `select load_id, id, place_id, kind, name from addresses.street where load_id in ${current}`, ([load, id, place, kind, name]) => {
      const of = places.get(`${load} ${place}`);
      if (of === undefined) return;
      const street = directory.addStreet(of.number, unescape(kind!), unescape(name!));
      streets.set(`${load} ${id}`, street);
      if (!owned.has(of.key)) return;
      const key = streetKey(of.key, unescape(kind!), unescape(name!));
      if (owned.has(key)) likeOwn.set(street, { street: key, place: of.place });
    });
    await eachRow(
      client,
      `select load_id, id, street_id, label, premises, kinds from addresses.house where load_id in ${current}`,
      ([load, id, street, label, premises, kinds]) => {
        const of = streets.get(`${load} ${street}`);
        if (of === undefined) return;
        const like = likeOwn.get(of);
        // A house of the portal stands in the index once, as the portal knows it.
        if (like && owned.get(houseKey(like.street, unescape(label!)))?.some(({ kind, district }) => fitsDistrict(kind, district, like.place.district))) return;
        directory.addHouse({
          street: of,
          id: Number(id),
          label: unescape(label!),
          premises: Number(premises),
          flags: FLAGS.other | sizeFlag(Number(premises)) | Number(kinds),
        });
      },
    );
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  return { index: directory.finish(), own, register, version };
}

function remember(known: Map<string, Place[]>, key: string, place: Place): void {
  const places = known.get(key) ?? [];
  if (places.length === 0) known.set(key, places);
  if (!places.some(({ district }) => district === place.district)) places.push(place);
}

/** Answers the places of the portal's houses by the keys of those places, their streets and houses: by these they are known again in the directory. */
function addOwn(directory: ReturnType<typeof startAddressIndex>, own: readonly OwnHouse[]): Map<string, Place[]> {
  const known = new Map<string, Place[]>();
  const numbers = new Map<string, number>();
  const once = (key: string, make: () => number): number => {
    const number = numbers.get(key) ?? make();
    numbers.set(key, number);
    return number;
  };
  for (const [id, house] of own.entries()) {
    const of = ownPlaceOf(house);
    const key = [of.region, of.district ?? '', of.kind, of.name].join('|');
    const place = once(key, () => directory.addPlace({ load: 0, ...of }));
    const street = once(`${key}|${house.kind}|${house.street}`, () => directory.addStreet(place, house.kind, house.street));
    const streetIs = streetKey(placeKey(of), house.kind, house.street);
    for (const each of [placeKey(of), streetIs, houseKey(streetIs, house.label)]) remember(known, each, of);
    directory.addHouse({
      street,
      id,
      label: house.label,
      premises: house.flats,
      flags: house.kinds.reduce((flags, kind) => flags | (KIND_FLAGS[kind] ?? 0), FLAGS.connected | sizeFlag(house.flats)),
    });
  }
  return known;
}
