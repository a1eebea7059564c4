// Counts how often the search is right on questions with known answers, and how long it takes. Pure but for the stop-watch it is given.
import type { AddressIndex } from './address-index.ts';
import { findAddresses } from './find-addresses.ts';

export type ScoredQuery = { kind: string; query: string; expected_house_ids: readonly string[] };
/** `houses`: the answers by their number in the index, the best first. */
export type Answered = ScoredQuery & { houses: readonly number[]; milliseconds: number };
export type Tally = { count: number; first: number; five: number };

const ANSWERS = 5;

/** Asks every question. */
export function askAll(index: AddressIndex, queries: readonly ScoredQuery[], clock: () => number): Answered[] {
  return queries.map((query) => {
    const started = clock();
    const hits = findAddresses(index, query.query, { limit: ANSWERS });
    return { ...query, houses: hits.flatMap(({ house }) => house ?? []), milliseconds: clock() - started };
  });
}

/** Right answers in the first place and among the first five, over all and by kind in the order met. `idOf`: by which the right ones are named. */
export function tallyOf(answered: readonly Answered[], idOf: (house: number) => string | undefined): { all: Tally; kinds: [string, Tally][] } {
  const isRight = ({ expected_house_ids }: Answered, house: number): boolean => expected_house_ids.includes(idOf(house) ?? '');
  const count = (some: readonly Answered[]): Tally => ({
    count: some.length,
    first: some.filter((one) => one.houses.length > 0 && isRight(one, one.houses[0]!)).length,
    five: some.filter((one) => one.houses.some((house) => isRight(one, house))).length,
  });
  return { all: count(answered), kinds: [...Map.groupBy(answered, ({ kind }) => kind)].map(([kind, some]) => [kind, count(some)]) };
}

/** The value below which the given part of the sorted values lies. */
export const quantile = (sorted: readonly number[], part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
