// A month counted anew by a reading that came later: every kind of line, and what a correction says (field rules 1.3).
import { expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { correctionTerms, type Posted, remeasured } from './estimate-correction.ts';

const PRICE = { value: '50', from: '2026-01-01', decision: null };
const BY_READING = { kind: 'reading', date: null, document: null, months: null };
const average = { kind: 'average', date: null, document: null, months: 6 } as const;
const norm = (more: Partial<TermsOf<'norm'>> = {}): TermsOf<'norm'> => ({
  method: 'norm',
  period: '2026-08',
  benefit: null,
  unit: 'м³',
  personsAre: 'registered',
  raised: null,
  pieces: [{ persons: 2, norm: '4', tariff: PRICE, part: null }],
  ...more,
});
const metered = (pieces: TermsOf<'meter'>['pieces']): TermsOf<'meter'> => ({
  method: 'meter',
  period: '2026-08',
  benefit: null,
  unit: 'кВт·ч',
  source: average,
  readings: [{ zone: 'whole', meter: '1', before: '1', beforeOn: '2026-07-24', after: '2', afterOn: '2026-08-24' }],
  pieces,
});
const piece = (more: Partial<TermsOf<'meter'>['pieces'][number]>): TermsOf<'meter'>['pieces'][number] => ({
  zone: 'whole',
  volume: '5',
  upTo: null,
  tariff: PRICE,
  part: null,
  ...more,
});
const whole = (volume: string) => [{ zone: 'whole' as const, volume }];
const given: ChargeTerms = { method: 'given', period: '2026-08', benefit: null, register: null, sumKopecks: 100, detail: null };
const recalculation = {
  method: 'recalculation',
  period: '2026-08',
  benefit: null,
  reason: 'решение суда',
  document: null,
  ground: { by: 'decision', sumKopecks: -1 },
} as const;

test('CALC-1, CALC-4: a line by the norm becomes one by the meter with its own price, part, benefit and subsidy', () => {
  const benefit = { by: 'percent', title: 'Ветеран труда', percent: '50' } as const;
  const subsidy = { title: 'Субсидия', kopecks: 100 };
  const part = { days: 15, of: 30 };
  const becomes = {
    method: 'meter',
    period: '2026-08',
    benefit: null,
    unit: 'м³',
    source: BY_READING,
    readings: [],
    pieces: [{ zone: 'whole', volume: '3', upTo: null, tariff: PRICE, part: null }],
  };
  expect(remeasured(norm(), whole('3'))).toEqual(becomes);
  expect(remeasured(norm({ benefit, subsidy }), whole('3'))).toEqual({ ...becomes, benefit, subsidy });
  const heating = { persons: 0, norm: '8', area: '50', tariff: PRICE, part: null };
  expect(remeasured(norm({ pieces: [heating, { persons: 2, norm: '4', tariff: PRICE, part }] }), whole('3'))).toMatchObject({ pieces: [{ part }] });
  expect(remeasured(norm({ pieces: [heating] }), whole('3'))).toEqual(becomes);
  expect(remeasured(norm({ pieces: [{ ...heating, part }] }), whole('3'))).toBeUndefined();
});

test('CALC-1: a line by the meter keeps its zones, ranges and parts of the month, its readings go', () => {
  const dear = { ...PRICE, value: '80' };
  const ranges = metered([piece({ upTo: null, tariff: { ...PRICE, value: '99' } }), piece({ upTo: '100' }), piece({ upTo: '90', tariff: dear })]);
  expect(remeasured(ranges, whole('110'))).toEqual({
    ...ranges,
    source: BY_READING,
    readings: [],
    pieces: [
      piece({ upTo: '90', volume: '90', tariff: dear }),
      piece({ upTo: '100', volume: '10' }),
      piece({ volume: '10', tariff: { ...PRICE, value: '99' } }),
    ],
  });
  const zoned = metered([piece({ zone: 'night', tariff: dear }), piece({ zone: 'day' })]);
  expect(
    remeasured(zoned, [
      { zone: 'day', volume: '7' },
      { zone: 'night', volume: '2' },
    ]),
  ).toMatchObject({
    pieces: [
      { zone: 'day', volume: '7', tariff: PRICE },
      { zone: 'night', volume: '2', tariff: dear },
    ],
  });
  expect(remeasured(zoned, whole('7'))).toBeUndefined();
  const halves = [
    { days: 10, of: 31 },
    { days: 21, of: 31 },
  ] as const;
  expect(remeasured(metered(halves.map((part) => piece({ part }))), whole('7'))).toMatchObject({
    pieces: [
      { volume: '7', part: halves[0] },
      { volume: '7', part: halves[1] },
    ],
  });
});

test('CALC-1: hot water takes the volume and loses what was raised; a corrected line its base; what no volume makes stays', () => {
  const hot = {
    method: 'hotWater',
    period: '2026-08',
    benefit: null,
    unit: 'м³',
    source: average,
    readings: [],
    raised: { coefficient: '1.5', reason: 'noMeter' },
    use: { by: 'meter', volume: '9' },
    heatUnit: 'Гкал',
    heatPerUnit: '0.06',
    pieces: [{ tariff: PRICE, heatTariff: { ...PRICE, value: '2000' }, part: null, use: { by: 'meter', volume: '9' } }],
  } as unknown as TermsOf<'hotWater'>;
  expect(remeasured(hot, whole('4'))).toEqual({
    ...hot,
    source: BY_READING,
    raised: null,
    use: { by: 'meter', volume: '4' },
    pieces: [{ tariff: PRICE, heatTariff: { ...PRICE, value: '2000' }, part: null }],
  });
  const corrected = (base: TermsOf<'corrected'>['base']): ChargeTerms => ({
    method: 'corrected',
    period: '2026-08',
    benefit: null,
    base,
    recalculations: [recalculation],
  });
  expect(remeasured(corrected(norm()), whole('3'))).toEqual(remeasured(norm(), whole('3')));
  expect(remeasured(corrected(null), whole('3'))).toBeUndefined();
  expect(remeasured(given, whole('3'))).toBeUndefined();
  const room: ChargeTerms = { method: 'roomShare', period: '2026-08', benefit: null, flat: norm(), weights: ['1', '1'], weightUnit: 'чел.', room: 0 };
  expect(remeasured(room, whole('3'))).toEqual({ ...room, flat: remeasured(norm(), whole('3')) });
  expect(remeasured({ ...room, flat: given }, whole('3'))).toBeUndefined();
});

test('CALC-1, CHG-2: a correction names its months in their order; months that cannot be counted anew are left as they are', () => {
  const lines: Posted[] = [
    { month: '2026-07', terms: norm({ period: '2026-07' }) },
    { month: '2026-08', terms: { method: 'corrected', period: '2026-08', benefit: null, base: norm(), recalculations: [recalculation] } },
    { month: '2026-06', terms: given },
  ];
  const became = (month: string, volume: string) => ({ month, was: [], became: whole(volume) });
  const correction = correctionTerms('2026-10', [became('2026-08', '3'), became('2026-07', '8'), became('2026-06', '1'), became('2026-05', '1')], lines);
  expect(correction).toEqual({
    method: 'recalculation',
    period: '2026-10',
    benefit: null,
    reason: 'по показанию пересчитали июль, август',
    document: null,
    ground: {
      by: 'months',
      months: [
        { month: '2026-07', wasKopecks: 40_000, becameKopecks: 40_000 },
        { month: '2026-08', wasKopecks: 40_000, becameKopecks: 15_000 },
      ],
    },
  });
  expect(correctionTerms('2026-10', [became('2026-07', '8')], lines)).toBeNull();
  expect(correctionTerms('2026-10', [became('2026-05', '8')], lines)).toBeNull();
  const long = Array.from({ length: 72 }, (_, n) => `${2020 + Math.floor(n / 12)}-${String(1 + (n % 12)).padStart(2, '0')}`);
  expect(
    correctionTerms(
      '2026-10',
      long.map((month) => became(month, '1')),
      long.map((month) => ({ month, terms: norm() })),
    )!.reason,
  ).toHaveLength(500);
});
