// What of the acquirer's list a payee's ledger books (PAY-7).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TakenPayment } from '#modules/payments';
import { netKopecks, settledPayment, settledRefund } from './settlement.ts';

const parts = (sums: readonly (readonly [organizationId: string, kopecks: bigint])[]): TakenPayment['parts'] => sums.map(([organizationId, kopecks], n) => ({ organizationId, payee: organizationId, houseId: 'h', accountId: `account ${n}`, accountNumber: String(n), kopecks }));
const payment = (own: TakenPayment['parts'], kopecks = own.reduce((sum, part) => sum + part.kopecks, 0n)): TakenPayment => ({ paymentId: 'x', personId: 'p', acquirerId: 'at x', status: 'paid', kopecks, paidAt: null, parts: own, bills: [] });
const listed = (kopecks: bigint, feeKopecks = 0n, acquirerId = 'at x') => ({ acquirerId, named: 'x', kopecks, feeKopecks, isReturned: false });

test('PAY-7: the parts of all payees with their fees come to what the acquirer listed, whatever the sums', () => {
  const sum = fc.bigInt({ min: 1n, max: 10_000_000n });
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), sum), { minLength: 1, maxLength: 6 }), fc.bigInt({ min: 0n, max: 1_000_000n }), (sums, fee) => {
    const ours = payment(parts(sums));
    const rows = ['a', 'b', 'c'].flatMap((payee) => settledPayment(payee, listed(ours.kopecks, fee), ours));
    expect(rows).toHaveLength(sums.length);
    expect(rows.reduce((all, row) => all + row.kopecks, 0n)).toBe(ours.kopecks);
    expect(netKopecks(rows)).toBe(ours.kopecks - fee);
  }));
});

test('PAY-7: nothing of another sum, of a second debit, of a payment unknown here or of another payee', () => {
  const ours = payment(parts([['a', 100n]]));
  expect(settledPayment('a', listed(100n, 2n), ours)).toEqual([{ houseId: 'h', accountId: 'account 0', paymentId: 'x', kopecks: 100n, feeKopecks: 2n }]);
  expect(settledPayment('a', listed(100n, 2n), { ...ours, acquirerId: null })).toHaveLength(1);
  expect([settledPayment('a', listed(101n), ours), settledPayment('a', listed(100n, 0n, 'at y'), ours), settledPayment('a', listed(100n), undefined), settledPayment('b', listed(100n), ours)]).toEqual([[], [], [], []]);
});

test('PAY-7: a refund is taken off, of the own payee and the same sum only', () => {
  const ours = { refundId: 'r', paymentId: 'x', acquirerId: 'back', organizationId: 'a', payee: 'a', houseId: 'h', accountId: 'account 0', accountNumber: '0', kopecks: 30n, status: 'done', doneAt: null };
  const back = (kopecks: bigint) => ({ acquirerId: 'back', named: 'at x', kopecks });
  expect(settledRefund('a', back(30n), ours)).toEqual([{ houseId: 'h', accountId: 'account 0', paymentId: 'x', kopecks: -30n, feeKopecks: 0n }]);
  expect([settledRefund('b', back(30n), ours), settledRefund('a', back(31n), ours), settledRefund('a', back(30n), undefined)]).toEqual([[], [], []]);
});
