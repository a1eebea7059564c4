import { expect, test } from 'vitest';
import { chainsOf, inTurn, type MeterInTurn, standingIn } from './replaced-meters.ts';
import { type MeterFacts, type MeterState, type ReadingPoint, volumeOfMonth } from './volume-of-month.ts';

const WORKING: MeterState = { is: 'working' };
const ON = '2026-10-15';
const point = (period: string, use: string | null, more: Partial<ReadingPoint> = {}): ReadingPoint => ({
  period,
  takenOn: `${period}-24`,
  value: `${use ?? '?'}0`,
  use,
  months: 1,
  source: 'reading',
  ...more,
});
const facts = (serial: string, on: string, points: readonly ReadingPoint[], more: Partial<MeterFacts> = {}): MeterFacts => ({
  serial,
  state: WORKING,
  registers: [{ zone: 'whole', start: { value: serial, on }, points }],
  ...more,
});
const old = (points: readonly ReadingPoint[], more: Partial<MeterFacts> = {}): MeterInTurn => ({
  facts: facts('1', '2026-06-24', points, more),
  installedOn: '2026-06-24',
  removedOn: ON,
});
const newer = (points: readonly ReadingPoint[], more: Partial<MeterFacts> = {}, on = ON): MeterInTurn => ({
  facts: facts('100', on, points, more),
  installedOn: on,
  removedOn: null,
});
const last = (period: string, use: string | null, more: Partial<ReadingPoint> = {}) => point(period, use, { takenOn: ON, source: 'act', ...more });
const pointsOf = (...chain: MeterInTurn[]) => inTurn(chain)!.registers[0]!.points.map(({ period, use, months }) => [period, use, months]);
const known = [point('2026-08', '6'), point('2026-09', '6')];

test('MTR-2, CALC-1: the last reading is of the month of the change, the new one goes on from it; of one month both are one', () => {
  expect(pointsOf(old([...known, last('2026-10', '3')]), newer([]))).toEqual([...months('6', '6'), ['2026-10', '3', 1]]);
  expect(pointsOf(old([...known, last('2026-10', '3')]), newer([point('2026-12', '9', { months: 2 })]))).toEqual([
    ...months('6', '6'),
    ['2026-10', '3', 1],
    ['2026-12', '9', 2],
  ]);
  expect(pointsOf(old([...known, last('2026-10', '3.0000001', { months: 2 })]), newer([point('2026-10', '2.5'), point('2026-11', '5')]))).toEqual([
    ...months('6', '6'),
    ['2026-10', '5.5000001', 2],
    ['2026-11', '5', 1],
  ]);
});

test('MTR-2, CALC-1: a last reading of a later month waits for the first of the new one and closes its months with it', () => {
  const ended = [...known, last('2026-11', '1')];
  expect(pointsOf(old(ended), newer([]))).toEqual(months('6', '6'));
  expect(pointsOf(old(ended), newer([point('2026-11', '5')]))).toEqual([...months('6', '6'), ['2026-11', '6', 1]]);
  expect(pointsOf(old([...known, last('2026-11', '1', { months: 2 })]), newer([point('2027-01', '13', { months: 3 })]))).toEqual([
    ...months('6', '6'),
    ['2027-01', '14', 4],
  ]);
});

test('MTR-2, CALC-1: a last reading of the month before, whose window runs on, leaves the month of the change to the new one', () => {
  const ended = [...known, last('2026-09', '1')];
  expect(pointsOf(old(ended), newer([point('2026-10', '5')])).at(-1)).toEqual(['2026-10', '5', 1]);
  expect(pointsOf(old(ended), newer([point('2026-12', '9', { months: 2 }), point('2027-01', '4')])).slice(-2)).toEqual([
    ['2026-12', '9', 3],
    ['2027-01', '4', 1],
  ]);
});

test('CALC-1, CHG-2: each reading is told of the meter that showed it, and what had run by the day of the change is known', () => {
  const whole = inTurn([
    old([point('2026-09', '6', { value: '7' }), last('2026-10', '3', { value: '10', within: [{ on: '2026-10-05', use: '1' }] })], {
      verifiedUntil: '2026-12-01',
    }),
    newer([point('2026-10', '2', { value: '102', within: [{ on: '2026-10-20', use: '0.5' }] })]),
  ])!;
  expect(whole).toMatchObject({ serial: '100', state: WORKING });
  expect(volumeOfMonth(whole, { month: '2026-10', estimates: [], isResidential: true })).toMatchObject({
    by: 'readings',
    zones: [
      {
        volume: '5',
        marks: [
          { on: '2026-10-05', volume: '1' },
          { on: ON, volume: '3' },
          { on: '2026-10-20', volume: '3.5' },
        ],
      },
    ],
    readings: [
      { zone: 'whole', meter: '1', before: '7', beforeOn: '2026-09-24', after: '10', afterOn: ON, verifiedUntil: '2026-12-01' },
      { zone: 'whole', meter: '100', before: '100', beforeOn: ON, after: '102', afterOn: '2026-10-24' },
    ],
  });
});

const averaged = (state: MeterState, points: readonly ReadingPoint[], final: ReadingPoint, next: MeterState = WORKING) =>
  volumeOfMonth(inTurn([old([point('2026-07', '6.2'), point('2026-08', '6.2'), point('2026-09', '6.2'), final], { state }), newer(points, { state: next })])!, {
    month: '2026-10',
    estimates: [],
    isResidential: true,
  });

test('CALC-1: an old one that stood still is an average until the day of the change, then what the new one ran; its own last reading measures nothing', () => {
  for (const [since, final] of [
    ['2026-09-30', last('2026-10', '5')],
    ['2026-09-30', last('2026-10', null)],
  ] as const) {
    // 14 days of 31 of 6.2, and 2.
    expect(averaged({ is: 'broken', since }, [point('2026-10', '2')], final)).toMatchObject({ by: 'average', zones: [{ volume: '4.8' }] });
    expect(averaged({ is: 'broken', since }, [], final)).toMatchObject({ by: 'average', zones: [{ volume: '6.2' }] });
  }
  // It stopped on the day of the change, or after it: that says nothing of it.
  expect(averaged({ is: 'broken', since: ON }, [point('2026-10', '2')], last('2026-10', '3'))).toMatchObject({ by: 'readings', zones: [{ volume: '5' }] });
  // Put right on the 11th, 1 by the day of the change, and 2.
  expect(
    averaged(
      { is: 'broken', since: '2026-09-30', until: '2026-10-11' },
      [point('2026-10', '2')],
      last('2026-10', null, { resumed: { on: '2026-10-11', use: '1' } }),
    ),
  ).toMatchObject({ by: 'average', zones: [{ volume: '5' }] });
  // The new one stands still itself: that is told.
  expect(averaged({ is: 'broken', since: '2026-09-30' }, [], last('2026-10', null), { is: 'noAccess', since: '2026-10-20' })).toMatchObject({
    by: 'average',
    zones: [{ volume: '6.2' }],
  });
});

test('CALC-1: after an old one that stood still the new one alone measures; a change on the first of a month leaves nothing to estimate', () => {
  const broken: MeterState = { is: 'broken', since: '2026-09-30' };
  const at = (on: string, first: ReadingPoint, month: string) => {
    const chain = [{ ...old([...known, { ...last(first.period, null), takenOn: on }], { state: broken }), removedOn: on }, newer([first], {}, on)];
    return volumeOfMonth(inTurn(chain)!, { month, estimates: [], isResidential: true });
  };
  expect(at('2026-10-01', point('2026-10', '5'), '2026-10')).toMatchObject({ by: 'readings', zones: [{ volume: '5' }] });
  expect(at('2026-10-28', point('2026-11', '5'), '2026-11')).toMatchObject({ by: 'readings', zones: [{ volume: '5' }] });
});

test('CALC-1: the state of both: the new one’s own is told, the old one’s lasts at most to the day of the change', () => {
  const both = (before: MeterState, after: MeterState = WORKING) => inTurn([old(known, { state: before }), newer([], { state: after })])!.state;
  const broken = (since: string, until?: string): MeterState => ({ is: 'broken', since, ...(until !== undefined && { until }) });
  const unseen: MeterState = { is: 'noAccess', since: '2026-10-20' };
  expect([both(WORKING), both(broken(ON)), both(broken('2026-10-16', '2026-10-20'))]).toEqual([WORKING, WORKING, WORKING]);
  expect([both(WORKING, unseen), both(broken('2026-09-30'), unseen)]).toEqual([unseen, unseen]);
  expect([both(broken('2026-10-14')), both(broken('2026-09-30', ON)), both(broken('2026-09-30', '2026-10-20'))]).toEqual([
    broken('2026-10-14', ON),
    broken('2026-09-30', ON),
    broken('2026-09-30', ON),
  ]);
  expect(both(broken('2026-09-30', '2026-10-11'))).toEqual(broken('2026-09-30', '2026-10-11'));
});

test('CALC-1: the month of the change is no month of an average where the old one stood still then; where it was put right before, it is', () => {
  const state = (since: string, until?: string): MeterState => ({ is: 'broken', since, ...(until !== undefined && { until }) });
  const ended = [...known, last('2026-10', '3', { within: [{ on: '2026-10-05', use: '1' }] })];
  const at = (before: MeterState, first: ReadingPoint) => inTurn([old(ended, { state: before }), newer([first])])!.registers[0]!.points.at(-1)!;
  const october = point('2026-10', '2');
  expect(at(state('2026-09-30'), october)).toMatchObject({ use: null, within: [], resumed: { on: ON, use: '2' } });
  expect(at(state('2026-09-30', '2026-10-16'), october)).toMatchObject({ use: null, resumed: { on: ON, use: '2' } });
  for (const before of [WORKING, state(ON), state('2026-09-30', ON), state('2026-09-30', '2026-10-11')])
    expect(at(before, october)).toMatchObject({
      use: '5',
      within: [
        { on: '2026-10-05', use: '1' },
        { on: ON, use: '3' },
      ],
    });
  expect(at(WORKING, point('2026-10', null))).toMatchObject({ period: '2026-10', use: null, shown: [{ meter: '1' }, { meter: '100' }] });
  const later = inTurn([old([...known, last('2026-11', '1')], { state: state('2026-09-30') }), newer([point('2026-11', '5')])])!;
  expect(later.registers[0]!.points.at(-1)).toMatchObject({ period: '2026-11', use: '5', within: [] });
});

test('CALC-1: an old one without a reading of the day of the change, and a new one that failed before its first', () => {
  expect(pointsOf(old(known), newer([point('2026-10', '2')]))).toEqual([...months('6', '6'), ['2026-10', '2', 1]]);
  expect(pointsOf(old([]), newer([point('2026-10', '2')]))).toEqual([['2026-10', '2', 1]]);
  // Put right in December: what it measured closes that month alone.
  expect(pointsOf(old([...known, last('2026-10', '3')]), newer([point('2026-12', '4', { months: 1 })])).at(-1)).toEqual(['2026-12', '4', 1]);
  const wholes = inTurn([old([...known, last('2026-10', '3')]), newer([point('2026-10', '1')])])!.registers[0]!.points;
  expect(wholes.at(-1)!.within).toEqual([{ on: ON, use: '3' }]);
});

test('CALC-1: three meters one after the other are one; other zones, or tampering, leave each alone', () => {
  const second: MeterInTurn = { ...newer([point('2026-10', '2', { takenOn: '2026-10-20', source: 'act' })]), removedOn: '2026-10-20' };
  expect(pointsOf(old([...known, last('2026-10', '3')]), second, newer([point('2026-10', '1')], {}, '2026-10-20'))).toEqual([
    ...months('6', '6'),
    ['2026-10', '6', 1],
  ]);
  const zoned = newer([]);
  const twoZones = { ...zoned, facts: { ...zoned.facts, registers: [{ ...zoned.facts.registers[0]!, zone: 'day' as const }] } };
  expect(inTurn([old(known), twoZones])).toBeUndefined();
  expect(inTurn([old(known, { tampered: true }), newer([])])).toBeUndefined();
  expect(inTurn([])).toBeUndefined();
});

test('CALC-1: meters are put in the order of their change, those without one alone', () => {
  const meter = (id: string, replacedBy: string | null) => ({ id, replacedBy });
  const ids = chainsOf([meter('c', null), meter('x', null), meter('a', 'b'), meter('b', 'c'), meter('y', 'gone')]).map((chain) => chain.map(({ id }) => id));
  expect(ids).toEqual([['x'], ['a', 'b', 'c'], ['y']]);
});

test('CALC-1: meters that are not one: one taken away earlier only by its reading of the month, a new one not yet read waits while the old one was read', () => {
  const serials = (chain: readonly MeterInTurn[], month: string) => standingIn(chain, month).map(({ facts: { serial } }) => serial);
  const ended = old([...known, last('2026-10', '3')]);
  expect(serials([ended, newer([])], '2026-10')).toEqual(['1']);
  expect(serials([ended, newer([point('2026-10', '1')])], '2026-10')).toEqual(['1', '100']);
  expect(serials([ended, newer([])], '2026-11')).toEqual(['100']);
  expect(serials([old([...known, last('2026-11', '3')]), newer([])], '2026-11')).toEqual(['1', '100']);
  expect(serials([old(known), newer([])], '2026-10')).toEqual(['1', '100']);
  expect(serials([old([...known, last('2026-10', '3')], { tampered: true }), newer([])], '2026-10')).toEqual(['1', '100']);
});

const months = (...uses: readonly string[]) => uses.map((use, n) => [`2026-${String(8 + n).padStart(2, '0')}`, use, 1]);
