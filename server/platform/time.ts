// Days and months as ISO texts, and their arithmetic. Pure: the clock is always an argument, and a day depends on no machine's zone.

/** '2026-11-22'. Texts of one shape compare as days do. */
export type Day = string;
/** '2026-11'. */
export type Month = string;

const DAY_MS = 86_400_000;

/** As with months below: a page asks for the same few dozens of times, a calculation thousands. */
const MOST_DAYS = 20_000;
const knownDays = new Map<Day, number>();

function utc(day: Day): number {
  const known = knownDays.get(day);
  if (known !== undefined) return known;
  const ms = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // A day that the month does not have comes out as one of the next month.
  if (Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day.slice(8))) throw new RangeError(`A day as 2026-11-22 expected, got "${day}"`);
  if (knownDays.size >= MOST_DAYS) knownDays.clear();
  knownDays.set(day, ms);
  return ms;
}

/** Only months that exist are kept: a calculation asks for the same few millions of times. */
const monthNumbers = new Map<Month, number>();

function monthNumber(month: Month): number {
  const known = monthNumbers.get(month);
  if (known !== undefined) return known;
  if (!isMonth(month)) throw new RangeError(`A month as 2026-11 expected, got "${month}"`);
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  monthNumbers.set(month, number);
  return number;
}

function monthText(number: number): Month {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Whether the text is a day that exists: '2026-02-30' is not. */
export function isDay(text: string): boolean {
  try {
    utc(text);
    return true;
  } catch {
    return false;
  }
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function monthOf(day: Day): Month {
  utc(day);
  return day.slice(0, 7);
}

export function addDays(day: Day, days: number): Day {
  return new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`: 0 for the same day, negative backwards. */
export function daysBetween(from: Day, to: Day): number {
  return (utc(to) - utc(from)) / DAY_MS;
}

/** 1 Monday … 7 Sunday. */
export function weekday(day: Day): number {
  return new Date(utc(day)).getUTCDay() || 7;
}

export function addMonths(month: Month, months: number): Month {
  return monthText(monthNumber(month) + months);
}

/** Months from `from` to `to`: 0 for the same month, negative backwards. */
export function monthsBetween(from: Month, to: Month): number {
  return monthNumber(to) - monthNumber(from);
}

/** All months from `from` to `to`, both included; none when `to` is earlier. */
export function monthsFrom(from: Month, to: Month): Month[] {
  return Array.from({ length: Math.max(0, monthsBetween(from, to) + 1) }, (_, n) => addMonths(from, n));
}

export function firstDay(month: Month): Day {
  monthNumber(month);
  return `${month}-01`;
}

export function lastDay(month: Month): Day {
  return addDays(firstDay(addMonths(month, 1)), -1);
}

export function daysInMonth(month: Month): number {
  return daysBetween(firstDay(month), firstDay(addMonths(month, 1)));
}

/** The given date of a month, or its last day where the month is shorter: ('2026-02', 31) → '2026-02-28'. */
export function dateInMonth(month: Month, date: number): Day {
  return addDays(firstDay(month), Math.min(Math.max(date, 1), daysInMonth(month)) - 1);
}

const clocks = new Map<string, Intl.DateTimeFormat>();
/** The last quarter of an hour asked of each zone: pages ask of the present one all the time, and a clock costs more than what it is asked for. */
const lastOffsets = new Map<string, { quarter: number; offset: number }>();
const QUARTER_MS = 900_000;
/** Since then no zone has changed its clock but at a quarter of an hour. */
const WHOLE_QUARTERS_SINCE = Date.UTC(1973, 0);

/** Milliseconds that the wall clock of the zone runs ahead of UTC at the instant. */
function offsetAt(timeZone: string, ms: number): number {
  const quarter = Math.floor(ms / QUARTER_MS);
  const last = lastOffsets.get(timeZone);
  if (last?.quarter === quarter && ms >= WHOLE_QUARTERS_SINCE) return last.offset;
  const offset = readOffset(timeZone, ms);
  lastOffsets.set(timeZone, { quarter, offset });
  return offset;
}

function readOffset(timeZone: string, ms: number): number {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(ms)) part[type] = Number(value);
  const wall = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
  return wall - Math.floor(ms / 1000) * 1000;
}

/** The day in the zone at the instant. Throws RangeError for an unknown zone. */
export function dayIn(timeZone: string, instant: Date): Day {
  return new Date(instant.getTime() + offsetAt(timeZone, instant.getTime())).toISOString().slice(0, 10);
}

/** The month in the zone at the instant. */
export function monthIn(timeZone: string, instant: Date): Month {
  return dayIn(timeZone, instant).slice(0, 7);
}

/** The instant at which the day begins in the zone. */
export function startOfDay(timeZone: string, day: Day): Date {
  const midnight = utc(day);
  // Twice: the offset at the first guess may differ from the one at the answer when the zone's clock changes that night.
  const guess = midnight - offsetAt(timeZone, midnight);
  return new Date(midnight - offsetAt(timeZone, guess));
}
