// Gas that heats: by area beside what people cook and wash with, on the days that a norm of heating holds; what lessens the line and what does not.
import { expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { chargeHouse } from './charge-house.ts';
import { type Decision, isForAbsence, recalculationsBy } from './decisions.ts';
import { remeasured } from './estimate-correction.ts';
import { counted, flat, meter, MONTH, month, norm, tariff } from './house-month.example.ts';
import type { HouseMonth } from './house-month.ts';

const STOVE = norm('gas', 'person', '10');
const HEAT = norm('gas', 'm2', '7');
const heatFrom = (from: string, to: string | null = null) => ({ ...HEAT, force: { from, to, value: '7' } });
const gas = (norms: HouseMonth['norms'], more: Partial<HouseMonth> = {}, home = flat('1')) => month([home], [tariff('gas', '8.00')], { norms, ...more });
const sums = (facts: HouseMonth) => {
  const { sums: by, told } = counted(facts);
  return [by['1 gas'], ...told];
};
const EMPTY = [{ from: null, to: null, value: { count: 0, are: 'owners' as const } }];

test('CALC-1: gas without a meter goes by people and by area together: two people with 10 m³ each, 50 m² with 7 m³ each, at 8 roubles', () => {
  const facts = gas([HEAT, STOVE]);
  expect(sums(facts)).toEqual([16_000n + 280_000n]);
  expect(chargeHouse(facts).lines[0]!.terms).toMatchObject({
    method: 'norm',
    raised: null,
    pieces: [
      { persons: 2, norm: '10', part: null },
      { persons: 0, area: '50', norm: '7', part: null },
    ],
  });
  expect([sums(gas([STOVE])), sums(gas([HEAT])), sums(gas([HEAT], {}, flat('1', {}, { people: EMPTY })))]).toEqual([[16_000n], [280_000n], [280_000n]]);
  expect(sums(gas([HEAT, STOVE], {}, flat('1', {}, { people: EMPTY })))).toEqual([undefined, 'nobody 1 gas']);
  // A norm for the area of other services than gas changes nothing in them.
  expect(
    counted(month([flat('1')], [tariff('cold_water', '50.00')], { norms: [norm('cold_water', 'person', '4'), norm('cold_water', 'm2', '7')] })).sums,
  ).toEqual({ '1 cold_water': 40_000n });
});

test('CALC-1: a norm of the heating season counts on its own days; a meter that is read takes the place of both', () => {
  // The season begins on the 15th: seventeen days of thirty-one.
  expect(sums(gas([STOVE, heatFrom('2026-10-15')]))).toEqual([16_000n + 153_548n]);
  expect(sums(gas([heatFrom('2026-10-15')]))).toEqual([153_548n]);
  expect(sums(gas([STOVE, heatFrom('2026-01-01', '2026-10-14')]))).toEqual([16_000n + 126_452n]);
  const account = { accountId: 'account 1', number: '1', kind: 'manager', premisesId: '1', span: { from: `${MONTH}-01`, to: `${MONTH}-10` } };
  expect(sums(gas([heatFrom('2026-10-15')], { accounts: [account] }))).toEqual([undefined]);
  expect(sums(gas([HEAT, STOVE], {}, flat('1', { gas: [meter({ whole: '100' })] })))).toEqual([80_000n]);
});

test('CALC-1: days away take off what people use, never what heats; the part goes with a benefit', () => {
  const absence: Decision = {
    id: 'a',
    accountId: null,
    kind: 'absence',
    absence: { leftOn: '2026-09-30', returnedOn: '2026-11-01', persons: 2, appliedOn: '2026-11-02', document: 'Заявление' },
  };
  const taken = (norms: HouseMonth['norms'], benefit: { by: 'percent'; title: string; percent: string } | null = null) => {
    const terms = { ...chargeHouse(gas(norms)).lines[0]!.terms, benefit } as ChargeTerms;
    const charged = { accountId: 'account 1', serviceCode: 'gas', month: MONTH, terms };
    return [isForAbsence(charged), recalculationsBy([absence], charged, { period: MONTH }).reduce((sum, one) => sum + sumOfTerms(one), 0n)];
  };
  expect(taken([STOVE])).toEqual([true, -16_000n]);
  expect(taken([STOVE, HEAT])).toEqual([true, -16_000n]);
  expect(taken([HEAT])).toEqual([false, 0n]);
  expect(taken([STOVE, HEAT], { by: 'percent', title: 'Ветеран', percent: '50' })).toEqual([true, -8_000n]);
});

test('CALC-1: a benefit of a metered home is for the norm of its people and of its area', () => {
  const benefit: Decision = {
    id: 'b',
    accountId: null,
    kind: 'benefit',
    rule: { title: 'Ветеран', percent: '50', services: ['gas'], covers: 'family' },
    holders: 1,
    areaStandard: null,
  };
  const home = flat('1', { gas: [meter({ whole: '400' })] });
  // 3 200 roubles for 400 m³; the norm is 20 of people and 350 of the area; out of the season 20 alone.
  expect(sums(gas([STOVE, HEAT], { decisions: [benefit] }, home))).toEqual([320_000n - 148_000n]);
  expect(sums(gas([STOVE], { decisions: [benefit] }, home))).toEqual([320_000n - 8_000n]);
  // Of a season that begins on the 15th 350 · 17/31 = 191.935484, with 20 of people 211.935484 of 400.
  expect(sums(gas([STOVE, heatFrom('2026-10-15')], { decisions: [benefit] }, home))).toEqual([320_000n - 84_774n]);
});

test('CALC-1: a month charged by the area alone is counted anew by a reading that came later; the bill names both norms', () => {
  for (const norms of [[HEAT], [STOVE, HEAT]])
    expect(sumOfTerms(remeasured(chargeHouse(gas(norms)).lines[0]!.terms, [{ zone: 'whole', volume: '100' }])!)).toBe(80_000n);
  expect(chargeHouse(gas([HEAT, STOVE])).reference.norms).toEqual([
    { serviceCode: 'gas', unit: 'м³/чел.', flat: '10', common: null },
    { serviceCode: 'gas', unit: 'м³/м²', flat: '7', common: null },
  ]);
  expect(chargeHouse(month([flat('1')], [], { norms: [norm('waste', 'm2', '0.1'), norm('waste', 'person', '0.2')] })).reference.norms).toEqual([
    { serviceCode: 'waste', unit: 'м³/чел.', flat: '0.2', common: null },
  ]);
});

test('CALC-1: norms of gas and of other services do not touch each other; gas without any norm is told', () => {
  const water = norm('cold_water', 'person', '4');
  const both = (norms: HouseMonth['norms']) => {
    const { sums: by, told } = counted(month([flat('1')], [tariff('gas', '8.00'), tariff('cold_water', '50.00')], { norms }));
    return [by['1 gas'], by['1 cold_water'], ...told];
  };
  expect(both([HEAT, STOVE, water])).toEqual([296_000n, 40_000n]);
  expect(both([STOVE, water, norm('heating', 'm2', '0.02')])).toEqual([16_000n, 40_000n]);
  expect(both([water, norm('heating', 'm2', '0.02')])).toEqual([undefined, 40_000n, 'noNorm 1 gas']);
});
