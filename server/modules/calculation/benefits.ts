// Benefits that are taken off in the bill (Housing Code, article 160; field rules 1.9). Pure.
import type { ChargeTerms } from '#contract/charge-terms';
import { columnsOfTerms } from '#modules/billing';
import { chain, compare, type Exact, type Ratio } from '#platform/decimal';
import { kopecksOf, kopecksToJson, roublesText } from '#platform/money';
import type { Benefit } from './tariff-pieces.ts';

/** `areaStandard` and `normVolume` bound what the benefit covers: the rest is paid in full. Null: no bound. */
export type BenefitRule = { readonly title: string; readonly percent: string; readonly services: readonly string[]; readonly covers: 'holder' | 'family' };
export type BenefitFacts = {
  readonly holders: number;
  readonly persons: number;
  readonly area: string | null;
  readonly areaStandard: string | null;
  readonly volume: Exact | null;
  readonly normVolume: Exact | null;
};

const ONE: Ratio = { numerator: 1n, denominator: 1n };
const partOf = (bound: Exact, whole: Exact): Ratio => (compare(whole, '0') <= 0 || compare(bound, whole) >= 0 ? ONE : chain([bound], [whole]));

/** Which part of the line the benefit covers: the holders among the people, within the standard of area and the norm of use. */
export function coveredPart({ covers }: BenefitRule, { holders, persons, area, areaStandard, volume, normVolume }: BenefitFacts): Ratio {
  const people = covers === 'family' || persons < 1 ? ONE : partOf(BigInt(holders), BigInt(persons));
  const byArea = area === null || areaStandard === null ? ONE : partOf(areaStandard, area);
  const byUse = volume === null || normVolume === null ? ONE : partOf(normVolume, volume);
  return chain([people, byArea, byUse]);
}

/** The benefit of a line: a percentage where it covers the whole line, else the sum. Null for a service that it is not for, or a line not above zero. */
export function benefitOf(terms: ChargeTerms, serviceCode: string, rule: BenefitRule, facts: BenefitFacts): Benefit {
  if (!rule.services.includes(serviceCode)) return null;
  const { accruedKopecks: whole, excessKopecks } = columnsOfTerms(terms);
  // What a raised coefficient adds is not use within the norm.
  const accruedKopecks = whole - excessKopecks;
  if (accruedKopecks <= 0n) return null;
  const part = coveredPart(rule, facts);
  if (part.numerator === part.denominator && excessKopecks === 0n) return { by: 'percent', title: rule.title, percent: rule.percent };
  const kopecks = kopecksOf(chain([roublesText(accruedKopecks), rule.percent, part], [100n]));
  return kopecks === 0n ? null : { by: 'sum', title: rule.title, kopecks: kopecksToJson(kopecks) };
}
