// The days on which readings are taken, and the month a reading counts for (field rules 1.3, MTR-2, MTR-6). A window is configuration of a
// supplier and a service. Readings are accepted at any time: outside the window the person is told the month. Pure.
import { counted, formatDayShort, formatMonthName } from '#contract/russian';
import { addMonths, dateInMonth, daysBetween, monthOf, type Day, type Month } from '#platform/time';

/** Days of the month, both included. A window whose last day is the smaller one runs into the next month: from 25 to 5. */
export type ReadingWindow = { readonly fromDay: number; readonly toDay: number };

/** The first and the last day on which readings of the month are taken. */
export function windowDays(month: Month, { fromDay, toDay }: ReadingWindow): { opens: Day; closes: Day } {
  const closing = fromDay > toDay ? addMonths(month, 1) : month;
  return { opens: dateInMonth(month, fromDay), closes: dateInMonth(closing, toDay) };
}

/**
 * The month that a reading taken on the day counts for: the one whose window is open or comes next. A month whose charges are posted
 * (`postedThrough`) is over: the reading goes to the first month after it.
 */
export function readingMonth(takenOn: Day, window: ReadingWindow, postedThrough: Month | null = null): Month {
  const month = monthOf(takenOn);
  const candidates = [addMonths(month, -1), month, addMonths(month, 1)];
  const first = candidates.find((candidate) => takenOn <= windowDays(candidate, window).closes)!;
  return postedThrough !== null && first <= postedThrough ? addMonths(postedThrough, 1) : first;
}

export type WindowNow = {
  readonly month: Month;
  readonly opens: Day;
  readonly closes: Day;
  readonly isOpen: boolean;
  readonly daysLeft: number;
  readonly text: string;
};

/** What the screen says today: until when readings are taken, or which month a reading handed in now counts for. */
export function windowNow(today: Day, window: ReadingWindow, postedThrough: Month | null = null): WindowNow {
  const month = readingMonth(today, window, postedThrough);
  const { opens, closes } = windowDays(month, window);
  const isOpen = today >= opens;
  const daysLeft = daysBetween(today, closes);
  const left = daysLeft === 0 ? 'Сегодня последний день.' : `Осталось ${counted(daysLeft, ['день', 'дня', 'дней'])}.`;
  const text = isOpen
    ? `Принимаем до ${formatDayShort(closes)}. ${left}`
    : `Приём с ${formatDayShort(opens)} по ${formatDayShort(closes)}. Передать можно и сейчас: учтём в расчёте за ${formatMonthName(month)}.`;
  return { month, opens, closes, isOpen, daysLeft, text };
}
