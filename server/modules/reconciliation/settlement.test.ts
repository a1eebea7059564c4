// What of the acquirer's list a payee's ledger books (PAY-7).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TakenPayment } from '#modules/payments';
import { coveredBy, netKopecks, type Settled, settledPayment, settledRefund, stillOnTheWay } from './settlement.ts';

const parts = (sums: readonly (readonly [organizationId: string, kopecks: bigint])[]): TakenPayment['parts'] =>
  sums.map(([organizationId, kopecks], n) => ({
    organizationId,
    payee: organizationId,
    houseId: 'h',
    accountId: `account ${n}`,
    accountNumber: String(n),
    kopecks,
  }));
const payment = (own: TakenPayment['parts'], kopecks = own.reduce((sum, part) => sum + part.kopecks, 0n)): TakenPayment => ({
  paymentId: 'x',
  personId: 'p',
  acquirerId: 'at x',
  status: 'paid',
  kopecks,
  paidAt: null,
  parts: own,
  bills: [],
});
const listed = (kopecks: bigint, feeKopecks = 0n, acquirerId = 'at x') => ({ acquirerId, named: 'x', kopecks, feeKopecks, isReturned: false });

test('PAY-7: the parts of all payees with their fees come to what the acquirer listed, whatever the sums', () => {
  const sum = fc.bigInt({ min: 1n, max: 10_000_000n });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), sum), { minLength: 1, maxLength: 6 }),
      fc.bigInt({ min: 0n, max: 1_000_000n }),
      (sums, fee) => {
        const ours = payment(parts(sums));
        const rows = ['a', 'b', 'c'].flatMap((payee) => settledPayment(payee, listed(ours.kopecks, fee), ours));
        expect(rows).toHaveLength(sums.length);
        expect(rows.reduce((all, row) => all + row.kopecks, 0n)).toBe(ours.kopecks);
        expect(netKopecks(rows)).toBe(ours.kopecks - fee);
      },
    ),
  );
});

test('PAY-7: nothing of another sum, of a second debit, of a payment unknown here or of another payee', () => {
  const ours = payment(parts([['a', 100n]]));
  expect(settledPayment('a', listed(100n, 2n), ours)).toEqual([{ houseId: 'h', accountId: 'account 0', paymentId: 'x', kopecks: 100n, feeKopecks: 2n }]);
  expect(settledPayment('a', listed(100n, 2n), { ...ours, acquirerId: null })).toHaveLength(1);
  expect([
    settledPayment('a', listed(101n), ours),
    settledPayment('a', listed(100n, 0n, 'at y'), ours),
    settledPayment('a', listed(100n), undefined),
    settledPayment('b', listed(100n), ours),
  ]).toEqual([[], [], [], []]);
});

test('PAY-7: a refund is taken off, of the own payee and the same sum only', () => {
  const ours = {
    refundId: 'r',
    paymentId: 'x',
    acquirerId: 'back',
    organizationId: 'a',
    payee: 'a',
    houseId: 'h',
    accountId: 'account 0',
    accountNumber: '0',
    kopecks: 30n,
    status: 'done',
    doneAt: null,
  };
  const back = (kopecks: bigint) => ({ acquirerId: 'back', named: 'at x', kopecks });
  expect(settledRefund('a', back(30n), ours)).toEqual([{ houseId: 'h', accountId: 'account 0', paymentId: 'x', kopecks: -30n, feeKopecks: 0n }]);
  expect([settledRefund('b', back(30n), ours), settledRefund('a', back(31n), ours), settledRefund('a', back(30n), undefined)]).toEqual([[], [], []]);
});

const row = (paymentId: string, kopecks: bigint, feeKopecks = 0n, accountId = `of ${paymentId}`): Settled => ({
  houseId: 'h',
  accountId,
  paymentId,
  kopecks,
  feeKopecks,
});

test('PAY-7: money that is short covers to the kopeck; the payment of just the missing sum is left whole, else the last ones', () => {
  const rows = [row('x', 1_000n, 12n), row('r', -300n), row('y', 500n, 6n), row('y', 100n, 1n, 'second')];
  expect(coveredBy(rows, 1_281n)).toEqual(rows);
  expect(coveredBy(rows, 2_000n)).toEqual(rows);
  expect(coveredBy(rows, 688n)).toEqual([row('r', -300n), row('x', 1_000n, 12n)]);
  expect(coveredBy(rows, 293n)).toEqual([row('r', -300n), row('y', 500n, 6n), row('y', 100n, 1n, 'second')]);
  expect(coveredBy(rows, 700n)).toEqual([row('r', -300n), row('x', 1_000n, 12n), row('y', 18n, 6n)]);
  expect(coveredBy([row('x', 10n), row('y', 5n), row('z', 3n, 3n)], 10n)).toEqual([row('x', 10n), row('z', 3n, 3n)]);
  expect(coveredBy([row('x', 10n), row('y', 4n), row('z', 3n, 3n)], 9n)).toEqual([row('x', 9n), row('z', 3n, 3n)]);
  expect(coveredBy([row('x', 10n)], 0n)).toEqual([]);
});

test('PAY-7: what was booked is not booked again: the rest of a split payment without its fee, a refund of two once', () => {
  const handed = (kopecks: bigint, feeKopecks: bigint, heldBackKopecks = 0n) => ({ kopecks, feeKopecks, heldBackKopecks });
  expect(stillOnTheWay([row('x', 1_000n, 12n), row('y', 500n, 6n)], new Map())).toEqual([row('x', 1_000n, 12n), row('y', 500n, 6n)]);
  expect(
    stillOnTheWay(
      [row('x', 1_000n, 12n), row('y', 500n, 6n)],
      new Map([
        ['x of x', handed(1_000n, 12n)],
        ['y of y', handed(200n, 6n)],
      ]),
    ),
  ).toEqual([row('y', 300n)]);
  expect(stillOnTheWay([row('x', -30n), row('x', -20n)], new Map([['x of x', handed(0n, 0n, 30n)]]))).toEqual([row('x', -20n)]);
  expect(stillOnTheWay([row('x', -30n)], new Map([['x of x', handed(100n, 0n)]]))).toEqual([row('x', -30n)]);
});

test('PAY-7: in parts, whatever comes and when, as much is booked as in one piece, and never more than came', () => {
  const sum = fc.bigInt({ min: 1n, max: 100_000n });
  fc.assert(
    fc.property(fc.array(fc.tuple(sum, fc.bigInt({ min: 0n, max: 900n })), { minLength: 1, maxLength: 8 }), fc.array(sum, { maxLength: 6 }), (sums, came) => {
      const rows = sums.map(([kopecks, fee], n) => row(String(n), kopecks, fee < kopecks ? fee : kopecks));
      const handed = new Map<string, { kopecks: bigint; feeKopecks: bigint; heldBackKopecks: bigint }>();
      let [total, booked] = [0n, 0n];
      for (const money of [...came, netKopecks(rows)]) {
        total += money;
        const covered = coveredBy(stillOnTheWay(rows, handed), total - booked);
        for (const { paymentId, accountId, kopecks, feeKopecks } of covered) {
          const key = `${paymentId} ${accountId}`;
          const before = handed.get(key) ?? { kopecks: 0n, feeKopecks: 0n, heldBackKopecks: 0n };
          handed.set(key, { ...before, kopecks: before.kopecks + kopecks, feeKopecks: before.feeKopecks + feeKopecks });
        }
        booked += netKopecks(covered);
        expect(booked <= total).toBe(true);
        expect(booked).toBe(total < netKopecks(rows) ? total : netKopecks(rows));
      }
      expect(stillOnTheWay(rows, handed)).toEqual([]);
      for (const { paymentId, accountId, kopecks, feeKopecks } of rows)
        expect(handed.get(`${paymentId} ${accountId}`)).toEqual({ kopecks, feeKopecks, heldBackKopecks: 0n });
    }),
  );
});
