// What the readings of a register measured, where its meter failed for some days or could not be checked (items 59–61 of Rules 354). Pure.
import { roundedText, total } from '#platform/decimal';
import { type Day, monthOf, monthsBetween } from '#platform/time';
import { useSince } from './reading-rules.ts';
import { shortText, type UsePoint } from './usage-history.ts';

/** Readings from `fromDay` on, before `toDay`, may not be charged by; `values`: what stood on the dial by zones on `toDay`. */
export type FaultDays = { readonly kind: string; readonly fromDay: Day; readonly toDay: Day | null; readonly values: Readonly<Record<string, string>> | null };
type Register = { readonly zone: string; readonly installedOn: Day; readonly digits: number };
type Within = { readonly within: readonly { readonly on: Day; readonly use: string }[] };
/** `resumed`: the meter was put right within the month; this ran since. */
export type MeasuredPoint<P> = P & { readonly resumed?: { readonly on: Day; readonly use: string } };

const SCALE = 7;

/**
 * A use that holds days on which the meter failed is unknown (null); after it was put right its use begins with what stood on the dial then.
 * A meter that could not be checked measured all the while: its reading after the check closes all months since the one before.
 */
export function measuredPoints<P extends UsePoint & Within>(points: readonly P[], faults: readonly FaultDays[], register: Register): MeasuredPoint<P>[] {
  return faults.reduce<MeasuredPoint<P>[]>(
    (known, fault) => (fault.kind === 'noAccess' ? checkedOnce(known, fault) : putRight(known, fault, register)),
    [...points],
  );
}

function checkedOnce<P extends UsePoint & Within>(points: readonly MeasuredPoint<P>[], { fromDay, toDay }: FaultDays): MeasuredPoint<P>[] {
  if (toDay === null) return [...points];
  const unseen = points.filter(({ takenOn }) => takenOn > fromDay && takenOn < toDay);
  const first = points.find(({ takenOn }) => takenOn >= toDay);
  if (unseen.length === 0 || first === undefined) return [...points];
  const all = [...unseen, first];
  const use = all.some((point) => point.use === null) ? null : shortText(roundedText(total(all.map((point) => point.use!)), SCALE));
  return points.flatMap((point) =>
    unseen.includes(point) ? [] : point === first ? [{ ...first, use, months: all.reduce((sum, { months }) => sum + months, 0), within: [] }] : [point],
  );
}

function putRight<P extends UsePoint & Within>(
  points: readonly MeasuredPoint<P>[],
  { fromDay, toDay, values }: FaultDays,
  { zone, installedOn, digits }: Register,
): MeasuredPoint<P>[] {
  return points.map((point, n) => {
    const before = points[n - 1]?.takenOn ?? installedOn;
    if (point.takenOn <= fromDay || (toDay !== null && before >= toDay)) return point;
    const onDial = values?.[zone];
    const use = toDay === null || point.takenOn <= toDay || onDial === undefined ? null : (useSince(onDial, point.value, digits)?.use ?? null);
    if (toDay === null || use === null) return { ...point, use: null, within: [] };
    if (point.period === monthOf(toDay)) return { ...point, use: null, within: [], resumed: { on: toDay, use } };
    return { ...point, use, within: [], months: Math.max(1, monthsBetween(monthOf(toDay), point.period)) };
  });
}
