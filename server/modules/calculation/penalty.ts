// Penalties by the day (CALC-3; Housing Code, article 155, parts 14 and 14.1; field rules 1.8). Each month's debt goes by itself: days are
// counted from its last day to pay, a payment lessens it from the day after, every day costs the rate in force on that day. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { decimal, roundHalfUp } from '#platform/decimal';
import { sumKopecks, type Kopecks } from '#platform/money';
import { addDays, daysBetween, type Day, type Month } from '#platform/time';
import type { PenaltyRules, PenaltyStep } from './calculation-rules.ts';
import type { Force } from './tariff-pieces.ts';

/** The debt of one month: what was charged, its last day to pay (already moved from a day off), what was paid on it when. */
export type MonthDebt = {
  readonly month: Month;
  readonly kind: 'service' | 'repair';
  readonly dueOn: Day;
  readonly chargedKopecks: Kopecks;
  readonly payments: readonly { readonly on: Day; readonly kopecks: Kopecks }[];
  /** A part of an instalment is in it, without its interest. */ readonly withParts?: true;
};
export type Stretch = TermsOf<'penalty'>['stretches'][number];
export type Penalty = { readonly kopecks: Kopecks; readonly stretches: readonly Stretch[]; readonly withParts?: true };

const numbers = new Map<Day, number>();
const days = new Map<number, Day>();
const KEPT_DAYS = 40_000;

/** Days since 1970; the same few thousand days come again and again. Throws RangeError for what is not a day. */
function numberOf(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = daysBetween('1970-01-01', day);
  if (numbers.size > KEPT_DAYS) numbers.clear();
  numbers.set(day, number);
  return number;
}

function dayOf(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = addDays('1970-01-01', number);
  if (days.size > KEPT_DAYS) days.clear();
  days.set(number, day);
  return day;
}

type Rate = { from: number; percent: string; scaled: bigint };
/** Percents are kept to six decimals for the sums. */
const RATE_SCALE = 6;
const scaledPercent = (percent: string): bigint => {
  const { value, scale } = decimal(percent);
  if (scale > RATE_SCALE) throw new RangeError(`A rate has at most ${RATE_SCALE} decimals, got "${percent}"`);
  return value * 10n ** BigInt(RATE_SCALE - scale);
};

function valueOn(forces: readonly Force<string>[], day: Day): string | undefined {
  let found: Force<string> | undefined;
  for (const force of forces) {
    if ((force.from === null || force.from <= day) && (force.to === null || force.to >= day) && (!found || (force.from ?? '') > (found.from ?? '')))
      found = force;
  }
  return found?.value;
}

/** The rate of every day as a list of changes: the key rate, not above the cap of the day. Days without a key rate cost nothing. */
function ratesOf({ keyRate, cap }: PenaltyRules): Rate[] {
  const changes = new Set<Day>(['1992-01-01']);
  for (const { from, to } of [...keyRate, ...cap]) {
    if (from !== null) changes.add(from);
    if (to !== null) changes.add(addDays(to, 1));
  }
  return [...changes].sort().map((day) => {
    const key = valueOn(keyRate, day) ?? '0';
    const most = valueOn(cap, day);
    const percent = most !== undefined && scaledPercent(most) < scaledPercent(key) ? most : key;
    return { from: numberOf(day), percent, scaled: scaledPercent(percent) };
  });
}

type Point = { readonly on: number; readonly kopecks: Kopecks };

/** What is owed from each day on, the charge first. Payments before the due day lessen the charge itself; nothing goes below zero. */
function debtsFrom({ chargedKopecks, payments }: MonthDebt, paymentDayCounts: boolean): Point[] {
  const steps: Point[] = [{ on: Number.NEGATIVE_INFINITY, kopecks: chargedKopecks }];
  if (payments.length === 0) return steps;
  let left = chargedKopecks;
  const paid = payments.map(({ on, kopecks }) => ({ on: numberOf(on) + (paymentDayCounts ? 1 : 0), kopecks })).sort((a, b) => a.on - b.on);
  for (const { on, kopecks } of paid) {
    left -= kopecks;
    if (steps.at(-1)!.on === on) steps.pop();
    steps.push({ on, kopecks: left > 0n ? left : 0n });
  }
  return steps;
}

/** lcm of the two divisors of the law, so that parts add up in whole numbers. */
const COMMON_DIVISOR = 3900n;
const WEIGHT = { '300': COMMON_DIVISOR / 300n, '130': COMMON_DIVISOR / 130n } as const;
const DENOMINATOR = COMMON_DIVISOR * 100n * 10n ** BigInt(RATE_SCALE);

/** Counts penalties by rules that were prepared once. */
export type PenaltyCounter = (debt: MonthDebt, window: { readonly from: Day | null; readonly through: Day }) => Penalty | null;

/**
 * A counter of penalties for one month's debt: the days from `from` (null: from the first) through `through`, both included. Null when
 * there is nothing. The sum is rounded once, half away from zero; the stretches alone give it again.
 */
export function penaltyCounter(rules: PenaltyRules): PenaltyCounter {
  const rates = ratesOf(rules);
  return (debt, window) => {
    const due = numberOf(debt.dueOn);
    const steps = rules.steps[debt.kind];
    const first = due + (steps[0]?.fromDay ?? Number.POSITIVE_INFINITY);
    const begin = Math.max(first, window.from === null ? first : numberOf(window.from));
    const end = numberOf(window.through);
    if (debt.chargedKopecks <= 0n || begin > end) return null;
    const penalty = stretchesOf({ month: debt.month, begin, end, due, steps, rates, debts: debtsFrom(debt, rules.paymentDayCounts) });
    return penalty && debt.withParts ? { ...penalty, withParts: true } : penalty;
  };
}

type Walk = { month: Month; begin: number; end: number; due: number; steps: readonly PenaltyStep[]; rates: readonly Rate[]; debts: readonly Point[] };

function stretchesOf({ month, begin, end, due, steps, rates, debts }: Walk): Penalty | null {
  const stretches: Stretch[] = [];
  let sum = 0n;
  let [debtAt, rateAt, stepAt] = [0, 0, 0];
  for (let day = begin; day <= end;) {
    while (debtAt + 1 < debts.length && debts[debtAt + 1]!.on <= day) debtAt += 1;
    while (rateAt + 1 < rates.length && rates[rateAt + 1]!.from <= day) rateAt += 1;
    while (stepAt + 1 < steps.length && due + steps[stepAt + 1]!.fromDay <= day) stepAt += 1;
    const last = Math.min(
      end,
      (debts[debtAt + 1]?.on ?? Infinity) - 1,
      (rates[rateAt + 1]?.from ?? Infinity) - 1,
      due + (steps[stepAt + 1]?.fromDay ?? Infinity) - 1,
    );
    const { kopecks } = debts[debtAt]!;
    const { percent, scaled } = rates[rateAt]!;
    if (kopecks === 0n) break;
    if (scaled > 0n) {
      const { divisor } = steps[stepAt]!;
      const before = stretches.at(-1);
      const length = last - day + 1;
      if (before && before.percent === percent && before.divisor === divisor && BigInt(before.debtKopecks) === kopecks && before.to === dayOf(day - 1)) {
        stretches[stretches.length - 1] = { ...before, to: dayOf(last), days: before.days + length };
      } else stretches.push({ month, debtKopecks: Number(kopecks), from: dayOf(day), to: dayOf(last), days: length, percent, divisor });
      sum += kopecks * BigInt(length) * scaled * WEIGHT[divisor];
    }
    day = last + 1;
  }
  return stretches.length === 0 ? null : { kopecks: roundHalfUp(sum, DENOMINATOR), stretches };
}

/** The penalty line of a month of an account: all its debts, the oldest first. Null when nothing is to be taken. */
export function penaltyTerms(period: Month, penalties: readonly Penalty[]): TermsOf<'penalty'> | null {
  const stretches = penalties
    .flatMap((penalty) => penalty.stretches)
    .sort((a, b) => (a.month === b.month ? a.from.localeCompare(b.from) : a.month.localeCompare(b.month)));
  if (sumKopecks(penalties.map(({ kopecks }) => kopecks)) === 0n) return null;
  return { method: 'penalty', period, benefit: null, stretches, ...(penalties.some(({ withParts }) => withParts) && { withParts: true }) };
}
