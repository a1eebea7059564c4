// The days on which a meter was tampered with (item 62 of Rules 354). Pure.
import { addDays, daysBetween, firstDay, lastDay, type Day, type Month } from '#platform/time';
import type { Span } from './tariff-pieces.ts';

/** From a day on, before the day on which it was put right (null: it still stands); found on a day, by an act. */
export type Tampering = { readonly from: Day; readonly until: Day | null; readonly foundOn: Day; readonly act: string };

export const monthSpan = (month: Month): Span => ({ from: firstDay(month), to: lastDay(month) });
export const countDays = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + daysBetween(from, to) + 1, 0);

/** What of the spans lies within another. */
export const within = (spans: readonly Span[], { from, to }: Span): Span[] =>
  spans.filter((span) => span.from <= to && span.to >= from).map((span) => ({ from: span.from > from ? span.from : from, to: span.to < to ? span.to : to }));

/** The days of the month on which some meter was tampered with, joined, in order. */
export function tamperedDays(month: Month, tamperings: readonly Tampering[]): Span[] {
  const whole = monthSpan(month);
  const open = tamperings
    .filter(({ from, until }) => until === null || until > from)
    .map(({ from, until }): Span => ({ from, to: until === null ? whole.to : addDays(until, -1) }));
  const joined: { from: Day; to: Day }[] = [];
  for (const span of within(open, whole).sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = joined.at(-1);
    if (!last || span.from > addDays(last.to, 1)) joined.push({ ...span });
    else if (span.to > last.to) last.to = span.to;
  }
  return joined;
}

/** The other days of the month. */
export function otherDays(month: Month, days: readonly Span[]): Span[] {
  const whole = monthSpan(month);
  const others: Span[] = [];
  let next = whole.from;
  for (const { from, to } of days) {
    if (from > next) others.push({ from: next, to: addDays(from, -1) });
    next = addDays(to, 1);
  }
  return next > whole.to ? others : [...others, { from: next, to: whole.to }];
}
