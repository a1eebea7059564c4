import { expect, test } from 'vitest';
import { byLines, roomsOf } from './room-list.ts';
import { wrongFields } from '#ui/problem.ts';

test('CALC-1: rooms are read by lines, with a comma or cells of a sheet, and each wrong line is told', () => {
  expect(roomsOf('44; 44-1; 17,4\r\n\n44\t44-2\t13.20\t\n')).toEqual({
    rooms: [
      { flat: '44', number: '44-1', area: '17.4' },
      { flat: '44', number: '44-2', area: '13.2' },
    ],
    lines: [1, 3],
    wrong: [],
  });
  expect(roomsOf('44;44-1\n;44-2;10\n44;44-3;десять\n44;44-4;10;лишнее').wrong.map((line) => line.slice(0, 9))).toEqual([
    'Строка 1:',
    'Строка 2:',
    'Строка 3:',
    'Строка 4:',
  ]);
  expect(byLines(wrongFields({ 'rooms.1.flat': 'В доме нет квартиры 9' }), [1, 3]).fields).toMatchObject([
    { pointer: '/list', detail: 'Строка 3: В доме нет квартиры 9' },
  ]);
  expect(byLines({ ...wrongFields({}), code: 'object.notFound' }, []).code).toBe('object.notFound');
});
