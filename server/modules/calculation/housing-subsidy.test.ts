import fc from 'fast-check';
import { expect, test } from 'vitest';
import { housingSubsidy, type SubsidyFacts } from './housing-subsidy.ts';

const facts = (more: Partial<SubsidyFacts> = {}): SubsidyFacts => ({
  standardKopecks: 400_000n,
  persons: 2,
  incomeKopecks: 2_000_000n,
  minimumKopecks: 1_000_000n,
  largestPercent: '22',
  spentKopecks: 10_000_000n,
  ...more,
});
const kopecks = (more: Partial<SubsidyFacts>) => housingSubsidy(facts(more)).kopecks;

test('CALC-1: a family gets the standard less the part of its income that it bears (Housing Code, 159)', () => {
  expect(housingSubsidy(facts())).toEqual({
    kopecks: 360_000n,
    standardKopecks: 800_000n,
    ownKopecks: 440_000n,
    ownPercent: '22',
    isBelowMinimum: false,
    isBoundBySpent: false,
  });
});

test('CALC-1: below the minimum the part is lowered by income a head over the minimum; exactly at it, it is not', () => {
  // 10 000 ₽ a head of 20 000: 22 % × 0.5 = 11 % of 20 000 ₽ is 2 200.
  expect(housingSubsidy(facts({ minimumKopecks: 2_000_000n }))).toMatchObject({
    kopecks: 580_000n,
    ownKopecks: 220_000n,
    ownPercent: '11',
    isBelowMinimum: true,
  });
  expect(housingSubsidy(facts({ minimumKopecks: 1_000_001n })).isBelowMinimum).toBe(true);
  expect([kopecks({}), kopecks({ minimumKopecks: 500_000n })]).toEqual([360_000n, 360_000n]);
  // 22 % × 10 000 / 15 000 = 14.6666… %: shown by two digits, counted exactly.
  expect(housingSubsidy(facts({ minimumKopecks: 1_500_000n }))).toMatchObject({ ownPercent: '14.67', ownKopecks: 293_333n, kopecks: 506_667n });
  expect(housingSubsidy(facts({ incomeKopecks: 0n }))).toMatchObject({ kopecks: 800_000n, ownKopecks: 0n, ownPercent: '0' });
});

test('CALC-1: never more than was spent, nothing where the family bears the standard itself, no bound where nothing is known', () => {
  expect([360_000n, 359_999n, 360_001n, 0n].map((spentKopecks) => kopecks({ spentKopecks }))).toEqual([360_000n, 359_999n, 360_000n, 0n]);
  expect([360_000n, 359_999n].map((spentKopecks) => housingSubsidy(facts({ spentKopecks })).isBoundBySpent)).toEqual([false, true]);
  expect([220_000n, 100_000n, 220_001n].map((standardKopecks) => kopecks({ standardKopecks }))).toEqual([0n, 0n, 2n]);
  expect(kopecks({ spentKopecks: null })).toBe(360_000n);
  expect(kopecks({ persons: 1, incomeKopecks: 1_000_000n })).toBe(180_000n);
});

test('CALC-1: what is shown adds up, and more income never means more subsidy', () => {
  const sum = fc.bigInt({ min: 1n, max: 10_000_000n });
  const family = fc.record({ standardKopecks: sum, incomeKopecks: sum, minimumKopecks: sum, persons: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(family, sum, (given, more) => {
      const own = facts({ ...given, spentKopecks: null });
      const found = housingSubsidy(own);
      expect(found.kopecks).toBe(found.standardKopecks > found.ownKopecks ? found.standardKopecks - found.ownKopecks : 0n);
      expect(housingSubsidy({ ...own, incomeKopecks: own.incomeKopecks + more }).kopecks).toBeLessThanOrEqual(found.kopecks);
    }),
  );
});
