// Bills as a person or the staff of their organization sees them.
import { sql } from 'kysely';
import type { BillShown } from '#contract/billing';
import { organizationsOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import { kopecksToJson } from '#platform/money';
import type { Db } from '#platform/tables';
import { addMonths, dayIn, type Month, monthOf } from '#platform/time';
import type { Ground } from '#platform/work';
import { premisesOf, organizationsByIds } from '#modules/housing';
import { accountsByIds, balances, type BillsPort, chargeStatesOf, lookAtAccounts } from '#modules/ledger';
import type { BillRow } from './bill-of-account.ts';
import { chargeStatus } from './charge-status.ts';
import { type SeenAccount, seenAccounts } from './charges.queries.ts';
import './billing.tables.ts';

const STAFF = ['accountant', 'manager'] as const;

/** The bills of the caller's accounts of the last months: unpaid ones first by the day they are due, then the newest. */
export async function listBills(
  reading: Reading,
  { accountId, months = 13 }: { accountId?: string; months?: number },
): Promise<{ bills: BillShown[]; unpaid: { count: number; leftKopecks: number } }> {
  const { db, now } = reading;
  const accounts = (await seenAccounts(reading)).filter((account) => accountId === undefined || account.accountId === accountId);
  if (accounts.length === 0) return { bills: [], unpaid: { count: 0, leftKopecks: 0 } };
  const from = addMonths(monthOf(dayIn(accounts[0]!.timeZone, now)), -months);
  const { rows } = await sql<BillRow>`
    select b.* from unnest(${accounts.map((one) => one.houseId)}::uuid[], ${accounts.map((one) => one.accountId)}::uuid[]) a (house_id, account_id)
    join billing.bill b using (house_id, account_id) where not b.is_void and b.period >= ${`${from}-01`}::date order by b.period desc, b.account_id`.execute(
    db,
  );
  const shown = await showBills(reading, rows, accounts);
  const isOwed = (bill: BillShown): boolean => bill.leftKopecks > 0;
  const bills = shown.toSorted(
    (a, b) =>
      Number(isOwed(b)) - Number(isOwed(a)) ||
      (isOwed(a) ? (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)) : a.month > b.month ? -1 : Number(a.month < b.month)),
  );
  const owed = bills.filter(isOwed);
  return { bills, unpaid: { count: owed.length, leftKopecks: owed.reduce((sum, bill) => sum + bill.leftKopecks, 0) } };
}

export type ReachedBill = { bill: BillRow; account: SeenAccount; isStaff: boolean };

/** A bill of an account that the caller sees, or of an organization that the caller keeps the accounts of; any other is not found. */
export async function reachBill(reading: Pick<Reading, 'db' | 'actor'>, { houseId, billId }: { houseId: string; billId: string }): Promise<ReachedBill> {
  const { db, actor } = reading;
  const bill = found(
    await db.selectFrom('billing.bill').selectAll().where('house_id', '=', houseId).where('id', '=', billId).where('is_void', '=', false).executeTakeFirst(),
  );
  const isStaff = organizationsOf(actor, STAFF).includes(bill.organization_id);
  if (isStaff) return { bill, account: await staffAccount(db, bill), isStaff };
  return { bill, account: found((await seenAccounts(reading)).find((one) => one.accountId === bill.account_id)), isStaff };
}

/** The same for showing the bill: staff's look is told to those whose it is (AUD-1). */
export async function openBill({ ground, ...reading }: Reading & { ground: Ground }, key: { houseId: string; billId: string }): Promise<ReachedBill> {
  const reached = await reachBill(reading, key);
  const { bill, account, isStaff } = reached;
  if (isStaff)
    await lookAtAccounts(ground, reading, {
      accounts: [account],
      object: { kind: 'bill', id: bill.id },
      what: `счёт № ${bill.number}`,
      organizationId: bill.organization_id,
    });
  return reached;
}

async function staffAccount(db: Db, bill: BillRow): Promise<SeenAccount> {
  const key = { houseId: bill.house_id, accountId: bill.account_id };
  const [account] = await accountsByIds(db, [key]);
  const [home] = await premisesOf(db, [found(account)]);
  const [organization] = await organizationsByIds(db, [bill.organization_id]);
  const [sum] = await balances(db, [key]);
  return { ...account!, ...found(sum), address: found(home).address, timeZone: home!.timeZone, organization: found(organization) };
}

/** Bills with what is left to pay of their months. What is on its way closes the oldest months first. One statement. */
export async function showBills(
  reading: Pick<Reading, 'db' | 'actor' | 'now'>,
  bills: readonly BillRow[],
  accounts: readonly SeenAccount[],
): Promise<BillShown[]> {
  const months = bills.map((bill) => bill.period.slice(0, 7)).toSorted();
  const states = months.length === 0 ? [] : await chargeStatesOf(reading.db, accounts, { from: '2000-01', to: months.at(-1)! });
  const staffOf = new Set(organizationsOf(reading.actor, STAFF));
  const seen = new Map(accounts.map((account) => [account.accountId, account]));
  return bills.flatMap((bill): BillShown[] => {
    const account = seen.get(bill.account_id);
    return account ? [billShown({ bill, account, money: moneyOf(bill, account, states), isStaff: staffOf.has(bill.organization_id) }, reading.now)] : [];
  });
}

type Money = { chargedKopecks: bigint; paidKopecks: bigint; pendingKopecks: bigint };

function moneyOf(bill: BillRow, account: SeenAccount, states: Awaited<ReturnType<typeof chargeStatesOf>>): Money {
  const month: Month = bill.period.slice(0, 7);
  const own = states.filter((state) => state.accountId === account.accountId);
  const rest = (rows: typeof own): bigint => rows.reduce((sum, state) => sum + (state.kopecks > 0n ? state.kopecks : 0n), 0n);
  const ofMonth = own.filter((state) => state.period === month);
  const left = ofMonth.reduce((sum, state) => sum + state.kopecks, 0n);
  const older = rest(own.filter((state) => state.period < month));
  const pending = account.reservedKopecks > older ? account.reservedKopecks - older : 0n;
  const charged = ofMonth.reduce((sum, state) => sum + state.chargedKopecks, 0n);
  return { chargedKopecks: charged, paidKopecks: charged - left, pendingKopecks: pending < left ? pending : left > 0n ? left : 0n };
}

function billShown({ bill, account, money, isStaff }: { bill: BillRow; account: SeenAccount; money: Money; isStaff: boolean }, now: Date): BillShown {
  const { organization } = account;
  const left = money.chargedKopecks - money.paidKopecks;
  const { bankName, bic, settlementAccount, correspondentAccount, inn, kpp } = organization;
  const toPay = left - money.pendingKopecks;
  return {
    houseId: bill.house_id,
    billId: bill.id,
    accountId: bill.account_id,
    number: bill.number,
    account: account.number,
    month: bill.period.slice(0, 7),
    address: account.address,
    organization: organization.shortName,
    issuedOn: bill.issued_on,
    dueOn: bill.due_on,
    totalKopecks: kopecksToJson(bill.total_kopecks),
    leftKopecks: kopecksToJson(left > 0n ? left : 0n),
    status: chargeStatus({ ...money, dueDay: bill.due_on }, dayIn(account.timeZone, now)),
    hasPaper: bill.paper_file !== null,
    requisites:
      bankName === null || bic === null || settlementAccount === null
        ? null
        : { payee: organization.name, inn, kpp, bankName, bic, settlementAccount, correspondentAccount },
    can: { pay: !isStaff && toPay > 0n, attach: true },
  };
}

/** The bill that a number on paper names; accounts are for the caller to judge, who has proven nothing yet (ACC-2). */
export async function resolveBillNumber(db: Db, number: string): Promise<{ houseId: string; billId: string; accountId: string } | undefined> {
  return db
    .selectFrom('billing.bill_number_of')
    .select(['house_id as houseId', 'bill_id as billId', 'account_id as accountId'])
    .where('number', '=', number.replace(/\s+/g, ''))
    .executeTakeFirst();
}

/** The last bill of an account: its number and what it asked for. */
export async function lastBillOf(
  db: Db,
  { houseId, accountId }: { houseId: string; accountId: string },
): Promise<{ billId: string; number: string; period: Month; totalKopecks: bigint } | undefined> {
  const row = await db
    .selectFrom('billing.bill')
    .select(['id as billId', 'number', 'period', 'total_kopecks as totalKopecks'])
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .where('is_void', '=', false)
    .orderBy('period', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, period: row.period.slice(0, 7) };
}

/** What the ledger asks of bills when a person adds an account (ACC-2). */
export const billsOfAccounts: BillsPort = {
  accountOfBill: async (tx, number) => {
    const bill = await resolveBillNumber(tx, number);
    return bill && { houseId: bill.houseId, accountId: bill.accountId };
  },
  lastBillKopecks: async (tx, account) => (await lastBillOf(tx, account))?.totalKopecks,
};
