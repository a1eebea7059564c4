// What flats used in a month, counted once for all services that ask: estimates of the past, the house's sums, heat.
import { expect, test } from 'vitest';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { addMonths } from '#platform/time';
import { estimateOfTerms, flatVolumes, zonesOf } from './flat-volumes.ts';
import { counted, flat, meter, MONTH, month, norm, tariff as priced } from './house-month.example.ts';
import type { HouseMonth, HousePremises, PastCharge } from './house-month.ts';

const tariff = { value: '10', from: null, decision: null };
const head = { period: MONTH, benefit: null, unit: 'м³' };
const AVERAGE = { kind: 'average' as const, date: null, document: null, months: 6 };
const normLine = (...pieces: TermsOf<'norm'>['pieces'][number][]): TermsOf<'norm'> => ({
  method: 'norm',
  ...head,
  personsAre: 'registered',
  raised: null,
  pieces,
});
const meterLine = (
  source: TermsOf<'meter'>['source'],
  ...pieces: [zone: TermsOf<'meter'>['pieces'][number]['zone'], volume: string, days?: number][]
): TermsOf<'meter'> => ({
  method: 'meter',
  ...head,
  source,
  readings: [],
  pieces: pieces.map(([zone, volume, days]) => ({ zone, volume, upTo: null, tariff, part: days === undefined ? null : { days, of: 31 } })),
});
const piece = { norm: '4.5', tariff, part: null };
const corrected = (base: TermsOf<'corrected'>['base']): ChargeTerms => ({
  method: 'corrected',
  period: MONTH,
  benefit: null,
  base,
  recalculations: [{ method: 'recalculation', period: MONTH, benefit: null, reason: 'x', document: null, ground: { by: 'decision', sumKopecks: 1 } }],
});
const roomShare = (line: TermsOf<'roomShare'>['flat']): TermsOf<'roomShare'> => ({
  method: 'roomShare',
  period: MONTH,
  benefit: null,
  flat: line,
  weights: ['1', '1'],
  weightUnit: 'м²',
  room: 0,
});

test('CALC-1: a line at the norm was estimated by people or by area, each piece by its days', () => {
  const zones = (line: ChargeTerms) => estimateOfTerms('2026-09', line);
  expect(zones(normLine({ persons: 2, ...piece }))).toEqual({ month: '2026-09', zones: [{ zone: 'whole', volume: '9' }] });
  // 2 × 4.5 × 10/31 + 3 × 4.5 × 21/31
  expect(zones(normLine({ persons: 2, ...piece, part: { days: 10, of: 31 } }, { persons: 3, ...piece, part: { days: 21, of: 31 } }))?.zones).toEqual([
    { zone: 'whole', volume: '12.048387' },
  ]);
  expect(zones(normLine({ persons: 2, area: '50', ...piece, norm: '0.03' }))?.zones).toEqual([{ zone: 'whole', volume: '1.5' }]);
  expect(zones(normLine({ persons: 0, ...piece }))?.zones).toEqual([{ zone: 'whole', volume: '0' }]);
});

test('CALC-1: a line at the average was estimated zone by zone; what was read, or has no volume, was not', () => {
  expect(estimateOfTerms('2026-09', meterLine(AVERAGE, ['day', '100'], ['night', '40'], ['day', '31', 10]))).toEqual({
    month: '2026-09',
    zones: [
      { zone: 'day', volume: '110.000000' },
      { zone: 'night', volume: '40.000000' },
    ],
  });
  expect(estimateOfTerms('2026-09', meterLine(AVERAGE, ['whole', '1', 10]))?.zones).toEqual([{ zone: 'whole', volume: '0.322581' }]);
  expect(estimateOfTerms('2026-09', meterLine({ ...AVERAGE, kind: 'reading', months: null }, ['whole', '5']))).toBeNull();
  expect(estimateOfTerms('2026-09', { method: 'areaRate', period: MONTH, benefit: null, area: '50', pieces: [{ tariff, part: null }] })).toBeNull();
  expect(estimateOfTerms('2026-09', corrected(null))).toBeNull();
  for (const wrapped of [
    corrected(normLine({ persons: 1, ...piece })),
    roomShare(normLine({ persons: 1, ...piece })),
    corrected(roomShare(normLine({ persons: 1, ...piece }))),
  ])
    expect(estimateOfTerms('2026-09', wrapped)?.zones).toEqual([{ zone: 'whole', volume: '4.5' }]);
});

const of = (facts: HouseMonth, premises: HousePremises, service = 'cold_water') => flatVolumes(facts).of(premises, service);
const past = (premisesId: string, months: readonly string[], more: { terms?: ChargeTerms; serviceCode?: string } = {}): PastCharge[] =>
  months.map((one) => ({
    accountId: `account ${premisesId}`,
    month: one,
    serviceCode: 'cold_water',
    totalKopecks: 1n,
    terms: meterLine(AVERAGE, ['whole', '5']),
    ...more,
  }));
const SUMMER = ['2026-07', '2026-08', '2026-09'];
/** Read up to June by sixes. */
const silent = () => ({ cold_water: [meter({ whole: '6' }, { last: '2026-06' })] });

test('CALC-1: without a meter a flat stands at the norm, raised where a meter could stand and the law raises', () => {
  const raised = { by: 'norm', raised: { coefficient: '1.5', reason: 'noMeter' } };
  const possible = { meterPossible: new Set(['cold_water', 'hot_water', 'electricity', 'gas', 'heating']) };
  for (const service of ['cold_water', 'hot_water', 'electricity'])
    expect([of(month([flat('1', {}, possible)], []), flat('1', {}, possible), service), of(month([flat('1')], []), flat('1'), service)], service).toEqual([
      raised,
      { by: 'norm', raised: null },
    ]);
  for (const service of ['gas', 'heating'])
    expect(of(month([flat('1', {}, possible)], []), flat('1', {}, possible), service), service).toEqual({ by: 'norm', raised: null });
});

test('CALC-1: the average stands for three months that the flat was charged by it, for two where nobody lives; then the norm', () => {
  const home = flat('1', silent());
  const shop = flat('1', silent(), { kind: 'commercial' });
  const charged = (premises: HousePremises, months: readonly string[]) => month([premises], [], { past: past('1', months) });
  expect(of(month([home], [], { month: '2026-09', past: past('1', SUMMER.slice(0, 2)) }), home)).toMatchObject({ by: 'average', zones: [{ volume: '6' }] });
  expect(of(charged(home, SUMMER), home)).toEqual({ by: 'norm', raised: null, unread: 'unread' });
  for (const [premises, months, left] of [
    [home, [], 3],
    [home, ['2026-09'], 2],
    [home, SUMMER, 0],
    [shop, [], 2],
    [shop, ['2026-09'], 1],
    [home, ['2026-07', '2026-08'], 3],
  ] as const)
    expect(flatVolumes(charged(premises, months)).averageMonthsLeft(premises, 'cold_water'), months.join()).toBe(left);
});

test('CALC-1: only earlier months of this very flat and service count as estimated; what rooms were charged counts for their flat', () => {
  const rooms = ['room a', 'room b'].map((id) => flat(id, {}, { kind: 'room', flatId: '1' }));
  const home = flat('1', silent());
  const left = (charges: readonly PastCharge[]) => flatVolumes(month([home, flat('2'), ...rooms], [], { past: charges })).averageMonthsLeft(home, 'cold_water');
  expect(left(past('1', ['2026-09']))).toBe(2);
  expect(left(past('1', [MONTH]))).toBe(3);
  expect(left(past('2', ['2026-09']))).toBe(3);
  expect(left(past('1', ['2026-09'], { serviceCode: 'sewage' }))).toBe(3);
  expect(left(past('1', ['2026-09'], { terms: meterLine({ ...AVERAGE, kind: 'reading', months: null }, ['whole', '5']) }))).toBe(3);
  const shared = { terms: roomShare(meterLine(AVERAGE, ['whole', '5'])) };
  expect(left(past('room a', ['2026-09'], shared))).toBe(2);
  expect(left(past('room a', ['2026-09'], { terms: corrected(shared.terms) }))).toBe(2);
  expect(left(past('room a', ['2026-09']))).toBe(3);
  expect(left(past('1', ['2026-09'], shared))).toBe(2);
  expect(left(past('of nobody', ['2026-09'], shared))).toBe(3);
  // The share of the rooms is the flat's own, not the room's.
  const volumes = flatVolumes(month([home, ...rooms], [], { past: past('room a', ['2026-09'], shared) }));
  expect(volumes.averageMonthsLeft(rooms[0]!, 'cold_water')).toBe(3);
  expect(flatVolumes(month([home, ...rooms], [], { past: past('room a', ['2026-09']) })).averageMonthsLeft(rooms[0]!, 'cold_water')).toBe(2);
});

test('CALC-1: heat is averaged over the months in which the house meter ran, over all where there is none', () => {
  /** Uses of April to September by month. */
  const heat = (uses: readonly string[]) => [
    {
      ...meter({ whole: '0' }),
      registers: [
        {
          zone: 'whole' as const,
          start: { value: '0', on: '2026-03-24' },
          points: uses.map((use, n) => ({
            period: addMonths('2026-04', n),
            takenOn: `${addMonths('2026-04', n)}-24`,
            value: String(n),
            use,
            months: 1,
            source: 'reading' as const,
          })),
        },
      ],
    },
  ];
  const home = flat('1', { heating: heat(['1.2', '0.9', '0.6', '0', '0', '0']), cold_water: heat(['6', '6', '6', '0', '0', '0']) });
  const counted = (house: readonly string[] | null, service = 'heating') =>
    of(month([home], [], { houseMeters: new Map(house ? [['heating', heat(house)]] : []) }), home, service);
  expect(counted(['50', '40', '30', '0', '0.00', '0'])).toMatchObject({ by: 'average', zones: [{ volume: '0.9' }], source: { months: 3 } });
  expect(counted(['50', '40', '30', '0', '0', '0.05'])).toMatchObject({ by: 'average', zones: [{ volume: '0.675' }], source: { months: 4 } });
  expect(counted(['50', '40', '30', '10', '0', '0'])).toMatchObject({ zones: [{ volume: '0.675' }], source: { months: 4 } });
  for (const house of [null, ['0', '0', '0', '0', '0', '0']])
    expect(counted(house)).toMatchObject({ by: 'average', zones: [{ volume: '0.45' }], source: { months: 6 } });
  // Water runs in summer as well, whatever the house meter of heat says.
  expect(counted(['50', '40', '30', '0', '0', '0'], 'cold_water')).toMatchObject({ zones: [{ volume: '3' }], source: { months: 6 } });
});

test('CALC-1: the house’s flats together: by meters, by the norm of this service for a person, and apart what is no home', () => {
  const read = (use: string) => ({ cold_water: [meter({ whole: use })], electricity: [meter({ day: '70', night: '30.5' })] });
  const flats = [
    flat('1', read('6')),
    flat('2', read('0.125')),
    flat('3'),
    flat('4', {}, { people: [{ from: null, to: null, value: { count: 3, are: 'registered' } }] }),
    flat('shop', read('2'), { kind: 'commercial' }),
    flat('store', {}, { kind: 'commercial' }),
  ];
  const norms = [norm('cold_water', 'person', '4.5'), norm('cold_water', 'm2', '100'), norm('hot_water', 'person', '3')];
  const volumes = flatVolumes(month(flats, [], { norms }));
  expect(volumes.sums('cold_water')).toEqual({ byMeters: '6.125', byNorms: '22.5', nonResidential: '11' });
  expect(volumes.sums('cold_water')).toBe(volumes.sums('cold_water'));
  expect(volumes.sums('electricity')).toEqual({ byMeters: '201', byNorms: '0', nonResidential: '100.5' });
  expect(volumes.sums('hot_water')).toEqual({ byMeters: '0', byNorms: '27', nonResidential: '12' });
  // Rooms stand for their flat where they have meters of the service, the flat for its rooms where they have none.
  const rooms = [flat('a', {}, { kind: 'room', flatId: '5' }), flat('b', {}, { kind: 'room', flatId: '5' })];
  const metered = [flat('a', read('1'), { kind: 'room', flatId: '5' }), flat('b', read('2'), { kind: 'room', flatId: '5' })];
  expect(flatVolumes(month([flat('5'), ...rooms], [], { norms })).sums('cold_water')).toEqual({ byMeters: '0', byNorms: '9', nonResidential: '0' });
  expect(flatVolumes(month([flat('5'), ...metered], [], { norms })).sums('cold_water')).toEqual({ byMeters: '3', byNorms: '0', nonResidential: '0' });
});

test('CALC-1: in the split of the house’s heat a flat stands with its meter’s volume, or with its area alone', () => {
  const flats = [
    flat('1', { heating: [meter({ whole: '0.8' })] }),
    flat('2'),
    flat('3', { heating: [meter({ whole: '1' }, { last: '2026-05' })] }, { area: '61.5' }),
    flat('room', {}, { kind: 'room', flatId: '2' }),
  ];
  const volumes = flatVolumes(month(flats, []));
  expect(volumes.heat()).toEqual([
    { area: '50', volume: '0.8', cutOff: false },
    { area: '50', volume: null, cutOff: false },
    { area: '61.5', volume: null, cutOff: false },
  ]);
  expect(volumes.heat()).toBe(volumes.heat());
  expect(volumes.heatOf(flats[1]!)).toEqual({ area: '50', volume: null, cutOff: false });
});

test('CALC-1: the house meter: none, read, by its average for three months whatever was charged, or nothing to go by', () => {
  const house = (last: string, months = MONTH) =>
    flatVolumes(
      month([flat('1')], [], {
        month: months,
        houseMeters: new Map([['heating', [meter({ whole: '40' }, { last })]]]),
        past: past('1', SUMMER, { serviceCode: 'heating' }),
      }),
    );
  expect([house(MONTH).house('cold_water'), house(MONTH).house('heating')]).toMatchObject([undefined, { by: 'readings', zones: [{ volume: '40' }] }]);
  expect(house('2026-09').house('heating')).toMatchObject({ by: 'average', zones: [{ volume: '40' }] });
  const nothing = house('2026-05', '2026-12');
  expect([nothing.house('heating'), nothing.house('heating')]).toEqual([null, null]);
  const read = house(MONTH);
  expect(read.house('heating')).toBe(read.house('heating'));
});

test('CALC-1: T1 to T3 of a meter by the number of its zones', () => {
  expect([zonesOf(['T1', 'T2']), zonesOf([''])]).toEqual(Array.from({ length: 2 }, () => ({ '': 'whole', T1: 'day', T2: 'night' })));
  expect(zonesOf(['T1', 'T2', 'T3'])).toEqual({ '': 'whole', T1: 'peak', T2: 'night', T3: 'halfPeak' });
});

test('CALC-1: months that a former owner was charged by the average are of the flat: the new owner has what is left of the three, and pays no month twice', () => {
  const left = { accountId: 'account left', number: 'left', kind: 'manager', premisesId: '1', span: null };
  const charged = past('left', ['2026-07', '2026-08', '2026-09']);
  const home = flat('1', silent());
  const facts = month([home], [priced('cold_water', '50.00')], { closedAccounts: [left], past: charged, norms: [norm('cold_water', 'person', '4')] });
  expect([of(facts, home), flatVolumes(facts).averageMonthsLeft(home, 'cold_water')]).toEqual([{ by: 'norm', raised: null, unread: 'unread' }, 0]);
  expect(of({ ...facts, past: charged.slice(1) }, home)).toMatchObject({ by: 'average' });
  // A reading of October closes four months with 24 m³: a quarter is of October.
  const [register] = silent().cold_water[0]!.registers;
  const points = [...register!.points, { period: MONTH, takenOn: `${MONTH}-24`, value: '28', use: '24', months: 4, source: 'reading' as const }];
  const read = flat('1', { cold_water: [{ ...silent().cold_water[0]!, registers: [{ ...register!, points }] }] });
  expect(counted({ ...facts, premises: new Map([['1', read]]) }).sums).toEqual({ '1 cold_water': 30_000n });
});
