// Any two ways of writing one house by the rules of the field (types, marks, order, ordinals, ё, other letters and keys, a flat behind) find the same house;
// what is no address finds none and breaks nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { each, inLatin, onOtherKeys } from '#test/address-typing';
import { startAddressIndex } from './address-index.ts';
import { findAddresses } from './find-addresses.ts';

/** Of each street: its kind with the ways to write it, the ways to write its name; the first is the directory's. */
const STREETS: readonly { kinds: readonly string[]; names: readonly string[] }[] = [
  { kinds: ['ул', 'ул.', 'улица'], names: ['1-я Лётная', '1-я Летная', '1я Лётная', 'Первая Лётная'] },
  { kinds: ['ул', 'ул.', 'улица'], names: ['Академика Лаврова', 'акад. Лаврова', 'им. академика Лаврова', 'Лаврова'] },
  { kinds: ['ул', 'ул.', 'улица'], names: ['40-летия Октября', '40 летия Октября'] },
  { kinds: ['ул', 'ул.', 'улица'], names: ['8 Марта', '8-е Марта', '8-го Марта', 'Восьмого Марта'] },
  { kinds: ['пр-кт', 'проспект', 'просп.', 'пр-т', 'пр.'], names: ['Мира'] },
  { kinds: ['проезд', 'пр-д', 'пр.'], names: ['Школьный'] },
  { kinds: ['пер', 'пер.', 'переулок', 'пер-к'], names: ['Тихий'] },
  { kinds: ['б-р', 'бульвар', 'бул.'], names: ['Генерала Орлова', 'ген. Орлова', 'Орлова генерала'] },
  { kinds: ['пл', 'пл.', 'площадь'], names: ['Труда'] },
  { kinds: ['ш', 'ш.', 'шоссе'], names: ['Лесное'] },
  { kinds: ['наб', 'наб.', 'набережная'], names: ['Рыбачья'] },
  { kinds: ['туп', 'туп.', 'тупик'], names: ['Пожарный'] },
  { kinds: ['тракт', 'тр-т'], names: ['Сибирский'] },
  { kinds: ['мкр', 'мкр.', 'мкр-н', 'мкрн', 'мк-н', 'микрорайон'], names: ['Щербинки'] },
];
/** Of each house the ways to write its number; the first is the directory's. */
const HOUSES: readonly (readonly string[])[] = [
  ['5'],
  ['14'],
  ['14а', '14 а', '14А', '14-а', '14 литера А', '14 лит. а', '14 "А"'],
  ['14, к. 2', '14к2', '14 к 2', '14 корп. 2', '14 корпус 2', '14/2', '14 корп 2', '14К2'],
  ['73в', '73 в', '73В', '73 литера в'],
  ['7/9'],
  ['21, стр. 3', '21с3', '21 стр 3', '21 строение 3', '21 стр. 3'],
];
const FLATS = ['', '', ' кв 12', ', кв. 12', ' квартира 12', ', кв.12', ' кв № 12'];
const HOUSE_MARKS = ['', '', 'д. ', 'дом ', 'д.', 'д '];
const PLACES = ['Липовск', 'г. Липовск', 'город Липовск', 'г Липовск', 'Липовская обл., г. Липовск', '620014, Липовская область, г. Липовск'];
const LOOK_ALIKE: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y' };
/** One slip inside a long word of the name: two letters swapped, one left out, one doubled. */
const SLIPS: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => word,
  (word) => `${word.slice(0, 2)}${word[3]!}${word[2]!}${word.slice(4)}`,
  (word) => word.slice(0, 3) + word.slice(4),
  (word) => word.slice(0, 3) + word.slice(2),
];
const slipIn = (name: string, slip: (word: string) => string): string => name.replace(/\p{L}{6,}/u, slip);
/** The whole as another hand or machine leaves it. */
const HANDS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll('ё', 'е'),
  (text) => each(text, (sign) => LOOK_ALIKE[sign] ?? sign),
  (text) => text.normalize('NFD'),
  (text) => ` ${text.replaceAll(' ', '  \t')} .`,
  (text) => text.replaceAll(/(\p{L}{3})(?=\p{L}{3})/gu, '$1\u00ad'),
  (text) => onOtherKeys(text.replaceAll(/[.,"№]/gu, ' ')),
  (text) => inLatin(text.replaceAll(/["№]/gu, ' ')),
];

const directory = startAddressIndex();
const place = directory.addPlace({ load: 1, kind: 'г', name: 'Липовск', district: null, region: 'Липовская обл.' });
for (const [n, { kinds, names }] of STREETS.entries()) {
  const street = directory.addStreet(place, kinds[0]!, names[0]!);
  for (const [house, [label]] of HOUSES.entries()) directory.addHouse({ street, id: n * 100 + house, label: label!, premises: 1, flags: 0 });
}
const index = directory.finish();
const idsOf = (typed: string): (number | null)[] =>
  findAddresses(index, typed, { limit: 5 }).map(({ house }) => (house === null ? null : index.houseId[house]!));

const one = <Value>(values: readonly Value[]) => fc.constantFrom(...values);
/** One way to write the house. */
const spelling = (street: number, house: number): fc.Arbitrary<string> => {
  const { kinds, names } = STREETS[street]!;
  return fc
    .record({
      kind: one([...kinds, '']),
      isKindBehind: fc.boolean(),
      name: one(names),
      slip: one(SLIPS),
      mark: one(HOUSE_MARKS),
      number: one(HOUSES[house]!),
      flat: one(FLATS),
      town: one([...PLACES, '', '']),
      order: one(['street house town', 'town street house', 'house street town', 'town house street']),
      comma: one([', ', ' ']),
      hand: one(HANDS),
    })
    .map(({ kind, isKindBehind, name, slip, mark, number, flat, town, order, comma, hand }) => {
      const parts: Record<string, string> = {
        street: (isKindBehind ? [slipIn(name, slip), kind] : [kind, slipIn(name, slip)]).filter(Boolean).join(' '),
        house: mark + number + flat,
        town,
      };
      return hand(
        order
          .split(' ')
          .map((part) => parts[part]!)
          .filter(Boolean)
          .join(order.startsWith('house') || order.endsWith('street') ? ', ' : comma),
      );
    });
};
const twoWays = fc
  .record({ street: fc.nat(STREETS.length - 1), house: fc.nat(HOUSES.length - 1) })
  .chain(({ street, house }) => fc.tuple(fc.constant(street * 100 + house), spelling(street, house), spelling(street, house)));

test('ADDR-1: any two spellings of one house find that house and no other first', () => {
  fc.assert(
    fc.property(twoWays, ([house, first, second]) => {
      expect([idsOf(first)[0], idsOf(second)[0]], `«${first}» and «${second}»`).toEqual([house, house]);
    }),
    { numRuns: 3_000, seed: 20_261_122 },
  );
});

const long = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length)).slice(0, length);
test.each([
  ['very long', long('абвгдежзик лмнопрстуф ', 100_000)],
  ['one word of two hundred letters', long('щыъэюяжц', 200)],
  ['one letter again and again', long('ъ', 200)],
  ['lone letters', long('щ ы э ю ', 200)],
  ['only digits', long('1234567890', 200)],
  ['only numbers', long('12 ', 200)],
  ['control signs', '\0\u0001\u0007\u001b\u007f'],
  ['signs nobody sees', '\u200b\u202e\u00ad\ufeff'],
  ['emoji', long('🏠🏡', 200)],
  ['half of a sign', '\ud800\udbff'],
  ['alphabets mixed within a word', long('щжzqыw', 200)],
  ['other alphabets', 'Αθήνα 東京 مكة'],
  ['SQL', "'; drop table housing.house; delete from addresses.house where 'x' = 'x"],
  ['a regular expression', '^(([^])+)+$|.*?{1,999}'],
  ['a wildcard', '%_%'],
  ['HTML', '<img src=x onerror=fetch(document.cookie)>'],
  ['a template', '${7*7}{{7*7}}'],
  ['signs alone', long('.,;:/\\|[]{}()', 200)],
])('ADDR-1, X-3: %s is no address, and the answer says so', (_, typed) => {
  const hits = findAddresses(index, typed, { limit: 5 });
  expect(hits.filter(({ isExact }) => isExact)).toEqual([]);
  expect(hits).toEqual([]);
});

test('ADDR-1, X-3: among such signs the address is still found, and what is near is said to be near', () => {
  for (const typed of [
    '🏠 Сибирский тракт, 5 🙂',
    '\u202eСибирский тракт 5\0',
    "Сибирский тракт 5'; --",
    '<b>Сибирский</b> тракт 5',
    'Сибирский%20тракт 5'.replace('%20', '_'),
  ])
    expect(idsOf(typed)[0], typed).toBe(1_200);
  const near = findAddresses(index, 'Сибирский тракт 999', { limit: 5 });
  expect(near.length).toBeGreaterThan(0);
  expect(near.some(({ isExact }) => isExact)).toBe(false);
});
