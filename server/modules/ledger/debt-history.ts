// What was charged for each month and when money closed it, for penalties by the day.
import { sql } from 'kysely';
import { PLACED_SUMS } from '#contract/placed-sums';
import type { Kopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import type { Day, Month } from '#platform/time';
import './ledger.tables.ts';

/** `kopecks` above zero were charged for the month, below zero taken back or paid; `isCharge` tells which. */
export type DebtMove = { readonly accountId: string; readonly month: Month; readonly on: Day; readonly isCharge: boolean; readonly kopecks: Kopecks };

/** Moves on the debts of an organization's accounts in a house for the months through `until`, without penalties, court costs and fines: they bear none. One statement. */
export async function debtHistory(db: Db, { houseId, organizationId }: { houseId: string; organizationId: string }, until: Month): Promise<DebtMove[]> {
  const { rows } = await sql<DebtMove>`
    select t.account_id as "accountId", to_char(t.period, 'YYYY-MM') as month, t.happened_on as on, t.kind in ('charge', 'charge_reversal', 'opening') as "isCharge",
      sum(case when d.kind = 'receivable' then t.kopecks else -t.kopecks end)::bigint as kopecks
    from ledger.transfer t join ledger.account a on a.house_id = t.house_id and a.id = t.account_id
    join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book join ledger.book c on c.house_id = t.house_id and c.id = t.credit_book
    where t.house_id = ${houseId} and a.organization_id = ${organizationId} and t.service_code <> all(${['', 'penalty', ...PLACED_SUMS]}::text[]) and t.period <= ${`${until}-01`}::date
      and (d.kind = 'receivable') <> (c.kind = 'receivable')
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}
