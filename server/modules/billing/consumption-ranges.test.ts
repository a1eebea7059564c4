import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, total } from '#platform/decimal';
import { splitByRanges, totalUse } from './consumption-ranges.ts';

const limits = ['3900', '6000'];
const whole = (volume: string, months = 1) => splitByRanges([{ zone: 'whole', volume }], limits, months).map(({ volume, upTo }) => `${volume} ≤ ${upTo}`);

test("CALC-1: a month's electricity is cut at the limits of the ranges", () => {
  expect(whole('170')).toEqual(['170 ≤ 3900']);
  expect(whole('3900')).toEqual(['3900 ≤ 3900']);
  expect(whole('3900.5')).toEqual(['3900 ≤ 3900', '0.5 ≤ 6000']);
  expect(whole('6250.5')).toEqual(['3900 ≤ 3900', '2100 ≤ 6000', '250.5 ≤ null']);
  expect(whole('6250.5', 2)).toEqual(['6250.5 ≤ 3900']);
  expect(whole('9000', 2)).toEqual(['7800 ≤ 3900', '1200 ≤ 6000']);
  expect(whole('0')).toEqual(['0 ≤ 3900']);
});

test('CALC-1: each zone takes part in a range by its part of the total', () => {
  expect(
    splitByRanges(
      [
        { zone: 'day', volume: '4000' },
        { zone: 'night', volume: '1000' },
      ],
      limits,
    ),
  ).toEqual([
    { zone: 'day', volume: '3120', upTo: '3900' },
    { zone: 'day', volume: '880', upTo: '6000' },
    { zone: 'night', volume: '780', upTo: '3900' },
    { zone: 'night', volume: '220', upTo: '6000' },
  ]);
  // 3900 · 1000/4500 = 866.666666…
  expect(
    splitByRanges(
      [
        { zone: 'night', volume: '1000' },
        { zone: 'day', volume: '3500' },
      ],
      limits,
    ).slice(0, 2),
  ).toEqual([
    { zone: 'night', volume: '866.666667', upTo: '3900' },
    { zone: 'night', volume: '133.333333', upTo: '6000' },
  ]);
  expect(
    totalUse([
      { zone: 'day', volume: '112.5' },
      { zone: 'night', volume: '58' },
    ]),
  ).toBe('170.5');
});

test('CALC-4: the pieces of a zone give its volume exactly and none is below zero', () => {
  const volume = fc.integer({ min: 0, max: 10_000_000 }).map((n) => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`);
  fc.assert(
    fc.property(fc.array(volume, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 3 }), (volumes, months) => {
      const zones = volumes.map((volume, index) => ({ zone: String(index), volume }));
      const pieces = splitByRanges(zones, limits, months);
      for (const { zone, volume } of zones) {
        expect(compare(total(pieces.filter((piece) => piece.zone === zone).map((piece) => piece.volume)), volume)).toBe(0);
      }
      expect(pieces.every((piece) => compare(piece.volume, '0') >= 0)).toBe(true);
    }),
  );
});
