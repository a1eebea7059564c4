import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumOfTerms } from '#modules/billing';
import { absenceDays, absenceTerms, type Absence, type NormCharge } from './absence.ts';
import { benefitOf, coveredPart, type BenefitFacts, type BenefitRule } from './benefits.ts';
import { breakRulesOf, type BreakKind } from './calculation-rules.ts';
import { asColdWaterTerms, breakTerms, coldRoomTerms, coolWaterTerms, pressureTerms, stepsOver, upToTheFee, type Break, type Fee } from './interruption.ts';

const fee: Fee = { period: '2026-11', month: '2026-10', kopecks: 100_000n, reason: 'перерыв', document: 'акт № 7' };
const rules = breakRulesOf('2026-10-01');
const HOUR = 3_600_000;
const gone = (kind: BreakKind, from: number, to: number): Break => ({ fromMs: from * HOUR, toMs: to * HOUR, rule: rules[kind] });
const off = (terms: Parameters<typeof sumOfTerms>[0] | null) => (terms === null ? 0n : -sumOfTerms(terms));

describe('breaks', () => {
  test('CALC-1: water may be off four hours at once and eight in a month; each hour over takes 0.15 %', () => {
    expect(breakTerms(fee, [gone('coldWater', 0, 4), gone('coldWater', 100, 104)])).toBeNull();
    expect(off(breakTerms(fee, [gone('coldWater', 0, 10)]))).toBe(900n);
    expect(off(breakTerms(fee, [gone('coldWater', 0, 4), gone('coldWater', 50, 54), gone('coldWater', 100, 103)]))).toBe(450n);
  });

  test('CALC-1: an hour over both limits is counted once, started hours are not counted, touching breaks are one', () => {
    expect(stepsOver([gone('hotWater', 0, 10), gone('hotWater', 50, 56)])).toBe(12);
    expect(stepsOver([gone('coldWater', 0, 4.9)])).toBe(0);
    expect(stepsOver([gone('coldWater', 3, 6), gone('coldWater', 0, 3)])).toBe(2);
  });

  test('CALC-1: limits of heating, electricity, gas, waste, and the accident on a dead-end main', () => {
    expect([
      stepsOver([gone('heatingFrom12', 0, 18)]),
      stepsOver([gone('heatingFrom10', 0, 18)]),
      stepsOver([gone('heatingFrom8', 0, 18)]),
      stepsOver([gone('heatingBelow8', 0, 18)]),
    ]).toEqual([2, 10, 14, 18]);
    expect([
      stepsOver([gone('electricityTwoFeeds', 0, 24)]),
      stepsOver([gone('electricityOneFeed', 0, 25)]),
      stepsOver([gone('gas', 0, 5)]),
      stepsOver([gone('accidentOnDeadEnd', 0, 26)]),
    ]).toEqual([22, 1, 1, 2]);
    expect(off(breakTerms(fee, [gone('wasteWarm', 0, 96)]))).toBe(9_900n);
    expect(off(breakTerms(fee, [gone('wasteCold', 0, 96)]))).toBe(6_600n);
  });

  test('CALC-1: a reduction stops at the whole fee, and several of one fee together too', () => {
    expect(off(breakTerms(fee, [gone('coldWater', 0, 744)]))).toBe(100_000n);
    const most = breakTerms(fee, [gone('coldWater', 0, 504)])!;
    expect(off(most)).toBe(75_000n);
    expect(upToTheFee(fee, [most, most, most], sumOfTerms).map(off)).toEqual([75_000n, 25_000n]);
  });

  test('CALC-1: rooms colder than allowed, cool water, low pressure', () => {
    expect(
      off(
        coldRoomTerms(fee, [
          { hours: 10, measured: '15.5', allowed: '18' },
          { hours: 5, measured: '16', allowed: '15', most: '22' },
          { hours: 5, measured: '23', allowed: '18', most: '22' },
        ]),
      ),
    ).toBe(4_500n);
    expect(
      off(
        coolWaterTerms(fee, [
          { hours: 20, measured: '50', allowed: '57' },
          { hours: 20, measured: '55', allowed: '57' },
        ]),
      ),
    ).toBe(4_000n);
    expect(coolWaterTerms(fee, [{ hours: 20, measured: '55', allowed: '57' }])).toBeNull();
    expect(
      off(
        asColdWaterTerms(fee, 20_000n, [
          { hours: 93, measured: '39', allowed: '57' },
          { hours: 10, measured: '45', allowed: '57' },
        ]),
      ),
    ).toBe(10_000n);
    expect(pressureTerms(fee, { hours: 10, fullDays: 3 }).map(off)).toEqual([9_677n, 1_000n]);
    expect(pressureTerms(fee, { hours: 0, fullDays: 0 })).toEqual([]);
  });

  test('CALC-4: the order of breaks does not matter and more breaks never take off less', () => {
    const any = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 60 })).map(([from, length]) => gone('coldWater', from, from + length)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(any, (breaks) => {
        const steps = stepsOver(breaks);
        expect(stepsOver([...breaks].reverse())).toBe(steps);
        expect(stepsOver(breaks.slice(1))).toBeLessThanOrEqual(steps);
      }),
    );
  });
});

describe('absence', () => {
  const absence: Absence = { leftOn: '2026-09-24', returnedOn: '2026-10-08', persons: 1, appliedOn: '2026-10-20', document: 'билеты' };
  const charge: NormCharge = { month: '2026-10', kopecks: 50_828n, persons: 2, isHeating: false, byNorm: true, meterPossible: false };

  test('CALC-1: full days without the day of leaving and of return, by months; five are too few', () => {
    expect(absenceDays(absence, '2026-10-31')).toEqual({
      ok: true,
      days: new Map([
        ['2026-09', 6],
        ['2026-10', 7],
      ]),
    });
    expect(absenceDays({ ...absence, leftOn: '2026-10-02' }, '2026-10-31')).toEqual({ ok: false, why: 'tooShort' });
    expect(absenceDays({ ...absence, leftOn: '2026-10-01' }, '2026-10-31')).toMatchObject({ ok: true, days: new Map([['2026-10', 6]]) });
    expect(absenceDays({ ...absence, appliedOn: '2026-11-08' }, '2026-10-31')).toEqual({ ok: false, why: 'tooLate' });
    expect(absenceDays({ ...absence, returnedOn: null, appliedOn: '2026-09-20' }, '2026-10-10')).toMatchObject({
      days: new Map([
        ['2026-09', 6],
        ['2026-10', 10],
      ]),
    });
  });

  test('CALC-1: one of two people away for seven days of 31 takes back his part of the norm', () => {
    expect(off(absenceTerms('2026-11', absence, charge, 7))).toBe(5_739n);
    expect(off(absenceTerms('2026-11', { ...absence, persons: 5 }, charge, 31))).toBe(50_828n);
  });

  test('CALC-1: heating, a meter, and a meter that could stand take nothing back', () => {
    for (const not of [{ isHeating: true }, { byNorm: false }, { meterPossible: true }, { persons: 0 }])
      expect(absenceTerms('2026-11', absence, { ...charge, ...not }, 7)).toBeNull();
  });
});

describe('benefits and subsidy', () => {
  const line = {
    method: 'areaRate',
    period: '2026-10',
    benefit: null,
    area: '54.3',
    pieces: [{ tariff: { value: '31.85', from: null, decision: null }, part: null }],
  } as const;
  const terms = { ...line, pieces: [...line.pieces] };
  const rule: BenefitRule = { title: 'Ветеран труда', percent: '50', services: ['maintenance'], covers: 'family' };
  const facts: BenefitFacts = { holders: 1, persons: 3, area: '54.3', areaStandard: null, volume: null, normVolume: null };

  test('CALC-1: half of the line for the family; within the area standard and for the holder only a part of it', () => {
    expect(benefitOf(terms, 'maintenance', rule, facts)).toEqual({ by: 'percent', title: 'Ветеран труда', percent: '50' });
    expect(benefitOf(terms, 'maintenance', rule, { ...facts, areaStandard: '33' })).toEqual({ by: 'sum', title: 'Ветеран труда', kopecks: 52_553 });
    expect(benefitOf(terms, 'maintenance', { ...rule, covers: 'holder' }, facts)).toEqual({ by: 'sum', title: 'Ветеран труда', kopecks: 28_824 });
    expect(benefitOf(terms, 'gas', rule, facts)).toBeNull();
    expect(coveredPart(rule, { ...facts, areaStandard: '54', volume: '10', normVolume: '12' })).toEqual({ numerator: 540n, denominator: 543n });
  });
});
