// When a month's bill is delivered and when it must be paid (Housing Code, article 155, part 1; 177-ФЗ of 24.06.2025). Dated rules, not
// constants: a new law is a new row. Pure.
import { nextWorkingDay } from '#platform/calendar';
import { addMonths, dateInMonth, type Day, type Month } from '#platform/time';

/** Days of the month after the billed one. */
export type BillTerms = { readonly fromMonth: Month; readonly deliverBy: number; readonly payBy: number };

/** By the month that is billed. February 2026 goes by the old days: sources differ, and the data can be changed. */
export const billTerms: readonly BillTerms[] = [
  { fromMonth: '0000-01', deliverBy: 1, payBy: 10 },
  { fromMonth: '2026-03', deliverBy: 5, payBy: 15 },
];

function termsOf(month: Month, terms: readonly BillTerms[]): BillTerms {
  return terms.findLast(({ fromMonth }) => fromMonth <= month) ?? terms[0]!;
}

/** The day by which the bill of the month must reach the person; not moved from days off. */
export function deliveryDay(month: Month, terms: readonly BillTerms[] = billTerms): Day {
  return dateInMonth(addMonths(month, 1), termsOf(month, terms).deliverBy);
}

/**
 * The last day to pay the bill of the month. A day off moves it to the next working day (Civil Code, article 193) unless `keepDaysOff`,
 * for an organization whose contract counts otherwise.
 */
export function dueDay(month: Month, options: { terms?: readonly BillTerms[]; keepDaysOff?: boolean } = {}): Day {
  const day = dateInMonth(addMonths(month, 1), termsOf(month, options.terms ?? billTerms).payBy);
  return options.keepDaysOff ? day : nextWorkingDay(day);
}
