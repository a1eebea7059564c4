// What is paid by the average month of the year before is settled once in the next year by what the house really took: heating paid evenly,
// and common property where its owners chose so. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { chain, decimalText, rounded, total, trimmed } from '#platform/decimal';
import { kopecksToJson } from '#platform/money';
import { addMonths, type Month } from '#platform/time';
import { yearCorrectionMonths } from './calculation-rules.ts';
import type { PastCharge } from './house-month.ts';

const SCALE = 7;

/** The year by which a month is counted, and which is corrected in its first months. */
export const yearBefore = (month: Month): string => addMonths(month, -12).slice(0, 4);

/** An average month of twelve. Decimal text. */
export const averageMonth = (uses: ReadonlyMap<Month, string>): string => decimalText(trimmed(rounded(chain([total([...uses.values()])], [12n]), SCALE)));

const baseOf = (terms: ChargeTerms): ChargeTerms | null => (terms.method === 'corrected' ? terms.base : terms);
const correctsYear = (terms: ChargeTerms, year: string): boolean =>
  (terms.method === 'corrected' ? terms.recalculations : [terms]).some(
    (one) => one.method === 'recalculation' && one.ground.by === 'months' && one.ground.year === year,
  );

/** Whether the line of the month holds the correction of a year. */
export const isYearCorrected = (terms: ChargeTerms): boolean => correctsYear(terms, yearBefore(terms.period));

export type YearToCorrect = {
  readonly month: Month;
  readonly year: string;
  /** Lines of the account and the service. */
  readonly posted: readonly PastCharge[];
  /** The line of a month as the meters of that month have it; null for a line of another kind. */
  readonly atFact: (line: ChargeTerms) => ChargeTerms | null;
  readonly of: NonNullable<Extract<TermsOf<'recalculation'>['ground'], { by: 'months' }>['of']>;
  readonly reason: string;
  readonly document: string;
};

/**
 * What each month of the year would be by the meters, less what was charged; below zero where too much was paid. Null when nothing differs, it
 * was made already, it is not the time of the year for it, or a month was charged in some other way.
 */
export function correctionOfYear({ month, year, posted, atFact, of, reason, document }: YearToCorrect): TermsOf<'recalculation'> | null {
  if (Number(month.slice(5)) > yearCorrectionMonths(month) || posted.some(({ month: charged, terms }) => charged < month && correctsYear(terms, year)))
    return null;
  const lines = posted
    .filter(({ month: charged }) => charged.startsWith(`${year}-`))
    .flatMap(({ terms }) => baseOf(terms) ?? [])
    .sort((a, b) => a.period.localeCompare(b.period));
  const became = lines.map(atFact);
  if (became.includes(null)) return null;
  const months = lines.map((line, n) => ({
    month: line.period,
    wasKopecks: kopecksToJson(sumOfTerms(line)),
    becameKopecks: kopecksToJson(sumOfTerms(became[n]!)),
  }));
  if (months.reduce((sum, { wasKopecks, becameKopecks }) => sum + becameKopecks - wasKopecks, 0) === 0) return null;
  return { method: 'recalculation', period: month, benefit: null, reason, document, ground: { by: 'months', year, of, months } };
}
