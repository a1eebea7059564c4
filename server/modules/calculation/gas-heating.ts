// Gas that heats homes goes by their area, beside what people cook and wash with (field rules 1.2). Pure.
import { beneath } from '#modules/directory';
import { chain, roundedText } from '#platform/decimal';
import type { HouseMonth, HousePremises } from './house-month.ts';
import { cutMonth, isGap, type Force } from './tariff-pieces.ts';
import { normVolume, type People } from './utility-terms.ts';

const PRODUCT_SCALE = 9;
const ONE: People = { count: 1, are: 'registered' };

/** The norm of gas for a square metre by days: null on those that none holds for, as out of the heating season. Null where there is none in the month, or another service. */
export function gasHeating({ norms }: Pick<HouseMonth, 'norms'>, serviceCode: string): readonly Force<string | null>[] | null {
  if (serviceCode !== 'gas') return null;
  const own = norms.filter(({ serviceCode: of, per }) => of === 'gas' && per === 'm2').map(({ force }) => force);
  return own.length === 0 ? null : [...own, ...beneath([{ from: null, to: null, value: null }], own)];
}

/** What the norm gives a home for its heating in the month, or in the part of it that an account answers for. */
export function heatingNormVolume(
  facts: HouseMonth,
  serviceCode: string,
  { area, span }: Pick<HousePremises, 'area'> & { span: Parameters<typeof cutMonth>[2] },
): string {
  const heating = gasHeating(facts, serviceCode);
  const cut = heating && cutMonth(facts.month, { heating }, span);
  return cut === null || isGap(cut)
    ? '0'
    : normVolume(cut.map((piece) => ({ ...piece, values: { people: ONE, norm: roundedText(chain([area, piece.values.heating ?? '0']), PRODUCT_SCALE) } })));
}
