// Heating in all its ways (items 42(1), 43, annex 2 to Rules 354; field rules 1.2): by the norm in the season or over the year, by the house
// meter, by the meters of flats and the house. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, decimalText, minus, total, trimmed, rounded } from '#platform/decimal';
import type { Piece, Tariff } from './tariff-pieces.ts';
import type { LineHead } from './utility-terms.ts';
import type { Raised, Source } from './volume-of-month.ts';

type Priced = readonly Piece<{ tariff: Tariff }>[];
const priced = (pieces: Priced) => pieces.map(({ part, values: { tariff } }) => ({ tariff, part }));
const VOLUME_SCALE = 7;

/** P = S·N·T, in the season only (`season` null) or evenly over the year with K = heating months / 12 (formulas 2 and 2(1)). */
export function heatingByNormTerms(head: LineHead, { area, season, raised }: { area: string; season: number | null; raised: Raised }, pieces: readonly Piece<{ norm: string; tariff: Tariff }>[]): TermsOf<'heatingByNorm'> {
  return {
    method: 'heatingByNorm', period: head.month, benefit: head.benefit, unit: head.unit, area, raised, season,
    pieces: pieces.map(({ part, values: { norm, tariff } }) => ({ norm, tariff, part })),
  };
}

export type HouseHeat = { readonly area: string; readonly houseArea: string; readonly houseVolume: string; readonly source: Source };

/** P = S/S_house·V·T where no flat has a heat meter (formula 3). */
export function heatingByHouseTerms(head: LineHead, { area, houseArea, houseVolume, source }: HouseHeat, pieces: Priced): TermsOf<'heatingByHouse'> {
  return { method: 'heatingByHouse', period: head.month, benefit: head.benefit, unit: head.unit, area, houseArea, houseVolume, source, pieces: priced(pieces) };
}

/** A flat in the split of a house's heat. `volume`: its own meter's; null: it has none; `cutOff`: it left central heating and takes nothing itself. */
export type FlatHeat = { readonly area: string; readonly volume: string | null; readonly cutOff: boolean };
export type HouseSplit = { readonly houseArea: string; readonly commonVolume: string; readonly meteredVolume: string; readonly meteredArea: string };

/**
 * What the flats of a house share when some have heat meters (formula 3 since 01.01.2019, ПП № 1708): flats without a meter are taken to
 * use as much per square metre as those with one; what the house took besides is common, and may be below zero. Seven decimals.
 * Without a metered flat there is no such split: null.
 */
export function splitHouseHeat(houseVolume: string, houseArea: string, flats: readonly FlatHeat[]): HouseSplit | null {
  const metered = flats.filter(({ volume, cutOff }) => volume !== null && !cutOff);
  const meteredArea = total(metered.map(({ area }) => area));
  if (meteredArea.numerator === 0n) return null;
  const meteredVolume = total(metered.map(({ volume }) => volume!));
  const others = total(flats.filter(({ volume, cutOff }) => volume === null && !cutOff).map(({ area }) => area));
  const common = minus(minus(houseVolume, meteredVolume), chain([others, meteredVolume], [meteredArea]));
  const text = (of: Parameters<typeof rounded>[0]) => decimalText(trimmed(rounded(of, VOLUME_SCALE)));
  return { houseArea, commonVolume: text(common), meteredVolume: text(meteredVolume), meteredArea: text(meteredArea) };
}

/** P = (V_own + S·(V_house − ΣV)/S_house)·T; a flat cut off the heating has no own use and pays the common part. */
export function heatingByFlatsTerms(head: LineHead, { flat, split, source }: { flat: FlatHeat; split: HouseSplit; source: Source }, pieces: Priced): TermsOf<'heatingByFlats'> {
  const own = flat.cutOff ? { by: 'meter' as const, volume: '0' }
    : flat.volume === null ? { by: 'average' as const, meteredVolume: split.meteredVolume, meteredArea: split.meteredArea }
    : { by: 'meter' as const, volume: flat.volume };
  return { method: 'heatingByFlats', period: head.month, benefit: head.benefit, unit: head.unit, area: flat.area, houseArea: split.houseArea, commonVolume: split.commonVolume, source, own, pieces: priced(pieces) };
}
