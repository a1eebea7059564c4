// Days of a month that the town asks for again and again.
import { addMonths, dateInMonth, daysInMonth, firstDay, type Day, type Month } from '#platform/time';

export type MonthDays = {
  readonly first: Day;
  readonly last: Day;
  /** When its charges are posted: the third of the next month. */ readonly charged: Day;
  readonly dates: readonly Day[];
};

const known = new Map<Month, MonthDays>();

/** The days of the month; `dates[0]` is the first. Counted once. */
export function monthDays(month: Month): MonthDays {
  const found = known.get(month);
  if (found) return found;
  const dates = Array.from({ length: daysInMonth(month) }, (_, n) => dateInMonth(month, n + 1));
  const days = { first: firstDay(month), last: dates.at(-1)!, charged: dateInMonth(addMonths(month, 1), 3), dates };
  known.set(month, days);
  return days;
}

/** The date of the month, or its last day where the month is shorter. */
export function dateOf(month: Month, date: number): Day {
  const { dates } = monthDays(month);
  return dates[Math.min(Math.max(date, 1), dates.length) - 1]!;
}
