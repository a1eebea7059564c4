// A charge paid by parts (item 72 of Rules 354; section 5 of a bill): the first month puts the rest off, each later one brings a part back
// with the interest of a month on what was left before it. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { formatMonthName } from '#contract/russian';
import { sumOfTerms } from '#modules/billing';
import { type Kopecks, kopecksToJson, splitByLargestRemainder } from '#platform/money';
import { addMonths, type Month } from '#platform/time';

export type Agreed = {
  readonly month: Month;
  readonly kopecks: Kopecks;
  readonly parts: number;
  /** A year, decimal text. */ readonly percent: string;
  readonly firstMonth: Month;
  readonly document: string;
};
export type InstalmentPart = { readonly fromMonth: Month; readonly partKopecks: Kopecks; readonly kopecks: Kopecks; readonly terms: TermsOf<'recalculation'> };

/**
 * How the ledger holds a debt that is paid by parts: it is the first month's, whose run takes off all but a part, and no longer its own
 * month's. So each part is due with the bill of its month, whatever ages debts, pays them or counts penalties on them.
 */
export const putOff = ({ month, kopecks, firstMonth }: Pick<Agreed, 'month' | 'kopecks' | 'firstMonth'>): { period: Month; kopecks: Kopecks }[] => [
  { period: month, kopecks: -kopecks },
  { period: firstMonth, kopecks },
];

/** Equal parts, the kopecks that do not divide with the first ones; without interest all parts together give nothing. */
export function instalmentParts({ month, kopecks, parts, percent, firstMonth, document }: Agreed): InstalmentPart[] {
  const sums = splitByLargestRemainder(
    kopecks,
    Array.from({ length: parts }, () => 1n),
  );
  let rest = kopecks;
  return sums.map((partKopecks, n) => {
    const fromMonth = addMonths(firstMonth, n);
    const terms: TermsOf<'recalculation'> = {
      method: 'recalculation',
      period: fromMonth,
      benefit: null,
      reason: `рассрочка за ${formatMonthName(month)}, часть ${n + 1} из ${parts}`,
      document,
      ground: {
        by: 'instalment',
        month,
        sumKopecks: kopecksToJson(kopecks),
        part: n + 1,
        parts,
        partKopecks: kopecksToJson(partKopecks),
        restKopecks: kopecksToJson(rest),
        percent,
      },
    };
    rest -= partKopecks;
    return { fromMonth, partKopecks, kopecks: sumOfTerms(terms), terms };
  });
}
