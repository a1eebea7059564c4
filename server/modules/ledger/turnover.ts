// The ledger of organizations as tables that a report joins: what moved in a span of months, and what is owed.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Month } from '#platform/time';
import { ADVANCE_PERIOD } from './post-transfers.ts';
import './ledger.tables.ts';

/**
 * Turnover by house and service: `house_id, service_code, opening, charged, penalties, paid, refunded` in kopecks; opening + charged +
 * penalties − paid + refunded is the balance after `to`. A charge belongs to the month it is for, money to the month it came in. Debts
 * brought in from another system open their month. Money ahead stands under the empty service. Every transfer is counted once.
 * The opening is what stands now without the moves since: of the transfers only those of `from` and later are read. Which way a charge
 * goes its kind says, so that the books, of which there are two a transfer, are asked for the money only. `houses`: of these alone.
 */
export const turnoverRows = (organizationIds: readonly string[], { from, to }: { from: Month; to: Month }, houses?: readonly string[]): RawBuilder<unknown> => {
  const organizations = sql`any(${[...organizationIds]}::uuid[])`;
  const inHouses = (column: string) => (houses ? sql`and ${sql.ref(column)} = any(${[...houses]}::uuid[])` : sql``);
  const [first, last] = [`${from}-01`, `${to}-01`];
  const within = sql`month <= ${last}::date and kind <> 'opening'`;
  const charge = sql`kind in ('charge', 'charge_reversal', 'penalty')`;
  return sql`(
    select house_id, service_code, coalesce(sum(delta) filter (where kind is null), 0)::bigint - coalesce(sum(delta) filter (where month > ${last}::date or ${within}), 0)::bigint as opening,
      coalesce(sum(delta) filter (where ${within} and ${charge} and service_code <> 'penalty'), 0)::bigint as charged, coalesce(sum(delta) filter (where ${within} and ${charge} and service_code = 'penalty'), 0)::bigint as penalties,
      coalesce(-sum(delta) filter (where ${within} and kind in ('payment', 'advance_used', 'advance_freed')), 0)::bigint as paid, coalesce(sum(delta) filter (where ${within} and kind = 'refund'), 0)::bigint as refunded
    from (
      select b.house_id, b.service_code, null as kind, null::date as month, sum(b.kopecks) as delta from ledger.account a
      join ledger.balance b on b.house_id = a.house_id and b.account_id = a.id and b.kopecks <> 0 where a.organization_id = ${organizations} ${inHouses('a.house_id')} group by 1, 2
      union all
      select t.house_id, t.service_code, t.kind, t.period, sum(case t.kind when 'charge_reversal' then -t.kopecks else t.kopecks end) from ledger.transfer t
      join ledger.account a on a.house_id = t.house_id and a.id = t.account_id and a.organization_id = ${organizations} where t.${charge} and t.period >= ${first}::date ${inHouses('t.house_id')} group by 1, 2, 3, 4
      union all
      select * from (
        select t.house_id, case when b.kind = 'advance' then '' else t.service_code end, t.kind, case t.kind when 'opening' then t.period else date_trunc('month', t.happened_on)::date end as month, m.delta
        from ledger.transfer t cross join lateral (values (t.debit_book, t.kopecks), (t.credit_book, -t.kopecks)) m (book, delta)
        join ledger.book b on b.house_id = t.house_id and b.id = m.book and b.account_id is not null and b.organization_id = ${organizations}
        where not (t.${charge}) and (t.happened_on >= ${first}::date or t.period >= ${first}::date) and t.house_id in (select house_id from ledger.account where organization_id = ${organizations}) ${inHouses('t.house_id')}) moved where month >= ${first}::date) s group by 1, 2)`;
};

/** Whether the organizations keep more accounts than that. One statement that looks at no more of them. */
export async function hasMoreAccounts(db: Db, organizationIds: readonly string[], most: number): Promise<boolean> {
  const { rows } = await sql<{
    n: bigint;
  }>`select count(*) as n from (select from ledger.account where organization_id = any(${[...organizationIds]}::uuid[]) limit ${most + 1}) a`.execute(db);
  return Number(rows[0]!.n) > most;
}

/** Open debts of the accounts of organizations, by month and service: `house_id, account_id, premises_id, number, period, service_code, kopecks`. */
export const openItems = (organizationIds: readonly string[]): RawBuilder<unknown> => sql`(
  select a.house_id, a.id as account_id, a.premises_id, a.number, b.period, b.service_code, b.kopecks from ledger.account a
  join ledger.balance b on b.house_id = a.house_id and b.account_id = a.id and b.kopecks > 0 and b.period > ${ADVANCE_PERIOD}::date where a.organization_id = any(${[...organizationIds]}::uuid[]))`;
