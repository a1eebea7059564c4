import { describe, expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { averageMonth, correctionOfYear, isYearCorrected, yearBefore, type YearToCorrect } from './year-correction.ts';

const line = (period: string, kopecks: number): TermsOf<'given'> => ({
  method: 'given',
  period,
  benefit: null,
  register: null,
  sumKopecks: kopecks,
  detail: null,
});
const recalculation = (year: string | undefined, period = '2026-01'): TermsOf<'recalculation'> => ({
  method: 'recalculation',
  period,
  benefit: null,
  reason: 'корректировка',
  document: null,
  ground: { by: 'months', ...(year !== undefined && { year }), months: [{ month: '2025-01', wasKopecks: 1, becameKopecks: 2 }] },
});
const corrected = (base: TermsOf<'given'> | null, ...recalculations: TermsOf<'recalculation'>[]): ChargeTerms => ({
  method: 'corrected',
  period: '2026-01',
  benefit: null,
  base,
  recalculations,
});
const posted = (month: string, terms: ChargeTerms) => ({ accountId: 'a', month, serviceCode: 'heating', totalKopecks: 0n, terms });
/** Each month of the year was charged 100.00 and took 110.00. */
const asked = (more: Partial<YearToCorrect> = {}) =>
  correctionOfYear({
    month: '2026-02',
    year: '2025',
    posted: [posted('2025-02', line('2025-02', 10_000)), posted('2025-01', line('2025-01', 10_000))],
    atFact: (charged) => line(charged.period, 11_000),
    of: 'heating',
    reason: 'корректировка отопления',
    document: 'Дом взял 72 Гкал',
    ...more,
  });

describe('the correction of a year', () => {
  test('CALC-1, CALC-2: each month as it was and as it became, in their order, with its reason and paper', () => {
    expect(asked()).toEqual({
      method: 'recalculation',
      period: '2026-02',
      benefit: null,
      reason: 'корректировка отопления',
      document: 'Дом взял 72 Гкал',
      ground: {
        by: 'months',
        year: '2025',
        of: 'heating',
        months: [
          { month: '2025-01', wasKopecks: 10_000, becameKopecks: 11_000 },
          { month: '2025-02', wasKopecks: 10_000, becameKopecks: 11_000 },
        ],
      },
    });
    expect(asked({ atFact: (charged) => line(charged.period, 9_000) })!.ground).toMatchObject({ months: [{ becameKopecks: 9_000 }, { becameKopecks: 9_000 }] });
  });

  test('CALC-2: it comes in the first quarter, once, whatever was corrected of other years or by readings', () => {
    expect(['2026-01', '2026-03', '2026-04', '2026-12'].map((month) => asked({ month }) !== null)).toEqual([true, true, false, false]);
    const with_ = (terms: ChargeTerms, month = '2026-01') => asked({ posted: [posted('2025-01', line('2025-01', 10_000)), posted(month, terms)] });
    expect(with_(corrected(line('2026-01', 1), recalculation('2025')))).toBeNull();
    expect(with_(recalculation('2025'))).toBeNull();
    expect(with_(corrected(line('2026-01', 1), recalculation('2024'), recalculation('2025')))).toBeNull();
    expect(with_(corrected(line('2026-01', 1), recalculation('2024')))).not.toBeNull();
    expect(with_(corrected(line('2026-01', 1), recalculation(undefined)))).not.toBeNull();
    expect(with_(corrected(line('2026-01', 1), { ...recalculation('2025'), ground: { by: 'decision', sumKopecks: 5 } }))).not.toBeNull();
    expect(with_(corrected(line('2026-02', 1), recalculation('2025')), '2026-02')).not.toBeNull();
  });

  test('CALC-2: nothing comes of a year that was charged otherwise, or came out even; months of other years and corrections alone are passed over', () => {
    expect(asked({ atFact: (charged) => (charged.period === '2025-02' ? null : line(charged.period, 11_000)) })).toBeNull();
    expect(asked({ atFact: (charged) => line(charged.period, charged.period === '2025-01' ? 9_000 : 11_000) })).toBeNull();
    expect(asked({ posted: [] })).toBeNull();
    const others = [
      posted('2024-12', line('2024-12', 1)),
      posted('2025-03', corrected(null, recalculation('2024'))),
      posted('2025-04', corrected(line('2025-04', 10_000), recalculation('2024'))),
    ];
    expect(asked({ posted: others })!.ground).toMatchObject({ months: [{ month: '2025-04', wasKopecks: 10_000, becameKopecks: 11_000 }] });
  });

  test('CALC-1: the year before a month, an average of twelve, and whether a line holds the correction of its year', () => {
    expect([yearBefore('2026-01'), yearBefore('2026-12')]).toEqual(['2025', '2025']);
    expect([
      averageMonth(
        new Map([
          ['2025-01', '1'],
          ['2025-02', '1.5'],
        ]),
      ),
      averageMonth(new Map([['2025-01', '24']])),
      averageMonth(new Map([['2025-01', '100']])),
    ]).toEqual(['0.2083333', '2', '8.3333333']);
    expect([recalculation('2025'), recalculation('2024'), corrected(null, recalculation('2025')), line('2026-01', 1)].map(isYearCorrected)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
