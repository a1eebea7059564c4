import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chain } from './decimal.ts';
import { kopecksFromJson, kopecksOf, kopecksToJson, roublesText, splitByLargestRemainder, sumKopecks } from './money.ts';

test('X-9: kopecks pass through JSON as whole numbers or not at all', () => {
  expect(kopecksToJson(919661n)).toBe(919661);
  expect(kopecksToJson(-1n)).toBe(-1);
  expect(kopecksToJson(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(() => kopecksToJson(9_007_199_254_740_992n)).toThrow(RangeError);
  expect(kopecksFromJson(919661)).toBe(919661n);
  expect(() => kopecksFromJson(0.5)).toThrow(RangeError);
  expect(() => kopecksFromJson(9_007_199_254_740_992)).toThrow(RangeError);
});

test('CALC-4: roubles become kopecks by one rounding', () => {
  expect(kopecksOf('4837.985')).toBe(483799n);
  expect(kopecksOf('-0.005')).toBe(-1n);
  expect(kopecksOf('0.0049')).toBe(0n);
  expect(kopecksOf(chain(['54.3', '182.450', '2350.18'], ['4812.6']))).toBe(483799n);
  expect(roublesText(919661n)).toBe('9196.61');
  expect(roublesText(-5n)).toBe('-0.05');
  expect(sumKopecks([1n, -5n, 10n])).toBe(6n);
  expect(sumKopecks([])).toBe(0n);
});

test('CALC-1: a sum is split by largest remainder, the parts give the whole', () => {
  expect(splitByLargestRemainder(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(splitByLargestRemainder(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n]);
  // 10·(3,3,1)/7 = 4.28, 4.28, 1.43: the kopeck left goes to the last.
  expect(splitByLargestRemainder(10n, [3n, 3n, 1n])).toEqual([4n, 4n, 2n]);
  expect(splitByLargestRemainder(1n, [1n, 3n, 2n])).toEqual([0n, 1n, 0n]);
  expect(splitByLargestRemainder(-1n, [1n, 1n])).toEqual([-1n, 0n]);
  expect(splitByLargestRemainder(5n, [0n, 0n])).toEqual([3n, 2n]);
  expect(splitByLargestRemainder(5n, [0n, 7n])).toEqual([0n, 5n]);
  expect(splitByLargestRemainder(0n, [])).toEqual([]);
  expect(splitByLargestRemainder(0n, [1n, 2n])).toEqual([0n, 0n]);
  expect(() => splitByLargestRemainder(1n, [])).toThrow(RangeError);
  expect(() => splitByLargestRemainder(1n, [2n, -1n])).toThrow(RangeError);
});

test('CALC-1: parts give the whole, each within a kopeck of its exact share, and order does not matter', () => {
  const money = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(money, weights, (whole, shares) => {
      const parts = splitByLargestRemainder(whole, shares);
      const bearers = sumKopecks(shares);
      expect(sumKopecks(parts)).toBe(whole);
      if (bearers > 0n) {
        for (const [index, share] of shares.entries()) {
          const error = parts[index]! * bearers - whole * share;
          expect(error < bearers && error > -bearers).toBe(true);
        }
      }
      const byWeight = (list: bigint[], of: readonly bigint[]) => list.map((part, index) => `${of[index]}:${part}`).sort();
      const backwards = [...shares].reverse();
      expect(byWeight(splitByLargestRemainder(whole, backwards), backwards)).toEqual(byWeight(parts, shares));
    }),
  );
});
