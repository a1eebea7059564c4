// Money in: payments onto accounts, the reserves of those under way, and refunds.
import { sql } from 'kysely';
import { refuse } from '#platform/errors';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import './ledger.events.ts';
import { type AccountKey, ADVANCE_PERIOD, amongAccounts, lockAccounts, type LockedAccount, type Movement, postTransfers } from './post-transfers.ts';
import { settleAccounts } from './settle-accounts.ts';
import { planRefund, refundableKopecks } from './settle-plan.ts';
import { type DebtPart, type PayerWish, spreadPayment } from './spread-payment.ts';

export type PaymentPart = AccountKey & { kopecks: bigint; spread?: readonly PayerWish[] };
/** `book`: where the money lies now, at the acquirer or at the organization's bank. */
export type PaymentPosting = { paymentId: string; parts: readonly PaymentPart[]; happenedOn: Day; book: 'acquirer' | 'bank'; sourceKind?: string };

/** Tells the open pages of those who see the accounts. One statement. */
async function tellBalances(work: Work, accounts: readonly LockedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  const people = await work.tx.selectFrom('ledger.account_link').select(['person_id', 'house_id']).distinct().where('status', '=', 'linked').where(amongAccounts(accounts)).execute();
  for (const [houseId, own] of Map.groupBy(accounts, (account) => account.houseId)) {
    const premises = [...new Set(own.map((account) => `premises:${account.premisesId}`))];
    work.emit('balance.changed', { houseId }, [...premises, ...people.filter((one) => one.house_id === houseId).map((one) => `person:${one.person_id}`)]);
  }
}

/** One payment; see `postPayments`. */
export const postPayment = (work: Work, payment: PaymentPosting): Promise<{ posted: boolean }> => postPayments(work, [payment]).then(({ posted }) => ({ posted: posted.has(payment.paymentId) }));

/**
 * Puts payments onto accounts: each part is spread as the payer says, else over the oldest debts, and what is left is an
 * advance. The payment's reserve is released. A payment that was posted before is passed over: it is one entry, whoever asks
 * how often. The caller writes the journal. Seven statements, however many payments.
 */
export async function postPayments(work: Work, payments: readonly PaymentPosting[]): Promise<{ posted: Set<string> }> {
  const once = new Map(payments.map((payment) => [`${payment.paymentId} ${sourceKindOf(payment)}`, payment])); // one id twice in one batch is one payment
  const parts = [...once.values()].flatMap((payment) => payment.parts.map((part) => ({ ...part, payment })));
  if (parts.length === 0) return { posted: new Set() };
  const accounts = await lockAccounts(work.tx, parts);
  const known = await postedBefore(work, payments, accounts);
  const fresh = parts.filter((part) => !known.has(`${part.payment.paymentId} ${sourceKindOf(part.payment)}`));
  const debts = await debtsOf(work, fresh);
  const movements = fresh.flatMap(({ payment, ...part }): Movement[] => {
    const own = debts.get(part.accountId) ?? [];
    const spread = spreadPayment({ amountKopecks: part.kopecks, debts: own, wishes: part.spread ?? [] });
    debts.set(part.accountId, [...own, ...spread.parts.map((paid) => ({ ...paid, kopecks: -paid.kopecks }))]); // the next payment of the batch finds what is left
    const base = { houseId: part.houseId, accountId: part.accountId, kind: 'payment' as const, debit: payment.book, sourceKind: sourceKindOf(payment), sourceId: payment.paymentId, happenedOn: payment.happenedOn };
    return [
      ...spread.parts.map((debt): Movement => ({ ...base, credit: 'receivable', period: debt.period, serviceCode: debt.serviceCode, kopecks: debt.kopecks })),
      ...(spread.advanceKopecks > 0n ? [{ ...base, credit: 'advance' as const, period: null, serviceCode: '', kopecks: spread.advanceKopecks }] : []),
    ];
  });
  await postTransfers(work, movements);
  await work.tx.deleteFrom('ledger.reserve').where('payment_id', '=', sql<string>`any(${payments.map((payment) => payment.paymentId)}::uuid[])`).where(amongAccounts(accounts)).execute();
  await tellBalances(work, accounts);
  return { posted: new Set(fresh.map((part) => part.payment.paymentId)) };
}

const sourceKindOf = (payment: { sourceKind?: string }): string => payment.sourceKind ?? 'payment';

async function postedBefore(work: Work, payments: readonly PaymentPosting[], accounts: readonly AccountKey[]): Promise<Set<string>> {
  const rows = await work.tx.selectFrom('ledger.transfer').select(['source_id', 'source_kind']).distinct()
    .where('house_id', '=', sql<string>`any(${[...new Set(accounts.map((account) => account.houseId))]}::uuid[])`)
    .where('source_kind', '=', sql<string>`any(${[...new Set(payments.map(sourceKindOf))]}::text[])`)
    .where('source_id', '=', sql<string>`any(${payments.map((payment) => payment.paymentId)}::uuid[])`).where('kind', '=', 'payment').execute();
  return new Set(rows.map((row) => `${row.source_id} ${row.source_kind}`));
}

async function debtsOf(work: Work, accounts: readonly AccountKey[]): Promise<Map<string, DebtPart[]>> {
  if (accounts.length === 0) return new Map();
  const rows = await work.tx.selectFrom('ledger.balance').select(['account_id as accountId', 'service_code as serviceCode', 'period', 'kopecks'])
    .where('kopecks', '>', 0n).where('period', '>', ADVANCE_PERIOD).where(amongAccounts(accounts)).execute();
  return Map.groupBy(rows.map(({ period, ...row }) => ({ ...row, period: period.slice(0, 7) })), (row) => row.accountId);
}

/** Keeps debt for a payment under way; answers what the accounts owe and what other payments have reserved, both read under the lock. */
export async function reserve(work: Work, { paymentId, parts }: { paymentId: string; parts: readonly PaymentPart[] }): Promise<(AccountKey & { dueKopecks: bigint; otherReservedKopecks: bigint })[]> {
  const accounts = await lockAccounts(work.tx, parts);
  await work.tx.insertInto('ledger.reserve').values(parts.map((part) => ({ house_id: part.houseId, account_id: part.accountId, payment_id: paymentId, kopecks: part.kopecks, made_at: work.now.toISOString() })))
    .onConflict((on) => on.doNothing()).execute();
  const { rows } = await sql<AccountKey & { dueKopecks: bigint; otherReservedKopecks: bigint }>`
    select a.house_id as "houseId", a.id as "accountId",
      (select coalesce(sum(kopecks), 0)::bigint from ledger.balance b where b.house_id = a.house_id and b.account_id = a.id and b.kopecks > 0) as "dueKopecks",
      (select coalesce(sum(kopecks), 0)::bigint from ledger.reserve r where r.house_id = a.house_id and r.account_id = a.id and r.payment_id <> ${paymentId}) as "otherReservedKopecks"
    from ledger.account a where ${amongAccounts(parts, 'a.house_id', 'a.id')}`.execute(work.tx);
  await tellBalances(work, accounts);
  return rows;
}

/** Gives the reserve of a payment back (declined, cancelled, expired). Nothing happens when there is none. */
export async function releaseReserve(work: Work, { paymentId, accounts }: { paymentId: string; accounts: readonly AccountKey[] }): Promise<void> {
  const locked = await lockAccounts(work.tx, accounts);
  await work.tx.deleteFrom('ledger.reserve').where('payment_id', '=', paymentId).where(amongAccounts(accounts)).execute();
  await tellBalances(work, locked);
}

export type RefundPosting = { paymentId: string; parts: readonly (AccountKey & { kopecks: bigint })[]; happenedOn: Day; book: 'acquirer' | 'bank'; sourceKind?: string; note?: string };

/**
 * Gives money of a payment back, in whole or in part: the debts it closed are open again. Refuses ledger.refundTooLarge when
 * the payment has not so much left on the account. The caller keeps one refund from being asked twice and writes the journal.
 */
export async function refundPayment(work: Work, refund: RefundPosting): Promise<void> {
  const accounts = await lockAccounts(work.tx, refund.parts);
  const net = await netOfPayment(work, refund);
  const rows = await work.tx.selectFrom('ledger.balance').select(['account_id as accountId', 'service_code as serviceCode', 'period', 'paid_kopecks as kopecks']).where(amongAccounts(refund.parts)).execute();
  const movements = refund.parts.flatMap((part): Movement[] => {
    const of = <Own extends { accountId: string }>(all: readonly Own[]): Own[] => all.filter((row) => row.accountId === part.accountId);
    const own = of(net);
    const refundable = {
      paid: own.flatMap((row) => (row.period === null ? [] : [{ period: row.period, serviceCode: row.serviceCode, kopecks: row.kopecks }])),
      toAdvanceKopecks: own.find((row) => row.period === null)?.kopecks ?? 0n,
      advanceKopecks: of(rows).find((row) => row.period === ADVANCE_PERIOD)?.kopecks ?? 0n,
      rows: of(rows).filter((row) => row.period !== ADVANCE_PERIOD).map((row) => ({ period: row.period.slice(0, 7), serviceCode: row.serviceCode, kopecks: row.kopecks })),
    };
    const left = refundableKopecks(refundable);
    if (part.kopecks > left) refuse('ledger.refundTooLarge', { leftKopecks: left });
    return refundMovements(part, planRefund(part.kopecks, refundable), refund);
  });
  await postTransfers(work, movements);
  await settleAccounts(work, accounts, () => ({ sourceKind: sourceKindOf(refund), sourceId: refund.paymentId, happenedOn: refund.happenedOn }));
  await tellBalances(work, accounts);
}

function refundMovements(account: AccountKey, plan: ReturnType<typeof planRefund>, refund: RefundPosting): Movement[] {
  const base = { houseId: account.houseId, accountId: account.accountId, sourceKind: sourceKindOf(refund), sourceId: refund.paymentId, happenedOn: refund.happenedOn, note: refund.note };
  return [
    ...plan.freed.map((part): Movement => ({ ...base, ...part, kind: 'advance_freed', debit: 'receivable', credit: 'advance' })),
    ...plan.fromDebts.map((part): Movement => ({ ...base, ...part, kind: 'refund', debit: 'receivable', credit: refund.book })),
    ...(plan.fromAdvanceKopecks > 0n ? [{ ...base, kind: 'refund' as const, debit: 'advance' as const, credit: refund.book, period: null, serviceCode: '', kopecks: plan.fromAdvanceKopecks }] : []),
  ];
}

type Net = AccountKey & { serviceCode: string; period: Month | null; kopecks: bigint };

/** What is left of a payment by account, month and service. */
async function netOfPayment(work: Work, { paymentId, parts, sourceKind }: RefundPosting): Promise<Net[]> {
  const { rows } = await sql<Net>`
    select house_id as "houseId", account_id as "accountId", service_code as "serviceCode", to_char(period, 'YYYY-MM') as period, sum(case kind when 'payment' then kopecks else -kopecks end)::bigint as kopecks
    from ledger.transfer where source_kind = ${sourceKind ?? 'payment'} and source_id = ${paymentId} and kind in ('payment', 'refund') and ${amongAccounts(parts)}
    group by 1, 2, 3, 4`.execute(work.tx);
  return rows;
}

export type SettlementRow = AccountKey & { paymentId: string; kopecks: bigint; sourceId: string; happenedOn: Day };

/** The acquirer has handed money over: from its account to the bank's (below zero: it took a refund back). `sourceId`: the register that says so. */
export async function postSettlements(work: Work, rows: readonly SettlementRow[]): Promise<void> {
  await lockAccounts(work.tx, rows);
  await postTransfers(work, rows.filter((row) => row.kopecks !== 0n).map(({ kopecks, houseId, accountId, sourceId, happenedOn, paymentId }): Movement => ({
    houseId, accountId, sourceId, happenedOn, kind: 'settlement', serviceCode: '', period: null, sourceKind: 'settlement', note: paymentId, kopecks: kopecks > 0n ? kopecks : -kopecks,
    debit: kopecks > 0n ? 'bank' : 'acquirer', credit: kopecks > 0n ? 'acquirer' : 'bank',
  })));
}
