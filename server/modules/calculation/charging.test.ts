import * as fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { ChargeTerms } from '#contract/charge-terms';
import { columnsOfTerms, sumOfTerms } from '#modules/billing';
import { chain, compare, total } from '#platform/decimal';
import { kopecksOf, sumKopecks } from '#platform/money';
import { areaRateTerms, capitalRepairTerms, houseNeedsTerms, houseNeedsVolume, unitRateTerms, wasteTerms, type HouseNeeds } from './area-terms.ts';
import { heatingByFlatsTerms, heatingByHouseTerms, heatingByNormTerms, isCutOff, normOfHeated, splitHouseHeat, type FlatHeat } from './heating-terms.ts';
import type { Piece } from './tariff-pieces.ts';
import {
  gasNormTerms,
  hotWaterNormTerms,
  hotWaterTerms,
  meteredTerms,
  normTerms,
  normVolume,
  peopleOf,
  sewageTerms,
  type Metered,
  type Prices,
} from './utility-terms.ts';

const price = (value: string) => ({ value, from: '2026-10-01', decision: 'Постановление № 118-ПК от 18.09.2026' });
const whole = <V>(values: V): Piece<V>[] => [{ from: '2026-10-01', to: '2026-10-31', part: null, values }];
const halves = <V>(first: V, second: V): Piece<V>[] => [
  { from: '2026-10-01', to: '2026-10-10', part: { days: 10, of: 31 }, values: first },
  { from: '2026-10-11', to: '2026-10-31', part: { days: 21, of: 31 }, values: second },
];
const water = { month: '2026-10', unit: 'м³', benefit: null } as const;
const heat = { ...water, unit: 'Гкал' } as const;
const power = { ...water, unit: 'кВт·ч' } as const;
const houseMeter = { kind: 'houseMeter', date: '2026-10-31', document: 'акт № 10/26', months: null } as const;
const two = peopleOf({ registered: 2, temporary: 0, owners: 1 });
const used = (volume: string): Metered => ({
  zones: [{ zone: 'whole', volume }],
  source: { kind: 'reading', date: '2026-10-24', document: null, months: null },
  readings: [],
  months: 1,
});
const one = (value: string): { prices: Prices } => ({ prices: { limits: [], byZone: { whole: [price(value)] } } });
const sum = (terms: ChargeTerms) => {
  expect(Check(ChargeTerms, terms)).toBe(true);
  return sumOfTerms(terms);
};

describe('water, electricity, gas', () => {
  test('CALC-1: by the meter 5.73 m³ at 52.40 is 300.25; without one for two people 762.42, of it 254.14 the excess', () => {
    expect(sum(meteredTerms(water, used('5.73'), whole(one('52.40'))))).toBe(30_025n);
    const norm = normTerms(water, { coefficient: '1.5', reason: 'noMeter' }, whole({ people: two, norm: '4.85', tariff: price('52.40') }));
    expect([sum(norm), columnsOfTerms(norm).excessKopecks]).toEqual([76_242n, 25_414n]);
    expect(sum(normTerms(water, null, whole({ people: two, norm: '4.85', tariff: price('52.40') })))).toBe(50_828n);
  });

  test('CALC-1: where nobody is registered the owners are counted', () => {
    expect(peopleOf({ registered: 0, temporary: 0, owners: 3 })).toEqual({ count: 3, are: 'owners' });
    expect(peopleOf({ registered: 1, temporary: 1, owners: 3 })).toEqual({ count: 2, are: 'registered' });
  });

  test('CALC-1: a tariff changed on the 11th goes by days; people who changed too', () => {
    expect(sum(meteredTerms(water, used('6.2'), halves(one('48'), one('52.40'))))).toBe(
      kopecksOf(total([chain(['6.2', '48', '10'], ['31']), chain(['6.2', '52.40', '21'], ['31'])])),
    );
    const three = { count: 3, are: 'registered' } as const;
    expect(
      sum(normTerms(water, null, halves({ people: two, norm: '4.85', tariff: price('52.40') }, { people: three, norm: '4.85', tariff: price('52.40') }))),
    ).toBe(kopecksOf(total([chain(['2', '4.85', '52.40', '10'], ['31']), chain(['3', '4.85', '52.40', '21'], ['31'])])));
  });

  test('CALC-1: ranges and zones: the total is cut at the limits, each zone in proportion; one reading for two months doubles the limits', () => {
    const prices: Prices = { limits: ['3900', '6000'], byZone: { day: ['6', '7', '11'].map(price), night: ['3', '4', '8'].map(price) } };
    const metered: Metered = {
      ...used('0'),
      zones: [
        { zone: 'day', volume: '6000' },
        { zone: 'night', volume: '2000' },
      ],
    };
    const terms = meteredTerms(power, metered, whole({ prices }));
    expect(terms.pieces.map(({ zone, volume, upTo }) => [zone, volume, upTo])).toEqual([
      ['day', '2925', '3900'],
      ['day', '1575', '6000'],
      ['day', '1500', null],
      ['night', '975', '3900'],
      ['night', '525', '6000'],
      ['night', '500', null],
    ]);
    expect(sum(terms)).toBe(100n * (2925n * 6n + 1575n * 7n + 1500n * 11n + 975n * 3n + 525n * 4n + 500n * 8n));
    expect(meteredTerms(power, { ...metered, months: 2 }, whole({ prices })).pieces.map(({ upTo }) => upTo)).toEqual(['3900', '6000', '3900', '6000']);
    expect(() => meteredTerms(power, metered, whole({ prices: { limits: ['3900'], byZone: { day: [price('6')] } } }))).toThrow(RangeError);
  });

  test('CALC-1: two-component hot water is water and heat, by the meter and by the norm', () => {
    const head = { ...water, heatUnit: 'Гкал', heatPerUnit: '0.0632' };
    const tariffs = { tariff: price('52.40'), heatTariff: price('2350.18') };
    expect(sum(hotWaterTerms(head, used('3.21'), whole(tariffs)))).toBe(kopecksOf(total([chain(['3.21', '52.40']), chain(['3.21', '0.0632', '2350.18'])])));
    expect(sum(hotWaterNormTerms(head, null, whole({ people: two, norm: '3.17', ...tariffs })))).toBe(127_390n);
    const marked: Metered = { ...used('3'), zones: [{ zone: 'whole', volume: '3', marks: [{ on: '2026-10-11', volume: '1' }] }] };
    expect(sum(hotWaterTerms(head, marked, halves(tariffs, { ...tariffs, tariff: price('60') })))).toBe(
      kopecksOf(total([chain(['1', '52.40']), chain(['2', '60']), chain(['3', '0.0632', '2350.18'])])),
    );
  });

  test('CALC-1: sewage is cold and hot water; gas without a meter goes by people and by area and is never raised', () => {
    expect(sum(sewageTerms(water, [used('5.73'), used('3.21')], whole(one('40.11'))))).toBe(35_858n);
    const gas = gasNormTerms(water, '54.3', whole({ people: two, stove: '10', waterHeater: '12', heating: '7.1', tariff: price('8.25') }));
    expect(sum(gas)).toBe(kopecksOf(chain([total(['20', '24', chain(['54.3', '7.1'])]), '8.25'])));
    expect(gas.raised).toBeNull();
    expect(normVolume(halves({ people: two, norm: '4.85' }, { people: { count: 3, are: 'registered' }, norm: '4.85' }))).toBe('12.985484');
  });
});

describe('heating', () => {
  const rate = { tariff: price('2350.18') };
  const houseHeat = { area: '54.3', houseArea: '4812.6', houseVolume: '182.450', source: houseMeter };

  test('CALC-1: by the house meter 54.3 m² of 4 812.6 take 4 837.99; by the norm over the year seven twelfths', () => {
    expect(sum(heatingByHouseTerms(heat, houseHeat, whole(rate)))).toBe(483_799n);
    expect(sum(heatingByNormTerms(heat, { area: '54.3', season: 7, raised: null }, whole({ norm: '0.0346', ...rate })))).toBe(257_569n);
    expect(sum(heatingByNormTerms(heat, { area: '54.3', season: null, raised: null }, whole({ norm: '0.0346', ...rate })))).toBe(
      kopecksOf(chain(['54.3', '0.0346', '2350.18'])),
    );
  });

  test('CALC-1: with heat meters in some flats each flat has its own use and a share of the rest; a flat cut off pays the common part', () => {
    const flats: FlatHeat[] = [
      { area: '50', volume: '1.5', cutOff: false },
      { area: '50', volume: '1', cutOff: false },
      { area: '60', volume: null, cutOff: false },
      { area: '40', volume: null, cutOff: true },
    ];
    const split = splitHouseHeat('5', { houseArea: '200', commonArea: '0' }, flats)!;
    expect(split).toEqual({ houseArea: '200', commonVolume: '1', unmetered: { by: 'average', meteredVolume: '2.5', meteredArea: '100' } });
    const lines = flats.map((flat) => heatingByFlatsTerms(heat, { flat, split, source: houseMeter }, whole({ tariff: price('1000') })));
    expect(lines.map(sum)).toEqual([175_000n, 125_000n, 180_000n, 20_000n]);
    expect(splitHouseHeat('5', { houseArea: '200', commonArea: '0' }, flats.slice(2, 3))).toBeNull();
  });

  test('CALC-1: without heat meters a flat cut off pays its part of common property; the others share the rest by area', () => {
    const flats: FlatHeat[] = [
      { area: '100', volume: null, cutOff: false },
      { area: '60', volume: null, cutOff: false },
      { area: '40', volume: null, cutOff: true },
    ];
    const split = splitHouseHeat('20', { houseArea: '200', commonArea: '40' }, flats)!;
    expect(split).toEqual({ houseArea: '200', commonVolume: '4', unmetered: { by: 'house', houseVolume: '20', heatedArea: '200' } });
    const terms = flats.map((flat) => heatingByFlatsTerms(heat, { flat, split, source: houseMeter }, whole({ tariff: price('1000') })));
    // 10 and 6 of their own, and of the common 4 by area: 2, 1.2, 0.8.
    expect(terms.map(sum)).toEqual([1_200_000n, 720_000n, 80_000n]);
    expect(terms.map(({ own }) => own.by)).toEqual(['house', 'house', 'cutOff']);
    expect(splitHouseHeat('20', { houseArea: '200', commonArea: '0' }, flats.slice(2))).toBeNull();
    expect(splitHouseHeat('20', { houseArea: '40', commonArea: '40' }, flats.slice(2))).toMatchObject({ commonVolume: '20' });
    expect(normOfHeated(flats, halves({ norm: '0.031' }, { norm: '0.062' }), 6)).toBe('4.16');
    // 160 m² of 0.031 in the season alone.
    expect(normOfHeated(flats, whole({ norm: '0.031' }), null)).toBe('4.96');
  });

  test('CALC-1: a flat is cut off in the months that its days hold whole', () => {
    const cut = (from: string, to: string | null = null) => isCutOff({ from, to }, '2026-10');
    expect([
      cut('2026-10-01'),
      cut('2026-10-02'),
      cut('2026-05-12', '2026-10-31'),
      cut('2026-05-12', '2026-10-30'),
      cut('2026-11-01'),
      isCutOff(null, '2026-10'),
    ]).toEqual([true, false, true, false, false, false]);
  });

  test('CALC-1: flats by their meters together take what the house took, to the rounding of a line', () => {
    const amount = (max: number) => fc.integer({ min: 1, max }).map((n) => `${Math.floor(n / 10)}.${n % 10}`);
    fc.assert(
      fc.property(
        fc.array(fc.record({ area: amount(1500), volume: fc.option(amount(60)), cutOff: fc.boolean() }), { minLength: 1, maxLength: 20 }),
        amount(20_000),
        amount(3000),
        (flats, houseVolume, commonArea) => {
          const houseArea = total(flats.map(({ area }) => area));
          const text = `${houseArea.numerator / houseArea.denominator}.${((houseArea.numerator % houseArea.denominator) * 10n) / houseArea.denominator}`;
          const split = splitHouseHeat(houseVolume, { houseArea: text, commonArea }, flats);
          if (!split) return;
          const all = sumKopecks(
            flats.map((flat) => sumOfTerms(heatingByFlatsTerms(heat, { flat, split, source: houseMeter }, whole({ tariff: price('2350.18') })))),
          );
          const cutOff = sumKopecks(flats.filter((flat) => flat.cutOff).map(() => 0n));
          const difference = all + cutOff - kopecksOf(chain([houseVolume, '2350.18']));
          expect(difference <= BigInt(flats.length) + 1n && difference >= -BigInt(flats.length) - 1n).toBe(true);
        },
      ),
    );
  });
});

describe('by area, by the flat, house needs, waste', () => {
  const needs: HouseNeeds = { area: '54.3', houseArea: '4812.6', commonArea: '610.0', house: null, overNormByOwners: false };
  const norm = whole({ norm: '0.0208', tariff: price('52.40') });

  test('CALC-1: upkeep, capital repair with a share, a price for the flat', () => {
    expect(sum(areaRateTerms(water, '54.3', whole({ tariff: price('31.85') })))).toBe(172_946n);
    expect(sum(capitalRepairTerms(water, { area: '54.3', share: null }, whole({ tariff: price('18.81') })))).toBe(102_138n);
    expect(sum(capitalRepairTerms(water, { area: '54.3', share: { numerator: 1, denominator: 3 } }, whole({ tariff: price('18.81') })))).toBe(34_046n);
    expect(sum(unitRateTerms({ ...water, unit: 'квартира' }, halves({ tariff: price('62') }, { tariff: price('93') })))).toBe(8_300n);
  });

  test('CALC-1: house needs of cold water by the norm are 7.50', () => {
    expect(sum(houseNeedsTerms(water, needs, norm))).toBe(750n);
  });

  test("CALC-1: house needs by the meter: not below zero, over the norm is the manager's unless the owners decided", () => {
    const house = { volume: '1000', byMeters: '800', byNorms: '150', nonResidential: '40', source: houseMeter };
    expect(houseNeedsVolume(house)).toBe('10');
    expect(houseNeedsTerms(water, { ...needs, house }, norm)).toMatchObject({ need: { by: 'meter', volume: '10' }, source: { kind: 'houseMeter' } });
    expect(sum(houseNeedsTerms(water, { ...needs, house: { ...house, volume: '900' } }, norm))).toBe(0n);
    const much = { ...needs, house: { ...house, volume: '1100' } };
    expect(houseNeedsTerms(water, much, norm)).toMatchObject({ need: { by: 'norm', norm: '0.0208', commonArea: '610.0' } });
    expect(sum(houseNeedsTerms(water, much, norm))).toBe(750n);
    expect(houseNeedsTerms(water, { ...much, overNormByOwners: true }, norm)).toMatchObject({ need: { by: 'meter', volume: '110' } });
  });

  test('CALC-1: waste by people, by area, and by people who changed within the month', () => {
    const values = (count: number) => ({ people: { count, are: 'registered' as const }, norm: '0.168', tariff: price('981.36') });
    expect(sum(wasteTerms(water, { by: 'person' }, whole(values(2))))).toBe(32_974n);
    expect(sum(wasteTerms(water, { by: 'area', area: '54.3' }, whole({ ...values(2), norm: '0.0031' })))).toBe(16_519n);
    expect(sum(wasteTerms(water, { by: 'person' }, halves(values(2), values(3))))).toBe(kopecksOf(chain(['0.168', '981.36', total(['20', '63'])], ['31'])));
  });
});

test('CALC-4: the same facts give the same terms twice, and ranges add up to the use', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 7 }), fc.integer({ min: 0, max: 10 ** 7 }), (day, night) => {
      const prices: Prices = { limits: ['3900', '6000'], byZone: { day: ['6', '7', '11'].map(price), night: ['3', '4', '8'].map(price) } };
      const metered: Metered = {
        ...used('0'),
        zones: [
          { zone: 'day', volume: `${day}` },
          { zone: 'night', volume: `${night}` },
        ],
      };
      const terms = meteredTerms(power, metered, whole({ prices }));
      expect(compare(total(terms.pieces.map(({ volume }) => volume)), BigInt(day + night))).toBe(0);
      expect(meteredTerms(power, structuredClone(metered), whole({ prices }))).toEqual(terms);
    }),
  );
});
