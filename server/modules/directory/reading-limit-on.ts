// Which limit of a month's use holds on a day, of everybody's and the organization's own. Pure.
import { compare } from '#platform/decimal';
import type { Day } from '#platform/time';

/** As it was set; `isOwn`: by the organization of the meter, not for everybody. The value is a decimal text in the unit of the meter. */
export type SetReadingLimit = { readonly isOwn: boolean; readonly fromDay: Day; readonly value: string };

/** Of what was set, the newest first: the last that reaches the day; of everybody's and the organization's own the lower. Null: nothing bounds it. */
export function readingLimitOn(set: readonly SetReadingLimit[], day: Day): string | null {
  const [general, own] = [false, true].map((isOwn) => set.find((one) => one.isOwn === isOwn && one.fromDay <= day)?.value);
  if (general === undefined || own === undefined) return own ?? general ?? null;
  return compare(own, general) < 0 ? own : general;
}
