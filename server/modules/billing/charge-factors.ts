// What formulas of charges are put together from: factors with their words, products of metered and normed pieces, a raised coefficient. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { decimal, decimalText, subtract } from '#platform/decimal';
import type { Factor, Part, Product, Role } from './charge-formula.ts';

type Tariff = TermsOf<'areaRate'>['pieces'][number]['tariff'];
type MonthPart = TermsOf<'areaRate'>['pieces'][number]['part'];
type Raised = TermsOf<'norm'>['raised'];

const ZONES = { whole: '', day: 'день', night: 'ночь', peak: 'пик', halfPeak: 'полупик' } as const;
export const zoneName = (zone: keyof typeof ZONES): string => ZONES[zone];

/** The role of a factor, and what tells it from others of the same role. */
type Key = Role | `${Role}.${string}`;
const roleOf = (key: Key) => (key.includes('.') ? key.slice(0, key.indexOf('.')) : key) as Role;
export const times = (key: Key, [value, unit]: readonly [string, string], caption: string): Factor => ({
  key,
  role: roleOf(key),
  operator: '×',
  value,
  unit,
  caption,
});
export const over = (key: Key, quantity: readonly [string, string], caption: string): Factor => ({ ...times(key, quantity, caption), operator: '÷' });
export const product = (...factors: readonly (Factor | null)[]): Product => ({ sign: 1, factors: factors.filter((factor) => factor !== null) });

/** What is paid for whole, in the case that «за» asks for. */
const WHOLE: Readonly<Record<string, string>> = { квартира: 'квартиру', место: 'место' };
export const tariffFactor = (index: number | string, tariff: Tariff, unit: string): Factor =>
  times(`tariff.${index}`, [tariff.value, '₽'], `тариф за ${WHOLE[unit] ?? `1\u00a0${unit}`}`);
export const partFactor = (index: number, part: MonthPart): Factor | null =>
  part && { ...times(`part.${index}`, [String(part.days), 'дн.'], 'столько дней месяца действует эта часть'), of: String(part.of) };
export const personsFactor = (key: Key, persons: number, are: 'registered' | 'owners'): Factor =>
  times(key, [String(persons), 'чел.'], are === 'owners' ? 'собственников: в квартире никто не зарегистрирован' : 'живут в квартире');
export const areaFactor = (area: string): Factor => times('area', [area, 'м²'], 'ваша квартира');
export const houseAreaFactor = (houseArea: string): Factor => over('houseArea', [houseArea, 'м²'], 'все квартиры и помещения');

/** The products again for what the coefficient has over 1, as a part of its own. */
export function excessOf(products: readonly Product[], coefficient: string): Part {
  const factor = times('coefficient', [decimalText(subtract(decimal(coefficient), decimal('1'))), ''], 'надбавка сверх обычной платы');
  return { title: 'надбавка по коэффициенту', products: products.map(({ sign, factors }) => ({ sign, factors: [...factors, factor] })) };
}

/** Products, and when a raised coefficient applies the same again for its excess over 1; `plain` are not raised. */
export function withExcess(products: readonly Product[], raised: Raised, plain: readonly Product[] = []): Part[] {
  if (!raised) return [{ title: 'начислено', products: [...plain, ...products] }];
  return [{ title: plain.length > 0 ? 'без надбавки' : 'по нормативу', products: [...plain, ...products] }, excessOf(products, raised.coefficient)];
}

export const single = (products: readonly Product[]): Part[] => [{ title: 'начислено', products }];

export const meterProducts = (pieces: TermsOf<'meter'>['pieces'], unit: string, what = 'потратили за месяц'): Product[] =>
  pieces.map(({ zone, volume, upTo, tariff, part }, index) => {
    const name = [zoneName(zone), upTo === null ? '' : `в пределах ${upTo.replace('.', ',')} ${unit}`].filter(Boolean).join(', ');
    return product(times(`volume.${index}`, [volume, unit], name || what), tariffFactor(index, tariff, unit), partFactor(index, part));
  });

type NormPieces = { readonly pieces: TermsOf<'norm'>['pieces']; readonly unit: string; readonly personsAre: TermsOf<'norm'>['personsAre'] };
/** `first` keeps the keys of the factors apart from those of other pieces of the line. */
export const normProducts = ({ pieces, unit, personsAre }: NormPieces, first = 0): Product[] =>
  pieces.map(({ persons, norm, area, tariff, part }, n) => {
    const index = first + n;
    return product(
      area === undefined ? personsFactor(`persons.${index}`, persons, personsAre) : areaFactor(area),
      times(`norm.${index}`, [norm, unit], area === undefined ? 'норматив на человека' : 'норматив на 1\u00a0м²'),
      tariffFactor(index, tariff, unit),
      partFactor(index, part),
    );
  });
