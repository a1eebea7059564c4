// Heating in all its ways (items 42(1), 43, annex 2 to Rules 354; field rules 1.2): by the norm in the season or over the year, by the house
// meter, by the meters of flats and the house. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, decimalText, minus, total, trimmed, rounded } from '#platform/decimal';
import type { Day, Month } from '#platform/time';
import { isWholeMonth, type Piece, type Tariff } from './tariff-pieces.ts';
import type { LineHead } from './utility-terms.ts';
import type { Raised, Source } from './volume-of-month.ts';

type Priced = readonly Piece<{ tariff: Tariff }>[];
const priced = (pieces: Priced) => pieces.map(({ part, values: { tariff } }) => ({ tariff, part }));
const VOLUME_SCALE = 7;

/** P = S·N·T, in the season only (`season` null) or evenly over the year with K = heating months / 12 (formulas 2 and 2(1)). */
export function heatingByNormTerms(
  head: LineHead,
  { area, season, raised }: { area: string; season: number | null; raised: Raised },
  pieces: readonly Piece<{ norm: string; tariff: Tariff }>[],
): TermsOf<'heatingByNorm'> {
  return {
    method: 'heatingByNorm',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    area,
    raised,
    season,
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
type Own = TermsOf<'heatingByFlats'>['own'];
/** `unmetered`: what a heated flat without a meter takes itself. */
export type HouseSplit = { readonly houseArea: string; readonly commonVolume: string; readonly unmetered: Exclude<Own, { by: 'meter' | 'cutOff' }> };
/** Days on which a premises is heated by itself; `to` null: since then. */
export type OwnHeating = { readonly from: Day; readonly to: Day | null };

/** Heat is of a whole month: a flat that left or came back within it is heated as before. */
export const isCutOff = (own: OwnHeating | null, month: Month): boolean => own !== null && isWholeMonth(own, month);

/**
 * What the flats of a house share when some have heat meters (formula 3 since 01.01.2019, ПП № 1708): flats without a meter are taken to
 * use as much per square metre as those with one; what the house took besides is common, and may be below zero. Seven decimals.
 * Without a metered flat, and some flats cut off: heated flats and common property take the same per square metre (formula 3(6)). Where all
 * flats are heated without meters there is no such split: null.
 */
export function splitHouseHeat(
  houseVolume: string,
  { houseArea, commonArea }: { houseArea: string; commonArea: string },
  flats: readonly FlatHeat[],
): HouseSplit | null {
  const heated = flats.filter(({ cutOff }) => !cutOff);
  const metered = heated.filter(({ volume }) => volume !== null);
  const meteredArea = total(metered.map(({ area }) => area));
  if (meteredArea.numerator === 0n) return heated.length === flats.length ? null : splitWithoutMeters(houseVolume, { houseArea, commonArea }, heated);
  const meteredVolume = total(metered.map(({ volume }) => volume!));
  const others = total(heated.filter(({ volume }) => volume === null).map(({ area }) => area));
  const common = minus(minus(houseVolume, meteredVolume), chain([others, meteredVolume], [meteredArea]));
  return { houseArea, commonVolume: text(common), unmetered: { by: 'average', meteredVolume: text(meteredVolume), meteredArea: text(meteredArea) } };
}

const text = (of: Parameters<typeof rounded>[0]): string => decimalText(trimmed(rounded(of, VOLUME_SCALE)));

/** Of a house without a square metre of heated or common area: null. */
function splitWithoutMeters(
  houseVolume: string,
  { houseArea, commonArea }: { houseArea: string; commonArea: string },
  heated: readonly FlatHeat[],
): HouseSplit | null {
  const heatedArea = total([...heated.map(({ area }) => area), commonArea]);
  if (heatedArea.numerator === 0n) return null;
  return {
    houseArea,
    commonVolume: text(chain([houseVolume, commonArea], [heatedArea])),
    unmetered: { by: 'house', houseVolume, heatedArea: text(heatedArea) },
  };
}

/** What heated flats take by the norm in a month; a norm that changed within it by days. `season`: heating months of twelve, where heat is paid evenly. */
export function normOfHeated(flats: readonly FlatHeat[], pieces: readonly Piece<{ norm: string }>[], season: number | null): string {
  const area = total(flats.filter(({ cutOff }) => !cutOff).map((flat) => flat.area));
  const norm = total(pieces.map(({ part, values }) => chain([values.norm, BigInt(part?.days ?? 1)], [BigInt(part?.of ?? 1)])));
  return text(chain([area, norm, BigInt(season ?? 1)], [season === null ? 1n : 12n]));
}

/** What a flat takes itself: nothing once it is cut off, by its meter, or like flats without one. */
export const ownHeat = ({ cutOff, volume }: FlatHeat, { unmetered }: HouseSplit): Own =>
  cutOff ? { by: 'cutOff' } : volume === null ? unmetered : { by: 'meter', volume };

/** P = (V_own + S·(V_house − ΣV)/S_house)·T; a flat cut off the heating has no own use and pays the common part. */
export function heatingByFlatsTerms(
  head: LineHead,
  { flat, split, source }: { flat: FlatHeat; split: HouseSplit; source: Source },
  pieces: Priced,
): TermsOf<'heatingByFlats'> {
  return {
    method: 'heatingByFlats',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    area: flat.area,
    houseArea: split.houseArea,
    commonVolume: split.commonVolume,
    source,
    own: ownHeat(flat, split),
    pieces: priced(pieces),
  };
}
