import { describe, expect, test } from 'vitest';
import { zonesOf } from './flat-volumes.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth, PastCharge } from './house-month.ts';
import type { MeterFacts } from './volume-of-month.ts';

describe('which way each service goes', () => {
  test('CALC-1: heating by the house meter, by flats where some have meters, by the norm, and not at all', () => {
    const prices = [tariff('heating', '1000.00')];
    const house = new Map([['heating', [meter({ whole: '4' })]]]);
    expect(counted(month([flat('1'), flat('2')], prices, { houseMeters: house })).sums).toEqual({ '1 heating': 100_000n, '2 heating': 100_000n });
    const some = counted(month([flat('1', { heating: [meter({ whole: '0.5' })] }), flat('2')], prices, { houseMeters: house }));
    expect([some.methods['1 heating'], some.sums['1 heating'], some.sums['2 heating']]).toEqual(['heatingByFlats', 125_000n, 125_000n]);
    expect(counted(month([flat('1')], prices, { heating: 'norm', norms: [norm('heating', 'm2', '0.02')] }))).toMatchObject({
      sums: { '1 heating': 100_000n },
      methods: { '1 heating': 'heatingByNorm' },
    });
    // A house that should have had a meter since October: half as much again, apart.
    const due = (heatMeterDue: string, more: Partial<HouseMonth> = {}) =>
      counted(month([flat('1')], prices, { heating: 'norm', heatMeterDue, norms: [norm('heating', 'm2', '0.02')], ...more }));
    expect([due('2026-10-01'), due('2026-10-02'), due('2020-01-01', { heating: 'house_meter' })].map(({ sums }) => sums['1 heating'])).toEqual([
      150_000n,
      100_000n,
      100_000n,
    ]);
    expect(due('2026-10-01').lines[0]!.terms).toMatchObject({ raised: { coefficient: '1.5', reason: 'noHouseMeter' } });
    expect(counted(month([flat('1')], prices, { heating: 'own_boiler' })).sums).toEqual({});
    const summer = new Map([['heating', [meter({ whole: '0' })]]]);
    expect(counted(month([flat('1')], prices, { houseMeters: summer })).sums).toEqual({});
  });

  test('CALC-1, CALC-2: a house meter that was not read is told, and its average stands', () => {
    const house = new Map([['heating', [meter({ whole: '4' }, { last: '2026-09' })]]]);
    const { sums, told, lines } = counted(month([flat('1')], [tariff('heating', '1000.00')], { houseMeters: house }));
    expect([sums, told]).toEqual([{ '1 heating': 100_000n }, ['noHouseReading house heating']]);
    expect(lines[0]!.terms).toMatchObject({ source: { kind: 'average', months: 6 } });
  });

  test('CALC-1: electricity by zones and ranges, one price for any zone, and a zone without a price', () => {
    const two = [flat('1', { electricity: [meter({ day: '3000', night: '1000' })] })];
    const ranged = ['', 'T1', 'T2'].flatMap((zone) => [tariff('electricity', '5.00', { zone }), tariff('electricity', '8.00', { zone, fromVolume: '3900' })]);
    expect(counted(month(two, ranged)).sums['1 electricity']).toBe(2_030_000n);
    expect(counted(month(two, [tariff('electricity', '5.00')])).sums['1 electricity']).toBe(2_000_000n);
    expect(counted(month(two, [tariff('electricity', '5.00', { zone: 'T1' })])).told).toEqual(['noTariff 1 electricity']);
    expect(zonesOf(['T1', 'T2', 'T3'])['T1']).toBe('peak');
  });

  test('CALC-1: water in, water out, and the heat in it', () => {
    const prices = [tariff('cold_water', '50.00'), tariff('hot_water', '50.00'), tariff('hot_water_heat', '2000.00'), tariff('sewage', '40.00')];
    const norms = [
      norm('cold_water', 'person', '4'),
      norm('hot_water', 'person', '3'),
      norm('hot_water_heat', 'person', '0.18'),
      norm('sewage', 'person', '7'),
    ];
    const metered = counted(month([flat('1', { cold_water: [meter({ whole: '5' })], hot_water: [meter({ whole: '3' })] })], prices, { norms }));
    expect(metered.sums).toEqual({ '1 cold_water': 25_000n, '1 hot_water': 15_000n, '1 hot_water_heat': 36_000n, '1 sewage': 32_000n });
    expect(metered.lines.find(({ serviceCode }) => serviceCode === 'hot_water_heat')!.terms).toMatchObject({
      pieces: [{ volume: '0.18' }],
      source: { document: '0.18 Гкал на 3 м³ по нормативам' },
    });
    const byNorm = counted(month([flat('1', {}, { meterPossible: new Set(['cold_water']) })], prices, { norms }));
    expect(byNorm.sums).toEqual({ '1 cold_water': 60_000n, '1 hot_water': 30_000n, '1 hot_water_heat': 72_000n, '1 sewage': 56_000n });
    const one = counted(month([flat('1', { cold_water: [meter({ whole: '5' })] })], prices, { norms }));
    expect(one.methods).toMatchObject({ '1 cold_water': 'meter', '1 sewage': 'norm' });
  });

  test('CALC-1: house needs by the house meter less the flats, by the norm where there is none', () => {
    const prices = [tariff('common_electricity', '5.00'), tariff('common_sewage', '40.00')];
    const norms = [norm('common_electricity', 'm2_common', '3'), norm('common_sewage', 'm2_common', '0.05'), norm('electricity', 'person', '60')];
    const homes = [
      flat('1', { electricity: [meter({ whole: '150' })] }),
      flat('2'),
      flat('3', { electricity: [meter({ whole: '200' })] }, { kind: 'commercial', area: '100' }),
    ];
    const house = new Map([['electricity', [meter({ whole: '570' })]]]);
    const { sums, lines } = counted(month(homes, prices, { norms, houseMeters: house }));
    // 570 − 150 − 120 by the norm − 200 of the shop leave 100 kWh for 200 m².
    expect(lines.find(({ serviceCode }) => serviceCode === 'common_electricity')!.terms).toMatchObject({ need: { by: 'meter', volume: '100' } });
    expect([sums['1 common_electricity'], sums['3 common_electricity'], sums['1 common_sewage']]).toEqual([12_500n, 25_000n, 2_000n]);
    expect(counted(month(homes, prices, { norms })).lines[0]!.terms).toMatchObject({ need: { by: 'norm' } });
  });

  test('CALC-1: rent of municipal flats only, parking of parking places only, no intercom there, capital repair by area', () => {
    const prices = [
      tariff('rent', '10.00'),
      tariff('parking', '700.00'),
      tariff('intercom', '65.00'),
      tariff('capital_repair', '18.81'),
      tariff('cold_water', '50.00'),
    ];
    const { sums, told } = counted(month([flat('1', {}, { isMunicipal: true }), flat('P', {}, { kind: 'parking', area: '12' })], prices));
    expect(sums).toEqual({ '1 rent': 50_000n, '1 intercom': 6_500n, '1 capital_repair': 94_050n, 'P parking': 70_000n, 'P capital_repair': 22_572n });
    expect(told).toEqual(['noNorm 1 cold_water']);
  });

  test('CALC-1: waste by people or by area, and nobody to count', () => {
    const empty = flat('1', {}, { people: [{ from: null, to: null, value: { count: 0, are: 'owners' } }] });
    const people = { norms: [norm('waste', 'person', '0.2')] };
    expect(counted(month([flat('1')], [tariff('waste', '1000.00')], people)).sums).toEqual({ '1 waste': 40_000n });
    expect(counted(month([empty], [tariff('waste', '1000.00')], people)).told).toEqual(['nobody 1 waste']);
    expect(counted(month([empty], [tariff('waste', '1000.00')], { norms: [norm('waste', 'm2', '0.004')] })).sums).toEqual({ '1 waste': 20_000n });
  });
});

describe('what to look at', () => {
  const average = (of: string, volume: string): PastCharge => ({
    accountId: 'account 1',
    month: of,
    serviceCode: 'cold_water',
    totalKopecks: 25_000n,
    terms: {
      method: 'meter',
      period: of,
      benefit: null,
      unit: 'м³',
      source: { kind: 'average', date: null, document: null, months: 6 },
      readings: [],
      pieces: [{ zone: 'whole', volume, upTo: null, tariff: { value: '50.00', from: null, decision: null }, part: null }],
    },
  });
  const late = (use: string, serial: string): MeterFacts => {
    const known = meter({ whole: '5' }, { last: '2026-08', serial });
    return {
      ...known,
      registers: known.registers.map((register) => ({
        ...register,
        points: [...register.points, { period: MONTH, takenOn: '2026-10-24', value: '90', use, months: 2, source: 'reading' as const }],
      })),
    };
  };

  test('CALC-1: a reading after an estimated month gives back what was too much; of two meters a person decides', () => {
    const facts = (meters: readonly MeterFacts[]) =>
      month([flat('1', { cold_water: meters })], [tariff('cold_water', '50.00')], {
        past: [{ ...average('2026-09', '9'), serviceCode: 'hot_water' }, average('2026-09', '5')],
      });
    expect(counted(facts([late('6', '18-1')])).sums).toEqual({ '1 cold_water': 15_000n - 10_000n });
    expect(counted(facts([late('6', '18-1'), late('6', '18-2')])).told).toContain('severalMeters 1 cold_water');
  });

  test('CALC-2: sums a third away from last month, below zero, already charged', () => {
    const past = (totalKopecks: bigint, of = '2026-09'): PastCharge => ({
      ...average(of, '5'),
      serviceCode: 'maintenance',
      totalKopecks,
      terms: { method: 'given', period: of, benefit: null, register: null, sumKopecks: Number(totalKopecks), detail: null },
    });
    const told = (list: readonly PastCharge[], more: Partial<HouseMonth> = {}) =>
      counted(month([flat('1')], [tariff('maintenance', '20.00')], { past: list, ...more })).told;
    expect(told([past(76_924n)])).toEqual([]);
    expect(told([past(76_922n)])).toEqual(['jump 1 maintenance']);
    expect(told([past(1n, MONTH)])).toEqual(['taken 1 maintenance']);
    const back = {
      method: 'recalculation',
      period: MONTH,
      benefit: null,
      reason: 'решение суда',
      document: null,
      ground: { by: 'decision', sumKopecks: -200_000 },
    } as const;
    expect(told([], { recalculations: new Map([['account 1 maintenance', [back]]]) })).toEqual(['negative 1 maintenance']);
    expect(counted(month([flat('1')], [], { recalculations: new Map([['account 1 maintenance', [back]]]) })).sums).toEqual({ '1 maintenance': -200_000n });
  });

  test('CALC-2: a premises without an area is told and charged nothing', () => {
    expect(counted(month([flat('1', {}, { area: '0.00' })], [tariff('maintenance', '20.00')])).told).toEqual(['noArea 1']);
  });

  test('CALC-4: tariffs and flats in another order give the same lines', () => {
    const homes = [flat('1', { cold_water: [meter({ whole: '5' })] }), flat('2')];
    const prices = [tariff('cold_water', '50.00'), tariff('maintenance', '20.00'), tariff('sewage', '40.00')];
    const norms = [norm('cold_water', 'person', '4'), norm('sewage', 'person', '7')];
    expect(counted(month(homes, [...prices].reverse(), { norms: [...norms].reverse() })).lines).toEqual(counted(month(homes, prices, { norms })).lines);
  });
});
