// Readings that banks bring with payments: kept with their register for whoever takes readings.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import './billing.events.ts';
import './billing.tables.ts';

/** `meter` as the bank names it: the number of the line on the bill («1», «2») or a serial number. `value`: decimal text. `takenOn`: the day of the payment. */
export type RegisterReadingRow = { row: number; place: number; houseId: string; accountId: string; meter: string; value: string; takenOn: Day };

/** Keeps the readings of the rows, whose payments the load has posted; says whether there were any. One statement. */
export async function keepReadings(
  work: Work,
  { loadId, organizationId }: { loadId: string; organizationId: string },
  rows: readonly number[],
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into billing.register_reading (load_id, row, place, organization_id, house_id, account_id, meter, value, taken_on)
    select r.load_id, r.row, g.place, ${organizationId}::uuid, r.house_id, r.account_id, g.reading->>'meter', (g.reading->>'value')::numeric, r.paid_on
    from billing.load_row r cross join lateral jsonb_array_elements(r.readings) with ordinality g (reading, place)
    where r.load_id = ${loadId} and r.row = any(${rows}::int[]) and r.readings is not null and g.reading->>'value' <> ''`.execute(work.tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Readings of a load in the order of its rows, page by page: `after` is the last one read. Empty when the load was taken back. */
export async function readingsOfRegister(
  db: Db,
  loadId: string,
  { after = { row: 0, place: 0 }, limit = 1_000 }: { after?: { row: number; place: number }; limit?: number } = {},
): Promise<RegisterReadingRow[]> {
  const { rows } = await sql<RegisterReadingRow>`
    select row, place, house_id as "houseId", account_id as "accountId", meter, value::text, taken_on as "takenOn" from billing.register_reading
    where load_id = ${loadId} and (row, place) > (${after.row}, ${after.place}) order by row, place limit ${limit}`.execute(db);
  return rows;
}

/** How people know a register: the name of its file. Throws for an unknown one. */
export async function registerName(db: Db, loadId: string): Promise<string> {
  const { file_name: name } = await db.selectFrom('billing.register_load').select('file_name').where('id', '=', loadId).executeTakeFirstOrThrow();
  return name;
}
