import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUSE_FIELDS, type HouseField } from '#contract/house-keeping';
import { checkHouse } from './house-card.ts';

const typed: Record<HouseField, string> = {
  region: 'Свердловская область',
  district: 'нет',
  city: 'Липовск',
  street: 'улица Липовая',
  number: '14а',
  building: 'Нет',
  postalCode: '620014',
  timeZone: 'Asia/Yekaterinburg',
  cadastralNumber: '66:41:0000001:17',
  yearBuilt: '1984',
  floors: '9',
  entrances: '4',
  flats: '144',
  areaTotal: '7 452,6',
  areaCommon: '912.40',
  series: '137',
  walls: 'панель',
  energyClass: 'с',
  lifts: '0',
  condition: 'удовлетворительное; крыша требует ремонта',
  heating: 'norm',
  repairAccount: 'regional',
};
const check = (more: Partial<typeof typed>, within?: { floor: number; entrance: number }) =>
  checkHouse({ ...typed, ...more }, { year: 2026, ...(within && { within }) });
const wrongOf = (more: Partial<typeof typed>, within?: { floor: number; entrance: number }): string[] => {
  const checked = check(more, within);
  return checked.ok ? [] : checked.fields.map(({ pointer }) => pointer.slice(1)).toSorted();
};

test('HOME-1, HOME-5: a passport is kept in the normal form of each field; a part that does not exist is marked', () => {
  expect(check({})).toEqual({
    ok: true,
    card: {
      region: 'Свердловская область',
      district: null,
      city: 'Липовск',
      street: 'улица Липовая',
      number: '14А',
      building: null,
      postalCode: '620014',
      timeZone: 'Asia/Yekaterinburg',
      cadastralNumber: '66:41:0000001:17',
      yearBuilt: 1984,
      floors: 9,
      entrances: 4,
      flats: 144,
      areaTotal: '7452.6',
      areaCommon: '912.40',
      series: '137',
      walls: 'панель',
      energyClass: 'C',
      lifts: 0,
      condition: 'удовлетворительное; крыша требует ремонта',
      heating: 'norm',
      repairAccount: 'regional',
    },
  });
  expect(check({ street: 'нет', building: '2', energyClass: 'нет', cadastralNumber: 'нет' })).toMatchObject({
    ok: true,
    card: { street: '', building: '2', energyClass: null, cadastralNumber: null },
  });
});

test('HOME-1, X-3: each wrong field of a house is named', () => {
  expect(wrongOf(Object.fromEntries(HOUSE_FIELDS.map((field) => [field, ''])))).toEqual(HOUSE_FIELDS.toSorted());
  expect(
    wrongOf({
      number: '14 корпус 2',
      building: 'второй',
      postalCode: '62001',
      cadastralNumber: '66:41:1:1',
      yearBuilt: '2027',
      floors: '0',
      entrances: 'два',
      areaTotal: '54,305',
      energyClass: 'H',
      timeZone: 'Europe/Paris',
      heating: 'toString',
    }),
  ).toEqual(['areaTotal', 'building', 'cadastralNumber', 'energyClass', 'entrances', 'floors', 'heating', 'number', 'postalCode', 'timeZone', 'yearBuilt']);
  expect(wrongOf({ region: 'нет', city: '<b>', yearBuilt: 'нет', condition: 'нет' }), 'what every house has').toEqual([
    'city',
    'condition',
    'region',
    'yearBuilt',
  ]);
  expect(wrongOf({ floors: '5', entrances: '3' }, { floor: 6, entrance: 4 }), 'premises stand higher').toEqual(['entrances', 'floors']);
});

test('HOME-1: whatever is typed, a house is kept whole or its fields are named', () => {
  const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('нет', '9', '54,3', 'панель', 'norm'));
  fc.assert(
    fc.property(fc.record(Object.fromEntries(HOUSE_FIELDS.map((field) => [field, text])) as Record<HouseField, typeof text>), (given) => {
      const checked = checkHouse(given, { year: 2026 });
      expect(checked.ok || checked.fields.length > 0).toBe(true);
    }),
  );
});
