// How a typed card is checked: each field by a check of its own, every wrong one named. Pure.
import type { FieldProblem } from '#contract/errors';
import type { Checked } from '#contract/identifiers';
import { compare } from '#platform/decimal';
import { type Day, isDay } from '#platform/time';

/** What a part that does not exist is marked by; an empty field is no answer. */
export const ABSENT = 'нет';
export type FieldCheck = { readonly check: (text: string) => Checked; readonly mayBeAbsent?: true };

export const good = (value: string): Checked => ({ ok: true, value });
export const bad = (detail: string): Checked => ({ ok: false, code: 'input.invalid', detail });
export const wrongField = (field: string, detail: string): FieldProblem => ({ pointer: `/${field}`, code: 'input.invalid', detail });

/** From when and, unless it is left empty, until when; with `today` not from a day to come. `wrong`: what does not hold. */
export function typedDays(
  typed: { readonly fromDay: string; readonly toDay: string },
  today?: Day,
): { fromDay: Day; toDay: Day | null; wrong: FieldProblem[] } {
  const [fromDay, toDay] = [typed.fromDay.trim(), typed.toDay.trim() || null];
  const wrong: FieldProblem[] = [];
  if (!isDay(fromDay)) wrong.push(wrongField('fromDay', 'Выберите день'));
  else if (today !== undefined && fromDay > today) wrong.push(wrongField('fromDay', 'Этот день ещё не наступил'));
  if (toDay !== null && !isDay(toDay)) wrong.push(wrongField('toDay', 'Выберите день или оставьте пустым'));
  else if (toDay !== null && toDay < fromDay) wrong.push(wrongField('toDay', 'Последний день не бывает раньше первого'));
  return { fromDay, toDay, wrong };
}

/** Square metres with at most two decimals. */
export const area = (text: string): Checked => {
  const value = text
    .replaceAll(/[\s\u00a0]/g, '')
    .replace(',', '.')
    .replace(/м²$|кв\.?м\.?$/, '');
  return /^\d{1,6}(\.\d{1,2})?$/.test(value) && compare(value, '0') > 0
    ? good(value)
    : bad('Введите площадь в квадратных метрах, не больше двух знаков после запятой: 54,30');
};
/** A whole number between the two, both included. */
export const whole =
  ({ from = 1, to, detail }: { from?: number; to: number; detail: string }) =>
  (text: string): Checked => {
    const value = text.replace('−', '-');
    return /^-?\d{1,4}$/.test(value) && Number(value) >= from && Number(value) <= to ? good(String(Number(value))) : bad(detail);
  };
export const oneOf =
  (codes: readonly string[]) =>
  (text: string): Checked =>
    codes.includes(text) ? good(text) : bad('Выберите один из ответов');
/** Words of Russian addresses and descriptions. */
export const words =
  ({ from = 2, to, example }: { from?: number; to: number; example: string }) =>
  (text: string): Checked => {
    const value = text.replaceAll(/\s+/g, ' ');
    return value.length >= from && value.length <= to && /^[\p{Script=Cyrillic}\p{N}][\p{Script=Cyrillic}\p{N} .,;()«»/№IVXLC–—-]*$/u.test(value)
      ? good(value)
      : bad(`Напишите русскими буквами, например: ${example}`);
  };

/** Every field in its normal form, null where it is marked as absent; or all that do not hold. */
export function checkFields<Field extends string>(
  typed: Readonly<Record<Field, string>>,
  checks: Readonly<Record<Field, FieldCheck>>,
): { values: Record<Field, string | null>; fields: FieldProblem[] } {
  const fields: FieldProblem[] = [];
  const values = {} as Record<Field, string | null>;
  for (const [field, { check, mayBeAbsent }] of Object.entries(checks) as [Field, FieldCheck][]) {
    const text = typed[field].trim();
    const isAbsent = text.toLowerCase() === ABSENT;
    const checked =
      text === ''
        ? bad(mayBeAbsent ? 'Заполните или напишите «нет»' : 'Заполните это поле')
        : !isAbsent
          ? check(text)
          : mayBeAbsent
            ? null
            : bad('Здесь «нет» не бывает: заполните это поле');
    values[field] = checked?.ok ? checked.value : null;
    if (checked && !checked.ok) fields.push(wrongField(field, checked.detail));
  }
  return { values, fields };
}

const AREA = /^\d+(\.\d+)?$/;
/** Areas come from the database with two decimals: 54.3 and 54.30 are one. */
export const isSame = (one: string | number | null, other: string | number | null): boolean =>
  one === other || (typeof one === 'string' && typeof other === 'string' && AREA.test(one) && AREA.test(other) && compare(one, other) === 0);
