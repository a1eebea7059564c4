// What goes to the common property of a house, as its owners chose to pay for it (item 29(2) of Rules 491 as amended by ПП № 92 of 03.02.2022;
// field rules 1.2): what the house meter shows each month, its average month of the year before with a correction once a year, or the norm. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import type { CommonWay } from '#contract/common-payment';
import { countedLine } from '#modules/billing';
import { formatDecimal } from '#contract/russian';
import { chain, compare, decimalText, rounded, total, trimmed } from '#platform/decimal';
import { lastDay, monthsFrom, type Month } from '#platform/time';
import type { HouseNeeds } from './area-terms.ts';
import type { FlatVolumes } from './flat-volumes.ts';
import type { HouseAccount, HouseMonth } from './house-month.ts';
import { isWholeMonth } from './tariff-pieces.ts';
import { averageMonth, correctionOfYear, yearBefore } from './year-correction.ts';

/** By services of the common property: the resource whose house meter measures it. */
const HOUSE_RESOURCE: Readonly<Record<string, string>> = { common_cold_water: 'cold_water', common_hot_water: 'hot_water', common_electricity: 'electricity' };
/** Services of the common property that a house meter measures. */
export const COMMON_SERVICES: readonly string[] = Object.keys(HOUSE_RESOURCE);

/** What the common property took in each month of a year, by resources that were read in all of it. Decimal texts. */
export type YearCommon = ReadonlyMap<string, ReadonlyMap<Month, string>>;
type HouseVolumes = readonly { readonly serviceCode: string; readonly common: string | null }[];

/** Of what was kept of the months for bills; below zero is nothing. A resource that was not read in one of the months is left out. */
export function commonOfYear(months: ReadonlyMap<Month, HouseVolumes>, year: string): YearCommon {
  const known = Object.values(HOUSE_RESOURCE).map(
    (resource) =>
      [
        resource,
        monthsFrom(`${year}-01`, `${year}-12`).flatMap((month): [Month, string][] => {
          const common = months.get(month)?.find(({ serviceCode }) => serviceCode === resource)?.common ?? null;
          return common === null ? [] : [[month, compare(common, '0') > 0 ? common : '0']];
        }),
      ] as const,
  );
  return new Map(known.filter(([, uses]) => uses.length === 12).map(([resource, uses]) => [resource, new Map(uses)]));
}

/** The owners pay for what common property takes over the norm in all of the month. */
export const isOverNormByOwners = ({ overNorm }: Pick<HouseMonth, 'overNorm'>, month: Month): boolean => overNorm !== null && isWholeMonth(overNorm, month);

/** What the month is counted from; null: by the norm. */
export function commonNeed(facts: HouseMonth, volumes: Pick<FlatVolumes, 'house' | 'sums'>, serviceCode: string): HouseNeeds['house'] {
  const resource = HOUSE_RESOURCE[serviceCode];
  if (resource === undefined || facts.commonWay === 'norm') return null;
  if (facts.commonWay === 'average') {
    const uses = facts.lastYearCommon.get(resource);
    return uses
      ? {
          volume: averageMonth(uses),
          byMeters: '0',
          byNorms: '0',
          nonResidential: '0',
          source: { kind: 'average', date: null, document: `общий счётчик за ${yearBefore(facts.month)} год`, months: 12 },
        }
      : null;
  }
  const house = volumes.house(resource);
  return house?.by === 'readings' ? { volume: house.zones[0]!.volume, source: { ...house.source, kind: 'houseMeter' }, ...volumes.sums(resource) } : null;
}

/** Paid by the average month of a year that was not read whole: it goes by the norm, and somebody should look. */
export const isCommonUnread = (facts: HouseMonth, serviceCode: string): boolean =>
  facts.commonWay === ('average' satisfies CommonWay) && serviceCode in HOUSE_RESOURCE && !facts.lastYearCommon.has(HOUSE_RESOURCE[serviceCode]!);

/** A month's line as the house meter has it, over the norm of the month only where the owners pay for that; null for a line of another kind. */
function atFact(facts: HouseMonth, serviceCode: string, base: ChargeTerms): ChargeTerms | null {
  const line = countedLine(base);
  if (line?.method !== 'houseNeeds') return null;
  const volume = facts.lastYearCommon.get(HOUSE_RESOURCE[serviceCode]!)!.get(line.period)!;
  const norm = facts.norms.find(
    ({ serviceCode: code, per, force: { from, to } }) =>
      code === serviceCode && per === 'm2_common' && (from === null || from <= lastDay(line.period)) && (to === null || to >= lastDay(line.period)),
  )?.force.value;
  const isCapped = norm !== undefined && !isOverNormByOwners(facts, line.period) && compare(volume, chain([norm, facts.commonArea])) > 0;
  const became: TermsOf<'houseNeeds'> = isCapped
    ? { ...line, source: { kind: 'norm', date: null, document: null, months: null }, need: { by: 'norm', norm, commonArea: facts.commonArea } }
    : { ...line, source: { kind: 'houseMeter', date: null, document: null, months: null }, need: { by: 'meter', volume } };
  return base.method === 'roomShare' ? { ...base, flat: became } : became;
}

/** The correction of the year before of a service of the common property; null also where the year was not read (see year-correction.ts). */
export function commonYearCorrection(facts: HouseMonth, { accountId }: HouseAccount, serviceCode: string): TermsOf<'recalculation'> | null {
  const uses = facts.commonWay === 'average' ? facts.lastYearCommon.get(HOUSE_RESOURCE[serviceCode] ?? '') : undefined;
  if (!uses) return null;
  const year = yearBefore(facts.month);
  const unit = facts.services.find(({ code }) => code === serviceCode)?.unit ?? '';
  return correctionOfYear({
    month: facts.month,
    year,
    posted: facts.past.filter((charge) => charge.accountId === accountId && charge.serviceCode === serviceCode),
    atFact: (line) => atFact(facts, serviceCode, line),
    of: 'common',
    reason: `корректировка за общее имущество за ${year} год по общему счётчику`,
    document: `На общее имущество ушло за ${year} год ${formatDecimal(decimalText(trimmed(rounded(total([...uses.values()]), 3))))}\u00a0${unit}`,
  });
}
