import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  counted,
  formatDay,
  formatDayDigits,
  formatDayShort,
  formatDecimal,
  formatInstant,
  formatKopecks,
  formatMonth,
  formatMonthGenitive,
  formatMonthName,
  formatSum,
  formatTime,
  formatWeekday,
  inMonth,
  numberErrorText,
  parseDecimal,
  parseKopecks,
  plural,
} from './russian.ts';

const spaced = (text: string) => text.replaceAll('\u00a0', ' ');
const days = ['день', 'дня', 'дней'] as const;

describe('money', () => {
  test.each([
    [919661n, '9 196,61 ₽'],
    [0n, '0,00 ₽'],
    [5n, '0,05 ₽'],
    [99n, '0,99 ₽'],
    [100n, '1,00 ₽'],
    [100000n, '1 000,00 ₽'],
    [-500n, '−5,00 ₽'],
    [-7n, '−0,07 ₽'],
    [123456789012n, '1 234 567 890,12 ₽'],
  ])('X-9: %d kopecks read as %s', (kopecks, text) => {
    expect(spaced(formatKopecks(kopecks))).toBe(text);
    expect(spaced(formatKopecks(Number(kopecks)))).toBe(text);
    expect(`${spaced(formatSum(kopecks))} ₽`).toBe(text);
  });

  test('X-9: thousands and the rouble sign are held by no-break spaces, and a broken number is refused by name', () => {
    expect(formatKopecks(919661n)).toBe('9\u00a0196,61\u00a0₽');
    expect(() => formatKopecks(1.5)).toThrow(RangeError);
  });

  test.each([
    ['1 500', 150000n],
    ['1500,5', 150050n],
    ['1500.50', 150050n],
    ['1\u00a0500', 150000n],
    ['1\u202f500,05 ₽', 150005n],
    ['1500₽', 150000n],
    ['1500 руб.', 150000n],
    ['1 500 рублей', 150000n],
    ['12р', 1200n],
    ['0,01', 1n],
    ['007', 700n],
    ['1500,', 150000n],
    ['1500,500', 150050n],
    ['−3,5', -350n],
    ['-3', -300n],
    ['+3', 300n],
    ['-0', 0n],
    [' 42 ', 4200n],
    ['12 345 678,90', 1234567890n],
  ])('X-3: the typed sum «%s» is understood', (text, kopecks) => {
    expect(parseKopecks(text)).toBe(kopecks);
  });

  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['₽', 'empty'],
    ['много', 'notNumber'],
    ['15 00', 'notNumber'],
    ['1.500,50', 'notNumber'],
    ['1,2,3', 'notNumber'],
    [',5', 'notNumber'],
    ['1e5', 'notNumber'],
    ['0x10', 'notNumber'],
    ['1 500 6', 'notNumber'],
    ['1,505', 'tooManyDecimals'],
    ['1234567890123456', 'tooLong'],
  ])('X-3: the typed sum «%s» is refused as %s', (text, error) => {
    expect(parseKopecks(text)).toEqual({ error });
  });

  test('X-9: any sum survives being shown and typed back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), (kopecks) => {
        expect(parseKopecks(formatKopecks(kopecks))).toBe(kopecks);
      }),
    );
  });
});

describe('decimals', () => {
  test.each([
    ['2.0585619', { maxDecimals: 4 }, '2,0586'],
    ['182.450', {}, '182,450'],
    ['1234.5', {}, '1 234,5'],
    ['100', { minDecimals: 2 }, '100,00'],
    ['2350.18', { minDecimals: 2 }, '2 350,18'],
    ['0.95', { maxDecimals: 1 }, '1,0'],
    ['999.96', { maxDecimals: 1 }, '1 000,0'],
    ['-0.004', { maxDecimals: 2 }, '0,00'],
    ['-0.005', { maxDecimals: 2 }, '−0,01'],
    ['2.5', { maxDecimals: 0 }, '3'],
    ['2.4', { maxDecimals: 0 }, '2'],
    ['0.0049', { maxDecimals: 2 }, '0,00'],
    ['-12', {}, '−12'],
    ['-1.1', {}, '−1,1'],
  ])('CHG-2: %s with %o reads as %s', (text, options, shown) => {
    expect(spaced(formatDecimal(text, options))).toBe(shown);
  });

  test('CHG-2: a text that is no decimal is refused by name', () => {
    for (const bad of ['', '1,5', 'NaN', '1e5', '.5', '5.']) expect(() => formatDecimal(bad)).toThrow(RangeError);
  });

  test('X-3: typed decimals become one form, and each mistake has its code', () => {
    expect(parseDecimal('251,040', 3)).toBe('251.04');
    expect(parseDecimal('251,0400', 3)).toBe('251.04');
    expect(parseDecimal('00251', 3)).toBe('251');
    expect(parseDecimal('8 412', 0)).toBe('8412');
    expect(parseDecimal('8412,0', 0)).toBe('8412');
    expect(parseDecimal('8412,5', 0)).toEqual({ error: 'tooManyDecimals' });
    expect(parseDecimal('2,0005', 3)).toEqual({ error: 'tooManyDecimals' });
    expect(parseDecimal('-0,0', 3)).toBe('0');
    expect(parseDecimal('1'.repeat(15), 0)).toBe('1'.repeat(15));
    expect(parseDecimal('1'.repeat(16), 0)).toEqual({ error: 'tooLong' });
  });

  test('X-3: each number error says what to mend', () => {
    expect(numberErrorText('empty', 2)).toBe('Введите число');
    expect(numberErrorText('notNumber', 2)).toBe('Введите число цифрами, например 1500,5');
    expect(numberErrorText('tooLong', 2)).toBe('Слишком длинное число, проверьте цифры');
    expect(numberErrorText('tooManyDecimals', 0)).toBe('Введите целое число, без запятой');
    expect(spaced(numberErrorText('tooManyDecimals', 1))).toBe('После запятой не больше 1 цифры');
    expect(spaced(numberErrorText('tooManyDecimals', 3))).toBe('После запятой не больше 3 цифр');
  });
});

describe('days', () => {
  test('X-9: days and months are written in Russian', () => {
    expect(spaced(formatDay('2026-11-16'))).toBe('16 ноября 2026');
    expect(spaced(formatDay('2026-05-01'))).toBe('1 мая 2026');
    expect(spaced(formatDayShort('2026-01-09'))).toBe('9 января');
    expect(formatDayDigits('2026-01-09')).toBe('09.01.2026');
    expect(formatMonth('2026-10')).toBe('октябрь 2026');
    expect(formatMonthName('2026-12')).toBe('декабрь');
    expect(formatMonthGenitive('2026-03')).toBe('марта');
    expect(inMonth('2026-08')).toBe('в августе');
  });

  test('X-9: weekdays take the case the sentence needs', () => {
    expect(spaced(formatWeekday('2026-11-16'))).toBe('понедельник, 16 ноября');
    expect(spaced(formatWeekday('2026-11-17', 'on'))).toBe('во вторник, 17 ноября');
    expect(spaced(formatWeekday('2026-11-18', 'on'))).toBe('в среду, 18 ноября');
    expect(spaced(formatWeekday('2026-11-22', 'until'))).toBe('до воскресенья, 22 ноября');
    expect(spaced(formatWeekday('2026-11-21', 'until'))).toBe('до субботы, 21 ноября');
  });

  test('X-9: an instant is shown by the clock of the house', () => {
    expect(spaced(formatInstant('2026-11-12T09:20:00.000Z', 'Asia/Yekaterinburg'))).toBe('12 ноября 2026, 14:20');
    expect(spaced(formatInstant('2026-12-31T21:00:00.000Z', 'Europe/Moscow'))).toBe('1 января 2027, 00:00');
    expect(formatTime('2026-11-12T09:05:00.000Z', 'Asia/Yekaterinburg')).toBe('14:05');
  });

  test('X-3: a day or month that does not exist is refused by name', () => {
    for (const bad of ['2026-02-30', '2026-13-01', '2026-1-1', '']) expect(() => formatDay(bad)).toThrow(RangeError);
    for (const bad of ['2026-13', '2026-00', '2026-1', '2026-10-01']) expect(() => formatMonth(bad)).toThrow(RangeError);
  });
});

test.each([
  [0, 'дней'],
  [1, 'день'],
  [2, 'дня'],
  [4, 'дня'],
  [5, 'дней'],
  [10, 'дней'],
  [11, 'дней'],
  [12, 'дней'],
  [14, 'дней'],
  [15, 'дней'],
  [21, 'день'],
  [22, 'дня'],
  [25, 'дней'],
  [101, 'день'],
  [111, 'дней'],
  [112, 'дней'],
  [114, 'дней'],
  [122, 'дня'],
  [-1, 'день'],
  [-3, 'дня'],
])('X-9: %i takes the word «%s»', (count, word) => {
  expect(plural(count, days)).toBe(word);
  expect(plural(BigInt(count), days)).toBe(word);
});

test('X-9: a count stands with its word', () => {
  expect(counted(1234, days)).toBe('1\u00a0234\u00a0дня');
  expect(counted(-2, days)).toBe('−2\u00a0дня');
});
