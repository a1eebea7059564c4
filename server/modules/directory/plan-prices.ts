// Which of some wished prices may stand among those known, and which known one each ends. Pure: preview and command go by the same plan.
import type { Day } from '#platform/time';
import { placePeriod, type PeriodProblem, refusalToBegin } from './periods.ts';

type Force = { readonly value: string; readonly fromDay: Day; readonly toDay: Day | null; readonly decision: string };
/** What a price is for; prices of one series never overlap. */
export type Series = {
  readonly houseId: string | null;
  readonly region: string;
  readonly serviceCode: string;
  readonly way: string;
  readonly fromVolume: string;
};
export type KnownPrice = Series & Force & { readonly id: string };
/** `openFrom`: the first day that no posted month of its houses has used. */
export type WishedPrice = KnownPrice & { readonly openFrom: Day | null };
export type PlannedPrice =
  | { readonly state: 'new'; readonly ends: { readonly id: string; readonly toDay: Day } | null }
  | { readonly state: 'same' }
  | { readonly state: 'wrong'; readonly problem: PeriodProblem };

const sameSeries = (a: Series, b: Series): boolean =>
  a.houseId === b.houseId && a.region === b.region && a.serviceCode === b.serviceCode && a.way === b.way && a.fromVolume === b.fromVolume;
/** The same price from the same day: that it was ended since does not make it another. */
const isSame = (a: KnownPrice, b: KnownPrice): boolean =>
  a.fromDay === b.fromDay && a.value === b.value && a.decision === b.decision && (b.toDay === null || a.toDay === b.toDay);

/** By the wish's id. Earlier days go first, whatever the order of the wishes. */
export function planPrices(known: readonly KnownPrice[], wishes: readonly WishedPrice[]): ReadonlyMap<string, PlannedPrice> {
  const standing = [...known];
  const plan = new Map<string, PlannedPrice>();
  for (const wish of wishes.toSorted((a, b) => a.fromDay.localeCompare(b.fromDay))) {
    const series = standing.filter((one) => sameSeries(one, wish));
    if (series.some((one) => isSame(one, wish))) {
      plan.set(wish.id, { state: 'same' });
      continue;
    }
    const placed = refusalToBegin(wish.fromDay, wish.openFrom) ?? placePeriod(series, { id: null, fromDay: wish.fromDay, toDay: wish.toDay });
    if ('field' in placed) {
      plan.set(wish.id, { state: 'wrong', problem: placed });
      continue;
    }
    plan.set(wish.id, { state: 'new', ends: placed.ends });
    const ended = standing.findIndex(({ id }) => id === placed.ends?.id);
    if (ended >= 0 && placed.ends) standing[ended] = { ...standing[ended]!, toDay: placed.ends.toDay };
    standing.push(wish);
  }
  return plan;
}
