// Money: whole kopecks in bigint. Names of values end in `Kopecks`.
import { decimalText, roundHalfUp, ratio, type Exact } from './decimal.ts';

export type Kopecks = bigint;

/** For the API: a JSON integer. Throws RangeError above 2^53 − 1 kopecks (90 trillion roubles) rather than lose a kopeck. */
export function kopecksToJson(kopecks: Kopecks): number {
  const number = Number(kopecks);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${kopecks} kopecks do not fit a JSON number`);
  return number;
}

/** From the API. Throws RangeError for a number that is not a safe integer. */
export function kopecksFromJson(number: number): Kopecks {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not whole kopecks`);
  return BigInt(number);
}

/** Exact roubles rounded once to kopecks, half away from zero (the rule of bills: each line to 0.01). */
export function kopecksOf(roubles: Exact): Kopecks {
  const { numerator, denominator } = ratio(roubles);
  return roundHalfUp(numerator * 100n, denominator);
}

/** Roubles with two decimals and a point, for files and protocols: 919661n → '9196.61'. */
export function roublesText(kopecks: Kopecks): string {
  return decimalText({ value: kopecks, scale: 2 });
}

export function sumKopecks(parts: Iterable<Kopecks>): Kopecks {
  let sum = 0n;
  for (const part of parts) sum += part;
  return sum;
}

/**
 * Splits a sum in proportion to weights (areas, debts, shares) so that the parts give the whole to the kopeck: each part is rounded
 * towards zero and the kopecks left go to the largest remainders, of equal ones to the earlier. A negative sum is split as its absolute
 * value. All weights zero: equal parts. Throws RangeError for a negative weight, or a sum and nobody to bear it.
 */
export function splitByLargestRemainder(totalKopecks: Kopecks, weights: readonly bigint[]): Kopecks[] {
  if (weights.some((weight) => weight < 0n)) throw new RangeError('A weight below zero');
  if (weights.length === 0) {
    if (totalKopecks !== 0n) throw new RangeError('A sum to split and no parts');
    return [];
  }
  const whole = sumKopecks(weights);
  const shares = whole === 0n ? weights.map(() => 1n) : weights;
  const divisor = whole === 0n ? BigInt(weights.length) : whole;
  const amount = totalKopecks < 0n ? -totalKopecks : totalKopecks;
  const parts = shares.map((share) => (amount * share) / divisor);
  const left = Number(amount - sumKopecks(parts));
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: (amount * share) % divisor }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  for (const { index } of byRemainder.slice(0, left)) parts[index]! += 1n;
  return totalKopecks < 0n ? parts.map((part) => -part) : parts;
}
