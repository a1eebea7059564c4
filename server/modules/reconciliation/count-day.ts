// Counts the account of a day: what was read of the acquirer beside what payments, the ledger and billing know, a page at a time.
import { organizationsByIds } from '#modules/housing';
import { accountsByIds, bookedForPayees, bookedPayments } from '#modules/ledger';
import { type BankPaymentMark, bankPaymentsOn } from '#modules/billing';
import { paymentsByAcquirer, paymentsByIds, paymentsTaken, refundsByAcquirer, refundsDone } from '#modules/payments';
import { isUuid } from '#platform/ids';
import type { Db } from '#platform/tables';
import { addDays, type Day, startOfDay } from '#platform/time';
import { type DayAccount, openDayAccount, putBankEntry, putListedPayment, putListedRefund, putOurPayment, putUnlistedRefund } from './day-account.ts';
import './reconciliation.tables.ts';

const PAGE = 500;
/** The acquirer's days are Moscow's. */
export const ACQUIRER_ZONE = 'Europe/Moscow';

/** Reads and counts everything of the day; changes nothing. Some statements for each five hundred payments. */
export async function countDay(db: Db, day: Day): Promise<DayAccount> {
  const account = openDayAccount();
  await putTheirs(db, day, account);
  await putOurs(db, day, account);
  await putBanks(db, day, account);
  return account;
}

type ListName = 'payments' | 'refunds';
const listedPage = (db: Db, day: Day, { list, after }: { list: ListName; after: string }) =>
  db
    .selectFrom('reconciliation.listed')
    .selectAll()
    .where('day', '=', day)
    .where('list', '=', list)
    .where('acquirer_id', '>', after)
    .orderBy('acquirer_id')
    .limit(PAGE)
    .execute();

async function* listedPages(db: Db, day: Day, list: ListName) {
  for (let after = ''; ;) {
    const rows = await listedPage(db, day, { list, after });
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.acquirer_id;
  }
}

async function putTheirs(db: Db, day: Day, account: DayAccount): Promise<void> {
  for await (const rows of listedPages(db, day, 'payments')) {
    const ours = new Map(
      (
        await paymentsByIds(
          db,
          rows.flatMap(({ named }) => (named !== null && isUuid(named) ? [named] : [])),
        )
      ).map((one) => [one.paymentId, one]),
    );
    for (const { acquirer_id: acquirerId, named, kopecks, fee_kopecks: feeKopecks, is_returned: isReturned } of rows)
      putListedPayment(account, { acquirerId, named, kopecks, feeKopecks, isReturned }, ours.get(named ?? ''));
  }
  for await (const rows of listedPages(db, day, 'refunds')) {
    const ours = new Map(
      (
        await refundsByAcquirer(
          db,
          rows.map((row) => row.acquirer_id),
        )
      ).map((one) => [one.acquirerId, one]),
    );
    const payments = new Map(
      (
        await paymentsByAcquirer(
          db,
          rows.flatMap(({ named }) => named ?? []),
        )
      ).map((one) => [one.acquirerId, one]),
    );
    for (const { acquirer_id: acquirerId, named, kopecks } of rows)
      putListedRefund(account, { acquirerId, named, kopecks }, { ours: ours.get(acquirerId), payment: payments.get(named) });
  }
}

async function putOurs(db: Db, day: Day, account: DayAccount): Promise<void> {
  const [start, to] = [startOfDay(ACQUIRER_ZONE, day).toISOString(), startOfDay(ACQUIRER_ZONE, addDays(day, 1)).toISOString()];
  for (let from = { from: start }; ;) {
    const rows = await paymentsTaken(db, { ...from, to, limit: PAGE });
    const listed = await listedAmong(
      db,
      'payments',
      rows.map((one) => one.acquirerId!),
    );
    const booked = await bookedPayments(
      db,
      'payment',
      rows.flatMap(({ paymentId, parts }) => parts.map(({ houseId, accountId }) => ({ houseId, accountId, paymentId }))),
    );
    for (const [key, kopecks] of await bookedForPayees(
      db,
      rows.flatMap(({ paymentId, bills }) => (bills.length > 0 ? [paymentId] : [])),
    ))
      booked.set(key, kopecks);
    for (const one of rows) putOurPayment(account, one, { isListed: listed.has(one.acquirerId!), booked });
    if (rows.length < PAGE) break;
    from = nextFrom(rows.at(-1)!.paidAt!, rows.at(-1)!.paymentId);
  }
  for (let from = { from: start }; ;) {
    const rows = await refundsDone(db, { ...from, to, limit: PAGE });
    const listed = await listedAmong(
      db,
      'refunds',
      rows.map((one) => one.acquirerId!),
    );
    for (const one of rows) if (!listed.has(one.acquirerId!)) putUnlistedRefund(account, one);
    if (rows.length < PAGE) break;
    from = nextFrom(rows.at(-1)!.doneAt!, rows.at(-1)!.refundId);
  }
}

const nextFrom = (from: string, afterId: string) => ({ from, afterId });

/** Those of the numbers that stand in the acquirer's lists, of whichever day. */
async function listedAmong(db: Db, list: ListName, acquirerIds: readonly string[]): Promise<Set<string>> {
  if (acquirerIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('reconciliation.listed')
    .select('acquirer_id')
    .where('list', '=', list)
    .where('acquirer_id', 'in', [...acquirerIds])
    .execute();
  return new Set(rows.map((row) => row.acquirer_id));
}

async function putBanks(db: Db, day: Day, account: DayAccount): Promise<void> {
  for (let after: BankPaymentMark | undefined; ;) {
    const rows = await bankPaymentsOn(db, day, { after, limit: PAGE });
    const booked = await bookedPayments(db, 'register', rows);
    const accounts = new Map((await accountsByIds(db, rows)).map((one) => [one.accountId, one]));
    const payees = new Map(
      (await organizationsByIds(db, [...new Set(rows.map((row) => row.organizationId))])).map((one) => [one.id, one.shortName ?? one.name]),
    );
    for (const row of rows)
      putBankEntry(account, row, {
        payee: payees.get(row.organizationId) ?? '',
        number: accounts.get(row.accountId)?.number ?? '',
        bookedKopecks: booked.get(`${row.paymentId} ${row.accountId}`) ?? 0n,
      });
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}
