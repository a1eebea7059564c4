// Counts how often the search is right on questions with known answers, and how long it takes. Pure but for the stop-watch it is given.
import type { AddressIndex } from './address-index.ts';
import { findAddresses } from './find-addresses.ts';

export type ScoredQuery = { kind: string; query: string; expected_house_ids: readonly string[] };
/** `place`: of the first right house among the answers, from 0; null when there is none. */
export type Answered = { kind: string; query: string; place: number | null; milliseconds: number };
export type Tally = { count: number; first: number; five: number };

const ANSWERS = 5;

/** Asks every question. `idOf`: the id of a house by which the right ones are named. */
export function scoreOf(index: AddressIndex, queries: readonly ScoredQuery[], { idOf, clock = () => 0 }: { idOf(house: number): string; clock?: () => number }): Answered[] {
  return queries.map(({ kind, query, expected_house_ids }) => {
    const started = clock();
    const hits = findAddresses(index, query, { limit: ANSWERS });
    const milliseconds = clock() - started;
    const place = hits.findIndex(({ house }) => house !== null && expected_house_ids.includes(idOf(house)));
    return { kind, query, place: place < 0 ? null : place, milliseconds };
  });
}

/** Right answers in the first place and among the first five, over all and by kind in the order met. */
export function tallyOf(answered: readonly Answered[]): { all: Tally; kinds: [string, Tally][] } {
  const count = (some: readonly Answered[]): Tally => ({ count: some.length, first: some.filter(({ place }) => place === 0).length, five: some.filter(({ place }) => place !== null).length });
  return { all: count(answered), kinds: [...Map.groupBy(answered, ({ kind }) => kind)].map(([kind, some]) => [kind, count(some)]) };
}
