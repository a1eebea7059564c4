import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sumKopecks } from '#platform/money';
import { spreadPayment, type DebtPart, type PayerWish } from './spread-payment.ts';

const debts: DebtPart[] = [
  { period: '2026-10', serviceCode: 'heat', kopecks: 483799n },
  { period: '2026-10', serviceCode: 'water', kopecks: 30025n },
  { period: '2026-09', serviceCode: 'heat', kopecks: 1000n },
  { period: '2026-09', serviceCode: 'water', kopecks: 2000n },
];
const spread = (amountKopecks: bigint, wishes: PayerWish[] = []) => {
  const { parts, advanceKopecks } = spreadPayment({ amountKopecks, debts, wishes });
  return [...parts.map(({ period, serviceCode, kopecks }) => `${period} ${serviceCode} ${kopecks}`), `advance ${advanceKopecks}`];
};

test('PAY-1, ACC-1: the oldest debt first, within a month in proportion', () => {
  expect(spread(100n)).toEqual(['2026-09 heat 33', '2026-09 water 67', 'advance 0']);
  expect(spread(3000n)).toEqual(['2026-09 heat 1000', '2026-09 water 2000', 'advance 0']);
  expect(spread(3100n)).toEqual(['2026-09 heat 1000', '2026-09 water 2000', '2026-10 heat 94', '2026-10 water 6', 'advance 0']);
});

test('ACC-1: penalties are closed after all the main debt', () => {
  const owed = [
    { period: '2026-08', serviceCode: 'penalty', kopecks: 50n },
    { period: '2026-10', serviceCode: 'heat', kopecks: 100n },
    { period: '2026-09', serviceCode: 'heat', kopecks: 10n },
  ];
  expect(spreadPayment({ amountKopecks: 120n, debts: owed }).parts).toEqual([
    { period: '2026-09', serviceCode: 'heat', kopecks: 10n },
    { period: '2026-10', serviceCode: 'heat', kopecks: 100n },
    { period: '2026-08', serviceCode: 'penalty', kopecks: 10n },
  ]);
});

test('ACC-1, BILL-1: what a court laid on the payer is closed before the main debt, whichever month it is of', () => {
  const owed = [
    { period: '2026-08', serviceCode: 'heat', kopecks: 50n },
    { period: '2026-10', serviceCode: 'state_duty', kopecks: 30n },
    { period: '2026-10', serviceCode: 'court_costs', kopecks: 10n },
    { period: '2026-08', serviceCode: 'penalty', kopecks: 5n },
  ];
  expect(spreadPayment({ amountKopecks: 60n, debts: owed }).parts).toEqual([
    { period: '2026-10', serviceCode: 'court_costs', kopecks: 10n },
    { period: '2026-10', serviceCode: 'state_duty', kopecks: 30n },
    { period: '2026-08', serviceCode: 'heat', kopecks: 20n },
  ]);
});

test('PAY-1: the rest beyond all debts is an advance', () => {
  expect(spread(516825n)).toEqual(['2026-09 heat 1000', '2026-09 water 2000', '2026-10 heat 483799', '2026-10 water 30025', 'advance 1']);
  expect(spread(0n)).toEqual(['advance 0']);
  expect(spreadPayment({ amountKopecks: 500n, debts: [] })).toEqual({ parts: [], advanceKopecks: 500n });
});

test('PAY-1: what the payer names is paid before older debts, and the rest goes to the oldest', () => {
  expect(spread(4000n, [{ period: '2026-10' }])).toEqual(['2026-10 heat 3766', '2026-10 water 234', 'advance 0']);
  expect(spread(40000n, [{ period: '2026-10', serviceCode: 'water' }])).toEqual([
    '2026-09 heat 1000',
    '2026-09 water 2000',
    '2026-10 heat 6975',
    '2026-10 water 30025',
    'advance 0',
  ]);
  expect(spread(4000n, [{ serviceCode: 'water' }])).toEqual(['2026-09 water 2000', '2026-10 water 2000', 'advance 0']);
  expect(spread(2000n, [{ period: '2026-10', serviceCode: 'heat', kopecks: 1500n }])).toEqual([
    '2026-09 heat 167',
    '2026-09 water 333',
    '2026-10 heat 1500',
    'advance 0',
  ]);
  expect(
    spread(1000n, [
      { period: '2026-10', serviceCode: 'water', kopecks: 600n },
      { period: '2026-09', serviceCode: 'heat', kopecks: 600n },
    ]),
  ).toEqual(['2026-09 heat 400', '2026-10 water 600', 'advance 0']);
  expect(spread(10n, [{ period: '2020-01' }])).toEqual(['2026-09 heat 3', '2026-09 water 7', 'advance 0']);
});

test('PAY-1, PAY-7: debts of one month and service are one debt, overpaid ones take nothing, a refund is refused', () => {
  const twice = [
    { period: '2026-09', serviceCode: 'heat', kopecks: 700n },
    { period: '2026-09', serviceCode: 'heat', kopecks: -200n },
    { period: '2026-09', serviceCode: 'water', kopecks: -50n },
  ];
  expect(spreadPayment({ amountKopecks: 600n, debts: twice })).toEqual({
    parts: [{ period: '2026-09', serviceCode: 'heat', kopecks: 500n }],
    advanceKopecks: 100n,
  });
  expect(() => spreadPayment({ amountKopecks: -1n, debts })).toThrow(RangeError);
});

test('PAY-1, ACC-1: not a kopeck is lost, no debt is overpaid, an older month is closed before a newer one, order does not matter', () => {
  const debt = fc.record({
    period: fc.constantFrom('2026-08', '2026-09', '2026-10'),
    serviceCode: fc.constantFrom('heat', 'water', 'gas'),
    kopecks: fc.bigInt({ min: 1n, max: 10n ** 7n }),
  });
  const distinct = fc.uniqueArray(debt, { maxLength: 9, selector: ({ period, serviceCode }) => `${period} ${serviceCode}` });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 8n }), distinct, (amountKopecks, debts) => {
      const { parts, advanceKopecks } = spreadPayment({ amountKopecks, debts });
      expect(sumKopecks(parts.map(({ kopecks }) => kopecks)) + advanceKopecks).toBe(amountKopecks);
      const owed = ({ period, serviceCode }: DebtPart) => debts.find((debt) => debt.period === period && debt.serviceCode === serviceCode)!.kopecks;
      for (const part of parts) expect(part.kopecks > 0n && part.kopecks <= owed(part)).toBe(true);
      const newest = parts.at(-1)?.period;
      const older = debts.filter(({ period }) => newest !== undefined && period < newest);
      expect(sumKopecks(parts.filter(({ period }) => period !== newest).map(({ kopecks }) => kopecks))).toBe(sumKopecks(older.map(({ kopecks }) => kopecks)));
      expect(spreadPayment({ amountKopecks, debts: [...debts].reverse() })).toEqual({ parts, advanceKopecks });
    }),
  );
});
