import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { qualityRulesOf } from './calculation-rules.ts';
import { decisionIn, type StoredDecision } from './load-decisions.ts';
import { recalculationsBy } from './decisions.ts';
import { asCold, isPoor, type PoorHours, poorHours, pressureOff, type QualityFacts, qualityTerms } from './quality.ts';
import { type SubsidyRule, withSubsidies } from './subsidies.ts';

const rules = qualityRulesOf('2026-10-01');
const tariff = { value: '200', from: null, decision: null };
const given = (kopecks: number): TermsOf<'given'> => ({ method: 'given', period: '2026-10', benefit: null, register: null, sumKopecks: kopecks, detail: null });
const hot: TermsOf<'norm'> = {
  method: 'norm',
  period: '2026-10',
  benefit: null,
  unit: 'м³',
  personsAre: 'registered',
  raised: null,
  pieces: [{ persons: 2, norm: '2.5', tariff, part: null }],
};
const fee = { period: '2026-10', month: '2026-10', kopecks: 100_000n, reason: 'замер', document: 'Акт № 1' };
const measure = (more: Partial<QualityFacts>) => ({
  defect: 'coldRoom' as const,
  serviceCode: 'heating',
  measured: '15',
  roomNorm: '18' as const,
  coldPrice: null,
  ...more,
});
const sumOf = (facts: Partial<QualityFacts>, hours: PoorHours, base: Parameters<typeof asCold>[0] = given(100_000)) =>
  qualityTerms(measure(facts), hours, { fee, base, rules }).reduce((sum, terms) => sum + sumOfTerms(terms), 0n);

describe('poor hours and what they take off (field rules 1.6)', () => {
  test('CALC-1: hours are day or night by the clock of the house and each begun hour only when it is whole; the days that they touch', () => {
    // Yekaterinburg, from 22:30 on the 9th to 06:10 on the 10th: seven whole hours, five of them begin between 00:00 and 04:59.
    const span = { fromMs: Date.parse('2026-10-09T17:30:00Z'), toMs: Date.parse('2026-10-10T01:10:00Z') };
    expect(poorHours(span, 'Asia/Yekaterinburg', '2026-10-01')).toEqual({ day: 2, night: 5, days: 2 });
    expect(poorHours(span, 'Europe/Moscow', '2026-10-01')).toEqual({ day: 4, night: 3, days: 2 });
    expect(poorHours({ fromMs: 0, toMs: 3_599_999 }, 'UTC', '1970-01-01')).toEqual({ day: 0, night: 0, days: 0 });
  });

  test('CALC-1: a cold room costs 0.15 % an hour and degree; at night three degrees less are right, and over four degrees more are too warm', () => {
    expect(sumOf({}, { day: 10, night: 8, days: 1 })).toBe(-4_500n);
    expect(sumOf({ measured: '14' }, { day: 10, night: 8, days: 1 })).toBe(-(6_000n + 1_200n));
    expect(sumOf({ measured: '24.5' }, { day: 2, night: 2, days: 1 })).toBe(-1_500n);
    expect(sumOf({ measured: '-3', roomNorm: '22' }, { day: 200, night: 0, days: 9 })).toBe(-100_000n);
    expect([
      isPoor(measure({ measured: '18' }), rules),
      isPoor(measure({ measured: '15' }), rules),
      isPoor(measure({ measured: '22' }), rules),
      isPoor(measure({ measured: '22.1' }), rules),
    ]).toEqual([false, true, false, true]);
  });

  test('CALC-1: cool hot water costs 0.1 % an hour for each three degrees under what is allowed; under forty it costs as cold water', () => {
    const cool = { defect: 'coolWater' as const, serviceCode: 'hot_water', roomNorm: null };
    expect(sumOf({ ...cool, measured: '50' }, { day: 20, night: 10, days: 2 })).toBe(-(4_000n + 1_000n));
    // 5 m³ at 50 ₽ are 250 ₽ against 1 000 ₽: 74 of 744 hours.
    expect(sumOf({ ...cool, measured: '39', coldPrice: '50' }, { day: 74, night: 0, days: 4 }, hot)).toBe(-7_460n);
    expect(asCold(hot, { serviceCode: 'hot_water', coldPrice: null })).toBeNull();
    expect(asCold(given(1), { serviceCode: 'hot_water_heat', coldPrice: null })).toBe(0n);
    expect(sumOf({ ...cool, serviceCode: 'hot_water_heat', measured: '30' }, { day: 744, night: 0, days: 31 })).toBe(-100_000n);
    expect([isPoor(measure({ ...cool, measured: '57' }), rules), isPoor(measure({ ...cool, measured: '56.9' }), rules)]).toEqual([false, true]);
  });

  test('CALC-1: pressure up to a quarter off costs 0.1 % an hour, further off the fee of the days; within its bounds nothing', () => {
    const low = { defect: 'lowPressure' as const, serviceCode: 'cold_water', roomNorm: null };
    const offOf = (measured: string, serviceCode = 'cold_water') => pressureOff({ measured, serviceCode }, rules);
    expect([offOf('0.03'), offOf('0.0225'), offOf('0.0224'), offOf('0.6'), offOf('0.61'), offOf('0.76'), offOf('0.5', 'hot_water'), offOf('9', 'gas')]).toEqual(
      ['within', 'near', 'far', 'within', 'near', 'far', 'near', 'within'],
    );
    expect(sumOf({ ...low, measured: '0.025' }, { day: 8, night: 2, days: 1 })).toBe(-1_000n);
    expect(sumOf({ ...low, measured: '0.01' }, { day: 8, night: 2, days: 3 })).toBe(-9_677n);
    expect(sumOf({ ...low, measured: '0.3' }, { day: 8, night: 2, days: 3 })).toBe(0n);
  });

  test('CALC-1, CALC-4: all that acts take off a month is at most its fee, whichever came first', () => {
    const act = (id: string, fromAt: string, toAt: string): StoredDecision => ({
      id,
      accountId: null,
      document: `Акт № ${id}`,
      facts: {
        kind: 'quality',
        houseId: 'h',
        account: null,
        serviceCode: 'heating',
        defect: 'coldRoom',
        measured: '5',
        roomNorm: '18',
        coldPrice: null,
        fromAt,
        toAt,
      },
    });
    const decisions = [act('1', '2026-09-20T00:00:00Z', '2026-10-02T00:00:00Z'), act('2', '2026-10-05T00:00:00Z', '2026-10-30T00:00:00Z')].map((one) =>
      decisionIn('2026-10', one, 'UTC')!,
    );
    const line = { accountId: 'a', serviceCode: 'heating', month: '2026-10', terms: given(100_000) };
    const off = (list: typeof decisions, before: typeof decisions = []) =>
      recalculationsBy(list, line, { period: '2026-11', before }).reduce((sum, terms) => sum + sumOfTerms(terms), 0n);
    expect(off([decisions[0]!])).toBe((-100_000n * 24n * 13n * 15n) / 10_000n + (100_000n * 5n * 3n * 15n) / 10_000n);
    expect(off(decisions)).toBe(-100_000n);
    expect(off([decisions[0]!]) + off([decisions[1]!], [decisions[0]!])).toBe(-100_000n);
    expect(decisionIn('2026-11', act('1', '2026-09-20T00:00:00Z', '2026-10-02T00:00:00Z'), 'UTC')).toBeNull();
  });
});

describe('subsidies and compensations (field rules 1.9)', () => {
  const line = (serviceCode: string, kopecks: number) => ({ serviceCode, terms: given(kopecks), kopecks: BigInt(kopecks) });
  const sum = (kopecks: number, services = ['a', 'b']): SubsidyRule => ({ title: 'Субсидия', services, amount: { by: 'sum', kopecks } });

  test('CALC-1, BILL-1: a sum is spread over the lines of its services to the kopeck, a share goes off each; each line says its part and gives its sum again', () => {
    const lines = withSubsidies([line('a', 1_000), line('b', 2_001), line('c', 500)], [sum(1_000)]);
    expect(lines.map(({ kopecks }) => kopecks)).toEqual([667n, 1_334n, 500n]);
    expect(lines.map(({ terms }) => sumOfTerms(terms))).toEqual([667n, 1_334n, 500n]);
    const both = withSubsidies([line('a', 1_001)], [{ title: 'Компенсация', services: ['a'], amount: { by: 'share', percent: '50' } }, sum(100)]);
    expect(both[0]).toMatchObject({ kopecks: 400n, terms: { subsidy: { title: 'Компенсация; Субсидия', kopecks: 601 } } });
  });

  test('CALC-1, CALC-4: never more than the lines come to, no line below zero, penalties and what a recalculation took off left out', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 500_000 }), (charges, kopecks) => {
        const services = charges.map((_, n) => String(n));
        const before = charges.map((one, n) => line(String(n), one));
        const after = withSubsidies(before, [sum(kopecks, services)]);
        const total = charges.reduce((all, one) => all + one, 0);
        expect(after.every((one) => one.kopecks >= 0n && one.kopecks === sumOfTerms(one.terms))).toBe(true);
        expect(after.reduce((all, one) => all + one.kopecks, 0n)).toBe(BigInt(total - Math.min(total, kopecks)));
      }),
    );
    const lessened = {
      serviceCode: 'a',
      kopecks: 400n,
      terms: {
        method: 'corrected' as const,
        period: '2026-10',
        benefit: null,
        base: given(1_000),
        recalculations: [
          {
            method: 'recalculation' as const,
            period: '2026-10',
            benefit: null,
            reason: 'акт',
            document: null,
            ground: { by: 'decision' as const, sumKopecks: -600 },
          },
        ],
      },
    };
    const [done] = withSubsidies([lessened], [sum(5_000)]);
    expect([done!.kopecks, sumOfTerms(done!.terms)]).toEqual([0n, 0n]);
  });
});
