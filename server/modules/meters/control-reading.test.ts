// What a check of the organization found on the dial (item 61 of Rules 354).
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, minus } from '#platform/decimal';
import { readingRulesOf } from './meter-rules.ts';
import { checkReading, type RegisterFacts, useByControl } from './reading-rules.ts';
import { averageMonth, useByMonth, useOfMonth } from './usage-history.ts';

const cold: RegisterFacts = {
  unit: 'м³',
  digits: 5,
  decimals: 3,
  previous: { value: '150', takenOn: '2026-10-24' },
  installedOn: '2022-01-14',
  lastControlOn: null,
  verifiedUntil: '2027-01-14',
  averageMonth: '5.5',
  lastYear: '5.6',
  normMonth: '9.7',
  limitMonth: '100',
  zeroMonths: 1,
  persons: 2,
  rules: readingRulesOf('2026-11'),
};
const moment = { today: '2026-11-30', window: { fromDay: 20, toDay: 25 }, postedThrough: null };
const check = (text: string, more: { confirmed?: boolean; takenOn?: string } = {}, register: Partial<RegisterFacts> = {}) =>
  checkReading({ text, takenOn: '2026-11-12', confirmed: false, control: '2026-11', ...more }, { ...cold, ...register }, moment);
const asked = (answer: ReturnType<typeof check>) =>
  (answer.outcome === 'refused' ? answer.problems : answer.warnings).map(({ code, detail }) => `${code}: ${detail.replaceAll('\u00a0', ' ')}`);

test('MTR-8, CALC-1: less than was handed in is asked about and then stands, of the month of the check', () => {
  expect(check('140')).toMatchObject({ outcome: 'ask', use: '-10', rolledOver: false, countsFor: '2026-11' });
  expect(asked(check('140'))).toEqual(['reading.lessThanBefore: Было 150, проверка нашла 140: 10 м³ вернём в ноябре']);
  expect(check('140', { confirmed: true })).toMatchObject({ outcome: 'accepted', value: '140', use: '-10', countsFor: '2026-11', commercial: true });
  expect(check('139,96', { confirmed: true })).toMatchObject({ use: '-10.04' });
});

test('MTR-8, CALC-1: more than was handed in stands too, above the limit of a month when it is confirmed; no use is not asked about', () => {
  expect(check('155')).toMatchObject({ outcome: 'accepted', use: '5' });
  expect(check('150')).toMatchObject({ outcome: 'accepted', use: '0', warnings: [] });
  expect(asked(check('251'))).toEqual(['reading.overLimit: Вышло 101 м³, обычно столько не бывает. Проверьте запятую и цифры']);
  expect(asked(check('250'))[0]).toContain('reading.unusual');
  expect(check('251', { confirmed: true })).toMatchObject({ outcome: 'accepted', use: '101' });
  expect(check('5000', {}, { limitMonth: null, averageMonth: null, normMonth: null })).toMatchObject({ outcome: 'accepted', use: '4850' });
  expect(check('12', {}, { previous: null })).toMatchObject({ outcome: 'accepted', use: null });
  // Of two months twice as much is possible.
  expect(check('350', {}, { previous: { value: '150', takenOn: '2026-09-24' } })).toMatchObject({ warnings: [{ code: 'reading.unusual' }] });
  expect(check('155', {}, { verifiedUntil: '2026-11-11' })).toMatchObject({ commercial: false });
});

test('MTR-2, MTR-8: a day that cannot be and what is no number are refused for a check too; a dial that passed its end is no difference', () => {
  expect(asked(check('140', { takenOn: '2026-10-23' }))[0]).toContain('reading.beforePrevious');
  expect(asked(check('140', { takenOn: '2026-12-01' }))[0]).toContain('reading.futureDate');
  expect(asked(check('много'))[0]).toContain('reading.notNumber');
  expect(useByControl('99990', '12', 5)).toEqual({ use: '22', rolledOver: true });
  expect(useByControl('90000', '12', 5)).toEqual({ use: '-89988', rolledOver: false });
  expect(check('3', { confirmed: true }, { previous: { value: '99998', takenOn: '2026-10-24' } })).toMatchObject({
    use: '5',
    rolledOver: true,
    notes: [expect.stringContaining('прошёл через ноль')],
  });
});

test('MTR-7, MTR-8: the history takes the difference to the month of the check alone; later readings follow; an average is never below zero', () => {
  const start = { initialValue: '0', installedOn: '2026-05-10', digits: 5 };
  const read = (period: string, value: string, source = 'resident') => ({ period, value, takenOn: `${period}-24`, source });
  const points = useByMonth(
    [read('2026-06', '50'), read('2026-07', '100'), read('2026-08', '150'), read('2026-10', '140', 'control'), read('2026-11', '146')],
    start,
  );
  expect(points.map(({ use }) => use)).toEqual(['50', '50', '50', '-10', '6']);
  expect(['2026-08', '2026-09', '2026-10', '2026-11'].map((month) => useOfMonth(points, month, 3))).toEqual(['50', null, '-10', '6']);
  expect(averageMonth(points, '2026-12', 3)).toBe('24.33');
  const back = useByMonth([read('2026-06', '1'), read('2026-07', '30'), read('2026-08', '0', 'control')], { ...start, initialValue: '1' });
  expect(averageMonth(back, '2026-09', 3)).toBe('0');
});

test('MTR-8: what all months used together is what the dial moved, whatever a check finds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 89_999 }), fc.constantFrom('control')), { minLength: 1, maxLength: 12 }), (list) => {
      const points = useByMonth(
        list.map(([value, source], n) => ({
          period: `2026-${String(n + 1).padStart(2, '0')}`,
          value: String(value),
          takenOn: `2026-${String(n + 1).padStart(2, '0')}-24`,
          source,
        })),
        { initialValue: '0', installedOn: '2025-12-10', digits: 5 },
      );
      const used = points.reduce((sum, { use }) => sum + Number(use), 0);
      expect(compare(minus(String(used), String(list.at(-1)![0])), '0')).toBe(0);
    }),
  );
});
