import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, total } from '#platform/decimal';
import { addMonths } from '#platform/time';
import { averageMonth, useByMonth, usedWithin, useOfMonth, zeroMonths } from './usage-history.ts';

const start = { initialValue: '0', installedOn: '2025-12-10', digits: 5 };
const readings = (...values: [string, string][]) => values.map(([period, value]) => ({ period, value, takenOn: `${period}-24`, source: 'resident' }));

test('MTR-7: use is what was added since the reading before, the first since installation; a full dial goes on from zero', () => {
  const points = useByMonth(readings(['2026-01', '99998'], ['2026-02', '3.5'], ['2026-03', '1']), { ...start, initialValue: '99990' });
  expect(points.map(({ use, months }) => [use, months])).toEqual([
    ['8', 1],
    ['5.5', 1],
    [null, 1],
  ]);
});

test('MTR-7, MTR-8: a reading after a gap closes all its months in equal parts', () => {
  const points = useByMonth(readings(['2026-01', '5'], ['2026-04', '15']), start);
  expect(['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'].map((month) => useOfMonth(points, month, 3))).toEqual([
    null,
    '5',
    '3.33',
    '3.33',
    '3.33',
    null,
  ]);
  expect(averageMonth(points, '2026-05', 3)).toBe('3.75');
  expect(averageMonth(points, '2026-03', 3)).toBeNull(); // what is read later is not known yet
});

test('MTR-7: a reading after years of silence tells nothing of one month', () => {
  const points = useByMonth(readings(['2026-07', '70'], ['2026-08', '75']), start);
  expect(['2026-06', '2026-07', '2026-08'].map((month) => useOfMonth(points, month, 3))).toEqual([null, null, '5']);
});

test('MTR-2: the average needs three months and passes over estimates; months without use are counted to the last', () => {
  const points = useByMonth(
    [...readings(['2026-01', '5'], ['2026-02', '10'], ['2026-03', '18']), { period: '2026-04', value: '90', takenOn: '2026-04-25', source: 'estimated' }],
    start,
  );
  expect(averageMonth(points, '2026-03', 3)).toBeNull();
  expect(averageMonth(points, '2026-04', 3)).toBe('6');
  expect(averageMonth(points, '2026-05', 0)).toBe('6');
  const still = useByMonth(readings(['2026-01', '5'], ['2026-02', '5'], ['2026-04', '5']), start);
  expect([zeroMonths(still, '2026-05'), zeroMonths(still, '2026-03'), zeroMonths(still, '2026-02'), zeroMonths([], '2026-01')]).toEqual([3, 1, 0, 0]);
});

test('MTR-2: the average is of the six months before, of those known then; a month that tells nothing is left out', () => {
  const grown = useByMonth(readings(...[1, 3, 6, 10, 15, 21, 28, 36].map((value, n): [string, string] => [addMonths('2026-01', n), String(value)])), start);
  expect(averageMonth(grown, '2026-09', 3)).toBe('5.5');
  expect(averageMonth(grown, '2026-05', 3)).toBe('2.5');
  const replaced = useByMonth(readings(['2026-01', '10'], ['2026-02', '20'], ['2026-03', '5'], ['2026-04', '15'], ['2026-05', '25']), start);
  expect([averageMonth(replaced, '2026-06', 3), useOfMonth(replaced, '2026-03', 3), useOfMonth(replaced, '2026-04', 3)]).toEqual(['10', null, '10']);
});

test('MTR-7: six months of silence are spread over their months, seven tell of none; the use of one month is not rounded', () => {
  const after = (silent: string) => useByMonth(readings(['2026-01', '6'], [silent, '18']), start);
  expect([useOfMonth(after('2026-07'), '2026-05', 3), useOfMonth(after('2026-08'), '2026-05', 3)]).toEqual(['2', null]);
  expect(useOfMonth(useByMonth(readings(['2026-01', '1.234']), start), '2026-01', 0)).toBe('1.234');
});

test('MTR-2: months without use are counted back to one that tells nothing', () => {
  expect(zeroMonths(useByMonth(readings(['2026-01', '5'], ['2026-02', '3'], ['2026-03', '3']), start), '2026-04')).toBe(1);
});

test('MTR-7: whatever is used, the parts make up what the dial went on by', () => {
  const uses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 24 });
  fc.assert(
    fc.property(uses, (added) => {
      let value = 0;
      const points = useByMonth(readings(...added.map((use, n): [string, string] => [addMonths('2026-01', n), String((value += use))])), start);
      return compare(total(points.map(({ use }) => use!)), String(value)) === 0;
    }),
  );
});

test('CALC-1: readings of the month that a later one replaced say what had run by their days: between the reading before and the later one, in days and in what they show', () => {
  const before = { takenOn: '2026-09-24', value: '99990' };
  const point = { period: '2026-10', takenOn: '2026-10-24', value: '10', source: 'resident', use: '20', months: 1 };
  const within = (...replaced: [takenOn: string, value: string][]) =>
    usedWithin(
      replaced.map(([takenOn, value]) => ({ takenOn, value })),
      { before, point, digits: 5 },
    );
  expect(within(['2026-10-11', '99995'], ['2026-10-20', '5'])).toEqual([
    { on: '2026-10-11', use: '5' },
    { on: '2026-10-20', use: '15' },
  ]);
  expect(within(['2026-10-11', '99991'], ['2026-10-11', '99996'])).toEqual([{ on: '2026-10-11', use: '6' }]);
  expect(within(['2026-09-24', '99995'], ['2026-10-24', '99995'], ['2026-10-12', '11'], ['2026-10-13', '50000'])).toEqual([]);
  expect(within(['2026-09-25', '99990'], ['2026-10-23', '10'])).toEqual([
    { on: '2026-09-25', use: '0' },
    { on: '2026-10-23', use: '20' },
  ]);
  expect(usedWithin([{ takenOn: '2026-10-11', value: '99995' }], { before, point: { ...point, use: null }, digits: 5 })).toEqual([]);
});
