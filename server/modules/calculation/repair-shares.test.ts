// The contribution of a flat whose accounts answer for shares of it.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted, flat, month, tariff } from './house-month.example.ts';
import type { HouseAccount } from './house-month.ts';

type Given = { share?: readonly [number, number]; span?: readonly [string, string] };
const account = (accountId: string, { share, span }: Given, premisesId = '1'): HouseAccount => ({
  accountId: `account ${accountId}`,
  number: accountId,
  kind: 'repair',
  premisesId,
  span: span ? { from: span[0], to: span[1] } : null,
  share: share ? { numerator: share[0], denominator: share[1] } : null,
});
const place = (area = '54.3') => flat('1', {}, { area });
const of = (accounts: readonly HouseAccount[], area?: string) => counted(month([place(area)], [tariff('capital_repair', '18.81')], { accounts }));

test('CALC-1: a contribution of 1 021.38 in thirds is 340.46 three times; the kopecks left over go by largest remainder and nothing is lost', () => {
  // 54.3 × 18.81 = 1 021.383.
  expect(of([account('a', { share: [1, 3] }), account('b', { share: [1, 3] }), account('c', { share: [1, 3] })]).sums).toEqual({
    'a capital_repair': 34_046n,
    'b capital_repair': 34_046n,
    'c capital_repair': 34_046n,
  });
  // 54.35 × 18.81 = 1 022.3235: 102 232 in halves and quarters; in sevenths 14 604.57: four get 14 605, three 14 604.
  expect(of([account('a', { share: [1, 2] }), account('b', { share: [1, 4] }), account('c', { share: [1, 4] })], '54.35').sums).toEqual({
    'a capital_repair': 51_116n,
    'b capital_repair': 25_558n,
    'c capital_repair': 25_558n,
  });
  const sevenths = of(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => account(id, { share: [1, 7] })),
    '54.35',
  );
  expect(Object.values(sevenths.sums)).toEqual([14_605n, 14_605n, 14_605n, 14_605n, 14_604n, 14_604n, 14_604n]);
  expect(sevenths.told).toEqual([]);
});

test('CALC-1: where nobody has an account for the rest, the share is paid alone and the flat is told; over the whole each stands for itself and is told', () => {
  const half = of([account('a', { share: [1, 2] })]);
  expect([half.sums, half.told]).toEqual([{ 'a capital_repair': 51_069n }, ['shares a capital_repair']]);
  const over = of([account('a', { share: [2, 3] }), account('b', { share: [1, 2] })]);
  // 1 021.383 × 2/3 and × 1/2.
  expect([over.sums, over.told]).toEqual([{ 'a capital_repair': 68_092n, 'b capital_repair': 51_069n }, ['shares a capital_repair']]);
  expect(over.methods).toEqual({ 'a capital_repair': 'capitalRepair', 'b capital_repair': 'capitalRepair' });
  // One of two has no share: it answers for all of the flat.
  expect(of([account('a', { share: [1, 2] }), account('b', {})]).told).toEqual(['shares a capital_repair']);
});

test("CALC-1: an account without shares beside it goes as before; a neighbour's shares do not touch it", () => {
  const both = counted(
    month([place(), flat('2', {}, { area: '40' })], [tariff('capital_repair', '10')], { accounts: [account('a', { share: [1, 1] }), account('n', {}, '2')] }),
  );
  expect([both.sums, both.methods, both.told]).toEqual([
    { 'a capital_repair': 54_300n, 'n capital_repair': 40_000n },
    { 'a capital_repair': 'roomShare', 'n capital_repair': 'capitalRepair' },
    [],
  ]);
});

test('CALC-1: a half that changed hands within the month is paid by days, together with the other half the whole flat', () => {
  const sums = of([
    account('a', { share: [1, 2] }),
    account('b', { share: [1, 2], span: ['2026-10-01', '2026-10-10'] }),
    account('c', { share: [1, 2], span: ['2026-10-11', '2026-10-31'] }),
  ]);
  // 1 021.38: a half is 510.69, of the other 10 days of 31 are 164.7387 and 21 days 345.9513.
  expect(sums.sums).toEqual({ 'a capital_repair': 51_069n, 'b capital_repair': 16_474n, 'c capital_repair': 34_595n });
  expect(sums.told).toEqual([]);
  expect(sums.lines[0]!.terms).toMatchObject({ weightUnit: 'доля-дней', weights: ['31', '10', '21'] });
  // Nobody answers for the other half from the 11th.
  expect(of([account('a', { share: [1, 2] }), account('b', { share: [1, 2], span: ['2026-10-01', '2026-10-10'] })])).toMatchObject({
    sums: { 'a capital_repair': 51_069n, 'b capital_repair': 16_474n },
    told: ['shares a capital_repair'],
  });
});

test('CALC-1: denominators without a common one within reach are counted each by itself, and still told to fit', () => {
  const primes = [999_983, 999_979, 999_961];
  const far = of(primes.map((denominator, n) => account('abc'.charAt(n), { share: [1, denominator] })));
  expect(Object.values(far.methods)).toEqual(['capitalRepair', 'capitalRepair', 'capitalRepair']);
  expect(far.told[0]).toBe('shares a capital_repair');
});

test('CALC-1: whatever the shares that make the whole and the area, the accounts together pay what one account of the flat would', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 100, max: 30_000 }), (parts, hundredths) => {
      const all = parts.reduce((sum, part) => sum + part, 0);
      const area = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      const shared = of(
        parts.map((part, n) => account(`a${n}`, { share: [part, all] })),
        area,
      );
      const alone = of([account('a', {})], area);
      expect(Object.values(shared.sums).reduce((sum, kopecks) => sum + kopecks, 0n)).toBe(alone.sums['a capital_repair']);
      expect(shared.told).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
