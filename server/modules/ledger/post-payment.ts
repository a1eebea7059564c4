// Money in: payments onto accounts, and the reserves of those under way.
import { sql } from 'kysely';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import './ledger.events.ts';
import { type AccountKey, ADVANCE_PERIOD, amongAccounts, housesOf, lockAccounts, type LockedAccount, type Movement, postTransfers } from './post-transfers.ts';
import { type DebtPart, type PayerWish, spreadPayment } from './spread-payment.ts';

/** `happenedOn`: the day by the clock of the part's own house, where it is not the payment's. */
export type PaymentPart = AccountKey & { kopecks: bigint; spread?: readonly PayerWish[]; happenedOn?: Day };
/** `book`: where the money lies now, at the acquirer or at the organization's bank. */
export type PaymentPosting = { paymentId: string; parts: readonly PaymentPart[]; happenedOn: Day; book: 'acquirer' | 'bank'; sourceKind?: string };

/** Tells the open pages of those who see the accounts. One statement. */
export async function tellBalances(work: Work, accounts: readonly LockedAccount[]): Promise<void> {
  if (accounts.length === 0) return;
  const people = await work.tx
    .selectFrom('ledger.account_link')
    .select(['person_id', 'house_id'])
    .distinct()
    .where('status', '=', 'linked')
    .where(amongAccounts(accounts))
    .execute();
  for (const [houseId, own] of Map.groupBy(accounts, (account) => account.houseId)) {
    const premises = [...new Set(own.map((account) => `premises:${account.premisesId}`))];
    work.emit('balance.changed', { houseId }, [...premises, ...people.filter((one) => one.house_id === houseId).map((one) => `person:${one.person_id}`)]);
  }
}

/** One payment; see `postPayments`. */
export const postPayment = (work: Work, payment: PaymentPosting): Promise<{ posted: boolean }> =>
  postPayments(work, [payment]).then(({ posted }) => ({ posted: posted.has(payment.paymentId) }));

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
  const known = await postedBefore(work, parts);
  const fresh = parts.filter((part) => !known.has(`${part.payment.paymentId} ${sourceKindOf(part.payment)}`));
  const debts = await debtsOf(work, fresh);
  const movements = fresh.flatMap(({ payment, ...part }): Movement[] => {
    const own = debts.get(part.accountId) ?? [];
    const spread = spreadPayment({ amountKopecks: part.kopecks, debts: own, wishes: part.spread ?? [] });
    debts.set(part.accountId, [...own, ...spread.parts.map((paid) => ({ ...paid, kopecks: -paid.kopecks }))]); // the next payment of the batch finds what is left
    const base = {
      houseId: part.houseId,
      accountId: part.accountId,
      kind: 'payment' as const,
      debit: payment.book,
      sourceKind: sourceKindOf(payment),
      sourceId: payment.paymentId,
      happenedOn: part.happenedOn ?? payment.happenedOn,
    };
    return [
      ...spread.parts.map((debt): Movement => ({ ...base, credit: 'receivable', period: debt.period, serviceCode: debt.serviceCode, kopecks: debt.kopecks })),
      ...(spread.advanceKopecks > 0n ? [{ ...base, credit: 'advance' as const, period: null, serviceCode: '', kopecks: spread.advanceKopecks }] : []),
    ];
  });
  await postTransfers(work, movements);
  await work.tx
    .deleteFrom('ledger.reserve')
    .where('payment_id', '=', sql<string>`any(${payments.map((payment) => payment.paymentId)}::uuid[])`)
    .where(amongAccounts(accounts))
    .execute();
  await tellBalances(work, accounts);
  return { posted: new Set(fresh.map((part) => part.payment.paymentId)) };
}

/** Payments made in the portal have no kind of their own. */
export const sourceKindOf = (payment: { sourceKind?: string }): string => payment.sourceKind ?? 'payment';

async function postedBefore(work: Work, parts: readonly { houseId: string; payment: PaymentPosting }[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct t.source_id || ' ' || t.source_kind as key
    from unnest(${parts.map((part) => part.houseId)}::uuid[], ${parts.map(({ payment }) => sourceKindOf(payment))}::text[], ${parts.map(({ payment }) => payment.paymentId)}::uuid[]) g (house_id, source_kind, source_id)
    join ledger.transfer t using (house_id, source_kind, source_id) where t.house_id = ${housesOf(parts)} and t.kind = 'payment'`.execute(work.tx);
  return new Set(rows.map((row) => row.key));
}

async function debtsOf(work: Work, accounts: readonly AccountKey[]): Promise<Map<string, DebtPart[]>> {
  if (accounts.length === 0) return new Map();
  const rows = await work.tx
    .selectFrom('ledger.balance')
    .select(['account_id as accountId', 'service_code as serviceCode', 'period', 'kopecks'])
    .where('kopecks', '>', 0n)
    .where('period', '>', ADVANCE_PERIOD)
    .where(amongAccounts(accounts))
    .execute();
  return Map.groupBy(
    rows.map(({ period, ...row }) => ({ ...row, period: period.slice(0, 7) })),
    (row) => row.accountId,
  );
}

export type ReservedAccount = AccountKey & { dueKopecks: bigint; otherReservedKopecks: bigint; paidSince: boolean };

/**
 * Keeps debt for a payment under way; answers what the accounts owe, what other payments have reserved and whether money has come since `since`,
 * all read under the lock.
 */
export async function reserve(
  work: Work,
  { paymentId, parts, since = work.now.toISOString() }: { paymentId: string; parts: readonly PaymentPart[]; since?: string },
): Promise<ReservedAccount[]> {
  const accounts = await lockAccounts(work.tx, parts);
  await work.tx
    .insertInto('ledger.reserve')
    .values(
      parts.map((part) => ({
        house_id: part.houseId,
        account_id: part.accountId,
        payment_id: paymentId,
        kopecks: part.kopecks,
        made_at: work.now.toISOString(),
      })),
    )
    .onConflict((on) => on.doNothing())
    .execute();
  const { rows } = await sql<ReservedAccount>`
    select a.house_id as "houseId", a.id as "accountId",
      (select coalesce(sum(kopecks), 0)::bigint from ledger.balance b where b.house_id = a.house_id and b.account_id = a.id and b.kopecks > 0) as "dueKopecks",
      (select coalesce(sum(kopecks), 0)::bigint from ledger.reserve r where r.house_id = a.house_id and r.account_id = a.id and r.payment_id <> ${paymentId}) as "otherReservedKopecks",
      exists (select from ledger.transfer t where t.house_id = a.house_id and t.account_id = a.id and t.kind = 'payment' and t.posted_at > ${since}::timestamptz) as "paidSince"
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
