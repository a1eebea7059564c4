import { expect, test } from 'vitest';
import { findRows } from './dial-rows.ts';

/** Dark bars as high as digits stand in a row on a light ground, a step of 26 apart; where `places` has a space one is missing. */
function bars(places: string, { step = 26, top = 60 } = {}) {
  const [width, height] = [400, 160];
  const pixels = new Uint8Array(width * height).fill(200);
  for (const [n, place] of Array.from(places).entries()) {
    if (place === ' ') continue;
    for (let y = top; y < top + 30; y += 1) pixels.fill(40, y * width + 40 + n * step, y * width + 40 + n * step + 13);
  }
  return { pixels, width, height };
}
const lengths = (places: string, more = {}): number[] => [...new Set(findRows(bars(places, more)).map(({ length }) => length))];

test('MTR-4: shapes of one height at even steps are one row', () => {
  expect(lengths('11111')).toEqual([5]);
  expect(lengths('11111111')).toEqual([8]);
  expect(lengths('111')).toEqual([]);
});

test('MTR-4: where a digit was not made out nothing of its row is a number', () => {
  for (const places of ['11 11111', '1111 111', '1 111111', '111111 1']) expect([places, lengths(places)]).toEqual([places, []]);
});
