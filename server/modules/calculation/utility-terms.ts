// Lines of services that are measured or counted by people: water, electricity, gas, sewage (annex 2 to Rules 354, formulas 1, 4, 4(1)).
// Pieces of the month go in, terms that hold every number come out. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { splitByRanges } from '#modules/billing';
import { chain, decimalText, rounded, trimmed } from '#platform/decimal';
import type { Month } from '#platform/time';
import { spreadVolumes, type Benefit, type Piece, type Tariff, type Zone, type ZoneVolume } from './tariff-pieces.ts';
import type { MonthVolume, Raised, RegisterUse, Source } from './volume-of-month.ts';

export type LineHead = { readonly month: Month; readonly unit: string; readonly benefit: Benefit };
/** Prices of a service: by zone and range. `limits` are the upper bounds of the ranges but the last; a zone has a price for each range. */
export type Prices = { readonly limits: readonly string[]; readonly byZone: Readonly<Partial<Record<Zone, readonly Tariff[]>>> };
export type Metered = { readonly zones: readonly ZoneVolume[]; readonly source: Source; readonly readings: readonly RegisterUse[]; readonly months: number };

/** A volume as the line's source of numbers; norms are not volumes. */
export function meteredOf(volume: Extract<MonthVolume, { by: 'readings' | 'average' }>): Metered {
  return volume.by === 'readings' ? volume : { ...volume, readings: [], months: 1 };
}

const priceOf = (prices: Prices, zone: Zone, range: number): Tariff => {
  const found = (prices.byZone[zone] ?? prices.byZone.whole)?.[range];
  if (!found) throw new RangeError(`No price of zone ${zone}, range ${range + 1}`);
  return found;
};

/**
 * P = V·T by zones, ranges and pieces of the month (formula 1). The month's total is cut at the limits, each zone in proportion; one reading
 * for several months raises the limits as many times. Throws RangeError when a zone or range has no price.
 */
export function meteredTerms(head: LineHead, metered: Metered, pieces: readonly Piece<{ prices: Prices }>[]): TermsOf<'meter'> {
  const cut = spreadVolumes(pieces, metered.zones).flatMap(({ part, values: { prices }, zones }) => {
    const ranges =
      prices.limits.length === 0 ? zones.map((zone) => ({ ...zone, upTo: null })) : splitByRanges(zones, prices.limits, metered.months, metered.zones);
    return ranges.map(({ zone, volume, upTo }) => {
      const range = upTo === null ? prices.limits.length : prices.limits.indexOf(upTo);
      return { zone, volume, upTo, tariff: priceOf(prices, zone, range), part };
    });
  });
  return {
    method: 'meter',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    source: metered.source,
    readings: [...metered.readings].slice(0, 12),
    pieces: cut,
  };
}

export type People = { readonly count: number; readonly are: 'registered' | 'owners' };
/** Registered and temporarily living; where there are none, the owners pay (item 56(2) of Rules 354). */
export const peopleOf = ({ registered, temporary, owners }: { registered: number; temporary: number; owners: number }): People =>
  registered + temporary > 0 ? { count: registered + temporary, are: 'registered' } : { count: owners, are: 'owners' };

export type NormValues = { people: People; norm: string; tariff: Tariff };

/** P = n·N·T (formula 4), with a raised coefficient where the law asks for it (formula 4(1): cold and hot water, electricity). */
export function normTerms(head: LineHead, raised: Raised, pieces: readonly Piece<NormValues>[]): TermsOf<'norm'> {
  return {
    method: 'norm',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    raised,
    personsAre: pieces[0]!.values.people.are,
    pieces: pieces.map(({ part, values: { people, norm, tariff } }) => ({ persons: people.count, norm, tariff, part })),
  };
}

/** Gas without a meter: by people for the stove and the water heater, by area for heating; never raised. */
export function gasNormTerms(
  head: LineHead,
  area: string,
  pieces: readonly Piece<{ people: People; stove: string | null; waterHeater: string | null; heating: string | null; tariff: Tariff }>[],
): TermsOf<'norm'> {
  return {
    method: 'norm',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    raised: null,
    personsAre: pieces[0]!.values.people.are,
    pieces: pieces.flatMap(({ part, values: { people, stove, waterHeater, heating, tariff } }) => [
      ...[stove, waterHeater].filter((norm) => norm !== null).map((norm) => ({ persons: people.count, norm, tariff, part })),
      ...(heating === null ? [] : [{ persons: 0, area, norm: heating, tariff, part }]),
    ]),
  };
}

/** Sewage takes what came in: cold and hot water by meters (V = V_cold + V_hot), each as a piece of its own. */
export function sewageTerms(head: LineHead, waters: readonly Metered[], pieces: readonly Piece<{ prices: Prices }>[]): TermsOf<'meter'> {
  const lines = waters.map((water) => meteredTerms(head, water, pieces));
  const average = lines.find(({ source }) => source.kind === 'average' || source.kind === 'norm');
  return {
    ...lines[0]!,
    source: (average ?? lines[0]!).source,
    readings: lines.flatMap(({ readings }) => readings).slice(0, 12),
    pieces: lines.flatMap((line) => line.pieces),
  };
}

/** A norm as a volume, for a service that follows another one (sewage, the share of a month): n·N, six decimals. */
export function normVolume(pieces: readonly Piece<{ people: People; norm: string }>[]): string {
  const parts = pieces.map(({ part, values: { people, norm } }) => chain([BigInt(people.count), norm, BigInt(part?.days ?? 1)], [BigInt(part?.of ?? 1)]));
  const [numerator, denominator] = parts.reduce(([n, d], next) => [n * next.denominator + next.numerator * d, d * next.denominator], [0n, 1n]);
  return decimalText(trimmed(rounded({ numerator, denominator }, 6)));
}

export type HotWaterHead = LineHead & { readonly heatUnit: string; readonly heatPerUnit: string };

/** Two-component hot water by a meter: P = V·T_water + V·q·T_heat (item 38 of Rules 354). */
export function hotWaterTerms(head: HotWaterHead, metered: Metered, pieces: readonly Piece<{ tariff: Tariff; heatTariff: Tariff }>[]): TermsOf<'hotWater'> {
  const cut = spreadVolumes(pieces, metered.zones);
  const uses = cut.map(({ zones }) => ({ by: 'meter' as const, volume: zones[0]!.volume }));
  return {
    method: 'hotWater',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    source: metered.source,
    readings: [...metered.readings].slice(0, 12),
    raised: null,
    use: uses[0]!,
    heatUnit: head.heatUnit,
    heatPerUnit: head.heatPerUnit,
    pieces: cut.map(({ part, values: { tariff, heatTariff } }, index) => ({ tariff, heatTariff, part, ...(cut.length > 1 ? { use: uses[index]! } : {}) })),
  };
}

/** Two-component hot water by the norm, raised where a meter could stand. */
export function hotWaterNormTerms(
  head: HotWaterHead,
  raised: Raised,
  pieces: readonly Piece<{ people: People; norm: string; tariff: Tariff; heatTariff: Tariff }>[],
): TermsOf<'hotWater'> {
  const uses = pieces.map(({ values: { people, norm } }) => ({
    by: 'norm' as const,
    persons: people.count,
    ...(people.are === 'owners' && { personsAre: people.are }),
    norm,
  }));
  return {
    method: 'hotWater',
    period: head.month,
    benefit: head.benefit,
    unit: head.unit,
    source: { kind: 'norm', date: null, document: null, months: null },
    readings: [],
    raised,
    use: uses[0]!,
    heatUnit: head.heatUnit,
    heatPerUnit: head.heatPerUnit,
    pieces: pieces.map(({ part, values: { tariff, heatTariff } }, index) => ({
      tariff,
      heatTariff,
      part,
      ...(pieces.length > 1 ? { use: uses[index]! } : {}),
    })),
  };
}
