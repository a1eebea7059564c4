// What a person ticked and typed on «Оплата», as the API takes it. Runs on the server. Pure.
import type { BodyOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import type { makePayment } from '#contract/payments';
import { numberErrorText, parseKopecks } from '#contract/russian';

type Body = BodyOf<typeof makePayment>;
export type Chosen = { parts: Body['parts']; errors: Record<string, string> };

/** The name of an account's sum field, and of its tick. */
export const sumField = (accountId: string): string => `sum-${accountId}`;
const chosen = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/;

/** Ticked accounts with their sums; an empty sum is the full debt. `errors` by field name. */
export function chosenParts(form: FormData): Chosen {
  const errors: Record<string, string> = {};
  const parts = form.getAll('account').flatMap((value): Body['parts'] => {
    const [, houseId, accountId] = chosen.exec(typeof value === 'string' ? value : '') ?? [];
    if (houseId === undefined || accountId === undefined) return [];
    const typed = form.get(sumField(accountId));
    const text = typeof typed === 'string' ? typed.trim() : '';
    if (text === '') return [{ houseId, accountId }];
    const kopecks = parseKopecks(text);
    if (typeof kopecks === 'object') errors[sumField(accountId)] = numberErrorText(kopecks.error, 2);
    else if (kopecks < 1n) errors[sumField(accountId)] = `Введите больше нуля. Вы ввели ${text}`;
    else return [{ houseId, accountId, kopecks: Number(kopecks) }];
    return [{ houseId, accountId }];
  });
  if (parts.length === 0) errors['account'] = 'Отметьте, что оплатить';
  return { parts, errors };
}

/** The API names a part by its place, the page by its account: the same problem with the page's names. */
export function atFields(problem: Problem, parts: Body['parts']): Problem {
  const named = (pointer: string): string => {
    const place = /^\/parts\/(\d+)\//.exec(pointer)?.[1];
    const part = place === undefined ? undefined : parts[Number(place)];
    return part ? `/${sumField(part.accountId)}` : pointer;
  };
  return { ...problem, ...(problem.fields && { fields: problem.fields.map((field) => ({ ...field, pointer: named(field.pointer) })) }) };
}
