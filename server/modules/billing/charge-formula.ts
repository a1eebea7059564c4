// A charge as a formula: parts, each a sum of products of shown factors, rounded once. The same parts give the kopecks and the boxes on the
// screen, so the shown terms cannot give another sum than the shown one (CHG-2). Pure.
import type { FormulaBox } from '#contract/charge-terms';
import { formatDecimal, formatKopecks } from '#contract/russian';
import { chain, total, type Ratio } from '#platform/decimal';
import { kopecksOf, roublesText, sumKopecks, type Kopecks } from '#platform/money';

/** What a factor is, for the words about what changed. */
export type Role =
  | 'tariff'
  | 'volume'
  | 'houseVolume'
  | 'area'
  | 'houseArea'
  | 'commonArea'
  | 'persons'
  | 'norm'
  | 'coefficient'
  | 'part'
  | 'share'
  | 'season'
  | 'money'
  | 'percent'
  | 'days'
  | 'divisor'
  | 'rounding';

export type Factor = {
  /** The same in two months' terms for the same thing: factors are matched by it. */
  readonly key: string;
  readonly role: Role;
  readonly operator: '×' | '÷';
  /** Decimal text; with `of` a fraction value/of; with the unit «%» hundredths. */
  readonly value: string;
  readonly of?: string;
  readonly unit: string;
  readonly caption: string;
};

export type Product = { readonly sign: 1 | -1; readonly factors: readonly Factor[] };
/** Rounded once to kopecks. The title says what the part is when a charge has several. */
export type Part = { readonly title: string; readonly products: readonly Product[] };

/** What is taken off the line: a benefit, and what somebody else pays of it. */
export type Discount = { readonly key: 'benefit' | 'subsidy'; readonly title: string } & ({ readonly percent: string } | { readonly kopecks: Kopecks });
export type Formula = { readonly caption: string; readonly parts: readonly Part[]; readonly discounts: readonly Discount[] };

/** A plain sum of money as a factor. */
export function moneyFactor(key: string, kopecks: Kopecks, caption: string): Factor {
  return { key, role: 'money', operator: '×', value: roublesText(kopecks), unit: '₽', caption };
}

function exactOf({ sign, factors }: Product): Ratio {
  const times: (string | bigint)[] = [BigInt(sign)];
  const over: (string | bigint)[] = [];
  for (const factor of factors) {
    const [up, down] = factor.operator === '×' ? [times, over] : [over, times];
    up.push(factor.value);
    if (factor.of !== undefined) down.push(factor.of);
    if (factor.unit === '%') down.push(100n);
  }
  return chain(times, over);
}

/** The kopecks of a part: its products added up exactly, then rounded. Throws RangeError on division by zero. */
export function partKopecks(part: Part): Kopecks {
  return kopecksOf(total(part.products.map(exactOf)));
}

/** What the sum is made of, without words. */
type Sums = Omit<Formula, 'caption'>;

/** Before the benefit. */
export function accruedKopecks(formula: Sums): Kopecks {
  return sumKopecks(formula.parts.map(partKopecks));
}

/** What one of the discounts takes off. */
export function offKopecks(formula: Sums, discount: Discount): Kopecks {
  return 'kopecks' in discount ? discount.kopecks : kopecksOf(chain([roublesText(accruedKopecks(formula)), discount.percent], [100n]));
}

/** What the discounts take off together. */
export function discountKopecks(formula: Sums): Kopecks {
  return sumKopecks(formula.discounts.map((discount) => offKopecks(formula, discount)));
}

/** The sum of the line: rounded parts less the discounts. */
export function formulaKopecks(formula: Sums): Kopecks {
  return accruedKopecks(formula) - discountKopecks(formula);
}

/** A number as its box shows it: all its digits, money with at least two decimals. */
export function factorText({ value, of, unit }: Pick<Factor, 'value' | 'of' | 'unit'>): string {
  const number = formatDecimal(value, { minDecimals: unit === '₽' ? 2 : 0 });
  return [of === undefined ? number : `${number} из ${of}`, unit].filter(Boolean).join('\u00a0');
}

const result = (kopecks: Kopecks, caption: string): FormulaBox => ({ operator: '=', value: formatKopecks(kopecks), caption });
const magnitude = (kopecks: Kopecks) => (kopecks < 0n ? -kopecks : kopecks);

function partRow(part: Part, caption: string): FormulaBox[] {
  const boxes = part.products.flatMap(({ sign, factors }, index) =>
    factors.map((factor, place): FormulaBox => {
      const first = sign < 0 ? '−' : index === 0 ? '' : '+';
      return { operator: place === 0 ? first : factor.operator, value: factorText(factor), caption: factor.caption };
    }),
  );
  return [...boxes, result(partKopecks(part), caption)];
}

/** The rows of boxes: one for each part, one for a discount in per cent, and a last one that adds them up when there is more than one row. */
export function formulaRows(formula: Formula): FormulaBox[][] {
  const { parts, discounts, caption } = formula;
  if (parts.length === 1 && discounts.length === 0) return [partRow(parts[0]!, caption)];
  const rows = parts.map((part) => partRow(part, part.title));
  for (const discount of discounts) {
    if (!('percent' in discount)) continue;
    rows.push([
      { operator: '', value: formatKopecks(accruedKopecks(formula)), caption: 'начислено' },
      { operator: '×', value: factorText({ value: discount.percent, unit: '%' }), caption: discount.title },
      result(offKopecks(formula, discount), discount.title),
    ]);
  }
  const sums = parts.map((part, index): FormulaBox => {
    const kopecks = partKopecks(part);
    return { operator: kopecks < 0n ? '−' : index === 0 ? '' : '+', value: formatKopecks(magnitude(kopecks)), caption: part.title };
  });
  for (const discount of discounts) {
    const off = offKopecks(formula, discount);
    sums.push({ operator: off < 0n ? '+' : '−', value: formatKopecks(magnitude(off)), caption: discount.title });
  }
  rows.push([...sums, result(formulaKopecks(formula), caption)]);
  return rows;
}
