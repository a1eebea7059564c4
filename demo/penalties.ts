// The penalty of a debtor up to the end of a month (Housing Code, article 155, parts 14 and 14.1): a line of terms by stretches of days.
import type { TermsOf } from '#contract/charge-terms';
import { addDays, daysBetween, type Day, type Month } from '#platform/time';
import { dueDay } from '#modules/billing';
import type { OpenMonth } from './payments.ts';

/** Not above 9.5 per cent until 2027 (government decree 329 of 18.03.2025). */
const PERCENT = '9.5';
const FIRST_DAY = 31;
const RAISED_DAY = 91;

/** Terms for the months open on one account; null while no debt is older than thirty days. `isRepair`: 1/300 for all days. */
export function penaltyTerms(
  open: readonly OpenMonth[],
  { period, until, isRepair }: { period: Month; until: Day; isRepair: boolean },
): TermsOf<'penalty'> | null {
  const stretches = open
    .filter(({ kopecks }) => kopecks > 0n)
    .flatMap(({ month, kopecks }) => {
      const due = dueDay(month);
      const first = addDays(due, FIRST_DAY);
      const raised = isRepair ? '9999-12-31' : addDays(due, RAISED_DAY);
      const stretch = (from: Day, to: Day, divisor: '300' | '130') =>
        from > to ? [] : [{ month, debtKopecks: Number(kopecks), from, to, days: daysBetween(from, to) + 1, percent: PERCENT, divisor }];
      const lastLow = raised > until ? until : addDays(raised, -1);
      return [...stretch(first, lastLow, '300'), ...stretch(raised, until, '130')];
    });
  return stretches.length === 0 ? null : { method: 'penalty', period, benefit: null, stretches };
}
