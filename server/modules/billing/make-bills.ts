// A bill for each account and month that was charged: made once, and made anew when the charges of its month change.
import { sql } from 'kysely';
import { type AccountKey, balances } from '#modules/ledger';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import { type RenewedBill, withdrawBills } from './bill-papers.ts';
import { dueDay } from './due-date.ts';
import { newRowId } from './row-id.ts';
import './billing.tables.ts';

type MonthOfAccount = AccountKey & { period: Month };
type Sums = MonthOfAccount & {
  organizationId: string;
  chargedKopecks: bigint;
  penaltyKopecks: bigint;
  laterKopecks: bigint;
  billId: string | null;
  totalKopecks: bigint | null;
};
export type NewBill = MonthOfAccount & {
  organizationId: string;
  chargedKopecks: bigint;
  penaltyKopecks: bigint;
  debtKopecks: bigint;
  paidKopecks: bigint;
  total: bigint;
};

/** Makes or renews the bills of the months. The charges are on the ledger already. Five statements for any number. */
export async function makeBills(work: Work, touched: readonly MonthOfAccount[], onDay: Day): Promise<void> {
  const accounts = [...new Map(touched.map(({ houseId, accountId }) => [accountId, { houseId, accountId }])).values()];
  const wanted = new Set(touched.map(({ accountId, period }) => `${accountId} ${period}`));
  const all = await sumsOf(work, accounts);
  await renewBills(
    work,
    all.filter((row) => row.billId !== null && wanted.has(`${row.accountId} ${row.period}`)),
  );
  const fresh = all.filter((row) => row.billId === null && wanted.has(`${row.accountId} ${row.period}`));
  if (fresh.length === 0) return;
  const owed = new Map((await balances(work.tx, accounts)).map((one) => [one.accountId, one.dueKopecks - one.advanceKopecks]));
  const byAccount = Map.groupBy(all, (row) => row.accountId);
  await insertBills(
    work,
    fresh.map((row) => billOf(row, byAccount.get(row.accountId)!, owed)),
    onDay,
  );
}

/** Each month of the accounts with a charge in force or a bill: what was charged in it and after it. */
async function sumsOf(work: Work, accounts: readonly AccountKey[]): Promise<Sums[]> {
  const { rows } = await sql<Sums>`
    with wanted as (select * from unnest(${accounts.map((one) => one.houseId)}::uuid[], ${accounts.map((one) => one.accountId)}::uuid[]) w (house_id, account_id)),
    months as (
      select house_id, account_id, period, max(organization_id::text)::uuid as organization_id, coalesce(sum(total_kopecks) filter (where service_code <> 'penalty'), 0)::bigint as charged,
        coalesce(sum(total_kopecks) filter (where service_code = 'penalty'), 0)::bigint as penalty
      from wanted join billing.charge c using (house_id, account_id) where c.ended_by is null group by 1, 2, 3)
    select house_id as "houseId", account_id as "accountId", to_char(period, 'YYYY-MM') as period, coalesce(m.organization_id, b.organization_id) as "organizationId",
      coalesce(charged, 0) as "chargedKopecks", coalesce(penalty, 0) as "penaltyKopecks",
      coalesce(sum(coalesce(charged, 0) + coalesce(penalty, 0)) over (partition by house_id, account_id order by period desc rows between unbounded preceding and 1 preceding), 0)::bigint as "laterKopecks",
      b.id as "billId", b.total_kopecks as "totalKopecks"
    from months m full join (select b.* from wanted join billing.bill b using (house_id, account_id)) b using (house_id, account_id, period)
    order by house_id, account_id, period`.execute(work.tx);
  return rows;
}

/**
 * What is to be paid: all that is owed now less what later months were charged. The debt is what the bill before said, and what
 * is missing from it was paid.
 */
function billOf(row: Sums, ofAccount: readonly Sums[], owed: ReadonlyMap<string, bigint>): NewBill {
  const totalOf = (one: Sums): bigint => one.totalKopecks ?? (owed.get(one.accountId) ?? 0n) - one.laterKopecks;
  const charges = row.chargedKopecks + row.penaltyKopecks;
  const total = totalOf(row);
  const before = ofAccount.filter((one) => one.period < row.period).at(-1);
  const debtKopecks = before ? totalOf(before) : total - charges;
  const paidKopecks = charges + debtKopecks - total;
  return paidKopecks >= 0n ? { ...row, total, debtKopecks, paidKopecks } : { ...row, total, debtKopecks: total - charges, paidKopecks: 0n };
}

async function renewBills(work: Work, rows: readonly Sums[]): Promise<void> {
  if (rows.length === 0) return;
  const { rows: renewed } = await sql<RenewedBill>`
    update billing.bill b set charged_kopecks = g.charged, penalty_kopecks = g.penalty, total_kopecks = g.charged + g.penalty + b.debt_kopecks - b.paid_kopecks, facts = null,
      is_void = b.paper_file is null and not exists (select 1 from billing.charge c where c.house_id = b.house_id and c.account_id = b.account_id and c.period = b.period and c.ended_by is null), version = b.version + 1
    from unnest(${rows.map((row) => row.houseId)}::uuid[], ${rows.map((row) => row.billId)}::uuid[], ${rows.map((row) => row.chargedKopecks)}::bigint[], ${rows.map((row) => row.penaltyKopecks)}::bigint[]) g (house_id, id, charged, penalty)
    where b.house_id = g.house_id and b.id = g.id returning b.id, b.is_void as "isVoid"`.execute(work.tx);
  await withdrawBills(work, renewed);
}

/** Bills issued on one day, each with a number of its own. One statement. */
export async function insertBills(work: Work, bills: readonly NewBill[], onDay: Day): Promise<void> {
  const column = <Value>(pick: (bill: NewBill) => Value): Value[] => bills.map(pick);
  await sql`
    with made as (
      insert into billing.bill (house_id, id, account_id, organization_id, period, number, issued_on, due_on, charged_kopecks, penalty_kopecks, debt_kopecks, paid_kopecks, total_kopecks)
      select house_id, ${newRowId(work.now)}, account_id, organization_id, period, to_char(period, 'YYMM') || '-' || lpad(nextval('billing.bill_number')::text, 8, '0'), ${onDay}::date, due_on, charged, penalty, debt, paid, total
      from unnest(${column((b) => b.houseId)}::uuid[], ${column((b) => b.accountId)}::uuid[], ${column((b) => b.organizationId)}::uuid[], ${column((b) => `${b.period}-01`)}::date[], ${column((b) => dueDay(b.period))}::date[],
        ${column((b) => b.chargedKopecks)}::bigint[], ${column((b) => b.penaltyKopecks)}::bigint[], ${column((b) => b.debtKopecks)}::bigint[], ${column((b) => b.paidKopecks)}::bigint[], ${column((b) => b.total)}::bigint[])
        g (house_id, account_id, organization_id, period, due_on, charged, penalty, debt, paid, total)
      returning number, house_id, id, account_id)
    insert into billing.bill_number_of (number, house_id, bill_id, account_id) select number, house_id, id, account_id from made`.execute(work.tx);
}
