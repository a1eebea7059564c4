// The housing subsidy of a family (Housing Code, article 159; field rules 1.9). Pure.
import { chain, compare, decimalText, type Exact, rounded, trimmed } from '#platform/decimal';
import { kopecksOf, type Kopecks } from '#platform/money';

export type SubsidyFacts = {
  /** The standard of housing costs per head, the family's income of a month, the subsistence minimum per head. */
  readonly standardKopecks: Kopecks;
  readonly persons: number;
  readonly incomeKopecks: Kopecks;
  readonly minimumKopecks: Kopecks;
  /** The largest part of income that may go on housing, per cent (22 or the region's). */
  readonly largestPercent: string;
  /** What housing costs in a month; null where it is not known: then nothing bounds the subsidy. */
  readonly spentKopecks: Kopecks | null;
};
/** `kopecks` a month; `ownKopecks`, `ownPercent`: what the family bears of its income itself. */
export type Subsidy = {
  readonly kopecks: Kopecks;
  readonly standardKopecks: Kopecks;
  readonly ownKopecks: Kopecks;
  readonly ownPercent: string;
  readonly isBelowMinimum: boolean;
  readonly isBoundBySpent: boolean;
};

const PERCENT_SCALE = 2;

/**
 * Sub = standard·n − МДД·D, with МДД·K for a family below the minimum, K = income per head / minimum; not below zero, not above what was spent.
 * `persons` is one at least, `minimumKopecks` above zero.
 */
export function housingSubsidy({ standardKopecks, persons, incomeKopecks, minimumKopecks, largestPercent, spentKopecks }: SubsidyFacts): Subsidy {
  const perHead = chain([incomeKopecks], [BigInt(persons)]);
  const isBelowMinimum = compare(perHead, minimumKopecks) < 0;
  const percent: Exact = isBelowMinimum ? chain([largestPercent, perHead], [minimumKopecks]) : largestPercent;
  const ownKopecks = kopecksOf(chain([incomeKopecks, percent], [10_000n]));
  const whole = standardKopecks * BigInt(persons);
  const due = whole > ownKopecks ? whole - ownKopecks : 0n;
  const isBoundBySpent = spentKopecks !== null && spentKopecks < due;
  return {
    kopecks: isBoundBySpent ? spentKopecks : due,
    standardKopecks: whole,
    ownKopecks,
    ownPercent: decimalText(trimmed(rounded(percent, PERCENT_SCALE))),
    isBelowMinimum,
    isBoundBySpent,
  };
}
