// What a bill says beside the sum of a line: how much, of what and at which price (order № 43/пр). Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { chain, decimalText, rounded, total, trimmed } from '#platform/decimal';
import type { Product } from './charge-formula.ts';
import { countedLine, formulaFrom } from './charge-terms.ts';

export type Measure = { volume: string | null; unit: string | null; tariff: string | null };

const UNKNOWN: Measure = { volume: null, unit: null, tariff: null };
const SCALE = 6;

/** All that the price is multiplied by. */
function quantityOf({ sign, factors }: Product) {
  const own = factors.filter(({ role }) => role !== 'tariff');
  const over = own.filter(({ operator }) => operator === '÷').map(({ value }) => value);
  const times = own.filter(({ operator }) => operator === '×');
  return chain([BigInt(sign), ...times.map(({ value }) => value)], [...over, ...times.flatMap(({ of }) => (of === undefined ? [] : [of]))]);
}

/** Volume, unit and tariff of a line, whichever way it is charged; a tariff where the month has one. Two-component hot water is measured as water. */
export function measureOf(terms: ChargeTerms): Measure {
  if (terms.method === 'corrected') return terms.base ? measureOf(terms.base) : UNKNOWN;
  if (terms.method === 'given') return terms.detail ? { volume: terms.detail.volume, unit: terms.detail.unit, tariff: terms.detail.tariff.value } : UNKNOWN;
  if (terms.method === 'roomShare') return measureOfRoom(terms);
  if (!('pieces' in terms)) return UNKNOWN;
  const products = formulaFrom(terms).parts[0]!.products.filter(({ factors }) => !factors.some(({ key }) => key.startsWith('tariff.heat.')));
  const tariffs = new Set(terms.pieces.map(({ tariff }) => tariff.value));
  return {
    volume: decimalText(trimmed(rounded(total(products.map(quantityOf)), SCALE))),
    unit: 'unit' in terms ? terms.unit : 'м²',
    tariff: tariffs.size === 1 ? [...tariffs][0]! : null,
  };
}

/** The room's part of the flat's volume. */
function measureOfRoom({ flat, weights, room }: TermsOf<'roomShare'>): Measure {
  const whole = measureOf(flat);
  return whole.volume === null ? whole : { ...whole, volume: decimalText(trimmed(rounded(chain([whole.volume, weights[room]!], [total(weights)]), SCALE))) };
}

/** Each price of the line once, in the order of its pieces: zones, ranges, a change within the month, water and the heat in it. */
export function tariffsOf(terms: ChargeTerms): string[] {
  const line = countedLine(terms);
  if (!line || !('pieces' in line)) return [];
  return [...new Set(line.pieces.flatMap((piece) => ('heatTariff' in piece ? [piece.tariff.value, piece.heatTariff.value] : [piece.tariff.value])))];
}
