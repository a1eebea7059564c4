import { expect, test } from 'vitest';
import { fitsHouse, fullAddress, shortAddress } from './address.ts';

const house = { region: 'Свердловская область', district: null, city: 'Липовск', street: 'улица Липовая', number: '14', building: null, postalCode: '620014' };
const flat = { number: '37', kind: 'flat' };

test('HOME-1: the short address leaves out what everybody knows', () => {
  expect(shortAddress(house, flat)).toBe('Липовая, 14, кв. 37');
  expect(shortAddress({ ...house, street: 'Липовая ул.', building: '2' })).toBe('Липовая, 14, корп. 2');
  expect(shortAddress({ ...house, street: 'проспект Мира' }, { number: '5', kind: 'parking' })).toBe('проспект Мира, 14, м/м 5');
  expect(shortAddress(house, { number: '1', kind: 'detached_house' })).toBe('Липовая, 14');
});

test('HOME-1: the full address goes from the postal code to the flat', () => {
  expect(fullAddress(house, flat)).toBe('620014, Свердловская область, г. Липовск, улица Липовая, д. 14, кв. 37');
  expect(fullAddress({ ...house, postalCode: null, city: 'п. Берёзовка', district: 'Лесной район' })).toBe(
    'Свердловская область, Лесной район, п. Берёзовка, улица Липовая, д. 14',
  );
});

test('ACC-2: a typed address fits in any order and spelling, and never with another number or street', () => {
  for (const typed of ['Липовая 14', 'ул. Липовая, д.14', '14 ЛИПОВАЯ', 'г Липовск ул Липовая дом 14', 'липовая, 14, Свердловская обл.'])
    expect(fitsHouse(typed, house), typed).toBe(true);
  for (const typed of ['Липовая 15', 'Липовая', '14', '', 'Садовая 14', 'Липовая 14 Москва', 'Липовая 1']) expect(fitsHouse(typed, house), typed).toBe(false);
  expect(fitsHouse('Липовая 14', { ...house, building: '2' })).toBe(false);
  expect(fitsHouse('Липовая 14 корп 2', { ...house, building: '2' })).toBe(true);
  expect(fitsHouse('Елочная 3', { ...house, street: 'улица Ёлочная', number: '3' })).toBe(true);
});
