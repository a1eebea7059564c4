import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumOfTerms } from '#modules/billing';
import { compare, minus, total } from '#platform/decimal';
import { addMonths, dateInMonth } from '#platform/time';
import { correctionTerms, remeasured, withRecalculations } from './estimate-correction.ts';
import { meteredOf, meteredTerms, type Prices } from './utility-terms.ts';
import {
  togetherVolumes,
  volumeOfMonth,
  type Estimate,
  type MeterFacts,
  type MeterState,
  type MonthVolume,
  type ReadingPoint,
  type VolumeQuestion,
} from './volume-of-month.ts';

/** Uses of the months up to `last`, the newest last. */
const points = (last: string, uses: readonly string[]): ReadingPoint[] =>
  uses.map((use, index) => {
    const period = addMonths(last, index - uses.length + 1);
    return { period, takenOn: dateInMonth(period, 24), value: String(100 + index), use, months: 1, source: 'reading' };
  });
const meter = (list: readonly ReadingPoint[], state: MeterState = { is: 'working' }): MeterFacts => ({
  serial: '18-204417',
  state,
  registers: [{ zone: 'whole', start: { value: '0', on: '2024-01-10' }, points: list }],
});
const ask = (month: string, estimates: readonly Estimate[] = [], more: Partial<VolumeQuestion> = {}): VolumeQuestion => ({
  month,
  estimates,
  isResidential: true,
  ...more,
});
const estimate = (month: string, volume = '5'): Estimate => ({ month, zones: [{ zone: 'whole', volume }] });
const year = ['4', '5', '6', '5', '4', '6', '7'];

describe('without readings', () => {
  test('CALC-1: a missing reading is the average of the last six months, for three periods, then the plain norm', () => {
    const known = meter(points('2026-06', year));
    expect(volumeOfMonth(known, ask('2026-07'))).toEqual({
      by: 'average',
      zones: [{ zone: 'whole', volume: '5.5' }],
      source: { kind: 'average', date: null, document: null, months: 6 },
    });
    const done = [estimate('2026-07'), estimate('2026-08'), estimate('2026-09')];
    expect(volumeOfMonth(known, ask('2026-09', done.slice(0, 2)))).toMatchObject({ by: 'average', zones: [{ volume: '5.5' }] });
    expect(volumeOfMonth(known, ask('2026-10', done))).toEqual({ by: 'norm', raised: null, unread: 'unread' });
    expect(volumeOfMonth(known, ask('2026-09', done.slice(0, 2), { isResidential: false }))).toEqual({ by: 'norm', raised: null, unread: 'unread' });
  });

  test('CALC-1: a broken meter and refused access are raised after the average, not before', () => {
    for (const is of ['broken', 'noAccess'] as const) {
      const known = meter(points('2026-06', year), { is, since: '2026-07-01' });
      expect(volumeOfMonth(known, ask('2026-07')).by).toBe('average');
      const done = [estimate('2026-07'), estimate('2026-08'), estimate('2026-09')];
      expect(volumeOfMonth(known, ask('2026-10', done))).toEqual({ by: 'norm', raised: { coefficient: '1.5', reason: is } });
    }
  });

  test('CALC-1: five months known make an average of five, two make the norm at once', () => {
    expect(volumeOfMonth(meter(points('2026-06', ['4', '5', '6', '5', '4'])), ask('2026-07'))).toMatchObject({
      by: 'average',
      zones: [{ volume: '4.8' }],
      source: { months: 5 },
    });
    expect(volumeOfMonth(meter(points('2026-06', ['4', '5'])), ask('2026-07'))).toEqual({ by: 'norm', raised: null, unread: 'unread' });
  });

  test('CALC-1: heat is averaged over heating months only', () => {
    const list = points('2026-10', ['1.8', '1.6', '1.2', '0', '0', '0', '0', '0', '0.6']);
    const heats = (month: string) => !['05', '06', '07', '08', '09'].includes(month.slice(5));
    expect(volumeOfMonth(meter(list), ask('2026-11', [], { countsForAverage: heats }))).toMatchObject({
      by: 'average',
      zones: [{ volume: '1.3' }],
      source: { months: 4 },
    });
  });

  test('CALC-1: a meter that broke on the 11th and was read then is charged by the reading and by the average for 21 days', () => {
    const broken = meter([...points('2026-09', year), { period: '2026-10', takenOn: '2026-10-11', value: '109', use: '2', months: 1, source: 'reading' }], {
      is: 'broken',
      since: '2026-10-11',
    });
    // 5.5 × 21 / 31 = 3.725806…
    expect(volumeOfMonth(broken, ask('2026-10'))).toMatchObject({
      by: 'readings',
      zones: [{ volume: '5.725806' }],
      source: { kind: 'average', date: '2026-10-11' },
    });
  });
});

test('CALC-1: readings of a meter whose verification ended measure nothing: average for three months, then the norm raised', () => {
  const expired = meter(points('2026-10', year), { is: 'broken', since: '2026-08-20' });
  expect(volumeOfMonth(expired, ask('2026-09'))).toMatchObject({ by: 'average', zones: [{ volume: '5' }], source: { months: 4 } });
  expect(
    volumeOfMonth(
      expired,
      ask(
        '2026-12',
        ['2026-09', '2026-10', '2026-11'].map((month) => estimate(month)),
      ),
    ),
  ).toEqual({ by: 'norm', raised: { coefficient: '1.5', reason: 'broken' } });
});

describe('a reading after estimates', () => {
  const late = (use: string, months: number): ReadingPoint => ({ period: '2026-10', takenOn: '2026-10-24', value: '200', use, months, source: 'reading' });
  const prices: Prices = { limits: [], byZone: { whole: [{ value: '52.40', from: '2026-10-01', decision: null }] } };
  const pieces = [{ from: '2026-10-01', to: '2026-10-31', part: null, values: { prices } }];
  const charged = (month: string, volume: MonthVolume) =>
    meteredTerms({ month, unit: 'м³', benefit: null }, meteredOf(volume as Extract<MonthVolume, { by: 'average' }>), pieces);

  test('CALC-1: the estimated months are corrected by equal shares, a smaller reading gives money back', () => {
    const volume = volumeOfMonth(meter([...points('2026-07', year), late('6', 3)]), ask('2026-10', [estimate('2026-08'), estimate('2026-09')]));
    if (volume.by !== 'readings') throw new Error(volume.by);
    expect(volume).toMatchObject({
      zones: [{ volume: '2' }],
      months: 1,
      corrections: [
        { month: '2026-08', was: [{ volume: '5' }], became: [{ volume: '2' }] },
        { month: '2026-09', became: [{ volume: '2' }] },
      ],
    });
    const posted = ['2026-08', '2026-09'].map((month) => ({
      month,
      terms: charged(month, { by: 'average', zones: [{ zone: 'whole', volume: '5' }], source: { kind: 'average', date: null, document: null, months: 6 } }),
    }));
    const correction = correctionTerms('2026-10', volume.corrections, posted)!;
    expect(correction.ground).toEqual({
      by: 'months',
      months: [
        { month: '2026-08', wasKopecks: 26200, becameKopecks: 10480 },
        { month: '2026-09', wasKopecks: 26200, becameKopecks: 10480 },
      ],
    });
    const line = withRecalculations(charged('2026-10', volume), [correction], '2026-10')!;
    expect(sumOfTerms(line)).toBe(10_480n - 31_440n);
    expect(withRecalculations(charged('2026-10', volume), [], '2026-10')).toEqual(charged('2026-10', volume));
  });

  test('CALC-1: a month charged by the norm is counted anew by the meter, with its own tariff', () => {
    const norm = {
      method: 'norm',
      period: '2026-08',
      benefit: null,
      unit: 'м³',
      personsAre: 'registered',
      raised: null,
      pieces: [{ persons: 2, norm: '4.85', tariff: { value: '50', from: null, decision: null }, part: null }],
    } as const;
    expect(sumOfTerms(remeasured({ ...norm, pieces: [...norm.pieces] }, [{ zone: 'whole', volume: '3' }])!)).toBe(15_000n);
    expect(
      correctionTerms(
        '2026-10',
        [{ month: '2026-08', was: [], became: [{ zone: 'whole', volume: '9.7' }] }],
        [{ month: '2026-08', terms: { ...norm, pieces: [...norm.pieces] } }],
      ),
    ).toBeNull();
  });

  test('CALC-1: a range that the estimated month did not reach is not priced by guess', () => {
    const ranged: Prices = { limits: ['3900'], byZone: { whole: [prices.byZone.whole![0]!, { value: '60', from: null, decision: null }] } };
    const terms = meteredTerms(
      { month: '2026-08', unit: 'кВт·ч', benefit: null },
      { zones: [{ zone: 'whole', volume: '100' }], source: { kind: 'average', date: null, document: null, months: 6 }, readings: [], months: 1 },
      [{ ...pieces[0]!, values: { prices: ranged } }],
    );
    expect(remeasured(terms, [{ zone: 'whole', volume: '4000' }])).toBeUndefined();
    expect(sumOfTerms(remeasured(terms, [{ zone: 'whole', volume: '200' }])!)).toBe(1_048_000n);
  });

  test('CALC-1, CALC-4: corrections and the month together are what the meter ran, whatever was estimated and in whatever order', () => {
    const amount = fc.integer({ min: 0, max: 10 ** 6 }).map((n) => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`);
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 9 }), fc.array(amount, { maxLength: 8 }), (use, months, were) => {
        const estimates = were.map((volume, index) => estimate(addMonths('2026-09', -index), volume));
        const facts = meter([...points(addMonths('2026-10', -months), year), late(use, months)]);
        const volume = volumeOfMonth(facts, ask('2026-10', estimates));
        if (volume.by !== 'readings') throw new Error(volume.by);
        const closed = estimates.filter(({ month }) => month > addMonths('2026-10', -months));
        expect(volume.corrections).toHaveLength(closed.length);
        const changes = volume.corrections.map(({ was, became }) => minus(became[0]!.volume, was[0]!.volume));
        expect(compare(total([...closed.map(({ zones }) => zones[0]!.volume), ...changes, volume.zones[0]!.volume]), use)).toBe(0);
        expect(
          volumeOfMonth(
            { ...facts, registers: [{ ...facts.registers[0]!, points: [...facts.registers[0]!.points].reverse() }] },
            ask('2026-10', [...estimates].reverse()),
          ),
        ).toEqual(volume);
      }),
    );
  });
});

test('CALC-1: several meters of a service add up; one at the norm takes the flat there', () => {
  const read = volumeOfMonth(meter(points('2026-10', year)), ask('2026-10'));
  const average = volumeOfMonth(meter(points('2026-09', year)), ask('2026-10'));
  expect(togetherVolumes([read, read])).toMatchObject({ by: 'readings', zones: [{ zone: 'whole', volume: '14' }], source: { kind: 'reading' } });
  expect(togetherVolumes([read, average])).toMatchObject({ by: 'readings', zones: [{ volume: '12.5' }], source: { kind: 'average' } });
  expect(togetherVolumes([average, average])).toMatchObject({ by: 'average', zones: [{ volume: '11' }] });
  expect(togetherVolumes([read, { by: 'norm', raised: null }, { by: 'norm', raised: { coefficient: '1.5', reason: 'broken' } }])).toEqual({
    by: 'norm',
    raised: { coefficient: '1.5', reason: 'broken' },
  });
  expect(togetherVolumes([read, { by: 'norm', raised: null }, { by: 'norm', raised: null, unread: 'unread' }])).toEqual({
    by: 'norm',
    raised: null,
    unread: 'unread',
  });
});

test('CALC-1: one zone left out leaves the month without a reading; a dial that went back is no reading', () => {
  const list = points('2026-10', year);
  const twoZones: MeterFacts = {
    serial: '1',
    state: { is: 'working' },
    registers: [
      { zone: 'day', start: { value: '0', on: '2024-01-10' }, points: list },
      { zone: 'night', start: { value: '0', on: '2024-01-10' }, points: list.slice(0, -1) },
    ],
  };
  expect(volumeOfMonth(twoZones, ask('2026-10')).by).toBe('average');
  expect(volumeOfMonth(meter(list.map((point) => (point.period === '2026-10' ? { ...point, use: null } : point))), ask('2026-10')).by).toBe('average');
});
