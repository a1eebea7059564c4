import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { interestOf, type InstalmentGround } from '#modules/billing';
import { instalmentParts } from './instalment-parts.ts';

const agreed = { month: '2026-09', kopecks: 600_001n, parts: 12, percent: '12.5', firstMonth: '2026-10', document: 'Соглашение № 8' };

test('BILL-1: the first month puts all but a part off, each later one brings a part with the interest of a month on what was left', () => {
  const made = instalmentParts(agreed);
  // 6 000.01 by twelve: 500.01 and eleven times 500.00; 12.5 % a year on 5 500.00 is 57.29 a month, on 5 000.00 52.08, on the last 500.00 5.21.
  expect(made.map(({ fromMonth, partKopecks, kopecks }) => [fromMonth, partKopecks, kopecks])).toEqual([
    ['2026-10', 50_001n, 50_001n - 600_001n],
    ['2026-11', 50_000n, 55_729n],
    ['2026-12', 50_000n, 55_208n],
    ['2027-01', 50_000n, 54_688n],
    ['2027-02', 50_000n, 54_167n],
    ['2027-03', 50_000n, 53_646n],
    ['2027-04', 50_000n, 53_125n],
    ['2027-05', 50_000n, 52_604n],
    ['2027-06', 50_000n, 52_083n],
    ['2027-07', 50_000n, 51_563n],
    ['2027-08', 50_000n, 51_042n],
    ['2027-09', 50_000n, 50_521n],
  ]);
  expect(made[1]!.terms).toEqual({
    method: 'recalculation',
    period: '2026-11',
    benefit: null,
    reason: 'рассрочка за сентябрь, часть 2 из 12',
    document: 'Соглашение № 8',
    ground: { by: 'instalment', month: '2026-09', sumKopecks: 600_001, part: 2, parts: 12, partKopecks: 50_000, restKopecks: 550_000, percent: '12.5' },
  });
});

test('BILL-1, CALC-4: parts give the whole and no more than their interest, whatever the sum', () => {
  fc.assert(
    fc.property(fc.bigInt(36n, 10_000_000n), fc.integer({ min: 2, max: 36 }), fc.constantFrom('0', '7.5', '17.25'), (kopecks, parts, percent) => {
      const made = instalmentParts({ ...agreed, kopecks, parts, percent });
      const interest = made.map(({ terms }) => interestOf(terms.ground as InstalmentGround));
      expect(made.reduce((sum, one) => sum + one.partKopecks, 0n)).toBe(kopecks);
      expect(made.reduce((sum, one) => sum + one.kopecks, 0n)).toBe(interest.reduce((sum, one) => sum + one, 0n));
      expect(interest[0]).toBe(0n);
      if (percent === '0') expect(interest.every((one) => one === 0n)).toBe(true);
      expect(
        Math.max(...made.map(({ partKopecks }) => Number(partKopecks))) - Math.min(...made.map(({ partKopecks }) => Number(partKopecks))),
      ).toBeLessThanOrEqual(1);
    }),
  );
});
