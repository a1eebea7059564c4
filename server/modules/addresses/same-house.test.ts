import { expect, test } from 'vitest';
import { fitsDistrict, houseKey, type Place, placeKey, streetKey } from './same-house.ts';

const town = (region: string, name = 'Кленовск', kind = 'г', district: string | null = null): Place => ({ region, district, kind, name });
const keyOf = (place: Place, kind: string, street: string, label: string): string => houseKey(streetKey(placeKey(place), kind, street), label);
const usual = keyOf(town('Кленовская область'), 'ул', 'Липовая', '14, к. 2');

test.each([
  ['the region shortened', keyOf(town('Кленовская обл'), 'ул', 'Липовая', '14, к. 2')],
  ['the kind of the region in front', keyOf(town('обл. Кленовская'), 'ул', 'Липовая', '14, к. 2')],
  ['the second name of the region', keyOf(town('Кленовская область - Клёны'), 'ул.', 'Липовая', '14, к. 2')],
  ['kinds in full', keyOf(town('Кленовская область', 'КЛЕНОВСК', 'город'), 'улица', 'липовая', '14 корпус 2')],
  ['a district that the other does not name', keyOf(town('Кленовская область', 'Кленовск', 'г', 'г.о. Кленовск'), 'ул', 'Липовая', '14, к. 2')],
])('ADDR-5, ADDR-1: a house of the portal and of the directory are one: %s', (_, key) => expect(key).toBe(usual));

test.each([
  ['another region', keyOf(town('Ольховская область'), 'ул', 'Липовая', '14, к. 2')],
  ['a village of the same name', keyOf(town('Кленовская область', 'Кленовск', 'п'), 'ул', 'Липовая', '14, к. 2')],
  ['a lane of the same name', keyOf(town('Кленовская область'), 'пер', 'Липовая', '14, к. 2')],
  ['a fraction, not a building', keyOf(town('Кленовская область'), 'ул', 'Липовая', '14/2')],
  ['a structure', keyOf(town('Кленовская область'), 'ул', 'Липовая', '14, стр. 2')],
  ['another building', keyOf(town('Кленовская область'), 'ул', 'Липовая', '14, к. 3')],
  ['the house without a building', keyOf(town('Кленовская область'), 'ул', 'Липовая', '14')],
])('ADDR-5, ADDR-1: these are two houses: %s', (_, key) => expect(key).not.toBe(usual));

test('ADDR-5: villages of one name are told apart by their districts where both are known', () => {
  expect(fitsDistrict('д', 'Кленовский р-н', 'муниципальный район Кленовский')).toBe(true);
  expect(fitsDistrict('д', 'Кленовский р-н', 'Ольховский муниципальный район')).toBe(false);
  expect(fitsDistrict('д', 'Кленовский муниципальный район', 'Ольховский муниципальный район'), '«муниципальный» is no name').toBe(false);
  expect([fitsDistrict('д', null, 'Ольховский р-н'), fitsDistrict('д', 'Ольховский р-н', null), fitsDistrict('г', 'Кленовский р-н', 'Ольховский р-н')]).toEqual(
    [true, true, true],
  );
});
