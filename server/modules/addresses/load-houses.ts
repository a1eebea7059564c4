// A list of houses becomes a load of its own: streamed into the tables in one transaction, so a list that is cut leaves nothing behind.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { detectSeparator, readCsv } from '#platform/csv-read';
import { copyRows, inBulkTransaction } from '#platform/database';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import { houseReader } from './houses-list.ts';
import { beginLoad, lockLoad, makeCurrent, sweepLoads } from './loads.ts';
import { ownText } from './packed.ts';
import { FLAGS } from './read-directory.ts';
import './addresses.tables.ts';

const SAMPLE_BYTES = 65_536;
const HOUSE_COLUMNS = [
  'load_id',
  'id',
  'street_id',
  'label',
  'external_id',
  'premises',
  'kinds',
  'year_built',
  'floors',
  'flats',
  'company',
  'latitude',
  'longitude',
];

type LoadedList = { loadId: number; houses: number; streets: number; places: number; passedOver: number };
type Numbered<Row> = { numberOf(key: string, make: () => Row): number; rows: Row[] };

function numbered<Row>(): Numbered<Row> {
  const known = new Map<string, number>();
  const rows: Row[] = [];
  return {
    rows,
    numberOf(key, make) {
      const number = known.get(key) ?? rows.push(make()) - 1;
      if (number === rows.length - 1) known.set(key, number);
      return number;
    },
  };
}

type Reading = {
  loadId: number;
  places: Numbered<{ region: string; kind: string; name: string }>;
  streets: Numbered<{ place: number; kind: string; name: string }>;
  houses: number;
  passedOver: number;
};
type Rows = AsyncIterable<readonly string[]>;

async function* houseRows(rows: Rows, reading: Reading): AsyncGenerator<(string | number | null)[]> {
  let read: ReturnType<typeof houseReader> | undefined;
  for await (const cells of rows) {
    if (!read) {
      read = houseReader(cells);
      continue;
    }
    const house = read(cells);
    if (!house) {
      reading.passedOver += cells.length > 1 || cells[0] !== '' ? 1 : 0;
      continue;
    }
    const placeKey = `${house.region}|${house.placeKind}|${house.place}`;
    const place = reading.places.numberOf(placeKey, () => ({ region: ownText(house.region), kind: ownText(house.placeKind), name: ownText(house.place) }));
    const street = reading.streets.numberOf(`${place}|${house.kind}|${house.street}`, () => ({
      place,
      kind: ownText(house.kind),
      name: ownText(house.street),
    }));
    reading.houses += 1;
    yield [
      reading.loadId,
      reading.houses,
      street,
      house.label,
      house.externalId,
      house.premises,
      house.commercial > 0 ? FLAGS.commercial : 0,
      house.year,
      house.floors,
      house.flats,
      house.company,
      house.latitude,
      house.longitude,
    ];
  }
}

async function loadRows(pool: pg.Pool, db: Db, { source, rows }: { source: string; rows: Rows }): Promise<LoadedList> {
  const reading: Reading = { loadId: 0, places: numbered(), streets: numbered(), houses: 0, passedOver: 0 };
  await inBulkTransaction(pool, async (tx, client) => {
    await lockLoad(client, source);
    const loadId = (reading.loadId = await beginLoad(tx, { source, kind: 'list' }));
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    await copyRows(client, 'addresses.house', HOUSE_COLUMNS, houseRows(rows, reading));
    await copyRows(
      client,
      'addresses.street',
      ['load_id', 'id', 'place_id', 'kind', 'name'],
      reading.streets.rows.map(({ place, kind, name }, id) => [loadId, id, place, kind, name]),
    );
    await copyRows(
      client,
      'addresses.place',
      ['load_id', 'id', 'region', 'kind', 'name'],
      reading.places.rows.map(({ region, kind, name }, id) => [loadId, id, region, kind, name]),
    );
    if (reading.houses === 0) refuse('addresses.listEmpty');
    await makeCurrent(tx, loadId, reading.houses);
  });
  await sweepLoads(db);
  return {
    loadId: reading.loadId,
    houses: reading.houses,
    streets: reading.streets.rows.length,
    places: reading.places.rows.length,
    passedOver: reading.passedOver,
  };
}

/**
 * Loads a list of houses from a CSV file; a list of the same file name takes the place of the earlier one.
 * @throws Refusal addresses.listColumns, addresses.listEmpty, addresses.loading; TableFileError of the CSV reader
 */
export async function loadHouses(pool: pg.Pool, db: Db, file: string): Promise<LoadedList> {
  const sample = await firstText(file);
  const rows = cellsOf(readCsv(createReadStream(file, 'utf8'), detectSeparator(sample) ?? ','));
  return loadRows(pool, db, { source: `list:${path.basename(file)}`, rows });
}

async function* cellsOf(rows: AsyncIterable<{ cells: string[] }>): AsyncGenerator<string[]> {
  for await (const { cells } of rows) yield cells;
}

async function firstText(file: string): Promise<string> {
  let text = '';
  for await (const piece of createReadStream(file, { encoding: 'utf8', end: SAMPLE_BYTES })) text += piece as string;
  return text;
}
