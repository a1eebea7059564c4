import { expect, test } from 'vitest';
import { linesOf, tellLines } from './open-accounts.tsx';

test('ACC-2: a list is read line by line, from a table or typed; what a line lacks is said with its number', () => {
  expect(linesOf('7700001; 12 ;66ЕК000001\n\n7700002\t13\r\n')).toEqual([
    { number: '7700001', premises: '12', unifiedNumber: '66ЕК000001' },
    { number: '7700002', premises: '13' },
  ]);
  expect(linesOf(' \n ')).toBe('Введите хотя бы одну строку');
  expect(linesOf('7700001;12\n7700002')).toBe('Строка 2: нужны номер счёта и номер помещения через точку с запятой');
  expect(linesOf('1;1\n'.repeat(2001))).toBe('За один раз можно 2000 строк, у вас 2001');
});

test('ACC-2, X-3: refusals of lines are told under the list by their numbers, others stay at their fields', () => {
  const problem = {
    type: '',
    title: '',
    status: 422,
    code: 'input.invalid' as const,
    fields: [
      { pointer: '/openedOn', code: 'a', detail: 'Завтра' },
      { pointer: '/lines/2/premises', code: 'b', detail: 'Помещения 9 нет' },
    ],
  };
  expect(tellLines(problem).fields).toEqual([
    { pointer: '/openedOn', code: 'a', detail: 'Завтра' },
    { pointer: '/lines', code: 'input.invalid', detail: 'Строка 3: Помещения 9 нет.' },
  ]);
  expect(tellLines({ ...problem, fields: [] })).toEqual({ ...problem, fields: [] });
});
