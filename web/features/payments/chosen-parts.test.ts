import { expect, test } from 'vitest';
import { atFields, chosenParts, sumField } from './chosen-parts.ts';

const [house, one, two] = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`) as [string, string, string];
function form(accounts: readonly string[], sums: Record<string, string>): FormData {
  const data = new FormData();
  for (const account of accounts) data.append('account', `${house}.${account}`);
  for (const [account, sum] of Object.entries(sums)) data.set(sumField(account), sum);
  return data;
}

test('PAY-1: ticked accounts are paid by the sums typed, an empty sum is the full debt, sums of others are left alone', () => {
  expect(chosenParts(form([one], { [one]: '1 500,50', [two]: 'много' }))).toEqual({
    parts: [{ houseId: house, accountId: one, kopecks: 150_050 }],
    errors: {},
  });
  expect(chosenParts(form([one, two], { [one]: ' ' })).parts).toEqual([
    { houseId: house, accountId: one },
    { houseId: house, accountId: two },
  ]);
});

test('X-3: a sum that cannot be read, or is not above nothing, is named at its field; nothing ticked says so', () => {
  expect(chosenParts(form([one, two], { [one]: 'сто', [two]: '0' })).errors).toEqual({
    [sumField(one)]: 'Введите число цифрами, например 1500,5',
    [sumField(two)]: 'Введите больше нуля. Вы ввели 0',
  });
  expect(chosenParts(form([], {})).errors).toEqual({ account: 'Отметьте, что оплатить' });
  expect(chosenParts(form(['<script>'], {})).errors).toEqual({ account: 'Отметьте, что оплатить' });
});

test('X-3: a refusal of a part comes back at that account’s sum', () => {
  const problem = {
    type: '',
    title: '',
    status: 422,
    code: 'payments.nothingToPay',
    fields: [
      { pointer: '/parts/1/kopecks', code: 'x', detail: 'd' },
      { pointer: '/email', code: 'x', detail: 'd' },
    ],
  } as const;
  const { parts } = chosenParts(form([one, two], {}));
  expect(atFields({ ...problem, fields: [...problem.fields] }, parts).fields!.map((field) => field.pointer)).toEqual([`/${sumField(two)}`, '/email']);
});
