// The record of owners of one premises holds together: never more than the whole, never a day without an owner (HOME-4). Pure, exact.
import { addDays, type Day } from '#platform/time';

export type Held = { readonly share: { readonly numerator: number; readonly denominator: number }; readonly fromDay: Day; readonly toDay: Day | null };

/** The first day on which the shares are over the whole, or on which nobody owned after somebody had; null where there is none. */
export function chainFault(records: readonly Held[]): { readonly fault: 'over' | 'gap'; readonly day: Day } | null {
  const days = [...new Set(records.flatMap(({ fromDay, toDay }) => [fromDay, ...(toDay === null ? [] : [addDays(toDay, 1)])]))].sort();
  const last = records.some(({ toDay }) => toDay === null) ? null : days.at(-1);
  for (const day of days) {
    const held = records.filter(({ fromDay, toDay }) => fromDay <= day && (toDay === null || toDay >= day));
    if (isOver(held)) return { fault: 'over', day };
    if (held.length === 0 && day !== last) return { fault: 'gap', day };
  }
  return null;
}

function isOver(held: readonly Held[]): boolean {
  let [top, bottom] = [0n, 1n];
  for (const {
    share: { numerator, denominator },
  } of held)
    [top, bottom] = [top * BigInt(denominator) + BigInt(numerator) * bottom, bottom * BigInt(denominator)];
  return top > bottom;
}
