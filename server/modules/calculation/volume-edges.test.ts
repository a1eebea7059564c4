// The edges of a month's volume: which readings count, what an average is of, and what a meter that stopped within the month gives.
import { expect, test } from 'vitest';
import { addMonths, dateInMonth } from '#platform/time';
import {
  averageMonthsLeft,
  type Estimate,
  type MeterFacts,
  type MeterState,
  type MonthVolume,
  type ReadingPoint,
  togetherVolumes,
  volumeOfMonth,
  type VolumeQuestion,
} from './volume-of-month.ts';

const WORKING: MeterState = { is: 'working' };
const point = (period: string, use: string | null, more: Partial<ReadingPoint> = {}): ReadingPoint => ({
  period,
  takenOn: dateInMonth(period, 24),
  value: '100',
  use,
  months: 1,
  source: 'reading',
  ...more,
});
const points = (last: string, uses: readonly string[]): ReadingPoint[] =>
  uses.map((use, n) => point(addMonths(last, n - uses.length + 1), use, { value: String(100 + n) }));
const start = { value: '7', on: '2024-01-10' };
const meter = (list: readonly ReadingPoint[], state: MeterState = WORKING, more: Partial<MeterFacts> = {}): MeterFacts => ({
  serial: '18-1',
  state,
  registers: [{ zone: 'whole', start, points: list }],
  ...more,
});
const ask = (month: string, estimates: readonly Estimate[] = [], more: Partial<VolumeQuestion> = {}): VolumeQuestion => ({
  month,
  estimates,
  isResidential: true,
  ...more,
});
const estimate = (month: string, volume = '5'): Estimate => ({ month, zones: [{ zone: 'whole', volume }] });
const year = ['4', '5', '6', '5', '4', '6', '7'];
const UNREAD = { by: 'norm', raised: null, unread: 'unread' };

test('CALC-1, CHG-2: a month by a reading says what stood before and after, from the day of the start where nothing came before, and the verification', () => {
  expect(
    volumeOfMonth(
      meter([point('2026-09', '3', { value: '10' }), point('2026-10', '4.5', { value: '14.5' })], WORKING, { verifiedUntil: '2030-05-01' }),
      ask('2026-10'),
    ),
  ).toEqual({
    by: 'readings',
    zones: [{ zone: 'whole', volume: '4.5' }],
    months: 1,
    corrections: [],
    source: { kind: 'reading', date: '2026-10-24', document: null, months: null },
    readings: [{ zone: 'whole', meter: '18-1', before: '10', beforeOn: '2026-09-24', after: '14.5', afterOn: '2026-10-24', verifiedUntil: '2030-05-01' }],
  });
  expect(volumeOfMonth(meter([point('2026-10', '4.5')], WORKING, { verifiedUntil: null }), ask('2026-10'))).toMatchObject({
    readings: [{ before: '7', beforeOn: '2024-01-10' }],
  });
  expect(volumeOfMonth(meter([point('2026-10', '4.5')], WORKING, { verifiedUntil: null }), ask('2026-10'))).not.toHaveProperty('readings.0.verifiedUntil');
  for (const kind of ['remote', 'act'] as const)
    expect(volumeOfMonth(meter([point('2026-10', '4', { source: kind })]), ask('2026-10'))).toMatchObject({ source: { kind } });
});

test('CALC-1: of two readings of a month the later counts, in whatever order they come; what was estimated is no reading; a meter without registers has none', () => {
  const two = [point('2026-10', '3', { takenOn: '2026-10-25' }), point('2026-10', '2', { takenOn: '2026-10-20' }), point('2026-09', '9')];
  for (const list of [two, two.toReversed()])
    expect(volumeOfMonth(meter(list), ask('2026-10'))).toMatchObject({ zones: [{ volume: '3' }], source: { date: '2026-10-25' } });
  expect(volumeOfMonth(meter([...points('2026-09', year), point('2026-10', '50', { source: 'estimated' })]), ask('2026-10'))).toMatchObject({
    by: 'average',
    zones: [{ volume: '5.5' }],
  });
  expect(volumeOfMonth({ serial: '1', state: WORKING, registers: [] }, ask('2026-10'))).toEqual(UNREAD);
});

test('CALC-1: of a reading that closes more months than the average still needs only their part is taken; months that do not count are left out', () => {
  const long = [point('2026-03', '12', { months: 4 }), point('2026-04', '5'), point('2026-05', '6'), point('2026-06', '7')];
  // 5 + 6 + 7 and three of the four months of 12: 27 over 6.
  expect(volumeOfMonth(meter(long), ask('2026-07'))).toMatchObject({ by: 'average', zones: [{ volume: '4.5' }], source: { months: 6 } });
  expect(volumeOfMonth(meter(long), ask('2026-07', [], { countsForAverage: (month) => month !== '2026-03' && month !== '2026-06' }))).toMatchObject({
    zones: [{ volume: '4.6' }],
    source: { months: 5 },
  });
  expect(volumeOfMonth(meter([point('2026-06', '9', { months: 3 })]), ask('2026-07'))).toMatchObject({ zones: [{ volume: '3' }], source: { months: 3 } });
  expect(volumeOfMonth(meter([point('2026-06', '10', { months: 7 })]), ask('2026-07'))).toMatchObject({
    zones: [{ volume: '1.428571' }],
    source: { months: 6 },
  });
});

test('CALC-1: an average stands on the months before the first estimated one, and estimates count in a row only', () => {
  const known = meter(points('2026-06', year));
  expect(
    volumeOfMonth(
      known,
      ask(
        '2026-11',
        ['2026-07', '2026-08', '2026-09'].map((month) => estimate(month)),
      ),
    ),
  ).toMatchObject({ by: 'average' });
  expect(
    [[], ['2026-09'], ['2026-08'], ['2026-09', '2026-08'], ['2026-09', '2026-08', '2026-07', '2026-06']].map((months) =>
      averageMonthsLeft(
        ask(
          '2026-10',
          months.map((month) => estimate(month)),
        ),
      ),
    ),
  ).toEqual([3, 2, 3, 1, 0]);
  expect(
    [[], ['2026-09'], ['2026-09', '2026-08']].map((months) =>
      averageMonthsLeft(
        ask(
          '2026-10',
          months.map((month) => estimate(month)),
          { isResidential: false },
        ),
      ),
    ),
  ).toEqual([2, 1, 0]);
});

test('CALC-1: a late reading is shared as fine as it was taken, over the months that were estimated; those read anyway are not corrected', () => {
  const late = (use: string, months: number) => meter([...points('2026-07', year), point('2026-10', use, { months })]);
  expect(volumeOfMonth(late('1.0000001', 3), ask('2026-10', [estimate('2026-08'), estimate('2026-09')]))).toMatchObject({
    zones: [{ volume: '0.3333333' }],
    corrections: [{ became: [{ volume: '0.3333334' }] }, { became: [{ volume: '0.3333334' }] }],
  });
  expect(volumeOfMonth(late('9', 3), ask('2026-10', [estimate('2026-09')]))).toMatchObject({
    zones: [{ volume: '6' }],
    months: 2,
    corrections: [{ month: '2026-09', was: [{ zone: 'whole', volume: '5' }], became: [{ zone: 'whole', volume: '3' }] }],
  });
  expect(volumeOfMonth(late('9', 1), ask('2026-10', [estimate('2026-09')]))).toMatchObject({ zones: [{ volume: '9' }], months: 1, corrections: [] });
  expect(volumeOfMonth(late('9', 0), ask('2026-10', [estimate('2026-09')]))).toMatchObject({ months: 1 });
});

test('CALC-1: readings that a later one of the month replaced say how much had run by their days; of a reading that closes several months, or after estimates, they say nothing', () => {
  const within = [{ on: '2026-10-11', use: '1.5' }];
  const read = (more: Partial<ReadingPoint>, on = start.on, estimates: readonly Estimate[] = []) => {
    const volume = volumeOfMonth(
      { serial: '1', state: WORKING, registers: [{ zone: 'whole', start: { value: '0', on }, points: [point('2026-10', '4', { within, ...more })] }] },
      ask('2026-10', estimates),
    );
    return volume.by === 'readings' ? volume.zones[0]!.marks : null;
  };
  expect([read({}), read({ within: [] }), read({ months: 2 }), read({ months: 2 }, start.on, [estimate('2026-09')])]).toEqual([
    [{ on: '2026-10-11', volume: '1.5' }],
    undefined,
    undefined,
    undefined,
  ]);
  expect([read({ within: [] }, '2026-10-05'), read({}, '2026-10-05'), read({ within: [] }, '2026-09-30')]).toEqual([
    [{ on: '2026-10-05', volume: '0' }],
    [
      { on: '2026-10-05', volume: '0' },
      { on: '2026-10-11', volume: '1.5' },
    ],
    undefined,
  ]);
});

test('CALC-1: the day on which a meter stopped: the last of the month still stops it, the first leaves no reading, a later month does not matter', () => {
  const stopped = (since: string, takenOn = since, is: 'broken' | 'noAccess' = 'broken') =>
    volumeOfMonth(meter([...points('2026-09', year), point('2026-10', '2', { takenOn })], { is, since }), ask('2026-10'));
  // 2 and a day, or thirty, of the average month of 5.5.
  expect(stopped('2026-10-31')).toMatchObject({ by: 'readings', zones: [{ volume: '2.177419' }], source: { kind: 'average', date: '2026-10-31', months: 6 } });
  expect(stopped('2026-10-02')).toMatchObject({ zones: [{ volume: '7.322581' }] });
  expect(stopped('2026-10-31', '2026-10-24')).toMatchObject({ by: 'readings', zones: [{ volume: '2.177419' }] });
  expect([stopped('2026-10-01'), stopped('2026-09-30', '2026-10-01'), stopped('2026-10-11', '2026-10-12')]).toMatchObject(
    Array.from({ length: 3 }, () => ({ by: 'average', zones: [{ volume: '5.5' }] })),
  );
  expect(stopped('2026-11-01', '2026-10-24')).toMatchObject({ by: 'readings', zones: [{ volume: '2' }], source: { kind: 'reading' } });
});

test('CALC-1: a meter that stopped and has no history stands at the plain norm, and is not called unread; one that stops later is', () => {
  const young = (since: string) =>
    volumeOfMonth(meter([point('2026-09', '3'), point('2026-10', '2', { takenOn: '2026-10-11' })], { is: 'broken', since }), ask('2026-10'));
  expect(young('2026-10-11')).toEqual({ by: 'norm', raised: null });
  expect(volumeOfMonth(meter([], { is: 'noAccess', since: '2026-11-01' }), ask('2026-10'))).toEqual(UNREAD);
  const three = [estimate('2026-07'), estimate('2026-08'), estimate('2026-09')];
  expect(volumeOfMonth(meter(points('2026-06', year), { is: 'noAccess', since: '2026-11-01' }), ask('2026-10', three))).toEqual(UNREAD);
  // It stopped after three months by the average: the reading of its last days does not bring the average back.
  expect(
    volumeOfMonth(
      meter([...points('2026-06', year), point('2026-10', '2', { takenOn: '2026-10-11' })], { is: 'broken', since: '2026-10-11' }),
      ask('2026-10', three),
    ),
  ).toEqual({ by: 'norm', raised: { coefficient: '1.5', reason: 'broken' } });
});

test('CALC-1: a two-zone meter that stopped gives each zone its own average', () => {
  const register = (zone: 'day' | 'night', uses: readonly string[], use: string) => ({
    zone,
    start,
    points: [...points('2026-09', uses), point('2026-10', use, { takenOn: '2026-10-11' })],
  });
  const two: MeterFacts = {
    serial: '1',
    state: { is: 'broken', since: '2026-10-11' },
    registers: [register('day', ['31', '31', '31'], '5'), register('night', ['62', '62', '62'], '7')],
  };
  expect(volumeOfMonth(two, ask('2026-10'))).toMatchObject({
    zones: [
      { zone: 'day', volume: '26' },
      { zone: 'night', volume: '49' },
    ],
  });
});

test('CALC-1: meters of a service together: their zones, readings, corrections, the months of the longest, the source of an average', () => {
  const read = (zone: 'whole' | 'day' | 'night', volume: string, more: Partial<Extract<MonthVolume, { by: 'readings' }>> = {}): MonthVolume => ({
    by: 'readings',
    zones: [{ zone, volume }],
    months: 1,
    corrections: [],
    source: { kind: 'remote', date: '2026-10-24', document: null, months: null },
    readings: [{ zone, meter: zone, before: '0', beforeOn: '2026-09-24', after: volume, afterOn: '2026-10-24' }],
    ...more,
  });
  const correction = { month: '2026-09', was: [], became: [] };
  const average: MonthVolume = { by: 'average', zones: [{ zone: 'whole', volume: '2' }], source: { kind: 'average', date: null, document: null, months: 5 } };
  expect(togetherVolumes([])).toEqual({ by: 'norm', raised: null });
  const alone = read('day', '1');
  expect([togetherVolumes([alone]), togetherVolumes([average])]).toEqual([alone, average]);
  const both = togetherVolumes([
    read('day', '1.00000001', { months: 2 }),
    read('night', '2', { months: 3, corrections: [correction] }),
    read('day', '0.5', { corrections: [correction] }),
  ]);
  expect(both).toMatchObject({
    by: 'readings',
    zones: [
      { zone: 'day', volume: '1.50000001' },
      { zone: 'night', volume: '2' },
    ],
    months: 3,
    corrections: [correction, correction],
    source: { kind: 'remote', date: '2026-10-24' },
  });
  expect(both).toMatchObject({ readings: [{ meter: 'day' }, { meter: 'night' }, { meter: 'day' }] });
  expect(togetherVolumes([average, read('whole', '1')])).toMatchObject({
    by: 'readings',
    zones: [{ volume: '3' }],
    readings: [{ meter: 'whole' }],
    source: { kind: 'average', months: 5 },
  });
  expect(togetherVolumes([average, average])).toEqual({ by: 'average', zones: [{ zone: 'whole', volume: '4' }], source: average.source });
  const [plain, unread, raised] = [
    { by: 'norm', raised: null },
    { by: 'norm', raised: null, unread: 'unread' },
    { by: 'norm', raised: { coefficient: '1.5', reason: 'broken' } },
  ] as const;
  expect([togetherVolumes([alone, plain]), togetherVolumes([unread, raised]), togetherVolumes([raised, unread]), togetherVolumes([plain, unread])]).toEqual([
    plain,
    raised,
    raised,
    unread,
  ]);
});

test('CALC-1: a meter put right within the month gives the average for the days until then and what it ran since; not read since, the whole month is an average', () => {
  const state: MeterState = { is: 'broken', since: '2026-10-11', until: '2026-10-21' };
  const known = points('2026-09', ['6.2', '6.2', '6.2']);
  const resumed = { on: '2026-10-21', use: '1' };
  const put = (more: readonly ReadingPoint[], at = state, month = '2026-10') => volumeOfMonth(meter([...known, ...more], at), ask(month));
  // 20 days of 31 of 6.2, and 1.
  expect(put([point('2026-10', null, { resumed })])).toMatchObject({ by: 'average', zones: [{ volume: '5' }] });
  expect(put([point('2026-10', null)])).toMatchObject({ by: 'average', zones: [{ volume: '6.2' }] });
  expect(put([point('2026-10', null, { resumed: { ...resumed, on: '2026-10-20' } })])).toMatchObject({ zones: [{ volume: '6.2' }] });
  // Read on the day it failed too: 3.1, ten days of 6.2, and 1.
  expect(put([point('2026-10', '3.1', { takenOn: '2026-10-11' }), point('2026-10', null, { resumed })])).toMatchObject({
    by: 'readings',
    zones: [{ volume: '6.1' }],
    source: { kind: 'average', date: '2026-10-11' },
  });
  expect(put([point('2026-11', '5')], state, '2026-11')).toMatchObject({ by: 'readings', zones: [{ volume: '5' }] });
  expect(put([point('2026-11', '5')], { ...state, until: '2026-11-01' }, '2026-11')).toMatchObject({ by: 'readings' });
  expect(put([point('2026-11', '5')], { ...state, until: '2026-11-02' }, '2026-11')).toMatchObject({ by: 'average' });
});

test('CALC-1, CHG-2: the reason why a meter is not charged by goes with the average and with the norm', () => {
  const why = { is: 'sealTorn', since: '2026-10-01', act: 'акт № 5' } as const;
  const state: MeterState = { is: 'broken', since: '2026-10-01', why };
  expect(volumeOfMonth(meter(points('2026-09', year), state), ask('2026-10'))).toMatchObject({ by: 'average', source: { why } });
  expect(volumeOfMonth(meter([], state), ask('2026-10'))).toEqual({ by: 'norm', raised: null, why });
  expect(
    volumeOfMonth(
      meter(points('2026-09', year), state),
      ask(
        '2027-01',
        ['2026-10', '2026-11', '2026-12'].map((month) => estimate(month)),
      ),
    ),
  ).toEqual({ by: 'norm', raised: { coefficient: '1.5', reason: 'broken' }, why });
});
