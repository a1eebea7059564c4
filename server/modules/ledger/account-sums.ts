// What all accounts of organizations owe and have ahead: a posting adds what it changed, so that a sum over a million accounts reads some thousand rows.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import './ledger.tables.ts';

export type AccountSums = { readonly dueKopecks: bigint; readonly advanceKopecks: bigint };

/** Of all accounts of the organizations, or of those of some kinds. One statement. */
export async function accountSums(db: Db, organizationIds: readonly string[], kinds?: readonly string[]): Promise<AccountSums> {
  const { rows } = await sql<AccountSums>`
    select coalesce(sum(due_kopecks), 0)::bigint as "dueKopecks", coalesce(sum(advance_kopecks), 0)::bigint as "advanceKopecks" from ledger.account_sum
    where organization_id = any(${[...organizationIds]}::uuid[]) and ${kinds === undefined ? sql`true` : sql`account_kind = any(${[...kinds]}::text[])`}`.execute(
    db,
  );
  return rows[0]!;
}

/** Houses with more rows than that are put together. */
const MOST_ROWS = 20;
const HOUSES_AT_ONCE = 500;

/** Makes one row of many for each house, organization and kind: what is posted meanwhile stays beside. Answers how many houses. One statement. */
export async function foldAccountSums(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with many as (select house_id from ledger.account_sum group by house_id having count(*) > ${MOST_ROWS} limit ${HOUSES_AT_ONCE}),
    gone as (delete from ledger.account_sum s using many m where s.house_id = m.house_id returning s.*),
    made as (insert into ledger.account_sum (house_id, id, organization_id, account_kind, due_kopecks, advance_kopecks)
      select house_id, gen_random_uuid(), organization_id, account_kind, sum(due_kopecks), sum(advance_kopecks) from gone group by house_id, organization_id, account_kind)
    select count(distinct house_id)::int as n from gone`.execute(db);
  return rows[0]!.n;
}
