// What is due to be paid by itself, and when (PAY-5). Pure: days are those of the house's clock, `today` is an argument, and what was done
// is read from what is stored, so that a clock that jumps or a portal that slept neither repeats nor heaps up payments.
import { dueDay } from '#modules/billing';
import { addDays, addMonths, dateInMonth, type Day, daysBetween, type Month, monthOf } from '#platform/time';

/** Attempts after the first declined one, in days from it. A constant: payers agreed to just these (PAY-5), others would need a consent anew. */
export const RETRY_AFTER_DAYS: readonly number[] = [1, 3];
/** So late a payment is still made when the portal could not make it in time; later the month is passed over. */
const LATE_DAYS = 10;
/** Whoever wishes a notice has at least so long to pause after it, even when it went out late. */
const DAYS_TO_PAUSE = 1;

/** `monthDay` null: the day by which the month's bill is due. `activeFrom`: nothing of an earlier day is made up for. */
export type Plan = { readonly monthDay: number | null; readonly noticeDays: number; readonly activeFrom: Day };
export type MonthState = 'noticed' | 'paying' | 'retry' | 'paid' | 'skipped' | 'failed';
/** What was done for a month in which the payment falls. */
export type DoneMonth = {
  readonly period: Month;
  readonly state: MonthState;
  readonly noticedOn: Day | null;
  readonly triedOn: Day | null;
  readonly attempts: number;
};
/** `on`: the day from which it is to be done; not later than today when it is due. */
export type Step = { readonly kind: 'notice' | 'pay'; readonly period: Month; readonly on: Day; readonly payOn: Day };

/** The day in the month on which it is paid: a bill is due in the month after its own, by the dated terms of the law. */
export const payDay = (monthDay: number | null, period: Month): Day => (monthDay === null ? dueDay(addMonths(period, -1)) : dateInMonth(period, monthDay));

const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** What to do next for one month; null when nothing is left to do for it. */
function stepOf({ monthDay, noticeDays, activeFrom }: Plan, period: Month, done: DoneMonth | undefined): Step | null {
  const day = payDay(monthDay, period);
  if (done?.state === 'retry' || done?.state === 'noticed') {
    const on = done.state === 'retry' ? addDays(done.triedOn!, RETRY_AFTER_DAYS[done.attempts - 1]!) : later(day, addDays(done.noticedOn!, DAYS_TO_PAUSE));
    return on < activeFrom ? null : { kind: 'pay', period, on, payOn: on };
  }
  if (done !== undefined || day < activeFrom) return null;
  if (noticeDays === 0) return { kind: 'pay', period, on: day, payOn: day };
  return { kind: 'notice', period, on: later(addDays(day, -noticeDays), activeFrom), payOn: day };
}

/** A month that was begun and whose day went by during a pause or before the consent was given anew: it is passed over. */
export const isMissed = (plan: Plan, done: DoneMonth): boolean =>
  (done.state === 'noticed' || done.state === 'retry') && stepOf(plan, done.period, done) === null;

/** The next step and its day: due when `on` has come. There is always one, in a coming month if not in this. */
export function nextStep(plan: Plan, done: readonly DoneMonth[], today: Day): Step {
  const thisMonth = monthOf(later(today, plan.activeFrom));
  const steps = [-1, 0, 1, 2].flatMap((ahead) => {
    const period = addMonths(thisMonth, ahead);
    const step = stepOf(
      plan,
      period,
      done.find((one) => one.period === period),
    );
    return step !== null && daysBetween(step.payOn, today) <= LATE_DAYS ? [step] : [];
  });
  // Months come in order, and so do their days: ties cannot be.
  return steps.reduce((first, step) => (step.on < first.on ? step : first), steps[0] ?? restAfter(plan, done, thisMonth));
}

/** Everything near was done already, as after a clock that went back: the first month beyond. */
function restAfter(plan: Plan, done: readonly DoneMonth[], month: Month): Step {
  const last = done.reduce((newest, one) => (one.period > newest ? one.period : newest), month);
  return stepOf(plan, addMonths(last, 1), undefined) ?? stepOf(plan, addMonths(last, 2), undefined)!;
}

/** `notActive`: paused, or not agreed to yet, on the day itself. */
export type SkipReason = 'nothingToPay' | 'overLimit' | 'methodGone' | 'accountGone' | 'suspended' | 'noContact' | 'notActive';
export type Facts = {
  readonly fixedKopecks: bigint | null;
  readonly limitKopecks: bigint;
  readonly methodIsGood: boolean;
  /** Null: the person sees the account no longer. `toPayKopecks`: the debt less what other payments are already paying, `balanceKopecks`: with it. */
  readonly account: { readonly toPayKopecks: bigint; readonly balanceKopecks: bigint; readonly isSuspended: boolean } | null;
};
/** `wait`: another payment is paying all of the debt, and whether it goes through is not known yet. */
export type Decision =
  | { readonly kind: 'pay' | 'wait'; readonly kopecks: bigint }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly kopecks: bigint };

/** How much is paid now, never more than the debt; or why nothing is. A sum beyond the limit is not cut: the person decides. */
export function decideSum({ fixedKopecks, limitKopecks, methodIsGood, account }: Facts): Decision {
  const skip = (reason: SkipReason, kopecks = 0n): Decision => ({ kind: 'skip', reason, kopecks });
  if (account === null) return skip('accountGone');
  if (account.isSuspended) return skip('suspended');
  const { toPayKopecks } = account;
  const kopecks = fixedKopecks !== null && fixedKopecks < toPayKopecks ? fixedKopecks : toPayKopecks;
  if (kopecks <= 0n) return account.balanceKopecks > 0n ? { kind: 'wait', kopecks: 0n } : skip('nothingToPay');
  if (!methodIsGood) return skip('methodGone', kopecks);
  return kopecks > limitKopecks ? skip('overLimit', kopecks) : { kind: 'pay', kopecks };
}

/** What a declined attempt leads to: the day of the next one, or null when the month is given up. */
export function retryAfter(done: Pick<DoneMonth, 'triedOn' | 'attempts'>): Day | null {
  const days = RETRY_AFTER_DAYS[done.attempts - 1];
  return days === undefined ? null : addDays(done.triedOn!, days);
}
