// Lines by area, by the flat, of house needs, waste and capital repair (annex 2 to Rules 354; Housing Code, articles 154–156, 169). Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, compare, decimalText, minus, rounded, total, trimmed } from '#platform/decimal';
import type { Month } from '#platform/time';
import type { Benefit, Piece, Tariff } from './tariff-pieces.ts';
import type { LineHead, People } from './utility-terms.ts';
import type { Source } from './volume-of-month.ts';

type Head = { readonly month: Month; readonly benefit: Benefit };
type Priced = readonly Piece<{ tariff: Tariff }>[];
const priced = (pieces: Priced) => pieces.map(({ part, values: { tariff } }) => ({ tariff, part }));

/** P = S·rate: upkeep, rent, repair. */
export const areaRateTerms = (head: Head, area: string, pieces: Priced): TermsOf<'areaRate'> => ({
  method: 'areaRate',
  period: head.month,
  benefit: head.benefit,
  area,
  pieces: priced(pieces),
});

/** A price for the flat as it is: intercom, antenna, parking place. */
export const unitRateTerms = (head: LineHead, pieces: Priced): TermsOf<'unitRate'> => ({
  method: 'unitRate',
  period: head.month,
  benefit: head.benefit,
  unit: head.unit,
  pieces: priced(pieces),
});

/** P = S·contribution, of the owner's share when the account is of a share (Housing Code, article 169). */
export const capitalRepairTerms = (
  head: Head,
  { area, share }: { area: string; share: TermsOf<'capitalRepair'>['share'] },
  pieces: Priced,
): TermsOf<'capitalRepair'> => ({ method: 'capitalRepair', period: head.month, benefit: head.benefit, area, share, pieces: priced(pieces) });

/** Waste by people, P = n·N·T, or by area, P = S·N·T, as the region chose. People who changed within the month make pieces of their own. */
export function wasteTerms(
  head: LineHead,
  base: { by: 'person' } | { by: 'area'; area: string },
  pieces: readonly Piece<{ people: People; norm: string; tariff: Tariff }>[],
): TermsOf<'waste'> | TermsOf<'norm'> {
  const common = { period: head.month, benefit: head.benefit, unit: head.unit };
  const cut = pieces.map(({ part, values: { norm, tariff } }) => ({ norm, tariff, part }));
  if (base.by === 'area') return { method: 'waste', ...common, base: { by: 'area', area: base.area }, pieces: cut };
  const { people } = pieces[0]!.values;
  if (pieces.every((piece) => piece.values.people.count === people.count))
    return { method: 'waste', ...common, base: { by: 'person', persons: people.count, personsAre: people.are }, pieces: cut };
  return {
    method: 'norm',
    ...common,
    raised: null,
    personsAre: people.are,
    pieces: cut.map((piece, index) => ({ ...piece, persons: pieces[index]!.values.people.count })),
  };
}

export type HouseNeeds = {
  readonly area: string;
  readonly houseArea: string;
  readonly commonArea: string;
  /** What the house took and what its flats explain; null: no house meter. */
  readonly house: {
    readonly volume: string;
    readonly byMeters: string;
    readonly byNorms: string;
    readonly nonResidential: string;
    readonly source: Source;
  } | null;
  /** By a decision of the owners all that the meter showed is theirs, also above the norm (ПП № 92 of 03.02.2022). */
  readonly overNormByOwners: boolean;
};

/** V = V_house − ΣV_meters − ΣV_norms − ΣV_non-residential, not below zero. Decimal text. */
export function houseNeedsVolume({ volume, byMeters, byNorms, nonResidential }: NonNullable<HouseNeeds['house']>): string {
  const left = minus(volume, total([byMeters, byNorms, nonResidential]));
  return left.numerator <= 0n ? '0' : decimalText(trimmed(rounded(left, 7)));
}

/**
 * Common property: by the norm, N·S_common·S/S_house·T, or by the house meter, V·S/S_house·T. What is over the norm is borne by the manager
 * unless the owners decided otherwise, so then the line is by the norm.
 */
export function houseNeedsTerms(head: LineHead, needs: HouseNeeds, pieces: readonly Piece<{ norm: string; tariff: Tariff }>[]): TermsOf<'houseNeeds'> {
  const { area, houseArea, commonArea, house, overNormByOwners } = needs;
  const { norm } = pieces[0]!.values;
  const measured = house === null ? null : houseNeedsVolume(house);
  const capped = measured !== null && !overNormByOwners && compare(measured, chain([norm, commonArea])) > 0;
  const byNorm = measured === null || capped;
  return {
    method: 'houseNeeds',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    area,
    houseArea,
    source: byNorm ? { kind: 'norm', date: null, document: capped ? 'Сверх норматива платит управляющая организация' : null, months: null } : house!.source,
    need: byNorm ? { by: 'norm', norm, commonArea } : { by: 'meter', volume: measured },
    pieces: pieces.map(({ part, values: { tariff } }) => ({ tariff, part })),
  };
}
