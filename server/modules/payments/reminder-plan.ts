// When a person is reminded to pay (PAY-6). Pure.
import { addMonths, type Day, daysBetween, type Month, monthOf } from '#platform/time';
import { payDay } from './autopayment-plan.ts';

export const USUAL_REMINDER_DAYS: readonly number[] = [5, 1];
/** Nobody may wish to hear of it earlier: bills come ten days before. */
export const MOST_REMINDER_DAYS = 10;

/** The step that has come: the nearest wished one, so that who missed several days hears once. Null: it is too early. */
export function reminderStep(today: Day, dueOn: Day, wished: readonly number[]): number | null {
  const left = daysBetween(today, dueOn);
  const come = wished.filter((days) => days >= left);
  return left < 0 || come.length === 0 ? null : Math.min(...come);
}

export const billedMonth = (dueOn: Day): Month => addMonths(monthOf(dueOn), -1);

export type Cover = { readonly monthDay: number | null; readonly fixedKopecks: bigint | null; readonly limitKopecks: bigint };

/** Whether a consent will pay all of it by itself in time: then nobody needs to be reminded. */
export function covers(
  { monthDay, fixedKopecks, limitKopecks }: Cover,
  { leftKopecks, today, dueOn }: { leftKopecks: bigint; today: Day; dueOn: Day },
): boolean {
  const on = payDay(monthDay, monthOf(dueOn));
  return on >= today && on <= dueOn && leftKopecks <= limitKopecks && (fixedKopecks === null || fixedKopecks >= leftKopecks);
}
