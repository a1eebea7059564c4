// Money of payments back out, any number of them by a few statements.
import { sql } from 'kysely';
import { refuse } from '#platform/errors';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import { sourceKindOf, tellBalances } from './post-payment.ts';
import { type AccountKey, ADVANCE_PERIOD, amongAccounts, lockAccounts, type Movement, postTransfers } from './post-transfers.ts';
import { settleAccounts } from './settle-accounts.ts';
import { planRefund, type RefundPlan, refundableKopecks } from './settle-plan.ts';
import type { DebtPart } from './spread-payment.ts';

export type RefundPosting = {
  paymentId: string;
  parts: readonly (AccountKey & { kopecks: bigint })[];
  happenedOn: Day;
  book: 'acquirer' | 'bank';
  sourceKind?: string;
  note?: string;
};

/** Money paid on an account by month and service; `advance` is what lies ahead. */
type Held = { advance: bigint; paid: Map<string, DebtPart> };

/** One refund; see `refundPayments`. */
export const refundPayment = (work: Work, refund: RefundPosting): Promise<void> => refundPayments(work, [refund]);

/**
 * Gives money of payments back, in whole or in part: the debts they closed are open again. Refuses ledger.refundTooLarge when a
 * payment has not so much left on the account. The caller keeps one refund from being asked twice and writes the journal.
 * Eight statements, however many refunds.
 */
export async function refundPayments(work: Work, refunds: readonly RefundPosting[]): Promise<void> {
  const parts = refunds.flatMap((refund) => refund.parts.map((part) => ({ ...part, refund })));
  const accounts = await lockAccounts(work.tx, parts);
  const left = await leftOfPayments(work, parts);
  const held = await heldOn(work, accounts);
  const movements = parts.flatMap(({ refund, ...part }): Movement[] => {
    const payment = left.get(keyOf(refund, part)) ?? emptyHeld();
    const account = held.get(part.accountId) ?? emptyHeld();
    const from = { paid: [...payment.paid.values()], toAdvanceKopecks: payment.advance, advanceKopecks: account.advance, rows: [...account.paid.values()] };
    const most = refundableKopecks(from);
    if (part.kopecks > most) refuse('ledger.refundTooLarge', { leftKopecks: most });
    const plan = planRefund(part.kopecks, from);
    takeOut(payment, { ...plan, freed: [] });
    takeOut(account, plan);
    return movementsOf(part, plan, refund);
  });
  await postTransfers(work, movements);
  const causes = new Map(
    parts.map(({ accountId, refund }) => [accountId, { sourceKind: sourceKindOf(refund), sourceId: refund.paymentId, happenedOn: refund.happenedOn }]),
  );
  await settleAccounts(work, accounts, ({ accountId }) => causes.get(accountId)!);
  await tellBalances(work, accounts);
}

const emptyHeld = (): Held => ({ advance: 0n, paid: new Map() });
const placeOf = ({ period, serviceCode }: { period: Month; serviceCode: string }): string => `${period} ${serviceCode}`;
const keyOf = (refund: RefundPosting, { accountId }: AccountKey): string => `${sourceKindOf(refund)} ${refund.paymentId} ${accountId}`;

/** What the next refund of the batch finds. */
function takeOut(held: Held, { fromDebts, freed, fromAdvanceKopecks }: RefundPlan): void {
  for (const { kopecks, ...place } of [...fromDebts, ...freed]) {
    const row = held.paid.get(placeOf(place));
    held.paid.set(placeOf(place), { ...place, kopecks: (row?.kopecks ?? 0n) - kopecks });
  }
  held.advance += freed.reduce((sum, part) => sum + part.kopecks, 0n) - fromAdvanceKopecks;
}

function movementsOf(account: AccountKey, plan: RefundPlan, refund: RefundPosting): Movement[] {
  const base = {
    houseId: account.houseId,
    accountId: account.accountId,
    sourceKind: sourceKindOf(refund),
    sourceId: refund.paymentId,
    happenedOn: refund.happenedOn,
    note: refund.note,
  };
  return [
    ...plan.freed.map((part): Movement => ({ ...base, ...part, kind: 'advance_freed', debit: 'receivable', credit: 'advance' })),
    ...plan.fromDebts.map((part): Movement => ({ ...base, ...part, kind: 'refund', debit: 'receivable', credit: refund.book })),
    ...(plan.fromAdvanceKopecks > 0n
      ? [{ ...base, kind: 'refund' as const, debit: 'advance' as const, credit: refund.book, period: null, serviceCode: '', kopecks: plan.fromAdvanceKopecks }]
      : []),
  ];
}

type Row = { key: string; serviceCode: string; period: Month | null; kopecks: bigint };

function heldBy(rows: readonly Row[]): Map<string, Held> {
  const all = new Map<string, Held>();
  for (const { key, period, serviceCode, kopecks } of rows) {
    const held = all.get(key) ?? emptyHeld();
    if (period === null) held.advance += kopecks;
    else held.paid.set(placeOf({ period, serviceCode }), { period, serviceCode, kopecks });
    all.set(key, held);
  }
  return all;
}

/** What is left of each payment on each account, by month and service. */
async function leftOfPayments(work: Work, parts: readonly (AccountKey & { refund: RefundPosting })[]): Promise<Map<string, Held>> {
  const sources = [
    ...new Map(
      parts.map(({ houseId, refund }) => [
        `${houseId} ${sourceKindOf(refund)} ${refund.paymentId}`,
        { houseId, kind: sourceKindOf(refund), id: refund.paymentId },
      ]),
    ).values(),
  ];
  // Looked up source by source: a join would be planned for the few payments of the last statistics and read whole houses for each.
  const { rows } = await sql<Row>`
    select t.source_kind || ' ' || t.source_id || ' ' || t.account_id as key, t.service_code as "serviceCode", to_char(t.period, 'YYYY-MM') as period, sum(case t.kind when 'payment' then t.kopecks else -t.kopecks end)::bigint as kopecks
    from unnest(${sources.map((one) => one.houseId)}::uuid[], ${sources.map((one) => one.kind)}::text[], ${sources.map((one) => one.id)}::uuid[]) g (house_id, source_kind, source_id)
    cross join lateral (select * from ledger.transfer t where t.house_id = g.house_id and t.source_kind = g.source_kind and t.source_id = g.source_id offset 0) t where t.kind in ('payment', 'refund')
    group by 1, 2, 3`.execute(work.tx);
  return heldBy(rows);
}

/** What is paid on the accounts now. */
async function heldOn(work: Work, accounts: readonly AccountKey[]): Promise<Map<string, Held>> {
  const { rows } = await sql<Row>`
    select account_id as key, service_code as "serviceCode", case when period > ${ADVANCE_PERIOD} then to_char(period, 'YYYY-MM') end as period, paid_kopecks as kopecks
    from ledger.balance where ${amongAccounts(accounts)}`.execute(work.tx);
  return heldBy(rows);
}
