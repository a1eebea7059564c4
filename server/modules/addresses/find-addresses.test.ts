import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AddressIndex, startAddressIndex } from './address-index.ts';
import { findAddresses, type Search } from './find-addresses.ts';
import { nearPlaces } from './near-places.ts';

/** A town of our own with what makes addresses hard: the same names twice, numbers in names, ranks, buildings. */
const TOWN: readonly (readonly [place: string, kind: string, street: string, houses: string])[] = [
  ['г Липовск', 'ул', 'Липовая', '1;3;5;7;9;11;14;14а;14, к. 2'],
  ['г Липовск', 'пр-кт', 'Мира', '1;2;3;4;10'],
  ['г Липовск', 'пер', 'Мира', '1;6'],
  ['г Липовск', 'ул', '8 Марта', '2;8;61;120'],
  ['г Липовск', 'ул', '40-летия Октября', '5;42, к. 1'],
  ['г Липовск', 'ул', 'Академика Лаврова', '16, к. 2;18'],
  ['г Липовск', 'ул', 'Щорса', '60, к. А;60'],
  ['г Липовск', 'ул', 'Родниковая', '6'],
  ['п Ключи', 'ул', 'Липовая', '2;3'],
  ['п Ключи', 'ул', 'Строителей', '7'],
  ['д Ивановка', '', '', '1;2'],
];
function townIndex(): AddressIndex {
  const directory = startAddressIndex();
  const places = new Map<string, number>();
  let id = 0;
  for (const [written, kind, street, houses] of TOWN) {
    const [placeKind, name] = written.split(' ') as [string, string];
    const place = places.get(written) ?? directory.addPlace({ load: 1, kind: placeKind, name, district: null, region: 'Липовская обл.' });
    places.set(written, place);
    const number = directory.addStreet(place, kind, street);
    for (const label of houses.split(';')) directory.addHouse({ street: number, id: (id += 1), label, premises: 1, flags: label === '14' ? 1 : 0 });
  }
  return directory.finish();
}
const index = townIndex();

const words = (typed: string, search: Partial<Search> = {}): string[] =>
  findAddresses(index, typed, { limit: 5, ...search }).map((hit) => textOf(index, hit.street, hit.house));
function textOf(of: AddressIndex, street: number, house: number | null): string {
  const label = house === null ? '' : ` ${of.labels[of.houseLabel[house]!]!}`;
  return `${of.places[of.streetPlace[street]!]!.name}: ${of.kinds[of.streetKind[street]!]!} ${of.titles[of.streetTitle[street]!]!}${label}`;
}

describe('ways of writing', () => {
  test.each([
    ['ул. Липовая, д. 14', 'Липовск: ул Липовая 14'],
    ['14 липовая', 'Липовск: ул Липовая 14'],
    ['Липовск Липовая 14 кв 3', 'Липовск: ул Липовая 14'],
    ['липовая 14 корпус 2', 'Липовск: ул Липовая 14, к. 2'],
    ['Липовая 14/2', 'Липовск: ул Липовая 14, к. 2'],
    ['620014, Липовская обл., г.Липовск, ул.Липовая, д. 14', 'Липовск: ул Липовая 14'],
    ['п. Ключи, Липовая 3', 'Ключи: ул Липовая 3'],
    ['Мира 6', 'Липовск: пер Мира 6'],
    ['переулок Мира 1', 'Липовск: пер Мира 1'],
    ['пр Мира 1', 'Липовск: пр-кт Мира 1'],
    ['8 марта 8', 'Липовск: ул 8 Марта 8'],
    ['марта 8 61', 'Липовск: ул 8 Марта 61'],
    ['40 летия октября 42к1', 'Липовск: ул 40-летия Октября 42, к. 1'],
    ['лаврова 18', 'Липовск: ул Академика Лаврова 18'],
    ['акад. лаврова 16/2', 'Липовск: ул Академика Лаврова 16, к. 2'],
    ['щорса 60а', 'Липовск: ул Щорса 60, к. А'],
    ['ул.щорсад.60а', 'Липовск: ул Щорса 60, к. А'],
    ['shchorsa 60a', 'Липовск: ул Щорса 60, к. А'],
    ['kbgjdfz 14', 'Липовск: ул Липовая 14'],
    ['hjlybrjdfz 6', 'Липовск: ул Родниковая 6'],
    ['Радникова 6', 'Липовск: ул Родниковая 6'],
    ['роднк 6', 'Липовск: ул Родниковая 6'],
    ['строителей 7', 'Ключи: ул Строителей 7'],
    ['Ивановка 2', 'Ивановка:   2'],
    ['Лиовпая 9', 'Липовск: ул Липовая 9'],
    ['дом на улице Родниковой 6', 'Липовск: ул Родниковая 6'],
    ['ek.kbgjdfzl.14', 'Липовск: ул Липовая 14'],
    ['gh-rn/vbhf? 10', 'Липовск: пр-кт Мира 10'],
    ['Липовая 14акв7', 'Липовск: ул Липовая 14а'],
    ['г Липовск 14а Липовая', 'Липовск: ул Липовая 14а'],
    ['липовая14к2', 'Липовск: ул Липовая 14, к. 2'],
    ['shhorsa 60', 'Липовск: ул Щорса 60'],
    ['Липовая 14 2, подъезд 5, этаж 7, кв 5', 'Липовск: ул Липовая 14, к. 2'],
    ['8 Марта 120, подъезд 3, этаж 9, кв 5', 'Липовск: ул 8 Марта 120'],
  ])('ADDR-1: «%s» is %s', (typed, wanted) => {
    expect(words(typed)[0]).toBe(wanted);
  });

  test('ADDR-1: the number is never taken for a near one; where there is none the nearest are named as such', () => {
    const hits = findAddresses(index, 'Липовая 13', { limit: 5 });
    expect(hits.length).toBeGreaterThan(0);
    expect(hits.every(({ isExact }) => !isExact)).toBe(true);
    expect(words('Липовая 13')).toContain('Липовск: ул Липовая 14');
    expect(findAddresses(index, 'Липовая 14', { limit: 1 })[0]).toMatchObject({ isExact: true, flat: null });
    expect(findAddresses(index, 'Липовая 14 кв 3', { limit: 1 })[0]).toMatchObject({ isExact: true, flat: '3' });
  });

  test('ADDR-1: without a number the street answers, of letters alone what begins so, of nothing nothing', () => {
    expect(words('липов')[0]).toBe('Липовск: ул Липовая');
    expect(words('л').length).toBeGreaterThan(0);
    expect(words('')).toEqual([]);
    expect(words('   ,,, ')).toEqual([]);
  });

  test('ADDR-2: narrowed by place and by what a house is marked with', () => {
    expect(words('Липовая 3', { place: (place) => index.places[place]!.name === 'Ключи' })).toEqual(['Ключи: ул Липовая 3']);
    expect(words('Липовая 14', { flags: 1 })).toEqual(['Липовск: ул Липовая 14']);
    expect(words('Липовая', { flags: 1 }), 'a street without a number: its houses that fit').toEqual(['Липовск: ул Липовая 14']);
    expect(words('Мира', { flags: 1 })).toEqual([]);
  });

  test('ADDR-1, ADDR-2: of equal answers those in the town where somebody lives come first, a town that was named before them', () => {
    const near = (typed: string, place: string) => words(typed, { near: nearPlaces(index, [{ region: 'обл. Липовская', place }]) })[0];
    expect(words('Липовая 3')[0]).toBe('Липовск: ул Липовая 3');
    expect(near('Липовая 3', 'Ключи')).toBe('Ключи: ул Липовая 3');
    expect(near('Лиовпая 3', 'Ключи')).toBe('Ключи: ул Липовая 3');
    expect(near('Липовск, Липовая 3', 'Ключи')).toBe('Липовск: ул Липовая 3');
    expect(near('Липовая 14', 'Ключи')).toBe('Липовск: ул Липовая 14');
    expect(near('Липовая 3', 'Нигде')).toBe('Липовск: ул Липовая 3');
    expect(nearPlaces(index, [{ region: 'Другая обл.', place: 'Ключи' }])!.towns).toHaveLength(0);
  });

  test('ADDR-1: whatever is typed is answered', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom(...Array.from('липовая мира 8/к.,14ёqwerty[]')), fc.string({ maxLength: 1 })), maxLength: 60 }),
        (typed) => {
          expect(words(typed).length).toBeLessThanOrEqual(5);
        },
      ),
    );
  });
});

test('ADDR-1: a letter alone is no answer while a word is left over: the nearest houses of the street that was named come first', () => {
  expect(words('м. лаврова 10')[0]).toMatch(/Академика Лаврова/u);
  expect(words('лаврова 10м')[0]).toMatch(/Академика Лаврова/u);
});

test('ADDR-1: the letter of a house names no street: a slip beside it is sought by its beginning instead', () => {
  expect(words('кврлм 18а')).toEqual([]);
  expect(words('Родничка 6а')[0]).toMatch(/Родниковая/u);
  expect(words('8 ма')[0], 'letters apart are the beginning of a word').toMatch(/8 Марта/u);
});
