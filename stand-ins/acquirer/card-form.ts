// What is typed into the card form: read, checked, told in Russian field by field.
import { findTestCard, type TestCard } from './test-cards.ts';

export type CardField = 'number' | 'expiry' | 'cvc';
export type CardForm = Record<CardField, string>;
export type CardProblems = Partial<Record<CardField, string>>;

/** The card and its month and year, or the problems. `now` is milliseconds of the epoch. */
export function readCardForm(form: CardForm, now: number): { card: TestCard; month: string; year: string } | { problems: CardProblems } {
  const problems: CardProblems = {};
  const number = form.number.replaceAll(/[\s-]/g, '');
  const card = findTestCard(number);
  if (!/^\d{13,19}$/.test(number)) problems.number = 'Введите номер карты: от 13 до 19 цифр';
  else if (card === undefined) problems.number = 'Это учебный банк: он принимает только тестовые карты из списка ниже';

  const [, month = '', shortYear = ''] = /^\s*(\d{2})\s*[/.]?\s*(\d{2})\s*$/.exec(form.expiry) ?? [];
  const monthNumber = Number(month);
  if (month === '' || monthNumber < 1 || monthNumber > 12) problems.expiry = 'Введите месяц и год, например 12/30';
  else if (Date.UTC(2000 + Number(shortYear), monthNumber) <= now) problems.expiry = 'Срок карты истёк: проверьте дату или возьмите другую карту';

  if (!/^\d{3}$/.test(form.cvc.trim())) problems.cvc = 'Введите три цифры с обратной стороны карты';
  if (card === undefined || Object.keys(problems).length > 0) return { problems };
  return { card, month, year: `20${shortYear}` };
}
