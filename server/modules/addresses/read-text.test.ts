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

test('ADDR-1: letters of the other keyboard and Latin ones that look like ours', () => {
  expect(otherLayout(',frbycrb[ rjvbccfhjd 116')).toBe('бакинских комиссаров 116');
  expect(otherLayout('ktybyf 4,')).toBe('ленина 4б');
  expect(readings('Лeнинa 5')).toHaveLength(2);
  expect(readText('Лeнинa 5').map(({ text }) => text)).toEqual(['ленина', '5']);
});

test('ADDR-1: a word sounds the same in both alphabets', () => {
  for (const [russian, latin] of [['щербакова', 'shcherbakova'], ['щербакова', 'scherbakova'], ['новгородцевой', 'novgorodtsevoy'], ['курьинский', 'kurinskiy'], ['юмашева', 'yumasheva'], ['яблочкова', 'iablochkova'], ['хохрякова', 'khokhryakova']] as const)
    expect(skeletonOf(latin), latin).toBe(skeletonOf(russian));
});

test('ADDR-1: a slip to the next key costs less than another letter, a beginning nothing', () => {
  expect(editCost('севкрная', 'северная', { limit: 3 })).toBeLessThan(editCost('севцрная', 'северная', { limit: 3 }));
  expect(editCost('родон', 'родонитовая', { limit: 1, asBeginning: true })).toBe(0);
  expect(editCost('мира', 'победы', { limit: 2 })).toBe(Infinity);
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('абвгдежзиклмноп')) }), (word) => editCost(word, word, { limit: 1 }) === 0));
});
