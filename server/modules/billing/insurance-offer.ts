// What voluntary insurance a bill offers. Pure.
import type { InsuranceTerms } from '#contract/insurance';
import { chain, decimalText } from '#platform/decimal';
import { kopecksOf, kopecksToJson } from '#platform/money';
import type { Day } from '#platform/time';
import type { BillFacts } from './bill-facts.ts';

/** As it was set; `houseId` null: for all houses. */
export type InsuranceOffer = {
  readonly houseId: string | null;
  readonly way: string;
  readonly terms: InsuranceTerms | null;
  readonly fromDay: Day;
  readonly toDay: Day | null;
};

/** What the bill of a day offers: the last that reaches it, the house's own before that of all houses. Pure. */
export function insuranceOn(offers: readonly InsuranceOffer[], { day, area }: { readonly day: Day; readonly area: string }): BillFacts['insurance'] {
  const reaching = offers.filter(({ fromDay }) => fromDay <= day);
  const last = reaching.find(({ houseId }) => houseId !== null) ?? reaching[0];
  if (!last?.terms || (last.toDay !== null && last.toDay < day)) return null;
  const { name, insurer, kopecks, payTo } = last.terms;
  const roubles = decimalText({ value: BigInt(kopecks), scale: 2 });
  return { name, insurer, payTo, kopecks: last.way === 'area' ? kopecksToJson(kopecksOf(chain([roubles, area]))) : kopecks };
}
