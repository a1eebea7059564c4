// The terms of measured and counted services, whole: every number and word that a line keeps (CALC-4), piece by piece.
import { expect, test } from 'vitest';
import type { Piece } from './tariff-pieces.ts';
import {
  gasNormTerms,
  hotWaterNormTerms,
  hotWaterTerms,
  type Metered,
  meteredOf,
  meteredTerms,
  normTerms,
  normVolume,
  type People,
  peopleOf,
  type Prices,
  sewageTerms,
} from './utility-terms.ts';

const benefit = { by: 'percent', title: 'Ветеран труда', percent: '50' } as const;
const head = { month: '2026-10', unit: 'м³', benefit } as const;
const heated = { ...head, heatUnit: 'Гкал', heatPerUnit: '0.06' };
const price = (value: string) => ({ value, from: '2026-10-01', decision: null });
const whole = <V>(values: V): Piece<V>[] => [{ from: '2026-10-01', to: '2026-10-31', part: null, values }];
const FIRST = { days: 10, of: 31 };
const SECOND = { days: 21, of: 31 };
const halves = <V>(first: V, second: V): Piece<V>[] => [
  { from: '2026-10-01', to: '2026-10-10', part: FIRST, values: first },
  { from: '2026-10-11', to: '2026-10-31', part: SECOND, values: second },
];
const reading = (meter: string) => ({ zone: 'whole', meter, before: '0', beforeOn: '2026-09-24', after: '1', afterOn: '2026-10-24' }) as const;
const source = { kind: 'reading', date: '2026-10-24', document: null, months: null } as const;
const AVERAGE = { kind: 'average', date: null, document: null, months: 6 } as const;
const used = (volume: string, more: Partial<Metered> = {}): Metered => ({
  zones: [{ zone: 'whole', volume }],
  source,
  readings: [reading('18-1')],
  months: 1,
  ...more,
});
const one = (value: string): { prices: Prices } => ({ prices: { limits: [], byZone: { whole: [price(value)] } } });
const registered = (count: number): People => ({ count, are: 'registered' });
const owners = (count: number): People => ({ count, are: 'owners' });
const many = Array.from({ length: 14 }, (_, n) => reading(String(n)));

test('CALC-1, CALC-4: a metered line keeps its volume, price, source and readings, twelve of them at most', () => {
  expect(meteredTerms(head, used('5.73'), whole(one('52.40')))).toEqual({
    method: 'meter',
    period: '2026-10',
    benefit,
    unit: 'м³',
    source,
    readings: [reading('18-1')],
    pieces: [{ zone: 'whole', volume: '5.73', upTo: null, tariff: price('52.40'), part: null }],
  });
  expect(meteredTerms(head, used('5.73', { readings: many }), whole(one('52.40'))).readings).toEqual(many.slice(0, 12));
  expect(meteredTerms(head, used('6'), halves(one('48'), one('50'))).pieces).toEqual([
    { zone: 'whole', volume: '6', upTo: null, tariff: price('48'), part: FIRST },
    { zone: 'whole', volume: '6', upTo: null, tariff: price('50'), part: SECOND },
  ]);
});

test('CALC-1: a zone has its own price in each range, else that of all zones; a price that is not there is named', () => {
  const prices: Prices = { limits: ['100'], byZone: { whole: [price('5'), price('8')], night: [price('2'), price('3')] } };
  const zones = [
    { zone: 'day', volume: '90' },
    { zone: 'night', volume: '60' },
  ] as const;
  expect(meteredTerms(head, used('0', { zones }), whole({ prices })).pieces).toEqual([
    { zone: 'day', volume: '60', upTo: '100', tariff: price('5'), part: null },
    { zone: 'day', volume: '30', upTo: null, tariff: price('8'), part: null },
    { zone: 'night', volume: '40', upTo: '100', tariff: price('2'), part: null },
    { zone: 'night', volume: '20', upTo: null, tariff: price('3'), part: null },
  ]);
  expect(() =>
    meteredTerms(head, used('0', { zones }), whole({ prices: { limits: ['100'], byZone: { day: [price('5'), price('8')], night: [price('2')] } } })),
  ).toThrow(new RangeError('No price of zone night, range 2'));
  expect(() => meteredTerms(head, used('5'), whole({ prices: { limits: [], byZone: {} } }))).toThrow(new RangeError('No price of zone whole, range 1'));
});

test('CALC-1: a reading of the day of change does not begin the ranges anew: each part of the month takes of them what the whole month does', () => {
  const ranged = (first: string, second: string) => ({ prices: { limits: ['3900'], byZone: { whole: [price(first), price(second)] } } });
  const zones = [{ zone: 'whole', volume: '5000', marks: [{ on: '2026-10-11', volume: '2000' }] }] as const;
  // Of 5 000 kWh 3 900 are of the first range: 78 of a hundred in either part.
  expect(meteredTerms(head, used('5000', { zones }), halves(ranged('4', '6'), ranged('5', '7'))).pieces).toEqual([
    { zone: 'whole', volume: '1560', upTo: '3900', tariff: price('4'), part: null },
    { zone: 'whole', volume: '440', upTo: null, tariff: price('6'), part: null },
    { zone: 'whole', volume: '2340', upTo: '3900', tariff: price('5'), part: null },
    { zone: 'whole', volume: '660', upTo: null, tariff: price('7'), part: null },
  ]);
  // Who moved in on that day answers for what ran since, by the ranges of the home's month.
  const since: Piece<{ prices: Prices }>[] = [{ from: '2026-10-11', to: '2026-10-31', part: SECOND, values: ranged('5', '7') }];
  expect(meteredTerms(head, used('5000', { zones }), since).pieces.map(({ volume }) => volume)).toEqual(['2340', '660']);
});

test('CALC-1: an average has no readings and is of one month; readings go on as they are', () => {
  const zones = [{ zone: 'whole', volume: '5' }] as const;
  expect(meteredOf({ by: 'average', zones, source: AVERAGE })).toEqual({ by: 'average', zones, source: AVERAGE, readings: [], months: 1 });
  const read = { by: 'readings', zones, source, readings: [reading('1')], months: 3, corrections: [] } as const;
  expect(meteredOf(read)).toBe(read);
});

test('CALC-1: people are those registered and those living for a time; the owners where there is neither', () => {
  expect(
    [
      [2, 0, 1],
      [0, 1, 5],
      [0, 0, 3],
      [0, 0, 0],
    ].map(([registered_, temporary, own]) => peopleOf({ registered: registered_!, temporary: temporary!, owners: own! })),
  ).toEqual([registered(2), registered(1), owners(3), owners(0)]);
});

test('CALC-1, CALC-4: a line by the norm keeps its people, norm and price of each part of the month, and why it is raised', () => {
  const raised = { coefficient: '1.5', reason: 'noMeter' } as const;
  expect(
    normTerms(head, raised, halves({ people: owners(1), norm: '4.85', tariff: price('48') }, { people: registered(3), norm: '5', tariff: price('50') })),
  ).toEqual({
    method: 'norm',
    period: '2026-10',
    benefit,
    unit: 'м³',
    raised,
    personsAre: 'owners',
    pieces: [
      { persons: 1, norm: '4.85', tariff: price('48'), part: FIRST },
      { persons: 3, norm: '5', tariff: price('50'), part: SECOND },
    ],
  });
  expect([
    normVolume(whole({ people: registered(2), norm: '4.85' })),
    normVolume(halves({ people: registered(1), norm: '3.1' }, { people: registered(2), norm: '3.1' })),
    normVolume([]),
  ]).toEqual(['9.7', '5.2', '0']);
});

test('CALC-1: gas by the norm: what people cook and wash with and what heats the area, each as far as the home has it', () => {
  const values = { people: registered(2), stove: '10', waterHeater: '12.5', heating: '7.1', tariff: price('8.25') };
  const gas = (more: Partial<Record<'stove' | 'waterHeater' | 'heating', null>>) => gasNormTerms(head, '54.3', whole({ ...values, ...more }));
  const [stove, heater, area] = [
    { persons: 2, norm: '10', tariff: price('8.25'), part: null },
    { persons: 2, norm: '12.5', tariff: price('8.25'), part: null },
    { persons: 0, area: '54.3', norm: '7.1', tariff: price('8.25'), part: null },
  ];
  expect(gas({})).toEqual({ method: 'norm', period: '2026-10', benefit, unit: 'м³', raised: null, personsAre: 'registered', pieces: [stove, heater, area] });
  expect([gas({ heating: null }).pieces, gas({ stove: null, waterHeater: null }).pieces, gas({ waterHeater: null }).pieces]).toEqual([
    [stove, heater],
    [area],
    [stove, area],
  ]);
  expect(gasNormTerms(head, '1', halves({ ...values, people: owners(1) }, values))).toMatchObject({
    personsAre: 'owners',
    pieces: [{ part: FIRST }, { part: FIRST }, { part: FIRST }, { part: SECOND }, { part: SECOND }, { part: SECOND }],
  });
});

test('CALC-1: sewage has a piece for each water, the readings of both, and is an average where either is', () => {
  const out = sewageTerms(head, [used('5'), used('3', { readings: many })], whole(one('40')));
  expect(out).toEqual({
    method: 'meter',
    period: '2026-10',
    benefit,
    unit: 'м³',
    source,
    readings: [reading('18-1'), ...many.slice(0, 11)],
    pieces: ['5', '3'].map((volume) => ({ zone: 'whole', volume, upTo: null, tariff: price('40'), part: null })),
  });
  for (const kind of ['average', 'norm'] as const)
    expect(sewageTerms(head, [used('5'), used('3', { source: { ...AVERAGE, kind }, readings: [] })], whole(one('40')))).toMatchObject({
      source: { kind },
      readings: [reading('18-1')],
    });
  expect(sewageTerms(head, [used('5', { source: AVERAGE }), used('3')], whole(one('40'))).source).toEqual(AVERAGE);
});

test('CALC-1, CALC-4: hot water of two parts by the meter: one use for the month, one for each part where a reading divides it', () => {
  const values = { tariff: price('52.40'), heatTariff: price('2350.18') };
  const common = { method: 'hotWater', period: '2026-10', benefit, unit: 'м³', source, raised: null, heatUnit: 'Гкал', heatPerUnit: '0.06' };
  expect(hotWaterTerms(heated, used('3.21', { readings: many }), whole(values))).toEqual({
    ...common,
    readings: many.slice(0, 12),
    use: { by: 'meter', volume: '3.21' },
    pieces: [{ ...values, part: null }],
  });
  const later = { ...values, tariff: price('60') };
  const parts = used('3', { zones: [{ zone: 'whole', volume: '3', marks: [{ on: '2026-10-11', volume: '1' }] }] });
  expect(hotWaterTerms(heated, parts, halves(values, later))).toEqual({
    ...common,
    readings: [reading('18-1')],
    use: { by: 'meter', volume: '1' },
    pieces: [
      { ...values, part: null, use: { by: 'meter', volume: '1' } },
      { ...later, part: null, use: { by: 'meter', volume: '2' } },
    ],
  });
});

test('CALC-1, CALC-4: hot water of two parts by the norm: people and norm of each part, owners named, raised where a meter could stand', () => {
  const values = { people: registered(2), norm: '3.17', tariff: price('52.40'), heatTariff: price('2350.18') };
  const piece = { tariff: price('52.40'), heatTariff: price('2350.18') };
  const raised = { coefficient: '1.5', reason: 'noMeter' } as const;
  expect(hotWaterNormTerms(heated, raised, whole(values))).toEqual({
    method: 'hotWater',
    period: '2026-10',
    benefit,
    unit: 'м³',
    source: { kind: 'norm', date: null, document: null, months: null },
    readings: [],
    raised,
    heatUnit: 'Гкал',
    heatPerUnit: '0.06',
    use: { by: 'norm', persons: 2, norm: '3.17' },
    pieces: [{ ...piece, part: null }],
  });
  const [mine, theirs] = [
    { by: 'norm', persons: 1, personsAre: 'owners', norm: '3.17' },
    { by: 'norm', persons: 2, norm: '3.17' },
  ];
  expect(hotWaterNormTerms(heated, null, halves({ ...values, people: owners(1) }, values))).toMatchObject({
    raised: null,
    use: mine,
    pieces: [
      { ...piece, part: FIRST, use: mine },
      { ...piece, part: SECOND, use: theirs },
    ],
  });
});
