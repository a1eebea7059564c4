// Working days by the Russian production calendar. Years without data fall back to weekends.
import { productionCalendar } from './calendar-days.ts';
import { addDays, weekday, type Day } from './time.ts';

type Year = { provisional: boolean; off: Set<string>; short: Set<string>; working: Set<string> };

const words = (text: string): Set<string> => new Set(text.split(' '));
const years = new Map<string, Year>(
  Object.entries(productionCalendar).map(([year, days]) => [
    year,
    { provisional: days.provisional, off: words(days.off), short: words(days.short), working: words(days.working) },
  ]),
);

/** Whether people work on the day: not a weekend, a holiday or a day moved from one. */
export function isWorkingDay(day: Day): boolean {
  const year = years.get(day.slice(0, 4));
  const date = day.slice(5);
  if (year?.off.has(date)) return false;
  return weekday(day) <= 5 || (year?.working.has(date) ?? false);
}

/** Whether the day is an hour shorter. */
export function isShortDay(day: Day): boolean {
  return years.get(day.slice(0, 4))?.short.has(day.slice(5)) ?? false;
}

/** Whether the year's days off are not settled yet: no decree, or no data at all. */
export function isProvisionalYear(year: string): boolean {
  return years.get(year)?.provisional ?? true;
}

/** The day itself when it is a working one, else the first working day after it (article 193 of the Civil Code). */
export function nextWorkingDay(day: Day): Day {
  let next = day;
  while (!isWorkingDay(next)) next = addDays(next, 1);
  return next;
}

/** The last day of a term of `days` working days: the first working day after `day` is day 1. With 0 the day itself, with a negative number backwards. */
export function addWorkingDays(day: Day, days: number): Day {
  const step = days < 0 ? -1 : 1;
  let left = Math.abs(days);
  let last = day;
  while (left > 0) {
    last = addDays(last, step);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}

/** How many working days lie after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: Day, to: Day): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count += 1;
  return count;
}
