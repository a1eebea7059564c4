// When a reading comes after months charged without one: each of those months is counted anew by its share of what the meter ran, with that
// month's own tariffs and benefit, and the difference becomes a recalculation of this month (field rules 1.3). Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { splitByRanges, sumOfTerms } from '#modules/billing';
import { compare } from '#platform/decimal';
import { kopecksToJson } from '#platform/money';
import { formatMonthName } from '#contract/russian';
import type { Month } from '#platform/time';
import type { Zone, ZoneVolume } from './tariff-pieces.ts';
import type { Correction, Source } from './volume-of-month.ts';

export type Posted = { readonly month: Month; readonly terms: ChargeTerms };
type MeterPiece = TermsOf<'meter'>['pieces'][number];
const MEASURED: Source = { kind: 'reading', date: null, document: null, months: null };

/** Pieces that stand for the same days, by zone and range. */
function meterAgain(terms: TermsOf<'meter'>, zones: readonly ZoneVolume[]): TermsOf<'meter'> | undefined {
  const parts = new Map<string, MeterPiece[]>();
  for (const piece of terms.pieces) parts.set(JSON.stringify(piece.part), [...(parts.get(JSON.stringify(piece.part)) ?? []), piece]);
  const pieces: MeterPiece[] = [];
  for (const group of parts.values()) {
    const limits = [...new Set(group.map(({ upTo }) => upTo))].filter((upTo) => upTo !== null).sort(compare);
    const uses = limits.length === 0 ? zones.map(({ zone, volume }) => ({ zone, volume, upTo: null })) : splitByRanges(zones, limits);
    for (const { zone, volume, upTo } of uses) {
      const model = group.find((piece) => piece.zone === zone && piece.upTo === upTo);
      // A range that the line did not reach has no price in its terms.
      if (!model) return undefined;
      pieces.push({ ...model, zone, volume, upTo });
    }
  }
  return { ...terms, source: MEASURED, readings: [], pieces };
}

/** The line of a month as it would have been with these volumes; undefined for a line that no volume makes, or whose terms lack a price for them. */
export function remeasured(terms: ChargeTerms, zones: readonly ZoneVolume[]): ChargeTerms | undefined {
  if (terms.method === 'corrected') return terms.base ? remeasured(terms.base, zones) : undefined;
  if (terms.method === 'roomShare') {
    const flat = remeasured(terms.flat, zones);
    return flat && { ...terms, flat: flat as typeof terms.flat };
  }
  if (terms.method === 'meter') return meterAgain(terms, zones);
  if (terms.method === 'hotWater') {
    const use = { by: 'meter' as const, volume: zones[0]!.volume };
    return { ...terms, source: MEASURED, raised: null, use, pieces: terms.pieces.map(({ tariff, heatTariff, part }) => ({ tariff, heatTariff, part })) };
  }
  if (terms.method !== 'norm') return undefined;
  const byPeople = terms.pieces.filter(({ area }) => area === undefined);
  // By the area alone, where its norm held all the month: of some days the rest would have no price.
  const prices = byPeople.length > 0 ? byPeople : terms.pieces.filter(({ part }) => part === null);
  const pieces = prices.flatMap(({ tariff, part }) => zones.map(({ zone, volume }) => ({ zone: zone satisfies Zone, volume, upTo: null, tariff, part })));
  return pieces.length === 0
    ? undefined
    : {
        method: 'meter',
        period: terms.period,
        benefit: terms.benefit,
        ...(terms.subsidy && { subsidy: terms.subsidy }),
        unit: terms.unit,
        source: MEASURED,
        readings: [],
        pieces,
      };
}

const chargedFor = (terms: ChargeTerms): ChargeTerms | null => (terms.method === 'corrected' ? terms.base : terms);

/**
 * The recalculation of the months that the reading closes; null when the estimates were right to the kopeck. `count` makes a month's line
 * with other volumes when its terms are not enough for it (a range of use that the month did not reach).
 */
export function correctionTerms(
  period: Month,
  corrections: readonly Correction[],
  posted: readonly Posted[],
  count: (terms: ChargeTerms, zones: readonly ZoneVolume[], month: Month) => ChargeTerms | undefined = remeasured,
): TermsOf<'recalculation'> | null {
  const lines = new Map(posted.map(({ month, terms }) => [month, chargedFor(terms)]));
  const months = corrections
    .flatMap(({ month, became }) => {
      const terms = lines.get(month);
      const anew = terms ? count(terms, became, month) : undefined;
      return terms && anew ? [{ month, wasKopecks: kopecksToJson(sumOfTerms(terms)), becameKopecks: kopecksToJson(sumOfTerms(anew)) }] : [];
    })
    .sort((a, b) => a.month.localeCompare(b.month));
  if (months.every(({ wasKopecks, becameKopecks }) => wasKopecks === becameKopecks)) return null;
  const named = months.map(({ month }) => formatMonthName(month)).join(', ');
  return {
    method: 'recalculation',
    period,
    benefit: null,
    reason: `по показанию пересчитали ${named}`.slice(0, 500),
    document: null,
    ground: { by: 'months', months },
  };
}

/** A line with the recalculations of its service in the month; the line itself when there are none, null when there is neither. */
export function withRecalculations(base: TermsOf<'corrected'>['base'], recalculations: readonly TermsOf<'recalculation'>[], period: Month): ChargeTerms | null {
  if (recalculations.length === 0) return base;
  return { method: 'corrected', period, benefit: null, base, recalculations: [...recalculations] };
}
