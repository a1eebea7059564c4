// Refunds as stored, and what is left of a part after them.
import { type Selectable, sql } from 'kysely';
import { type RefundStatus } from '#contract/refunds';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Db, Tx } from '#platform/tables';
import type { PartRow, PaymentKey } from './payment-row.ts';
import type { PaymentView } from './payment-view.ts';
import type { RefundTable } from './payments.tables.ts';
import { receiptNumber } from './receipt-number.ts';

export type RefundKey = { readonly personId: string; readonly refundId: string };
export type RefundRow = Selectable<RefundTable> & { status: RefundStatus };

/** The refunds of a payment, the oldest first. One statement. */
export const refundsOf = (db: Db | Tx, { personId, paymentId }: PaymentKey): Promise<RefundRow[]> =>
  db
    .selectFrom('payments.refund')
    .selectAll()
    .where('person_id', '=', personId)
    .where('payment_id', '=', paymentId)
    .orderBy('ordered_at')
    .orderBy('id')
    .$castTo<RefundRow>()
    .execute();

/** One refund; undefined when there is none. */
export const loadRefund = (db: Db | Tx, { personId, refundId }: RefundKey): Promise<RefundRow | undefined> =>
  db.selectFrom('payments.refund').selectAll().where('person_id', '=', personId).where('id', '=', refundId).$castTo<RefundRow>().executeTakeFirst();

/** Kopecks of each account that the acquirer was asked to give back and has not answered for; accounts without any are not there. One statement. */
export async function refundsUnderWay(db: Db | Tx, accountIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await db
    .selectFrom('payments.refund')
    .select((on) => ['account_id', sql<bigint>`sum(${on.ref('kopecks')})::bigint`.as('kopecks')])
    .where('account_id', '=', sql<string>`any(${[...accountIds]}::uuid[])`)
    .where('status', 'in', ['starting', 'unknown'])
    .groupBy('account_id')
    .execute();
  return new Map(rows.map((row) => [row.account_id, row.kopecks]));
}

/** The account's advance less what is going back of it already. Pure. */
export const freeAdvance = (advanceKopecks: bigint, underWayKopecks = 0n): bigint => (underWayKopecks < advanceKopecks ? advanceKopecks - underWayKopecks : 0n);

/** What was given back of the part, and what may still be: refunds under way are taken off, refused ones are not. Pure. */
export function leftOf(part: PartRow, refunds: readonly RefundRow[]): { refundedKopecks: bigint; leftKopecks: bigint } {
  const own = refunds.filter((one) => one.account_id === part.account_id && one.status !== 'refused');
  return {
    refundedKopecks: sumKopecks(own.filter((one) => one.status === 'done').map((one) => one.kopecks)),
    leftKopecks: part.kopecks - sumKopecks(own.map((one) => one.kopecks)),
  };
}

/** Refunds as the payer and the accountant see them. Pure. */
export const refundViews = (parts: readonly PartRow[], refunds: readonly RefundRow[]): PaymentView['refunds'] =>
  refunds.flatMap((one) => {
    const part = parts.find(({ account_id }) => account_id === one.account_id);
    if (!part) return [];
    return [
      {
        id: one.id,
        accountNumber: part.account_number,
        kopecks: kopecksToJson(one.kopecks),
        status: one.status,
        reason: one.reason,
        orderedAt: one.ordered_at,
        doneAt: one.done_at,
        receiptNumber: one.status === 'done' ? receiptNumber(one.id) : null,
      },
    ];
  });
