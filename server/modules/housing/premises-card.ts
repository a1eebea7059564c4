// The card of a premises by the format of each field (HOME-1). Pure.
import type { FieldProblem } from '#contract/errors';
import { type PREMISES_CARD_FIELDS, PREMISES_CONDITIONS, PREMISES_KINDS, HOUSING_STATUSES } from '#contract/housing';
import { type Checked, checkCadastralNumber } from '#contract/identifiers';
import { compare } from '#platform/decimal';

export type CardField = (typeof PREMISES_CARD_FIELDS)[number];
export type Card = { kind: string; cadastralNumber: string | null; areaTotal: string; areaLiving: string | null; rooms: number | null; entrance: number | null; floor: number | null; condition: string; housingStatus: string };

/** What a part that does not exist is marked by; an empty field is no answer. */
export const ABSENT = 'нет';
const good = (value: string): Checked => ({ ok: true, value });
const bad = (detail: string): Checked => ({ ok: false, code: 'input.invalid', detail });
const area = (text: string): Checked => {
  const value = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.').replace(/м²$|кв\.?м\.?$/, '');
  return /^\d{1,6}(\.\d{1,2})?$/.test(value) && compare(value, '0') > 0 ? good(value) : bad('Введите площадь в квадратных метрах, не больше двух знаков после запятой: 54,30');
};
const whole = (most: number, detail: string) => (text: string): Checked => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? good(String(Number(text))) : bad(detail));
const oneOf = (codes: readonly string[]) => (text: string): Checked => (codes.includes(text) ? good(text) : bad('Выберите один из ответов'));

type House = { readonly floors: number; readonly entrances: number };
const checksFor = ({ floors, entrances }: House): Readonly<Record<CardField, { check: (text: string) => Checked; mayBeAbsent?: true }>> => ({
  kind: { check: oneOf(PREMISES_KINDS) },
  cadastralNumber: { check: checkCadastralNumber, mayBeAbsent: true },
  areaTotal: { check: area },
  areaLiving: { check: area, mayBeAbsent: true },
  rooms: { check: whole(50, 'Введите число комнат от 1 до 50'), mayBeAbsent: true },
  entrance: { check: whole(entrances, `В доме подъездов: ${entrances}. Проверьте номер`), mayBeAbsent: true },
  floor: { check: (text) => (/^-?\d{1,3}$/.test(text) && Number(text) >= -5 && Number(text) <= floors && Number(text) !== 0 ? good(String(Number(text))) : bad(`В доме этажей: ${floors}. Проверьте этаж`)), mayBeAbsent: true },
  condition: { check: oneOf(PREMISES_CONDITIONS) },
  housingStatus: { check: oneOf(HOUSING_STATUSES) },
});

/** The card as it is kept, or every field that does not hold. */
export function checkCard(typed: Readonly<Record<CardField, string>>, house: House): { ok: true; card: Card } | { ok: false; fields: FieldProblem[] } {
  const fields: FieldProblem[] = [];
  const values: Partial<Record<CardField, string | null>> = {};
  for (const [field, { check, mayBeAbsent }] of Object.entries(checksFor(house)) as [CardField, { check: (text: string) => Checked; mayBeAbsent?: true }][]) {
    const text = typed[field].trim();
    const isAbsent = text.toLowerCase() === ABSENT;
    const checked = text === '' ? bad(mayBeAbsent ? 'Заполните или напишите «нет»' : 'Заполните это поле') : isAbsent && mayBeAbsent ? null : check(text);
    if (checked === null) values[field] = null;
    else if (checked.ok) values[field] = checked.value;
    else fields.push({ pointer: `/${field}`, code: 'input.invalid', detail: checked.detail });
  }
  const { areaTotal, areaLiving } = values;
  if (areaTotal && areaLiving && compare(areaLiving, areaTotal) > 0) fields.push({ pointer: '/areaLiving', code: 'input.invalid', detail: 'Жилая площадь не бывает больше общей' });
  if (fields.length > 0) return { ok: false, fields };
  const numberOf = (field: 'rooms' | 'entrance' | 'floor'): number | null => (values[field] == null ? null : Number(values[field]));
  return { ok: true, card: { kind: values.kind!, cadastralNumber: values.cadastralNumber!, areaTotal: areaTotal!, areaLiving: areaLiving!, rooms: numberOf('rooms'), entrance: numberOf('entrance'), floor: numberOf('floor'), condition: values.condition!, housingStatus: values.housingStatus! } };
}
