// What is kept no longer than its term (152-FZ, article 5, part 7): terms are dated data, the sweeper goes in batches and may be stopped anywhere.
import { sql } from 'kysely';
import type { Db } from './tables.ts';
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
  /** Instead of deleting: values that take the place of personal ones. */
  readonly blank?: Readonly<Record<string, string | null>>;
};

/** The term in force on the day. */
export const termOn = ({ terms }: RetentionRule, today: Day): RetentionRule['terms'][number] => terms.findLast(({ fromDay }) => fromDay <= today) ?? terms[0]!;

const overdue = (rule: RetentionRule, now: Date) => {
  const before = new Date(now.getTime() - termOn(rule, now.toISOString().slice(0, 10)).days * DAY_MS).toISOString();
  const notYet = rule.blank ? sql`and (${sql.join(Object.entries(rule.blank).map(([column, value]) => sql`t.${sql.ref(column)} is distinct from ${value}`), sql` or `)})` : sql``;
  return sql`from ${sql.table(rule.table)} t where t.${sql.ref(rule.at)} < ${before} ${notYet}`;
};

/** How many rows are over: what a sweep would take. */
export async function countOverdue(db: Db, rule: RetentionRule, now: Date): Promise<number> {
  const { rows } = await sql<{ n: bigint }>`select count(*) as n ${overdue(rule, now)}`.execute(db);
  return Number(rows[0]!.n);
}

/** Deletes or blanks what is over, a batch a transaction. Says how many. */
export async function sweepOverdue(db: Db, rule: RetentionRule, now: Date): Promise<number> {
  for (let swept = 0; ; ) {
    const some = sql`t.ctid = any(array(select t.ctid ${overdue(rule, now)} limit ${ROWS_AT_ONCE}))`;
    const { numAffectedRows } = rule.blank
      ? await sql`update ${sql.table(rule.table)} t set ${sql.join(Object.entries(rule.blank).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))} where ${some}`.execute(db)
      : await sql`delete from ${sql.table(rule.table)} t where ${some}`.execute(db);
    const count = Number(numAffectedRows ?? 0n);
    swept += count;
    if (count < ROWS_AT_ONCE) return swept;
  }
}
