// Reads of the directory's rows: what a hit of the search shows beside its address.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import './addresses.tables.ts';

/** `load` null: of the state register, whose houses have the same numbers in every load. */
export type HouseKey = { load: number | null; id: number };

/** Rows of houses by load and id, in no order; unknown ones are passed over. One statement. */
export const directoryHouses = (db: Db, keys: readonly { load: number; id: number }[]) =>
  db
    .selectFrom('addresses.house')
    .select([
      'load_id as load',
      'id',
      'external_id as externalId',
      'year_built as yearBuilt',
      'floors',
      'flats',
      'company',
      'postal_code as postalCode',
      'cadastral_number as cadastralNumber',
      'latitude',
      'longitude',
    ])
    .where(sql<boolean>`(load_id, id) in (select * from unnest(${keys.map(({ load }) => load)}::int[], ${keys.map(({ id }) => id)}::bigint[]))`)
    .execute();

/** A house of the directory with its street and place. One statement. */
export const directoryHouse = (db: Db, { load, id }: HouseKey) =>
  db
    .selectFrom('addresses.house as h')
    .innerJoin('addresses.street as s', (on) => on.onRef('s.load_id', '=', 'h.load_id').onRef('s.id', '=', 'h.street_id'))
    .innerJoin('addresses.place as p', (on) => on.onRef('p.load_id', '=', 's.load_id').onRef('p.id', '=', 's.place_id'))
    .select([
      'h.load_id as load',
      'h.label',
      's.kind as streetKind',
      's.name as street',
      'p.kind as placeKind',
      'p.name as place',
      'p.district',
      'p.region',
      'h.external_id as externalId',
      'h.year_built as yearBuilt',
      'h.floors',
      'h.flats',
      'h.company',
      'h.postal_code as postalCode',
      'h.cadastral_number as cadastralNumber',
    ])
    .where('h.id', '=', BigInt(id))
    .where(
      'h.load_id',
      'in',
      db
        .selectFrom('addresses.load')
        .select('id')
        .where('status', '=', 'current')
        .where((on) => (load === null ? on('kind', '=', 'full') : on('id', '=', load))),
    )
    .executeTakeFirst();

/** Whether the register has rooms of this number in the house; undefined when it has none at all there. One statement. */
export async function hasRoom(db: Db, { load, id }: { load: number; id: number }, number: string): Promise<boolean | undefined> {
  const { all, same } = await db
    .selectFrom('addresses.gar_room as r')
    .innerJoin('addresses.gar_link as l', (on) => on.onRef('l.load_id', '=', 'r.load_id').onRef('l.object_id', '=', 'r.object_id'))
    .select([sql<number>`count(*)::int`.as('all'), sql<boolean>`coalesce(bool_or(lower(r.number) = ${number.toLowerCase()}), false)`.as('same')])
    .where('l.load_id', '=', load)
    .where('l.hierarchy', '=', 'adm')
    .where('l.parent_id', '=', BigInt(id))
    .where('r.level', '=', 11)
    .executeTakeFirstOrThrow();
  return all === 0 ? undefined : same;
}

/** What changes when another load becomes current: the index is made anew then. */
export async function directoryVersion(db: Db): Promise<{ version: string; houses: number }> {
  const row = await db
    .selectFrom('addresses.load')
    .select([
      sql<string>`coalesce(string_agg(id || ' ' || extract(epoch from finished_at), ',' order by id), '')`.as('version'),
      sql<number>`coalesce(sum(houses), 0)::int`.as('houses'),
    ])
    .where('status', '=', 'current')
    .executeTakeFirstOrThrow();
  return row;
}
