// Breaks and low quality (annex 1 to Rules 354; field rules 1.6): hours over whichever limit is exceeded, an hour counted once, and what they
// take off the month's fee. Pure: instants are milliseconds, measured temperatures decimal texts.
import type { TermsOf } from '#contract/charge-terms';
import { chain, compare, decimalText, minus, rounded, total, trimmed, type Ratio } from '#platform/decimal';
import { kopecksOf, kopecksToJson, roublesText, type Kopecks } from '#platform/money';
import { daysInMonth, firstDay, type Month } from '#platform/time';
import { type BreakRule, type QualityRules, qualityRulesOf } from './calculation-rules.ts';

/** From the moment the dispatcher registered it to the moment it was confirmed to be over. */
export type Break = { readonly fromMs: number; readonly toMs: number; readonly rule: BreakRule };
export type Fee = { readonly period: Month; readonly month: Month; readonly kopecks: Kopecks; readonly reason: string; readonly document: string | null };
type Recalculation = TermsOf<'recalculation'>;

const HOUR_MS = 3_600_000;

/** Breaks that touch are one break of the stricter rule. */
function joined(breaks: readonly Break[]): Break[] {
  const ordered = breaks.filter(({ fromMs, toMs }) => toMs > fromMs).sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
  const result: Break[] = [];
  for (const next of ordered) {
    const last = result.at(-1);
    if (!last || next.fromMs > last.toMs) result.push(next);
    else
      result[result.length - 1] = {
        fromMs: last.fromMs,
        toMs: Math.max(last.toMs, next.toMs),
        rule: (next.rule.onceHours ?? Infinity) < (last.rule.onceHours ?? Infinity) ? next.rule : last.rule,
      };
  }
  return result;
}

/** Full steps (hours; days of waste) over the limits: of each break what is over its own limit, or over what the month had left, once. */
export function stepsOver(breaks: readonly Break[]): number {
  let over = 0;
  let used = 0;
  const month = joined(breaks);
  for (const { fromMs, toMs, rule } of month) {
    const length = toMs - fromMs;
    const afterOnce = rule.onceHours === null ? 0 : Math.max(0, length - rule.onceHours * HOUR_MS);
    const afterMonth = rule.monthHours === null ? 0 : Math.max(0, Math.min(length, used + length - rule.monthHours * HOUR_MS));
    // Both are the tail of this break: the longer tail holds the shorter.
    over += Math.max(afterOnce, afterMonth);
    used += length;
  }
  return Math.floor(over / ((month[0]?.rule.stepHours ?? 1) * HOUR_MS));
}

const stepUnit = ({ stepHours }: BreakRule) => (stepHours === 24 ? 'сут.' : 'ч');

function quality(fee: Fee, percent: string, steps: string, unit: string): Recalculation {
  return {
    method: 'recalculation',
    period: fee.period,
    benefit: null,
    reason: fee.reason,
    document: fee.document,
    ground: { by: 'quality', monthKopecks: kopecksToJson(fee.kopecks), percent, steps, stepUnit: unit },
  };
}

/** The reduction for the breaks of one service in one month; null when they stay within the limits. */
export function breakTerms(fee: Fee, breaks: readonly Break[]): Recalculation | null {
  const steps = stepsOver(breaks);
  return steps === 0 || fee.kopecks <= 0n ? null : quality(fee, breaks[0]!.rule.percent, String(steps), stepUnit(breaks[0]!.rule));
}

/** Hours with one measured temperature; `allowed` is the lowest that is still right at those hours, `most` the highest (none: no such bound). */
export type Warmth = { readonly hours: number; readonly measured: string; readonly allowed: string; readonly most?: string };

const NONE: Ratio = { numerator: 0n, denominator: 1n };

/** Degrees below the lowest or above the highest allowed; zero between them. */
function deviation({ measured, allowed, most }: Warmth): Ratio {
  const below = minus(allowed, measured);
  if (below.numerator > 0n) return below;
  const above = most === undefined ? NONE : minus(measured, most);
  return above.numerator > 0n ? above : NONE;
}

const rulesOf = ({ month }: Fee): QualityRules => qualityRulesOf(firstDay(month));

/** Heating: 0.15 % per hour and degree off what is allowed. */
export function coldRoomTerms(fee: Fee, hours: readonly Warmth[]): Recalculation | null {
  const steps = total(hours.map((warmth) => chain([deviation(warmth), BigInt(warmth.hours)])));
  return steps.numerator === 0n || fee.kopecks <= 0n ? null : quality(fee, rulesOf(fee).off.room, decimalText(trimmed(rounded(steps, 6))), 'град.-ч');
}

/** Hot water: 0.1 % per hour for each full 3 °C under what is allowed. Hours below 40 °C are not here: they are paid as cold water. */
export function coolWaterTerms(fee: Fee, hours: readonly Warmth[]): Recalculation | null {
  const {
    coldBelow,
    off: { hotWater, perDegrees },
  } = rulesOf(fee);
  const steps = hours
    .filter(({ measured }) => compare(measured, coldBelow) >= 0)
    .reduce((sum, warmth) => {
      const { numerator, denominator } = minus(warmth.allowed, warmth.measured);
      return numerator <= 0n ? sum : sum + (numerator / (denominator * perDegrees)) * BigInt(warmth.hours);
    }, 0n);
  return steps === 0n || fee.kopecks <= 0n ? null : quality(fee, hotWater, String(steps), `ч на каждые ${perDegrees} °C`);
}

/** Hot water below 40 °C: those hours of the month cost as much as cold water. `coldKopecks`: the month's volume at the cold tariff. */
export function asColdWaterTerms(fee: Fee, coldKopecks: Kopecks, hours: readonly Warmth[]): Recalculation | null {
  const cold = BigInt(hours.filter(({ measured }) => compare(measured, rulesOf(fee).coldBelow) < 0).reduce((sum, warmth) => sum + warmth.hours, 0));
  const all = BigInt(daysInMonth(fee.month) * 24);
  if (cold === 0n || coldKopecks >= fee.kopecks) return null;
  const became = fee.kopecks - kopecksOf(chain([roublesText(fee.kopecks - coldKopecks), cold], [all]));
  return {
    method: 'recalculation',
    period: fee.period,
    benefit: null,
    reason: fee.reason,
    document: fee.document,
    ground: { by: 'months', months: [{ month: fee.month, wasKopecks: kopecksToJson(fee.kopecks), becameKopecks: kopecksToJson(became) }] },
  };
}

/** Pressure: to a quarter off 0.1 % an hour; more than a quarter off, the fee of those days is not charged. */
export function pressureTerms(fee: Fee, low: { readonly hours: number; readonly fullDays: number }): Recalculation[] {
  if (fee.kopecks <= 0n) return [];
  const monthKopecks = kopecksToJson(fee.kopecks);
  const days: Recalculation[] =
    low.fullDays === 0
      ? []
      : [
          {
            method: 'recalculation',
            period: fee.period,
            benefit: null,
            reason: fee.reason,
            document: fee.document,
            ground: { by: 'days', monthKopecks, days: Math.min(low.fullDays, daysInMonth(fee.month)), of: daysInMonth(fee.month) },
          },
        ];
  return low.hours === 0 ? days : [...days, quality(fee, rulesOf(fee).off.pressure, String(low.hours), 'ч')];
}

/** Reductions of one fee together take at most the whole fee: what is over stays out, the last of them becomes a sum. */
export function upToTheFee(fee: Fee, reductions: readonly Recalculation[], sumOf: (terms: Recalculation) => Kopecks): Recalculation[] {
  let left = fee.kopecks;
  return reductions.flatMap((reduction): Recalculation[] => {
    const off = -sumOf(reduction);
    if (off <= left) {
      left -= off;
      return [reduction];
    }
    const rest = left;
    left = 0n;
    return rest === 0n ? [] : [{ ...reduction, ground: { by: 'decision', sumKopecks: -kopecksToJson(rest) } }];
  });
}
