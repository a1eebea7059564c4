import { expect, test } from 'vitest';
import { HOUSES_OFFERED } from '#contract/house-choice';
import { atWords, offered } from '#modules/housing';

const houses = Array.from({ length: 10_000 }, (_, n) => ({
  houseId: `house ${n}`,
  address: `${n % 10 === 0 ? 'Зелёная' : `Лесная ${n % 10}-я`}, ${Math.floor(n / 10)}`,
}));

test('X-1: of ten thousand houses a form is offered the first by address, and is told that there are more', () => {
  const { houses: shown, more } = offered(houses);
  expect([shown.length, more, shown[0]!.address, shown[10]!.address]).toEqual([HOUSES_OFFERED, true, 'Зелёная, 0', 'Зелёная, 10']);
});

test('X-1: words of an address find any house, in any case and order, «ё» or «е»; few are all of them', () => {
  for (const q of ['зеленая 977', '977, ЗЕЛЁНАЯ', 'зел 977']) expect(atWords(houses, q)).toEqual([{ houseId: 'house 9770', address: 'Зелёная, 977' }]);
  expect(offered(houses, { q: 'лесная 3 999' })).toEqual({ houses: [{ houseId: 'house 9993', address: 'Лесная 3-я, 999' }], more: false });
  expect(offered(houses, { q: 'нигде' })).toEqual({ houses: [], more: false });
});

test('X-1: the house that is chosen stays to be chosen, once, whatever is sought beside', () => {
  const last = houses.at(-1)!;
  expect(offered(houses, { houseId: last.houseId }).houses.slice(0, 2)).toEqual([last, { houseId: 'house 0', address: 'Зелёная, 0' }]);
  expect(offered(houses, { houseId: last.houseId, q: last.address }).houses.filter((one) => one === last)).toHaveLength(1);
  expect(offered(houses, { houseId: 'of another company' }).houses).toHaveLength(HOUSES_OFFERED);
});
