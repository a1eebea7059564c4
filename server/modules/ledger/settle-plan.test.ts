import { expect, test } from 'vitest';
import { planRefund, settleAdvance } from './settle-plan.ts';
import type { DebtPart } from './spread-payment.ts';

const debt = (period: string, serviceCode: string, kopecks: bigint): DebtPart => ({ period, serviceCode, kopecks });
test('ACC-1: money ahead on one service goes to the others, and nothing stays on both sides', () => {
  expect(settleAdvance([debt('2026-10', 'waste', -300n), debt('2026-10', 'heating', 1000n)], 100n)).toEqual({
    freed: [debt('2026-10', 'waste', 300n)],
    used: [debt('2026-10', 'heating', 400n)],
  });
  expect(settleAdvance([debt('2026-10', 'heating', 10n)], 100n)).toEqual({ freed: [], used: [debt('2026-10', 'heating', 10n)] });
  expect(settleAdvance([], 100n)).toEqual({ freed: [], used: [] });
});

test('PAY-7: a refund takes the unused advance, then the newest debts, then what the advance was used for', () => {
  const paid = [debt('2026-09', 'waste', 100n), debt('2026-10', 'heating', 500n)];
  const rows = [...paid, debt('2026-11', 'gas', 250n)];
  expect(planRefund(150n, { paid, toAdvanceKopecks: 300n, advanceKopecks: 50n, rows })).toEqual({
    fromDebts: [debt('2026-10', 'heating', 100n)],
    freed: [],
    fromAdvanceKopecks: 50n,
  });
  expect(planRefund(900n, { paid, toAdvanceKopecks: 300n, advanceKopecks: 50n, rows })).toEqual({
    fromDebts: [paid[1], paid[0]],
    freed: [debt('2026-11', 'gas', 250n)],
    fromAdvanceKopecks: 300n,
  });
  expect(() => planRefund(901n, { paid, toAdvanceKopecks: 300n, advanceKopecks: 50n, rows })).toThrow(RangeError);
});

test('PAY-7: money of a debt that was taken back since is given back from where it went', () => {
  const paid = [debt('2026-10', 'heating', 500n)];
  expect(planRefund(500n, { paid, toAdvanceKopecks: 0n, advanceKopecks: 200n, rows: [debt('2026-10', 'heating', 0n), debt('2026-11', 'gas', 300n)] })).toEqual({
    fromDebts: [],
    freed: [debt('2026-11', 'gas', 300n)],
    fromAdvanceKopecks: 500n,
  });
  expect(() => planRefund(500n, { paid, toAdvanceKopecks: 0n, advanceKopecks: 0n, rows: [] })).toThrow(RangeError);
});

test('PAY-7: a second refund is never larger than asked, though the first took more from the advance than the payment had brought there', () => {
  const paid = [debt('2026-10', 'heating', 500n)];
  expect(planRefund(30n, { paid, toAdvanceKopecks: -40n, advanceKopecks: 60n, rows: paid })).toEqual({
    fromDebts: [debt('2026-10', 'heating', 30n)],
    freed: [],
    fromAdvanceKopecks: 0n,
  });
  expect(() => planRefund(461n, { paid, toAdvanceKopecks: -40n, advanceKopecks: 60n, rows: paid })).toThrow(RangeError);
});
