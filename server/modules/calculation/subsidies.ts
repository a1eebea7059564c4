// What the state or an employer pays of an account's month (Housing Code, articles 159–160; field rules 1.9): spread over its lines, never more than they come to. Pure.
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { chain } from '#platform/decimal';
import { kopecksOf, kopecksToJson, roublesText, splitByLargestRemainder, sumKopecks, type Kopecks } from '#platform/money';

export type SubsidyRule = {
  readonly title: string;
  readonly services: readonly string[];
  readonly amount: { readonly by: 'sum'; readonly kopecks: number } | { readonly by: 'share'; readonly percent: string };
};
type Base = Exclude<ChargeTerms, { method: 'corrected' }>;
type Line = { readonly serviceCode: string; readonly terms: ChargeTerms; readonly kopecks: Kopecks };

const baseOf = ({ terms }: Line): Base | null => (terms.method === 'corrected' ? terms.base : terms);
const isOpen = (base: Base | null): base is Exclude<Base, { method: 'recalculation' | 'penalty' }> =>
  base !== null && base.method !== 'recalculation' && base.method !== 'penalty';

/** What of each line is open for a subsidy: its own charge of the month with what its recalculations took off; not penalties, nor what earlier subsidies cover. */
function openKopecks(line: Line, services: readonly string[]): Kopecks {
  const base = baseOf(line);
  if (!isOpen(base) || !services.includes(line.serviceCode)) return 0n;
  const own = sumOfTerms(base);
  const least = line.kopecks < own ? line.kopecks : own;
  return least > 0n ? least : 0n;
}

function taken<L extends Line>(line: L, title: string, kopecks: Kopecks): L {
  const base = baseOf(line);
  if (kopecks === 0n || !isOpen(base)) return line;
  const before = base.subsidy;
  const subsidy = { title: before ? `${before.title}; ${title}`.slice(0, 200) : title, kopecks: (before?.kopecks ?? 0) + kopecksToJson(kopecks) };
  const own = { ...base, subsidy };
  const terms: ChargeTerms = line.terms.method === 'corrected' ? { ...line.terms, base: own } : own;
  return { ...line, terms, kopecks: line.kopecks - kopecks };
}

/** The account's lines of a month with the subsidies taken off in the order in which they were decided. */
export function withSubsidies<L extends Line>(lines: readonly L[], subsidies: readonly SubsidyRule[]): L[] {
  return subsidies.reduce<L[]>(
    (current, { title, services, amount }) => {
      const open = current.map((line) => openKopecks(line, services));
      const whole = sumKopecks(open);
      if (whole === 0n) return current;
      const parts =
        amount.by === 'share'
          ? open.map((kopecks) => kopecksOf(chain([roublesText(kopecks), amount.percent], [100n])))
          : splitByLargestRemainder(BigInt(amount.kopecks) < whole ? BigInt(amount.kopecks) : whole, open);
      return current.map((line, place) => taken(line, title, parts[place]!));
    },
    [...lines],
  );
}
