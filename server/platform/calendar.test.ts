import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addWorkingDays, isProvisionalYear, isShortDay, isWorkingDay, nextWorkingDay, workingDaysBetween } from './calendar.ts';
import { addDays } from './time.ts';

test('X-9: the number of working days of each year is the official one', () => {
  const count = (year: number) => workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`);
  expect([2024, 2025, 2026, 2027].map(count)).toEqual([248, 247, 247, 249]);
});

test('X-9: holidays, moved days, working Saturdays and short days', () => {
  expect(isWorkingDay('2026-11-04')).toBe(false);
  expect(isWorkingDay('2026-12-31')).toBe(false);
  expect(isWorkingDay('2024-12-28')).toBe(true);
  expect(isWorkingDay('2025-11-01')).toBe(true);
  expect(isWorkingDay('2026-11-21')).toBe(false);
  expect(isWorkingDay('2026-11-20')).toBe(true);
  expect(isShortDay('2026-11-03')).toBe(true);
  expect(isShortDay('2026-11-05')).toBe(false);
  expect(isShortDay('2031-11-05')).toBe(false);
});

test('X-9: a year without data falls back to weekends and says so', () => {
  expect(isWorkingDay('2031-01-01')).toBe(true);
  expect(isWorkingDay('2031-01-04')).toBe(false);
  expect(isProvisionalYear('2031')).toBe(true);
  expect(isProvisionalYear('2027')).toBe(true);
  expect(isProvisionalYear('2026')).toBe(false);
});

test('X-9: a term that ends on a day off ends on the next working day', () => {
  expect(nextWorkingDay('2026-11-15')).toBe('2026-11-16');
  expect(nextWorkingDay('2026-11-16')).toBe('2026-11-16');
  expect(nextWorkingDay('2025-12-31')).toBe('2026-01-12');
});

test('X-9: working days are counted from the day after', () => {
  expect(addWorkingDays('2026-11-20', 1)).toBe('2026-11-23');
  expect(addWorkingDays('2026-11-02', 3)).toBe('2026-11-06');
  expect(addWorkingDays('2025-12-30', 5)).toBe('2026-01-16');
  expect(addWorkingDays('2026-11-21', 0)).toBe('2026-11-21');
  expect(addWorkingDays('2026-11-23', -1)).toBe('2026-11-20');
  expect(workingDaysBetween('2026-11-02', '2026-11-06')).toBe(3);
  expect(workingDaysBetween('2026-11-06', '2026-11-02')).toBe(0);
});

const sample = new URL('../../../shared/samples/calendar-ru/calendar.json', import.meta.url);
test.skipIf(!existsSync(sample))('X-9: every day of 2024–2027 agrees with the published calendar', () => {
  type Days = Record<string, { days: { date: string; type: 'off' | 'short' | 'work' }[] }>;
  const published = JSON.parse(readFileSync(sample, 'utf8')) as Days;
  for (const [year, { days }] of Object.entries(published)) {
    const types = new Map(days.map(({ date, type }) => [date, type]));
    for (let day = `${year}-01-01`; day.startsWith(year); day = addDays(day, 1)) {
      const type = types.get(day);
      const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
      expect([day, isWorkingDay(day), isShortDay(day)]).toEqual([day, type === undefined ? !weekend : type !== 'off', type === 'short']);
    }
  }
});
