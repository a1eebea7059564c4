// Which way a service goes in a flat, at its edges: prices that are not there, waters that do not come, heat, parking, accounts of a part of a month.
import { describe, expect, test } from 'vitest';
import { chargeHouse } from './charge-house.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import type { MeterFacts } from './volume-of-month.ts';

const water = (use: string, last = MONTH) => ({ cold_water: [meter({ whole: use }, { last })] });
const NOBODY = [{ from: null, to: null, value: { count: 0, are: 'owners' as const } }];
const line = (facts: HouseMonth, key: string) => {
  const { lines, told } = counted(facts);
  return lines.find(({ accountId, serviceCode }) => `${accountId.slice('account '.length)} ${serviceCode}` === key)?.terms ?? told;
};
const changed = (serviceCode: string, before: string, after: string, from = '2026-10-11') => [
  { serviceCode, zone: '', fromVolume: '0', force: { from: '2026-01-01', to: '2026-10-10', value: { value: before, from: '2026-01-01', decision: null } } },
  { serviceCode, zone: '', fromVolume: '0', force: { from, to: null, value: { value: after, from, decision: null } } },
];

describe('accounts that follow each other within a month', () => {
  const spans = [
    ['a', '01', '10'],
    ['b', '11', '31'],
  ] as const;
  const handed = (premises: HousePremises, more: Partial<HouseMonth> = {}, days: readonly (readonly [string, string, string])[] = spans) =>
    month([premises], [tariff('cold_water', '50.00'), tariff('sewage', '40.00'), tariff('maintenance', '31.00')], {
      norms: [norm('cold_water', 'person', '4'), norm('sewage', 'person', '7')],
      accounts: days.map(([id, from, to]) => ({
        accountId: `account ${id}`,
        number: id,
        kind: 'manager',
        premisesId: premises.premisesId,
        span: { from: `${MONTH}-${from}`, to: `${MONTH}-${to}` },
      })),
      ...more,
    });

  test('CALC-1, CALC-4: a flat whose owner changed on the 11th is charged its meter’s use once: ten days to one, twenty-one to the other', () => {
    const { sums, told } = counted(handed(flat('1', water('6.2'))));
    expect(told).toEqual([]);
    expect(sums).toEqual({
      'a cold_water': 10_000n,
      'b cold_water': 21_000n,
      'a sewage': 8_000n,
      'b sewage': 16_800n,
      'a maintenance': 50_000n,
      'b maintenance': 105_000n,
    });
    expect(line(handed(flat('1', water('6.2'))), 'a cold_water')).toMatchObject({ pieces: [{ volume: '6.2', part: { days: 10, of: 31 } }] });
    // By the average and by the norm too.
    expect(counted(handed(flat('1', water('6.2', '2026-09')))).sums).toMatchObject({ 'a cold_water': 10_000n, 'b cold_water': 21_000n });
    expect(counted(handed(flat('1'))).sums).toMatchObject({ 'a cold_water': 12_903n, 'b cold_water': 27_097n });
  });

  test('CALC-1: a reading of the day on which the flat changed hands divides its use, a price of that day goes with it', () => {
    const [known] = water('6.2').cold_water;
    const read: MeterFacts = {
      ...known!,
      registers: known!.registers.map((register) => ({
        ...register,
        points: register.points.map((point) => (point.period === MONTH ? { ...point, within: [{ on: '2026-10-11', use: '4.7' }] } : point)),
      })),
    };
    expect(counted(handed(flat('1', { cold_water: [read] }))).sums).toMatchObject({
      'a cold_water': 23_500n,
      'b cold_water': 7_500n,
      'a sewage': 18_800n,
      'b sewage': 6_000n,
    });
    const whole = month([flat('1', { cold_water: [read] })], changed('cold_water', '50.00', '60.00'));
    expect(line(whole, '1 cold_water')).toMatchObject({
      pieces: [
        { volume: '4.7', tariff: { value: '50.00' }, part: null },
        { volume: '1.5', tariff: { value: '60.00' }, part: null },
      ],
    });
    expect(counted(whole).sums['1 cold_water']).toBe(23_500n + 9_000n);
    const heat = month([flat('1', { hot_water: [read] })], [...changed('hot_water_heat', '1000.00', '2000.00'), tariff('hot_water', '1.00')], {
      norms: [norm('hot_water', 'person', '3'), norm('hot_water_heat', 'person', '0.3')],
    });
    expect(line(heat, '1 hot_water_heat')).toMatchObject({
      pieces: [
        { volume: '0.47', part: null },
        { volume: '0.15', part: null },
      ],
    });
  });

  test('CALC-1: a new home whose meter was put in with its first owner is charged all that it ran', () => {
    const [known] = water('3').cold_water;
    const fresh: MeterFacts = {
      ...known!,
      registers: known!.registers.map((register) => ({
        ...register,
        start: { value: '0', on: '2026-10-15' },
        points: register.points.filter(({ period }) => period === MONTH),
      })),
    };
    expect(counted(handed(flat('1', { cold_water: [fresh] }), {}, [['a', '15', '31']])).sums).toMatchObject({ 'a cold_water': 15_000n });
  });
});

describe('water that goes out', () => {
  const prices = [tariff('cold_water', '50.00'), tariff('sewage', '40.00')];
  const norms = [norm('cold_water', 'person', '4'), norm('hot_water', 'person', '3'), norm('sewage', 'person', '7')];
  const sewage = (premises: readonly HousePremises[], more: Partial<HouseMonth> = {}) => counted(month(premises, prices, { norms, ...more })).sums['1 sewage'];

  test('CALC-1: where no hot water comes to the house, homes warm cold water and it is all that goes out', () => {
    expect(sewage([flat('1', water('5'))])).toBe(20_000n);
    expect(sewage([flat('1'), flat('2')])).toBe(56_000n);
  });

  test('CALC-1: where hot water is priced, measured in the house, in any home, or once was, a home without its meter pays sewage by the norm', () => {
    const byNorm = 56_000n;
    expect(sewage([flat('1', water('5')), flat('2', { hot_water: [meter({ whole: '2' })] })])).toBe(byNorm);
    expect(sewage([flat('1', water('5')), flat('2', {}, { meterPossible: new Set(['hot_water']) })])).toBe(byNorm);
    expect(sewage([flat('1', water('5'))], { houseMeters: new Map([['hot_water', [meter({ whole: '90' })]]]) })).toBe(byNorm);
    for (const code of ['hot_water', 'hot_water_heat'])
      expect(sewage([flat('1', water('5'))], { tariffs: [...prices, tariff(code, '9.00')] }), code).toBe(byNorm);
  });

  test('CALC-1: rooms with meters of cold water pay for what each of them let out, where no hot water comes', () => {
    const room = (id: string, use: string) => flat(id, water(use), { kind: 'room', flatId: 'k' });
    const { sums } = counted(
      month([flat('k'), room('a', '2'), room('b', '3')], prices, {
        norms,
        accounts: ['a', 'b'].map((id) => ({ accountId: `account ${id}`, number: id, kind: 'manager', premisesId: id, span: null })),
      }),
    );
    expect(sums).toEqual({ 'a cold_water': 10_000n, 'b cold_water': 15_000n, 'a sewage': 8_000n, 'b sewage': 12_000n });
  });

  test('CALC-1: sewage is called unread where a water is, and is told where it has no price for a zone, no norm or nobody', () => {
    const three = ['2026-07', '2026-08', '2026-09'].map((of) => ({
      accountId: 'account 1',
      month: of,
      serviceCode: 'cold_water',
      totalKopecks: 1n,
      terms: {
        method: 'meter' as const,
        period: of,
        benefit: null,
        unit: 'м³',
        source: { kind: 'average' as const, date: null, document: null, months: 6 },
        readings: [],
        pieces: [{ zone: 'whole' as const, volume: '5', upTo: null, tariff: { value: '1', from: null, decision: null }, part: null }],
      },
    }));
    const unread = month([flat('1', water('5', '2026-06'))], prices, { norms, past: three });
    expect([line(unread, '1 sewage'), line(unread, '1 cold_water')]).toMatchObject([{ method: 'norm', raised: null, unread: 'unread' }, { unread: 'unread' }]);
    expect(line(month([flat('1')], prices, { norms }), '1 sewage')).not.toHaveProperty('unread');
    expect(counted(month([flat('1')], [tariff('sewage', '40.00')])).told).toEqual(['noNorm 1 sewage']);
    expect(counted(month([flat('1', {}, { people: NOBODY })], [tariff('sewage', '40.00')], { norms })).told).toEqual(['nobody 1 sewage']);
    expect(counted(month([flat('1', {}, { people: [] })], [tariff('sewage', '40.00')], { norms })).told).toEqual(['nobody 1 sewage']);
    expect(counted(month([flat('1', water('5'))], [tariff('sewage', '40.00', { zone: 'T2' })], { norms })).told).toEqual(['noTariff 1 sewage']);
    expect(counted(month([flat('1', water('5'))], [tariff('sewage', '40.00', { fromVolume: '3' })], { norms })).told).toEqual(['noTariff 1 sewage']);
  });
});

describe('heat in water', () => {
  const tariffs = [tariff('hot_water', '50.00'), tariff('hot_water_heat', '2000.00')];
  const norms = [norm('hot_water', 'person', '3'), norm('hot_water_heat', 'person', '0.2')];
  const hot = { hot_water: [meter({ whole: '1' })] };

  test('CALC-1, CHG-2: by the meter it is the heat of a cubic metre to seven decimals, with its norms named and no readings of its own', () => {
    expect(line(month([flat('1', hot)], tariffs, { norms }), '1 hot_water_heat')).toMatchObject({
      unit: 'Гкал',
      pieces: [{ volume: '0.0666667' }],
      readings: [],
      source: { kind: 'reading', date: '2026-10-24', document: '0.2 Гкал на 3 м³ по нормативам' },
    });
  });

  test('CALC-1: without a norm of either, with a norm of nothing, without a price of the zone it is told; by the norm it is never raised', () => {
    const told = (more: Partial<HouseMonth>) => counted(month([flat('1', hot)], tariffs, { norms, ...more })).told.filter((one) => one.endsWith('heat'));
    expect([told({ norms: [norms[1]!] }), told({ norms: [norms[0]!] }), told({ norms: [norm('hot_water', 'person', '0'), norms[1]!] })]).toEqual(
      Array.from({ length: 3 }, () => ['noNorm 1 hot_water_heat']),
    );
    expect(told({ tariffs: [tariffs[0]!, tariff('hot_water_heat', '1.00', { zone: 'T2' })] })).toEqual(['noTariff 1 hot_water_heat']);
    const possible = month([flat('1', {}, { meterPossible: new Set(['hot_water']) })], tariffs, { norms });
    expect([line(possible, '1 hot_water'), line(possible, '1 hot_water_heat')]).toMatchObject([
      { raised: { coefficient: '1.5' } },
      { method: 'norm', raised: null, pieces: [{ norm: '0.2' }] },
    ]);
  });
});

describe('prices', () => {
  test('CALC-1: ranges go by their numbers, not by their letters; each zone has its own', () => {
    const power = flat('1', { electricity: [meter({ day: '700', night: '500' })] });
    const prices = ['T1', 'T2'].flatMap((zone, n) => [
      tariff('electricity', String(20 + n), { zone, fromVolume: '1000' }),
      tariff('electricity', String(1 + n), { zone }),
      tariff('electricity', String(10 + n), { zone, fromVolume: '900' }),
    ]);
    expect(line(month([power], prices), '1 electricity')).toMatchObject({
      pieces: [
        { zone: 'day', upTo: '900', volume: '525', tariff: { value: '1' } },
        { zone: 'day', upTo: '1000', tariff: { value: '10' } },
        { zone: 'day', upTo: null, tariff: { value: '20' } },
        { zone: 'night', upTo: '900', tariff: { value: '2' } },
        { zone: 'night', upTo: '1000', tariff: { value: '11' } },
        { zone: 'night', upTo: null, tariff: { value: '21' } },
      ],
    });
    expect(line(month([power], prices.slice(0, 5)), '1 electricity')).toEqual(['noTariff 1 electricity']);
  });

  test('CALC-1: by the norm a service of zones costs its day’s price, of one price that one; three zones have no day', () => {
    const norms = [norm('electricity', 'person', '100')];
    const byNorm = (prices: HouseMonth['tariffs']) => line(month([flat('1')], prices, { norms }), '1 electricity');
    expect(byNorm([tariff('electricity', '5.00', { zone: 'T1' }), tariff('electricity', '2.00', { zone: 'T2' })])).toMatchObject({
      method: 'norm',
      pieces: [{ tariff: { value: '5.00' } }],
    });
    expect(byNorm([tariff('electricity', '4.00'), tariff('electricity', '5.00', { zone: 'T1' })])).toMatchObject({ pieces: [{ tariff: { value: '4.00' } }] });
    expect(byNorm([tariff('electricity', '5.00', { zone: 'T2' })])).toEqual(['noTariff 1 electricity']);
  });

  test('CALC-1, CALC-2: a price that does not cover the month is told, and a norm, and people; a house’s pieces are of each service and of each people', () => {
    const late = changed('maintenance', '10.00', '20.00', '2026-10-12');
    expect(counted(month([flat('1')], late)).told).toEqual(['noTariff 1 maintenance']);
    const norms = [norm('cold_water', 'person', '4'), norm('hot_water', 'person', '3')];
    const homes = [flat('1'), flat('2', {}, { people: [{ from: null, to: null, value: { count: 3, are: 'registered' } }] }), flat('3')];
    expect(counted(month(homes, [tariff('cold_water', '50.00'), tariff('hot_water', '10.00')], { norms })).sums).toEqual({
      '1 cold_water': 40_000n,
      '1 hot_water': 6_000n,
      '2 cold_water': 60_000n,
      '2 hot_water': 9_000n,
      '3 cold_water': 40_000n,
      '3 hot_water': 6_000n,
    });
    expect(counted(month(homes, [tariff('cold_water', '50.00')])).told).toEqual(['noNorm 1 cold_water', 'noNorm 2 cold_water', 'noNorm 3 cold_water']);
  });
});

describe('heating, house needs, waste and the rest', () => {
  const heatPrice = [tariff('heating', '1000.00')];
  const house = (whole: string, last = MONTH) => ({ houseMeters: new Map([['heating', [meter({ whole }, { last })]]]) });
  const byNorm = { norms: [norm('heating', 'm2', '0.02')] };

  test('CALC-1: the house meter of heat is named as the source, its average as an average; one never read leaves the norm', () => {
    expect(line(month([flat('1')], heatPrice, house('4')), '1 heating')).toMatchObject({
      method: 'heatingByHouse',
      houseVolume: '4',
      houseArea: '200',
      area: '50',
      source: { kind: 'houseMeter', date: '2026-10-24' },
    });
    expect(line(month([flat('1')], heatPrice, house('4', '2026-09')), '1 heating')).toMatchObject({ source: { kind: 'average', months: 6 } });
    expect(line(month([flat('1')], heatPrice, { ...byNorm, ...house('4', '2026-05') }), '1 heating')).toMatchObject({ method: 'heatingByNorm', season: null });
    expect(line(month([flat('1')], heatPrice, byNorm), '1 heating')).toMatchObject({ method: 'heatingByNorm' });
    expect(line(month([flat('1')], heatPrice, { ...byNorm, ...house('4'), heating: 'norm', heatingMonths: 7 }), '1 heating')).toMatchObject({
      method: 'heatingByNorm',
      season: 7,
      raised: null,
    });
    expect(line(month([flat('1')], heatPrice, house('4', '2026-05')), '1 heating')).toEqual(expect.arrayContaining(['noNorm 1 heating']));
    // A price that begins on the 11th leaves days without one, whatever the way.
    const late = [{ ...heatPrice[0]!, force: { ...heatPrice[0]!.force, from: `${MONTH}-11` } }];
    for (const way of [house('4'), { ...byNorm, heating: 'norm' as const }])
      expect(line(month([flat('1')], late, way), '1 heating')).toEqual(expect.arrayContaining(['noTariff 1 heating']));
    expect(line(month([flat('1', { heating: [meter({ whole: '1' })] }), flat('2')], heatPrice, house('4')), '2 heating')).toMatchObject({
      method: 'heatingByFlats',
      source: { kind: 'houseMeter' },
      own: { by: 'average', meteredVolume: '1', meteredArea: '50' },
    });
  });

  test('CALC-1: house needs by the meter name it; a meter that was not read, or a resource that none measures, leaves the norm', () => {
    const prices = [tariff('common_electricity', '5.00'), tariff('common_sewage', '40.00')];
    const norms = [norm('common_electricity', 'm2_common', '3'), norm('common_sewage', 'm2_common', '0.05')];
    const at = (last: string, key: string) =>
      line(
        month([flat('1', { electricity: [meter({ whole: '20' })] })], prices, {
          norms,
          houseMeters: new Map([
            ['electricity', [meter({ whole: '60' }, { last })]],
            ['sewage', [meter({ whole: '9' })]],
          ]),
        }),
        key,
      );
    expect(at(MONTH, '1 common_electricity')).toMatchObject({ need: { by: 'meter', volume: '40' }, source: { kind: 'houseMeter', date: '2026-10-24' } });
    expect([at('2026-09', '1 common_electricity'), at(MONTH, '1 common_sewage')]).toMatchObject([
      { need: { by: 'norm', norm: '3', commonArea: '40' }, source: { kind: 'norm' } },
      { need: { by: 'norm', norm: '0.05' } },
    ]);
    for (const [common, resource] of [
      ['common_cold_water', 'cold_water'],
      ['common_hot_water', 'hot_water'],
    ]) {
      const services = [{ code: common!, unit: 'м³', block: 'common' }];
      expect(
        line(
          month([flat('1')], [tariff(common!, '5.00')], {
            services,
            norms: [norm(common!, 'm2_common', '3')],
            houseMeters: new Map([[resource!, [meter({ whole: '60' })]]]),
          }),
          `1 ${common}`,
        ),
        common,
      ).toMatchObject({ need: { by: 'meter', volume: '60' } });
    }
    expect(counted(month([flat('1')], prices)).told).toEqual(['noNorm 1 common_electricity', 'noNorm 1 common_sewage']);
  });

  test('CALC-1: waste by people wins over waste by area; by area it asks for nobody', () => {
    const price = [tariff('waste', '1000.00')];
    expect(line(month([flat('1')], price, { norms: [norm('waste', 'm2', '0.004'), norm('waste', 'person', '0.2')] }), '1 waste')).toMatchObject({
      base: { by: 'person', persons: 2 },
    });
    expect(line(month([flat('1', {}, { people: [] })], price, { norms: [norm('waste', 'm2', '0.004')] }), '1 waste')).toMatchObject({
      base: { by: 'area', area: '50' },
    });
    expect(counted(month([flat('1')], price)).told).toEqual(['noNorm 1 waste']);
    const some = [
      { from: null, to: '2026-10-10', value: { count: 0, are: 'owners' as const } },
      { from: '2026-10-11', to: null, value: { count: 1, are: 'registered' as const } },
    ];
    expect(counted(month([flat('1', {}, { people: some })], price, { norms: [norm('waste', 'person', '0.31')] })).sums).toEqual({ '1 waste': 21_000n });
  });

  test('CALC-1: a parking place pays no utility, nothing of flats and not «other»; a flat no place; a service without a price is not charged', () => {
    const services = [
      ['maintenance', 'м²', 'housing'],
      ['intercom', 'квартира', 'other'],
      ['other', 'м²', 'other'],
      ['parking', 'место', 'other'],
      ['gas', 'м³', 'utility'],
      ['capital_repair', 'м²', 'repair'],
    ].map(([code, unit, block]) => ({ code: code!, unit: unit!, block: block! }));
    const prices = services.slice(0, 5).map(({ code }) => tariff(code, '10.00'));
    const places = [flat('1'), flat('P', {}, { kind: 'parking', area: '12' })];
    const { sums, methods, told } = counted(month(places, prices, { services, norms: [norm('gas', 'person', '10')] }));
    expect(sums).toEqual({
      '1 maintenance': 50_000n,
      '1 intercom': 1_000n,
      '1 other': 50_000n,
      '1 gas': 20_000n,
      'P maintenance': 12_000n,
      'P parking': 1_000n,
    });
    expect([methods['1 maintenance'], methods['1 intercom'], told]).toEqual(['areaRate', 'unitRate', []]);
    expect(counted(month(places, [tariff('parking', '1.00', { zone: 'T2' })], { services })).told).toEqual(['noTariff P parking']);
    expect(line(month(places, [tariff('capital_repair', '10.00')], { services }), '1 capital_repair')).toMatchObject({
      method: 'capitalRepair',
      share: null,
      area: '50',
    });
  });
});

test('CALC-1: where heat goes by the norm and a flat is cut off, two accounts that follow each other in a flat together pay what one would', () => {
  const flats = [flat('1'), flat('2'), flat('3', {}, { ownHeating: { from: '2026-05-12', to: null } })];
  const own = (accountId: string, premisesId: string, from: string, to: string) => ({
    accountId: `account ${accountId}`,
    number: accountId,
    kind: 'manager',
    premisesId,
    span: { from: `${MONTH}-${from}`, to: `${MONTH}-${to}` },
  });
  const sold = [
    own('1a', '1', '01', '10'),
    own('1b', '1', '11', '31'),
    { ...own('2', '2', '01', '31'), span: null },
    { ...own('3', '3', '01', '31'), span: null },
  ];
  const heat = (norms: HouseMonth['norms']) => counted(month(flats, [tariff('heating', '1000')], { heating: 'norm', accounts: sold, norms }));
  // 100 heated square metres by 0.02 are 2, over them and 40 common ones: a flat takes 0.7142857, of the common 0.5714286 a quarter; 10 and 21 days of 31.
  expect(heat([norm('heating', 'm2', '0.02')]).sums).toEqual({ '1a heating': 27_650n, '1b heating': 58_065n, '2 heating': 85_714n, '3 heating': 14_286n });
  // A norm that begins on the 11th says nothing of what the whole house took.
  const late = heat([{ serviceCode: 'heating', per: 'm2', force: { from: `${MONTH}-11`, to: null, value: '0.02' } }]);
  expect([late.sums, late.told]).toEqual([{}, ['noNorm 1a heating', 'noNorm 1b heating', 'noNorm 2 heating', 'noNorm 3 heating']]);
});

test('CALC-1: the heat of a house is split once for all its flats', () => {
  const flats = [flat('1', { heating: [meter({ whole: '0.8' })] }), flat('2'), flat('3', {}, { ownHeating: { from: '2026-05-12', to: null } }), flat('4')];
  for (const heating of ['house_meter', 'norm'] as const) {
    const splits = (count: number): number => {
      let asked = 0;
      const facts = month(flats, [tariff('heating', '1000')], {
        heating,
        houseMeters: new Map([['heating', [meter({ whole: '4' })]]]),
        norms: [norm('heating', 'm2', '0.02')],
      });
      const counting = {
        ...facts,
        accounts: facts.accounts.slice(0, count),
        get commonArea() {
          asked += 1;
          return '40';
        },
      };
      expect(chargeHouse(counting).lines).toHaveLength(count);
      return asked;
    };
    expect(splits(4)).toBe(splits(1));
  }
});
