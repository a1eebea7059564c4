// The day of the last payment on accounts, as it was known at a moment: a bill counts what had come by then.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';

/** `onDay`: what was paid later is not counted; `at`: neither what was posted later, null where all was brought in at once. `key` is the caller's own. */
export type AskedPayments = { readonly key: string; readonly accountId: string; readonly at: Date | null; readonly onDay: Day };

/** Days of the last payments by key, those given back whole by then left out; no entry where nothing was paid. One statement for any number of one house. */
export async function lastPayments(db: Db, houseId: string, asked: readonly AskedPayments[]): Promise<Map<string, Day>> {
  const { rows } = await sql<{ key: string; day: Day }>`
    select g.key, p.happened_on as day
    from unnest(${asked.map((one) => one.key)}::text[], ${asked.map((one) => one.accountId)}::uuid[], ${asked.map((one) => one.at?.toISOString() ?? 'infinity')}::timestamptz[], ${asked.map((one) => one.onDay)}::date[]) g (key, account_id, at, on_day)
    cross join lateral (
      select t.happened_on from ledger.transfer t
      where t.house_id = ${houseId} and t.account_id = g.account_id and t.kind = 'payment' and t.happened_on <= g.on_day
        and (select sum(case o.kind when 'refund' then -o.kopecks else o.kopecks end) from ledger.transfer o
          where o.house_id = ${houseId} and o.source_kind = t.source_kind and o.source_id = t.source_id and o.account_id = t.account_id and o.kind in ('payment', 'refund') and o.posted_at <= g.at) > 0
      order by t.happened_on desc limit 1) p`.execute(db);
  return new Map(rows.map(({ key, day }) => [key, day]));
}
