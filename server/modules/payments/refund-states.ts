// The life of a refund as a table: (from, what the acquirer says) → to. What is not listed does not happen.
import type { RefundStatus } from '#contract/refunds';
import type { AcquirerAnswer } from './acquirer-call.ts';
import type { AcquirerRefund } from './acquirer-wire.ts';

/** What the acquirer says of a refund of ours. `noAnswer` is settled by asking again. */
export type RefundTruth =
  | { readonly kind: 'done'; readonly acquirerId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'pending'; readonly acquirerId: string }
  | { readonly kind: 'noAnswer' };
export type RefundMove = { readonly from: RefundStatus; readonly truth: RefundTruth['kind']; readonly to: RefundStatus };

export const REFUND_MOVES: readonly RefundMove[] = (['starting', 'unknown'] as const).flatMap((from): RefundMove[] => [
  { from, truth: 'done', to: 'done' },
  { from, truth: 'refused', to: 'refused' },
  { from, truth: 'pending', to: 'unknown' },
  { from, truth: 'noAnswer', to: 'unknown' },
]);

/** Where a truth leads; undefined where the refund has ended. */
export const refundAfter = (from: RefundStatus, truth: RefundTruth): RefundStatus | undefined =>
  REFUND_MOVES.find((one) => one.from === from && one.truth === truth.kind)?.to;

/** Its money is neither free nor given back yet. */
export const isRefundUnderWay = (status: RefundStatus): boolean => status === 'starting' || status === 'unknown';

/**
 * The acquirer keeps a key for a day: after that the same order would be a second refund. So from this hour on nothing is
 * ordered again, the refund is looked for in the acquirer's list.
 */
export const ORDER_AGAIN_HOURS = 20;

/**
 * The truth in an answer. A refund of another sum or payment is no answer to ours; only the acquirer's own «this cannot be done»
 * to a refund it has not begun is a refusal.
 */
export function refundTruth(
  answer: AcquirerAnswer<AcquirerRefund>,
  ours: { kopecks: bigint; paymentAcquirerId: string; acquirerId: string | null },
): RefundTruth {
  if (answer.kind === 'unknown') return { kind: 'noAnswer' };
  if (answer.kind === 'refused') return answer.code === 'badRequest' && ours.acquirerId === null ? { kind: 'refused' } : { kind: 'noAnswer' };
  const { id, status, kopecks, paymentId } = answer.value;
  const isOurs = kopecks === ours.kopecks && paymentId === ours.paymentAcquirerId && (ours.acquirerId === null || ours.acquirerId === id);
  if (!isOurs) return { kind: 'noAnswer' };
  if (status === 'succeeded') return { kind: 'done', acquirerId: id };
  return status === 'canceled' ? { kind: 'refused' } : { kind: 'pending', acquirerId: id };
}
