import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dateInMonth,
  dayIn,
  daysBetween,
  daysInMonth,
  firstDay,
  isDay,
  isMonth,
  lastDay,
  monthIn,
  monthOf,
  monthsBetween,
  monthsFrom,
  startOfDay,
  weekday,
} from './time.ts';

test("X-9: the day is the one of the house's zone, not of the machine", () => {
  expect(dayIn('Asia/Yekaterinburg', new Date('2026-11-21T18:59:59.999Z'))).toBe('2026-11-21');
  expect(dayIn('Asia/Yekaterinburg', new Date('2026-11-21T19:00:00.000Z'))).toBe('2026-11-22');
  expect(dayIn('Europe/Kaliningrad', new Date('2026-12-31T21:59:59Z'))).toBe('2026-12-31');
  expect(dayIn('Asia/Kamchatka', new Date('2026-12-31T12:00:00Z'))).toBe('2027-01-01');
  expect(monthIn('Asia/Kamchatka', new Date('2026-12-31T12:00:00Z'))).toBe('2027-01');
  expect(() => dayIn('Mars/Olympus', new Date(0))).toThrow(RangeError);
});

test('X-9: a day begins at midnight of the zone, also where the clock changes that night', () => {
  expect(startOfDay('Asia/Yekaterinburg', '2026-11-22').toISOString()).toBe('2026-11-21T19:00:00.000Z');
  expect(startOfDay('UTC', '2026-11-22').toISOString()).toBe('2026-11-22T00:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-03-29').toISOString()).toBe('2026-03-28T23:00:00.000Z');
  expect(startOfDay('Europe/Berlin', '2026-03-30').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  expect(startOfDay('America/New_York', '2026-11-01').toISOString()).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('America/New_York', '2026-11-02').toISOString()).toBe('2026-11-02T05:00:00.000Z');
});

test('CALC-1: months are counted and bounded', () => {
  expect(addMonths('2026-11', 3)).toBe('2027-02');
  expect(addMonths('2026-01', -1)).toBe('2025-12');
  expect(addMonths('2026-01', -13)).toBe('2024-12');
  expect(monthsBetween('2025-11', '2026-10')).toBe(11);
  expect(monthsBetween('2026-10', '2025-11')).toBe(-11);
  expect(monthsFrom('2026-11', '2027-01')).toEqual(['2026-11', '2026-12', '2027-01']);
  expect(monthsFrom('2026-11', '2026-10')).toEqual([]);
  expect(daysInMonth('2026-02')).toBe(28);
  expect(daysInMonth('2028-02')).toBe(29);
  expect(daysInMonth('2026-12')).toBe(31);
  expect(firstDay('2026-02')).toBe('2026-02-01');
  expect(lastDay('2028-02')).toBe('2028-02-29');
  expect(dateInMonth('2026-02', 31)).toBe('2026-02-28');
  expect(dateInMonth('2026-03', 15)).toBe('2026-03-15');
  expect(dateInMonth('2026-03', 0)).toBe('2026-03-01');
  expect(monthOf('2026-11-22')).toBe('2026-11');
});

test('CALC-3: days are counted over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-04-15', '2026-08-31')).toBe(138);
  expect(daysBetween('2026-08-31', '2026-04-15')).toBe(-138);
  expect(weekday('2026-11-22')).toBe(7);
  expect(weekday('2026-11-16')).toBe(1);
});

test('X-3: a text that is no day or month is refused by name', () => {
  expect(isDay('2026-11-22')).toBe(true);
  for (const bad of ['2026-02-30', '2026-13-01', '2026-1-1', '', '2026-11-22T00:00']) {
    expect(isDay(bad)).toBe(false);
    expect(() => addDays(bad, 1)).toThrow(RangeError);
  }
  for (const bad of ['2026-13', '2026-00', '2026-1', '']) {
    expect(isMonth(bad)).toBe(false);
    expect(() => addMonths(bad, 1)).toThrow(RangeError);
  }
});

test('X-9: going there and back gives the same day and month', () => {
  const offsets = fc.integer({ min: -2000, max: 2000 });
  fc.assert(
    fc.property(offsets, (n) => {
      expect(addMonths(addMonths('2026-11', n), -n)).toBe('2026-11');
      expect(monthsBetween('2026-11', addMonths('2026-11', n))).toBe(n);
      expect(daysBetween('2026-11-22', addDays('2026-11-22', n))).toBe(n);
      const zone = 'Asia/Vladivostok';
      expect(dayIn(zone, startOfDay(zone, addDays('2026-11-22', n)))).toBe(addDays('2026-11-22', n));
    }),
  );
});
