import { expect, test } from 'vitest';
import { readTerms } from './autopayment-terms.ts';

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries({
    methodId: 'm',
    when: 'due',
    monthDay: '',
    amount: 'debt',
    fixedKopecks: '',
    limitKopecks: '5 000',
    noticeDays: '3',
    ...fields,
  }))
    data.set(name, value);
  return data;
};

test('PAY-5: terms are read from the form: roubles to kopecks, a day and a sum only where chosen', () => {
  expect(readTerms(form({}))).toEqual({ terms: { methodId: 'm', monthDay: null, fixedKopecks: null, limitKopecks: 500_000, noticeDays: 3 } });
  expect(readTerms(form({ when: 'day', monthDay: '31', amount: 'fixed', fixedKopecks: '1500,5' }))).toMatchObject({
    terms: { monthDay: 31, fixedKopecks: 150_050 },
  });
});

test('PAY-5, X-3: what is wrong is named at its field', () => {
  expect(readTerms(form({ methodId: '', when: 'day', monthDay: '32', amount: 'fixed', fixedKopecks: '0', limitKopecks: 'много' }))).toEqual({
    errors: {
      methodId: 'Выберите, откуда списывать',
      monthDay: 'Введите число от 1 до 31',
      fixedKopecks: 'Введите больше нуля',
      limitKopecks: expect.any(String),
    },
  });
});
