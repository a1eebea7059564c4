import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWithWhole, isSameShare, readShare, shareOf } from './share.ts';

test('OWN-2, HOME-3: shares as people and registers write them are exact fractions; what is no share is not guessed', () => {
  const known: readonly [string, [number, number]][] = [
    ['1/3', [1, 3]],
    [' 2 / 6 ', [1, 3]],
    ['доля в праве 1/2', [1, 2]],
    ['50%', [1, 2]],
    ['33,3 %', [333, 1000]],
    ['12.5 процентов', [1, 8]],
    ['1', [1, 1]],
    ['целая', [1, 1]],
    ['5430/48126', [905, 8021]],
  ];
  for (const [text, [numerator, denominator]] of known) expect(readShare(text), text).toEqual({ numerator, denominator });
  for (const text of [
    '',
    '0',
    '0/3',
    '4/3',
    '1/0',
    '150 %',
    'одна треть',
    'пропорциональна размеру общей площади',
    '1/3/5',
    '1/99999999999',
    '0.5/3',
    'x'.repeat(400),
  ])
    expect(readShare(text), text).toBeUndefined();
});

test('HOME-3: any number of equal shares make the whole, one less does not, one more is over', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), (parts, times) => {
      const share = shareOf(BigInt(times), BigInt(times * parts))!;
      expect(isSameShare(share, { numerator: 1, denominator: parts })).toBe(true);
      const all = Array.from({ length: parts }, () => share);
      expect([compareWithWhole(all.slice(1)), compareWithWhole(all), compareWithWhole([...all, share])]).toEqual([-1, 0, 1]);
    }),
  );
  expect(
    compareWithWhole([
      { numerator: 1, denominator: 3 },
      { numerator: 1, denominator: 6 },
      { numerator: 1, denominator: 2 },
    ]),
  ).toBe(0);
});
