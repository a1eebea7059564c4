// What is kept no longer than its term (152-FZ, article 5, part 7): terms are dated data, the sweeper goes in batches and may be stopped anywhere.
import { sql } from 'kysely';
import { inTransaction } from './database.ts';
import { forgetFile } from './files.ts';
import type { Db, Tx } from './tables.ts';
import type { Day } from './time.ts';

const ROWS_AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

export type RetentionRule = {
  /** With its schema. */
  readonly table: string;
  /** Russian: «Уведомления». */
  readonly what: string;
  /** The column from which the term runs; rows without a value in it are not over. */
  readonly at: string;
  /** Days, by the day from which they are in force, and why so many. The oldest first. */
  readonly terms: readonly { readonly fromDay: Day; readonly days: number; readonly law: string }[];
  /** Where the term runs from something else: the table in which `at` stands, its key, and the column here that leads to it. */
  readonly from?: { readonly table: string; readonly key: string; readonly by: string };
  /** Columns with ids of files, which go too. */
  readonly files?: readonly string[];
  /** Instead of deleting: values that take the place of personal ones. */
  readonly blank?: Readonly<Record<string, string | null>>;
};

/** The term in force on the day. */
export const termOn = ({ terms }: RetentionRule, today: Day): RetentionRule['terms'][number] => terms.findLast(({ fromDay }) => fromDay <= today) ?? terms[0]!;

const overdue = (rule: RetentionRule, now: Date) => {
  const before = new Date(now.getTime() - termOn(rule, now.toISOString().slice(0, 10)).days * DAY_MS).toISOString();
  const notYet = rule.blank
    ? sql`and (${sql.join(
        Object.entries(rule.blank).map(([column, value]) => sql`t.${sql.ref(column)} is distinct from ${value}`),
        sql` or `,
      )})`
    : sql``;
  const { table, from, at } = rule;
  const isOver = from
    ? sql`exists (select from ${sql.table(from.table)} f where f.${sql.ref(from.key)} = t.${sql.ref(from.by)} and f.${sql.ref(at)} < ${before})`
    : sql`t.${sql.ref(at)} < ${before}`;
  return sql`from ${sql.table(table)} t where ${isOver} ${notYet}`;
};

/** How many rows are over: what a sweep would take. */
export async function countOverdue(db: Db, rule: RetentionRule, now: Date): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`select count(*) as n ${overdue(rule, now)}`.execute(db);
  return Number(rows[0]!.n);
}

/** Deletes or blanks what is over, a batch a transaction. Says how many. */
export async function sweepOverdue(db: Db, rule: RetentionRule, now: Date): Promise<number> {
  for (let swept = 0; ;) {
    const count = await inTransaction(db, (tx) => sweepSome(tx, rule, now));
    swept += count;
    if (count < ROWS_AT_ONCE) return swept;
  }
}

async function sweepSome(tx: Tx, rule: RetentionRule, now: Date): Promise<number> {
  const { table, files = [], blank } = rule;
  const some = sql`(select t.ctid as place, array[${sql.join(files.map((column) => sql`t.${sql.ref(column)}`))}]::uuid[] as files ${overdue(rule, now)} limit ${ROWS_AT_ONCE}) o where t.ctid = o.place returning o.files`;
  const { rows } = blank
    ? await sql<{
        files: (string | null)[];
      }>`update ${sql.table(table)} t set ${sql.join(Object.entries(blank).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))} from ${some}`.execute(
        tx,
      )
    : await sql<{ files: (string | null)[] }>`delete from ${sql.table(table)} t using ${some}`.execute(tx);
  for (const id of rows.flatMap((row) => row.files)) if (id !== null) await forgetFile(tx, id);
  return rows.length;
}
