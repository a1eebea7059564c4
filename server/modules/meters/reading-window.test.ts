import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { readingMonth, windowDays, windowNow } from './reading-window.ts';

const usual = { fromDay: 20, toDay: 25 };
const overMonthEnd = { fromDay: 25, toDay: 5 };
const said = (...given: Parameters<typeof windowNow>) => windowNow(...given).text.replaceAll('\u00a0', ' ');

test('MTR-2: a reading counts for the month whose window is open or comes next', () => {
  expect(readingMonth('2026-11-01', usual)).toBe('2026-11');
  expect(readingMonth('2026-11-20', usual)).toBe('2026-11');
  expect(readingMonth('2026-11-25', usual)).toBe('2026-11');
  expect(readingMonth('2026-11-26', usual)).toBe('2026-12');
  expect(readingMonth('2026-12-31', usual)).toBe('2027-01');
});

test('MTR-2: a window over the end of the month belongs to the month in which it opens', () => {
  expect(windowDays('2026-12', overMonthEnd)).toEqual({ opens: '2026-12-25', closes: '2027-01-05' });
  expect(readingMonth('2027-01-05', overMonthEnd)).toBe('2026-12');
  expect(readingMonth('2027-01-06', overMonthEnd)).toBe('2027-01');
  expect(readingMonth('2026-12-24', overMonthEnd)).toBe('2026-12');
});

test('MTR-2: a window of one day stays in its month', () => {
  expect(windowDays('2026-11', { fromDay: 25, toDay: 25 })).toEqual({ opens: '2026-11-25', closes: '2026-11-25' });
});

test('MTR-2: a window to the 31st ends on the last day of a shorter month', () => {
  expect(windowDays('2026-02', { fromDay: 23, toDay: 31 })).toEqual({ opens: '2026-02-23', closes: '2026-02-28' });
  expect(readingMonth('2026-02-28', { fromDay: 23, toDay: 31 })).toBe('2026-02');
});

test('MTR-6: the date taken decides the month until its charges are posted', () => {
  expect(readingMonth('2026-10-24', usual, '2026-09')).toBe('2026-10');
  expect(readingMonth('2026-10-24', usual, '2026-10')).toBe('2026-11');
  expect(readingMonth('2026-08-24', usual, '2026-10')).toBe('2026-11');
});

test('MTR-2: the screen says until when, how long still, or which month it will be', () => {
  expect(windowNow('2026-11-22', usual)).toMatchObject({ month: '2026-11', opens: '2026-11-20', closes: '2026-11-25', isOpen: true, daysLeft: 3 });
  expect(said('2026-11-22', usual)).toBe('Принимаем до 25 ноября. Осталось 3 дня.');
  expect(said('2026-11-20', usual)).toBe('Принимаем до 25 ноября. Осталось 5 дней.');
  expect(said('2026-11-25', usual)).toBe('Принимаем до 25 ноября. Сегодня последний день.');
  expect(said('2026-11-19', usual)).toBe('Приём с 20 ноября по 25 ноября. Передать можно и сейчас: учтём в расчёте за ноябрь.');
  expect(said('2026-11-26', usual)).toBe('Приём с 20 декабря по 25 декабря. Передать можно и сейчас: учтём в расчёте за декабрь.');
  expect(said('2026-11-22', usual, '2026-11')).toBe('Приём с 20 декабря по 25 декабря. Передать можно и сейчас: учтём в расчёте за декабрь.');
});

test('MTR-2: any day of any window counts for exactly one month, and later days never for an earlier one', () => {
  const day = fc.integer({ min: 1, max: 31 });
  fc.assert(
    fc.property(day, day, fc.integer({ min: 0, max: 800 }), (fromDay, toDay, offset) => {
      const taken = addDays('2026-01-01', offset);
      const month = readingMonth(taken, { fromDay, toDay });
      const { closes } = windowDays(month, { fromDay, toDay });
      expect(taken <= closes).toBe(true);
      expect(readingMonth(addDays(taken, 1), { fromDay, toDay }) >= month).toBe(true);
    }),
  );
});
