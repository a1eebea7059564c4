// What a court laid on one debtor of the town: state duty and court costs, lines of the newest month with places of their own on the bill.
import type { TermsOf } from '#contract/charge-terms';
import type { PlacedSum } from '#contract/placed-sums';
import { formatDayDigits } from '#contract/russian';
import type { Month } from '#platform/time';
import type { Home } from './people.ts';

/** He owes for seven months, and the association has been to the magistrate. */
export const HOME_IN_COURT: Home = ['c', '64'];
const LAID_ON = { state_duty: 200_000, court_costs: 150_000 } as const satisfies Partial<Record<PlacedSum, number>>;

/** The lines of the month, by the code of their service. */
export const courtTerms = (period: Month): [code: keyof typeof LAID_ON, TermsOf<'recalculation'>][] =>
  Object.entries(LAID_ON).map(([code, sumKopecks]) => [
    code as keyof typeof LAID_ON,
    {
      method: 'recalculation',
      period,
      benefit: null,
      reason: 'по решению суда',
      document: `судебный приказ № 2-1488/${period.slice(0, 4)} от ${formatDayDigits(`${period}-12`)}`,
      ground: { by: 'decision', sumKopecks },
    },
  ]);
