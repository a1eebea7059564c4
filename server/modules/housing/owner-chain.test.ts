import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { chainFault } from './owner-chain.ts';

const held = (share: readonly [number, number], fromDay: string, toDay: string | null = null) => ({
  share: { numerator: share[0], denominator: share[1] },
  fromDay,
  toDay,
});

test('HOME-4: the chain of owners has no gap and is never over the whole', () => {
  expect(chainFault([])).toBeNull();
  expect(chainFault([held([1, 1], '2001-01-01', '2010-05-31'), held([1, 3], '2010-06-01'), held([2, 3], '2010-06-01')])).toBeNull();
  expect(chainFault([held([1, 1], '2001-01-01', '2010-05-31'), held([1, 1], '2010-06-02')])).toEqual({ fault: 'gap', day: '2010-06-01' });
  expect(chainFault([held([1, 1], '2001-01-01', '2010-06-01'), held([1, 3], '2010-06-01')])).toEqual({ fault: 'over', day: '2010-06-01' });
  expect(chainFault([held([1, 2], '2001-01-01'), held([1, 3], '2001-01-01'), held([1, 5], '2001-01-01')])).toEqual({ fault: 'over', day: '2001-01-01' });
  expect(chainFault([held([1, 1], '2001-01-01', '2010-05-31')])).toBeNull();
});

test('HOME-4: owners one after another make a chain whatever their days; pulling one a day later tears it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 2, maxLength: 12 }), fc.nat(), (lengths, torn) => {
      let day = '1990-01-01';
      const records = lengths.map((length, n) => {
        const from = day;
        day = addDays(day, length);
        return held([1, 1], from, n === lengths.length - 1 ? null : addDays(day, -1));
      });
      const at = 1 + (torn % (records.length - 1));
      const gap = records.map((record, n) =>
        n === at && (record.toDay === null || record.toDay > record.fromDay) ? { ...record, fromDay: addDays(record.fromDay, 1) } : record,
      );
      expect(chainFault(records)).toBeNull();
      if (gap[at] !== records[at]) expect(chainFault(gap)).toEqual({ fault: 'gap', day: records[at]!.fromDay });
    }),
  );
});
