// Reads of the directory's rows: what a hit of the search shows beside its address.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import './addresses.tables.ts';

export type HouseKey = { load: number; id: number };

/** Rows of houses by load and id, in no order; unknown ones are passed over. One statement. */
export const directoryHouses = (db: Db, keys: readonly HouseKey[]) =>
  db.selectFrom('addresses.house')
    .select(['load_id as load', 'id', 'external_id as externalId', 'year_built as yearBuilt', 'floors', 'flats', 'company', 'postal_code as postalCode', 'cadastral_number as cadastralNumber', 'latitude', 'longitude'])
    .where(sql<boolean>`(load_id, id) in (select * from unnest(${keys.map(({ load }) => load)}::int[], ${keys.map(({ id }) => id)}::bigint[]))`)
    .execute();
