// The edges of benefits.
import { expect, test } from 'vitest';
import { areaTerms } from '#test/factories/billing';
import { benefitOf, coveredPart, type BenefitFacts, type BenefitRule } from './benefits.ts';

const rule = (more: Partial<BenefitRule> = {}): BenefitRule => ({
  title: 'Ветеран труда',
  percent: '50',
  services: ['maintenance'],
  covers: 'holder',
  ...more,
});
const facts = (more: Partial<BenefitFacts> = {}): BenefitFacts => ({
  holders: 1,
  persons: 1,
  area: null,
  areaStandard: null,
  volume: null,
  normVolume: null,
  ...more,
});
const part = (more: Partial<BenefitFacts>, covers: BenefitRule['covers'] = 'holder'): number => {
  const { numerator, denominator } = coveredPart(rule({ covers }), facts(more));
  return Number((numerator * 10_000n) / denominator) / 10_000;
};

test('CALC-1: a benefit covers its holders among the people, all of a family, and nobody’s absence makes it more than whole', () => {
  expect([
    part({ holders: 1, persons: 4 }),
    part({ holders: 2, persons: 2 }),
    part({ holders: 3, persons: 2 }),
    part({ holders: 1, persons: 4 }, 'family'),
  ]).toEqual([0.25, 1, 1, 1]);
  expect([part({ holders: 0, persons: 0 }), part({ holders: 0, persons: 1 }), part({ holders: 0, persons: 2 })]).toEqual([1, 0, 0]);
});

test('CALC-1: the standard of area and the norm of use bound it, each where both it and what it bounds are known', () => {
  expect([
    part({ area: '60', areaStandard: '33' }),
    part({ area: '33', areaStandard: '33' }),
    part({ area: '20', areaStandard: '33' }),
    part({ area: '0', areaStandard: '33' }),
    part({ area: '0', areaStandard: '0' }),
  ]).toEqual([0.55, 1, 1, 1, 1]);
  expect([part({ area: null, areaStandard: '33' }), part({ area: '60', areaStandard: null })]).toEqual([1, 1]);
  expect([
    part({ volume: '10', normVolume: '4' }),
    part({ volume: '4', normVolume: '4' }),
    part({ volume: '0', normVolume: '4' }),
    part({ volume: '0', normVolume: '-1' }),
    part({ volume: null, normVolume: '4' }),
    part({ volume: '10', normVolume: null }),
  ]).toEqual([0.4, 1, 1, 1, 1, 1]);
  expect(part({ holders: 1, persons: 2, area: '60', areaStandard: '33', volume: '10', normVolume: '4' })).toBe(0.11);
});

test('CALC-1: a whole line is told by its percentage, a part by its sum; nothing for another service, a line of nothing, or less than half a kopeck', () => {
  const line = (area: string) => areaTerms('2026-10', area, '30.00');
  expect(benefitOf(line('50'), 'maintenance', rule(), facts())).toEqual({ by: 'percent', title: 'Ветеран труда', percent: '50' });
  expect(benefitOf(line('50'), 'maintenance', rule(), facts({ persons: 4 }))).toEqual({ by: 'sum', title: 'Ветеран труда', kopecks: 18_750 });
  expect(benefitOf(line('50'), 'gas', rule(), facts())).toBeNull();
  expect([benefitOf(line('0'), 'maintenance', rule(), facts()), benefitOf(line('0'), 'maintenance', rule(), facts({ persons: 4 }))]).toEqual([null, null]);
  expect(benefitOf(line('50'), 'maintenance', rule(), facts({ holders: 0, persons: 4 }))).toBeNull();
  expect(benefitOf(line('0.001'), 'maintenance', rule({ percent: '1' }), facts({ persons: 4 }))).toBeNull();
});
