import { expect, test } from 'vitest';
import { refundStatuses } from '#contract/statuses/payments';
import { keysOf } from '#contract/statuses/standing';
import type { AcquirerAnswer } from './acquirer-call.ts';
import type { AcquirerRefund } from './acquirer-wire.ts';
import { isRefundUnderWay, REFUND_MOVES, refundAfter, refundTruth, type RefundTruth } from './refund-states.ts';

const ours = { kopecks: 50_000n, paymentAcquirerId: 'pay-1', acquirerId: null };
const told = (more: Partial<AcquirerRefund> = {}): AcquirerAnswer<AcquirerRefund> => ({
  kind: 'ok',
  value: { id: 'ref-1', paymentId: 'pay-1', kopecks: 50_000n, status: 'succeeded', createdAt: '2026-11-22T10:00:00.000Z', ...more },
});
const truths: readonly RefundTruth[] = [
  { kind: 'done', acquirerId: 'ref-1' },
  { kind: 'refused' },
  { kind: 'pending', acquirerId: 'ref-1' },
  { kind: 'noAnswer' },
];

test('PAY-7: a refund under way ends by done or refused and waits for anything else; one that has ended moves no more', () => {
  const after = Object.fromEntries(keysOf(refundStatuses).map((from) => [from, truths.map((truth) => refundAfter(from, truth))]));
  const moves = ['done', 'refused', 'unknown', 'unknown'];
  const none = [undefined, undefined, undefined, undefined];
  expect(after).toEqual({ starting: moves, unknown: moves, done: none, refused: none });
  expect(keysOf(refundStatuses).filter(isRefundUnderWay)).toEqual([...new Set(REFUND_MOVES.map(({ from }) => from))]);
});

test('PAY-7: the acquirer’s answer about this refund is the truth, by its status', () => {
  expect(refundTruth(told(), ours)).toEqual({ kind: 'done', acquirerId: 'ref-1' });
  expect(refundTruth(told({ status: 'pending' }), ours)).toEqual({ kind: 'pending', acquirerId: 'ref-1' });
  expect(refundTruth(told({ status: 'canceled' }), ours)).toEqual({ kind: 'refused' });
  expect(refundTruth(told(), { ...ours, acquirerId: 'ref-1' })).toEqual({ kind: 'done', acquirerId: 'ref-1' });
});

test('PAY-7, PAY-3: an answer about another refund, sum or payment is none, whatever it says', () => {
  const others = [told({ kopecks: 49_999n }), told({ paymentId: 'pay-2' }), told({ kopecks: 49_999n, status: 'canceled' })];
  for (const other of others) expect(refundTruth(other, ours)).toEqual({ kind: 'noAnswer' });
  expect(refundTruth(told({ id: 'ref-2' }), { ...ours, acquirerId: 'ref-1' })).toEqual({ kind: 'noAnswer' });
});

test('PAY-7: only «this cannot be done» to a refund that was never begun is a refusal; silence and other errors are asked again', () => {
  expect(refundTruth({ kind: 'refused', code: 'badRequest', detail: '' }, ours)).toEqual({ kind: 'refused' });
  expect(refundTruth({ kind: 'refused', code: 'badRequest', detail: '' }, { ...ours, acquirerId: 'ref-1' })).toEqual({ kind: 'noAnswer' });
  expect(refundTruth({ kind: 'refused', code: 'credentials', detail: '' }, ours)).toEqual({ kind: 'noAnswer' });
  expect(refundTruth({ kind: 'unknown', why: 'timeOut', detail: '' }, ours)).toEqual({ kind: 'noAnswer' });
});
