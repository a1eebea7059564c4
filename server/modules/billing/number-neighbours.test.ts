import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberNeighbours } from './number-neighbours.ts';

test('PAY-7: one slip leads to the number and back: a digit mistaken, lost, doubled, two swapped', () => {
  for (const slip of ['770000013', '77000012', '7700000112', '770000021', '7700-000 12']) expect(numberNeighbours(slip), slip).toContain('770000012');
  expect(numberNeighbours('770000034')).not.toContain('770000012');
});

test('PAY-7: being neighbours is mutual, a number is no neighbour of its own, and there are few of them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{2,12}$/), (number) => {
      const found = numberNeighbours(number);
      expect(found).not.toContain(number);
      expect(found.length).toBeLessThan(number.length * 22 + 12);
      for (const one of found.slice(0, 20)) expect(numberNeighbours(one)).toContain(number);
    }),
  );
  expect([numberNeighbours(''), numberNeighbours('1'.repeat(31))]).toEqual([[], []]);
});
