// Heating of one flat: by the house meter, by meters of flats, by the norm, in the season or over the year. Pure.
import { compare } from '#platform/decimal';
import { firstDay } from '#platform/time';
import { heatNormCoefficient } from './calculation-rules.ts';
import { evenMonth } from './even-heating.ts';
import {
  type FlatHeat,
  heatingByFlatsTerms,
  heatingByHouseTerms,
  heatingByNormTerms,
  type HouseSplit,
  isCutOff,
  normOfHeated,
  splitHouseHeat,
} from './heating-terms.ts';
import type { HouseMonth, Missing } from './house-month.ts';
import { cutMonth, isGap } from './tariff-pieces.ts';
import type { Raised } from './volume-of-month.ts';
import { type At, headOf, type Line, norm, tariffPieces } from './service-prices.ts';

/** Heating of a premises in one of its ways; null where it has none apart, or took none. */
export function heating(at: At): Line {
  const { facts, premises, volumes } = at;
  if (facts.heating === 'own_boiler') return null;
  if (facts.heating === 'house_meter' && facts.heatingMonths !== null) return evenHeating(at);
  const house = facts.heating === 'house_meter' ? volumes.house('heating') : undefined;
  if (!house || house.by === 'norm') {
    // Where the house has no meter the norm stands for it; a meter that was never read is told as an exception, and the norm too.
    return heatingByNorm(at);
  }
  const pieces = tariffPieces(at, {});
  if ('missing' in pieces) return pieces;
  const houseVolume = house.zones[0]!.volume;
  if (compare(houseVolume, '0') <= 0) return null;
  const source = { ...house.source, kind: house.by === 'readings' && house.source.kind !== 'average' ? ('houseMeter' as const) : house.source.kind };
  const split = keptSplit(volumes.heat(), (flats) =>
    flats.some(({ volume, cutOff }) => volume !== null || cutOff) ? splitHouseHeat(houseVolume, facts, flats) : null,
  );
  if (split) return heatingByFlatsTerms(headOf(at), { flat: volumes.heatOf(premises), split, source }, pieces);
  return heatingByHouseTerms(headOf(at), { area: premises.area, houseArea: facts.houseArea, houseVolume, source }, pieces);
}

type Split = HouseSplit | Missing | null;
const splits = new WeakMap<readonly FlatHeat[], Split>();

/** All flats of a house have one split of its heat: counted once. */
function keptSplit<S extends Split>(flats: readonly FlatHeat[], make: (flats: readonly FlatHeat[]) => S): S {
  const known = splits.get(flats) as S | undefined;
  if (known !== undefined) return known;
  const made = make(flats);
  splits.set(flats, made);
  return made;
}

/** What the norm of the whole month gives the heated flats, whatever days an account answers for. */
function splitNorm(facts: HouseMonth, flats: readonly FlatHeat[]): Split {
  const norms = cutMonth(facts.month, { norm: norm(facts, 'heating', 'm2') });
  return isGap(norms)
    ? { missing: 'noNorm' }
    : splitHouseHeat(
        normOfHeated(flats, norms, facts.heatingMonths),
        facts,
        flats.map((flat) => ({ ...flat, volume: null })),
      );
}

/** In months that lie whole since the day on which the house should have had a meter. */
const withoutHouseMeter = ({ heating, heatMeterDue, month }: HouseMonth): Raised =>
  heating === 'norm' && heatMeterDue !== null && heatMeterDue <= firstDay(month) ? { coefficient: heatNormCoefficient(month), reason: 'noHouseMeter' } : null;

function heatingByNorm(at: At): Line {
  const { facts, premises, volumes } = at;
  const pieces = tariffPieces(at, { norm: norm(facts, 'heating', 'm2') });
  if ('missing' in pieces) return pieces;
  const split = keptSplit(volumes.heat(), (flats) => (flats.some(({ cutOff }) => cutOff) ? splitNorm(facts, flats) : null));
  if (split && 'missing' in split) return split;
  if (!split) return heatingByNormTerms(headOf(at), { area: premises.area, season: facts.heatingMonths, raised: withoutHouseMeter(facts) }, pieces);
  return heatingByFlatsTerms(
    headOf(at),
    { flat: { ...volumes.heatOf(premises), volume: null }, split, source: { kind: 'norm', date: null, document: null, months: null } },
    pieces,
  );
}

/** By the average month of the year before; by the norm while the house was not read for all of it. */
function evenHeating(at: At): Line {
  const { facts, premises } = at;
  const even = evenMonth(facts);
  if (!even) return heatingByNorm(at);
  const pieces = tariffPieces(at, {});
  if ('missing' in pieces) return pieces;
  const { houseVolume, split, source } = even;
  if (split)
    return heatingByFlatsTerms(
      headOf(at),
      { flat: { area: premises.area, volume: even.volumeOf(premises.premisesId), cutOff: isCutOff(premises.ownHeating, facts.month) }, split, source },
      pieces,
    );
  return heatingByHouseTerms(headOf(at), { area: premises.area, houseArea: facts.houseArea, houseVolume, source }, pieces);
}
