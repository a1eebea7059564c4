// What a person chose on «Автоплатёж», as the API takes it. Runs on the server. Pure.
import type { BodyOf } from '#contract/endpoint';
import type { askAutopaymentCode } from '#contract/autopayments';
import { numberErrorText, parseKopecks } from '#contract/russian';

type Terms = BodyOf<typeof askAutopaymentCode>;

/** The fields of the form that make the terms: they go along with the code, hidden. */
export const TERM_FIELDS = ['methodId', 'when', 'monthDay', 'amount', 'fixedKopecks', 'limitKopecks', 'noticeDays'] as const;

/** The terms, or `errors` by field name. Sums are typed in roubles. */
export function readTerms(form: FormData): { terms: Terms } | { errors: Record<string, string> } {
  const text = (name: (typeof TERM_FIELDS)[number]): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const errors: Record<string, string> = {};
  const sum = (name: 'fixedKopecks' | 'limitKopecks'): number => {
    const kopecks = parseKopecks(text(name));
    if (typeof kopecks === 'object') errors[name] = numberErrorText(kopecks.error, 2);
    else if (kopecks < 1n) errors[name] = 'Введите больше нуля';
    else return Number(kopecks);
    return 0;
  };
  const monthDay = text('when') === 'day' ? Number(text('monthDay')) : null;
  if (monthDay !== null && !(Number.isInteger(monthDay) && monthDay >= 1 && monthDay <= 31)) errors['monthDay'] = 'Введите число от 1 до 31';
  if (text('methodId') === '') errors['methodId'] = 'Выберите, откуда списывать';
  const terms = {
    methodId: text('methodId'),
    monthDay,
    fixedKopecks: text('amount') === 'fixed' ? sum('fixedKopecks') : null,
    limitKopecks: sum('limitKopecks'),
    noticeDays: Number(text('noticeDays')),
  };
  return Object.keys(errors).length > 0 ? { errors } : { terms };
}
