// The social norm of a service, where a region keeps one: the second price begins where what the home's people have of it ends (field rules 1.2). Pure.
import type { NormBase } from '#contract/directories';
import type { HouseMonth } from './house-month.ts';
import type { Force } from './tariff-pieces.ts';
import type { People, Prices } from './utility-terms.ts';

/** By how many live together; the last one is for more people too. */
const SIZES = ['home1', 'home2', 'home3', 'home4', 'home5'] as const satisfies readonly NormBase[];
type Size = (typeof SIZES)[number];
type Norms = Readonly<Partial<Record<Size, readonly Force<string>[]>>>;
const kept = new WeakMap<HouseMonth['norms'], Map<string, Norms | null>>();

/** The norms of the service by the size of a home; null where there are none. */
export function socialNorms({ norms }: Pick<HouseMonth, 'norms'>, serviceCode: string): Norms | null {
  const known = kept.get(norms) ?? new Map<string, Norms | null>();
  kept.set(norms, known);
  const found = known.get(serviceCode);
  if (found !== undefined) return found;
  const own = Map.groupBy(
    norms.filter((norm) => norm.serviceCode === serviceCode && norm.per.startsWith('home')),
    ({ per }) => per,
  );
  const made = own.size === 0 ? null : Object.fromEntries([...own].map(([per, list]) => [per, list.map(({ force }) => force)]));
  known.set(serviceCode, made);
  return made;
}

/** Prices whose first range ends at the norm of the home: of its size, else of the nearest smaller one that is known, else of the smallest. */
export function withSocialNorm({
  prices,
  people,
  ...norms
}: { readonly prices: Prices; readonly people: People } & Readonly<Partial<Record<Size, string>>>): Prices {
  const known = SIZES.flatMap((size, n) => (norms[size] === undefined ? [] : [{ people: n + 1, limit: norms[size] }]));
  const limit = (known.findLast((one) => one.people <= people.count) ?? known[0])?.limit;
  return limit === undefined || prices.limits.length === 0 ? prices : { ...prices, limits: [limit, ...prices.limits.slice(1)] };
}
