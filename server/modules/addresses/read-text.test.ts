import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editCost } from './edit-cost.ts';
import { readText, readings, wordsOfName } from './read-text.ts';
import { otherLayout, skeletonOf } from './skeleton.ts';

test('ADDR-1: ё, ordinals, initials and shortened ranks come into one form', () => {
  expect(wordsOfName('1-я Лётная')).toEqual(['1', 'летная']);
  expect(wordsOfName('Первая Лётная')).toEqual(['1', 'летная']);
  expect(wordsOfName('акад. Бардина')).toEqual(['академика', 'бардина']);
  expect(wordsOfName('им. Карла Маркса')).toEqual(['карла', 'маркса']);
  expect(readText('пр-кт Ленина, 5а').map(({ text }) => text)).toEqual(['пр-кт', 'ленина', '5', 'а']);
});

test('ADDR-1: numbers in words, a porch and a building said the other way round, and the number of a region', () => {
  const texts = (typed: string): string =>
    readText(typed)
      .map(({ text }) => text)
      .join(' ');
  expect(texts('Малышева сто тридцать шесть квартира двенадцать')).toBe('малышева 136 квартира 12');
  expect(texts('двадцать второго партсъезда пять')).toBe('22 партсъезда 5');
  expect(texts('Липовая тридцать, пять')).toBe('липовая 30 5');
  expect(texts('сорок лет октября двенадцать три')).toBe('40 лет октября 12 3');
  expect(texts('Липовая 14 2 подъезд 7 этаж кв 5')).toBe('липовая 14 подъезд 2 этаж 7 кв 5');
  expect(texts('Липовая 14 2, подъезд 5, этаж 7, кв 5'), 'behind a comma the mark stands before its number').toBe('липовая 14 2 подъезд 5 этаж 7 кв 5');
  expect(texts('8 Марта 120, подъезд 3, этаж 9')).toBe('8 марта 120 подъезд 3 этаж 9');
  expect(texts('2 подъезд Липовая 14')).toBe('подъезд 2 липовая 14');
  expect(texts('Липовая 14 подъезд 2 этаж 7'), 'as usual').toBe('липовая 14 подъезд 2 этаж 7');
  expect(texts('Липовая корпус 2 дом 14')).toBe('липовая дом 14 корпус 2');
  expect(texts('дом 14 корпус 2'), 'as usual').toBe('дом 14 корпус 2');
  expect(texts('66 регион, Липовая 14')).toBe('липовая 14');
});

test('ADDR-1: letters of the other keyboard and Latin ones that look like ours', () => {
  expect(otherLayout(',frbycrb[ rjvbccfhjd 116')).toBe('бакинских комиссаров 116');
  expect(otherLayout('ktybyf 4,')).toBe('ленина 4б');
  expect(readings('Лeнинa 5')).toHaveLength(2);
  expect(readText('Лeнинa 5').map(({ text }) => text)).toEqual(['ленина', '5']);
});

test('ADDR-1: a word sounds the same in both alphabets', () => {
  for (const [russian, latin] of [
    ['щербакова', 'shcherbakova'],
    ['щербакова', 'scherbakova'],
    ['новгородцевой', 'novgorodtsevoy'],
    ['курьинский', 'kurinskiy'],
    ['юмашева', 'yumasheva'],
    ['яблочкова', 'iablochkova'],
    ['хохрякова', 'khokhryakova'],
  ] as const)
    expect(skeletonOf(latin), latin).toBe(skeletonOf(russian));
});

test('ADDR-1: a slip to the next key costs less than another letter, a beginning nothing', () => {
  expect(editCost('севкрная', 'северная', { limit: 3 })).toBeLessThan(editCost('севцрная', 'северная', { limit: 3 }));
  expect(editCost('родон', 'родонитовая', { limit: 1, asBeginning: true })).toBe(0);
  expect(editCost('мира', 'победы', { limit: 2 })).toBe(Infinity);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('абвгдежзиклмноп')) }), (word) => editCost(word, word, { limit: 1 }) === 0));
});
