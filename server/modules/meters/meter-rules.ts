// Numbers of the portal's rules of readings by the day from which they hold (field rules 1.4): rows, not constants in formulas. Pure.
import type { Day, Month } from '#platform/time';

/** When a reading is asked about again before it is taken. */
export type ReadingRules = {
  /** More than so many usual months, and more than so many norms of all who live there. */
  readonly unusualTimes: bigint;
  readonly unusualNorms: bigint;
  /** So many months in a row without use, this one among them. */
  readonly zeroMonths: number;
};
const readingRules: readonly { readonly fromMonth: Month; readonly rules: ReadingRules }[] = [
  { fromMonth: '0000-01', rules: { unusualTimes: 3n, unusualNorms: 2n, zeroMonths: 2 } },
];

/** The rules for a reading of the month. */
export const readingRulesOf = (month: Month): ReadingRules => readingRules.findLast(({ fromMonth }) => fromMonth <= month)!.rules;

/** What the usual month is counted from: of the last `ofMonths` before it at least `needsMonths` must be known. */
export type UsualRules = { readonly ofMonths: number; readonly needsMonths: number };
const usualRules: readonly { readonly fromMonth: Month; readonly rules: UsualRules }[] = [{ fromMonth: '0000-01', rules: { ofMonths: 6, needsMonths: 3 } }];

/** The rules of the usual month before `month`. */
export const usualRulesOf = (month: Month): UsualRules => usualRules.findLast(({ fromMonth }) => fromMonth <= month)!.rules;

const reminderDays: readonly { readonly fromDay: Day; readonly days: readonly [number, ...number[]] }[] = [{ fromDay: '0000-01-01', days: [90, 30, 7] }];

/** How many days before the end of a verification people are reminded, the most first, as it is on the day. */
export const reminderDaysOf = (today: Day): readonly [number, ...number[]] => reminderDays.findLast(({ fromDay }) => fromDay <= today)!.days;
