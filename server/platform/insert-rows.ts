// Any number of rows in one statement: a list of values would end at 65,535 parameters, one JSON text does not.
import { sql } from 'kysely';
import type { Db, Tables, Tx } from './tables.ts';

const BULK_ROWS = 500;

/**
 * To be called before many rows are written. Plans kept by the connection, those of the foreign keys' checks too, may come from
 * a day when the tables were tiny: they would read whole tables for each row, and 10,000 rows would take minutes instead of a second.
 */
export async function freshPlans(db: Db, rows: number): Promise<void> {
  if (rows >= BULK_ROWS) await sql`discard plans`.execute(db);
}

/**
 * To be called first in a transaction that writes a whole register or run: no time limit, and every row is found by an index. A
 * table that was empty when it was counted is planned to be read whole for each row, and it grows with each row: 100,000 rows
 * into an empty table took minutes instead of a second.
 */
export async function plansForBulk(tx: Tx): Promise<void> {
  for (const statement of ['set local statement_timeout = 0', 'discard plans', 'set local enable_seqscan = off']) await sql.raw(statement).execute(tx);
}

/** bigint and day texts pass as texts: the table's own types read them. A function for every member within would cost half as much as the whole insert. */
const jsonOf = (rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) => {
      const texts: Record<string, unknown> = { ...row };
      for (const name in texts) if (typeof texts[name] === 'bigint') texts[name] = texts[name].toString();
      return texts;
    }),
  );

/**
 * Inserts the rows, whose members are all named like columns; every row has the members of the first. With `skipKnown` rows
 * that exist already are passed over. Answers how many were inserted.
 */
export async function insertRows(db: Db, table: keyof Tables, rows: readonly object[], { skipKnown = false } = {}): Promise<number> {
  if (rows.length === 0) return 0;
  await freshPlans(db, rows.length);
  const columns = sql.join(Object.keys(rows[0]!).map((name) => sql.ref(name)));
  const { numAffectedRows } = await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${jsonOf(rows)}::json)
    ${skipKnown ? sql`on conflict do nothing` : sql``}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
