// The card of a premises by the format of each field (HOME-1). Pure.
import type { FieldProblem } from '#contract/errors';
import { type PREMISES_CARD_FIELDS, PREMISES_CONDITIONS, PREMISES_KINDS, HOUSING_STATUSES } from '#contract/housing';
import { checkCadastralNumber } from '#contract/identifiers';
import { compare } from '#platform/decimal';
import { area, bad, checkFields, type FieldCheck, good, oneOf, whole, wrongField } from './card-checks.ts';

export type CardField = (typeof PREMISES_CARD_FIELDS)[number];
export type Card = {
  number: string;
  kind: string;
  cadastralNumber: string | null;
  areaTotal: string;
  areaLiving: string | null;
  areaHeated: string | null;
  rooms: number | null;
  entrance: number | null;
  floor: number | null;
  condition: string;
  housingStatus: string;
};

type House = { readonly floors: number; readonly entrances: number };
const checksFor = ({ floors, entrances }: House): Readonly<Record<CardField, FieldCheck>> => ({
  number: {
    check: (text) =>
      /^[\p{Script=Cyrillic}\d][\p{Script=Cyrillic}\d/.-]{0,9}$/u.test(text) ? good(text) : bad('Номер — это цифры и русские буквы без пробелов: 37, 44-1, Н2'),
    mayBeAbsent: true,
  },
  kind: { check: oneOf(PREMISES_KINDS) },
  cadastralNumber: { check: checkCadastralNumber, mayBeAbsent: true },
  areaTotal: { check: area },
  areaLiving: { check: area, mayBeAbsent: true },
  areaHeated: { check: area, mayBeAbsent: true },
  rooms: { check: whole({ to: 50, detail: 'Введите число комнат от 1 до 50' }), mayBeAbsent: true },
  entrance: { check: whole({ to: entrances, detail: `В доме подъездов: ${entrances}. Проверьте номер` }), mayBeAbsent: true },
  floor: {
    check: (text) =>
      text === '0' ? bad('Этажа 0 не бывает. Подвал — это −1') : whole({ from: -5, to: floors, detail: `В доме этажей: ${floors}. Проверьте этаж` })(text),
    mayBeAbsent: true,
  },
  condition: { check: oneOf(PREMISES_CONDITIONS) },
  housingStatus: { check: oneOf(HOUSING_STATUSES) },
});

/** A detached house has no number of its own within its address; it is the first there. */
export const DETACHED = { kind: 'detached_house', number: '1' } as const;

/** The card as it is kept, or every field that does not hold. */
export function checkCard(typed: Readonly<Record<CardField, string>>, house: House): { ok: true; card: Card } | { ok: false; fields: FieldProblem[] } {
  const { values, fields } = checkFields(typed, checksFor(house));
  const { areaTotal, areaLiving, areaHeated, kind, number } = values;
  if (areaTotal && areaLiving && compare(areaLiving, areaTotal) > 0) fields.push(wrongField('areaLiving', 'Жилая площадь не бывает больше общей'));
  if (areaTotal && areaHeated && compare(areaHeated, areaTotal) > 0) fields.push(wrongField('areaHeated', 'Отапливаемая площадь не бывает больше общей'));
  const isNamed = fields.some(({ pointer }) => pointer === '/number');
  if (number === null && kind !== DETACHED.kind && !isNamed) fields.push(wrongField('number', 'Без номера бывает только жилой дом: укажите номер помещения'));
  if (fields.length > 0) return { ok: false, fields };
  const numberOf = (field: 'rooms' | 'entrance' | 'floor'): number | null => (values[field] === null ? null : Number(values[field]));
  return {
    ok: true,
    card: {
      number: number ?? DETACHED.number,
      kind: kind!,
      cadastralNumber: values.cadastralNumber,
      areaTotal: areaTotal!,
      areaLiving,
      areaHeated,
      rooms: numberOf('rooms'),
      entrance: numberOf('entrance'),
      floor: numberOf('floor'),
      condition: values.condition!,
      housingStatus: values.housingStatus!,
    },
  };
}
