// What a register used month by month, from its readings. Pure. A month without a reading has no point; the next point then closes
// several months, and its use is that of all of them.
import { chain, compare, decimal, decimalText, roundedText, total, trimmed } from '#platform/decimal';
import { addMonths, monthOf, monthsBetween, type Day, type Month } from '#platform/time';
import { usualRulesOf } from './meter-rules.ts';
import { useByControl, useSince } from './reading-rules.ts';

/** An active reading of one register. */
export type RegisterReading = { readonly period: Month; readonly takenOn: Day; readonly value: string; readonly source: string };
export type RegisterStart = { readonly initialValue: string; readonly installedOn: Day; readonly digits: number };
/** `use` since the point before; null when the value is less than before and the dial did not pass its end; below zero where a check found less. */
export type UsePoint = RegisterReading & { readonly use: string | null; readonly months: number };

/** A reading that closes more months than this tells nothing of a single one of them: the first after installation, or after years of silence. */
const SPREAD_MONTHS = 6;

/** The points of a register in the order of months; `readings` in that order. The first is counted from what stood on the dial at installation. */
export function useByMonth(readings: readonly RegisterReading[], start: RegisterStart): UsePoint[] {
  let before = { value: start.initialValue, period: monthOf(start.installedOn) };
  return readings.map((reading) => {
    const since = reading.source === 'control' ? useByControl : useSince;
    const point = {
      ...reading,
      use: since(before.value, reading.value, start.digits)?.use ?? null,
      months: Math.max(1, monthsBetween(before.period, reading.period)),
    };
    before = reading;
    return point;
  });
}

/** What had run by the days of readings that `point` replaced: of those between the reading before and it, that fit between them too; of one day the last handed in. */
export function usedWithin(
  replaced: readonly Pick<RegisterReading, 'takenOn' | 'value'>[],
  { before, point, digits }: { before: Pick<RegisterReading, 'takenOn' | 'value'>; point: UsePoint; digits: number },
): { on: Day; use: string }[] {
  const days = new Map(
    replaced
      .filter(({ takenOn }) => takenOn > before.takenOn && takenOn < point.takenOn)
      .map(({ takenOn, value }) => [takenOn, useSince(before.value, value, digits)?.use]),
  );
  return [...days].flatMap(([on, use]) => (use !== undefined && point.use !== null && compare(use, point.use) <= 0 ? [{ on, use }] : []));
}

const perMonth = ({ use, months }: UsePoint) => chain([use!], [BigInt(months)]);
const shownScale = (decimals: number): number => Math.min(2, decimals);

/** The point that closes the month: its own, or the next one when the month has no reading. */
const closing = (points: readonly UsePoint[], month: Month): UsePoint | undefined =>
  points.find(({ period, months }) => months <= SPREAD_MONTHS && period >= month && addMonths(period, -months) < month);

/** Average use of a month over the last before `month`, as many as the rules say (six; three must be known). Null: too few are. Decimal text. */
export function averageMonth(points: readonly UsePoint[], month: Month, decimals: number): string | null {
  const { ofMonths, needsMonths } = usualRulesOf(month);
  const months = Array.from({ length: ofMonths }, (_, back) => addMonths(month, -1 - back));
  const known = months
    .flatMap((one) => closing(points, one) ?? [])
    .filter((point) => point.period < month && point.use !== null && point.source !== 'estimated');
  if (known.length < needsMonths) return null;
  const average = shortText(roundedText(chain([total(known.map(perMonth))], [BigInt(known.length)]), shownScale(decimals)));
  return compare(average, '0') < 0 ? '0' : average;
}

/** Use of the month; where its reading closed several months, an equal part of them. Decimal text. */
export function useOfMonth(points: readonly UsePoint[], month: Month, decimals: number): string | null {
  const point = closing(points, month);
  if (!point || point.use === null) return null;
  // What a check gave back is of its month whole.
  if (compare(point.use, '0') < 0) return point.period === month ? shortText(point.use) : null;
  return point.months === 1 ? shortText(point.use) : shortText(roundedText(perMonth(point), shownScale(decimals)));
}

/** Months in a row without use, up to the last point before `month`. */
export function zeroMonths(points: readonly UsePoint[], month: Month): number {
  const before = points.filter((point) => point.period < month);
  let count = 0;
  for (const { use, months } of before.toReversed()) {
    if (use === null || compare(use, '0') !== 0) break;
    count += months;
  }
  return count;
}

/** Without zeros at the end: 3.20 → 3.2. */
export const shortText = (text: string): string => decimalText(trimmed(decimal(text)));
