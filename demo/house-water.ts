// The water of each house by month: what its flats were charged for, by meters and norms, and what went to the common rooms.
import type { ChargeTerms } from '#contract/charge-terms';
import { chain, type Exact, roundedText, total } from '#platform/decimal';
import { countedLine } from '../server/modules/billing/charge-terms.ts';
import type { Town } from './town.ts';

/** Two decimals, by `house month`. */
export function waterOfHouses({
  houseFacts,
  months,
  charges,
}: Pick<Town, 'houseFacts' | 'months' | 'charges'>): ReadonlyMap<string, { meter: string; premises: string; common: string }> {
  const flats = Map.groupBy(
    charges.filter(({ serviceCode, terms }) => serviceCode === 'cold_water' && (terms.method !== 'roomShare' || terms.room === 0)),
    ({ houseId, period }) => `${houseId} ${period}`,
  );
  return new Map(
    houseFacts.flatMap(({ house: { houseId }, common: volumes }) =>
      months.map((month): [string, { meter: string; premises: string; common: string }] => {
        const key = `${houseId} ${month}`;
        const premises = roundedText(total((flats.get(key) ?? []).flatMap(({ terms }) => volumesOf(terms))), 2);
        const common = volumes.get(`common_cold_water ${month}`)!;
        return [key, { meter: roundedText(total([premises, common]), 2), premises, common }];
      }),
    ),
  );
}

function volumesOf(terms: ChargeTerms): Exact[] {
  const line = countedLine(terms);
  if (line?.method === 'meter') return line.pieces.map(({ volume }) => volume);
  return line?.method === 'norm' ? line.pieces.map(({ persons, norm }) => chain([BigInt(persons), norm])) : [];
}
