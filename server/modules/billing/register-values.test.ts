import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseAccountNumber,
  parseDay,
  parseDecimal,
  parseKopecks,
  parsePeriod,
  parseReading,
  parseReadings,
  parseShortPeriod,
  parseText,
  parseUnifiedAccount,
  writeKopecks,
} from './register-values.ts';

const codeOf = (value: unknown) => (typeof value === 'object' && value !== null && 'code' in value ? value.code : value);

test.each([
  ['6485.30', 648_530n],
  ['6485,3', 648_530n],
  ['0', 0n],
  ['-100', -10_000n],
  ['−0,05', -5n],
  ['+7', 700n],
  ['1 234 567,89', 123_456_789n],
  ['1\u00a0234\u202f567.89', 123_456_789n],
  ['1,234.56', 123_456n],
  ['1.234,56', 123_456n],
  ['100.0000', 10_000n],
  ['100,', 10_000n],
  ['0000012,5', 1_250n],
  ['  5,5 ', 550n],
  ['− 7', -700n],
  ['- 12', -1_200n],
  ['1 234', 123_400n],
  ['1 234,', 123_400n],
  ['1,234,567.8', 123_456_780n],
  ['1.234.567,8', 123_456_780n],
  ['12,345.6', 1_234_560n],
  ['12.345,6', 1_234_560n],
  ['0001 234,00', 'sum.separators'],
  ['000 234,00', 23_400n],
  ['000000000000,01', 1n],
  ['00000000000012', 1_200n],
  ['0,000', 'sum.decimals'],
  ['100.120', 'sum.decimals'],
  ['100.1200', 10_012n],
  ['100.12001', 'sum.decimals'],
  ['100.3000001', 'sum.decimals'],
  ['1 234 56', 'sum.separators'],
  ['1 2345', 'sum.separators'],
  [', 1 234', 'sum.separators'],
  ['1 234,5,', 'sum.separators'],
  [',1,234.5', 'sum.separators'],
  ['1,234.5.', 'sum.separators'],
  ['.1.234,5', 'sum.separators'],
  ['1.234,5,', 'sum.separators'],
  ['12 34', 'sum.separators'],
  ['1,234', 'sum.decimals'],
  ['1,23456', 'sum.decimals'],
  ['1.2.3', 'sum.separators'],
  ['100-', 'sum.minus'],
  ['1−2', 'sum.letters'],
  ['5+', 'sum.minus'],
  ['--5', 'sum.minus'],
  ['12O,50', 'sum.letters'],
  ['100 руб', 'sum.letters'],
  ['1E+05', 'sum.letters'],
  ['(100)', 'sum.letters'],
  ['-', 'sum.letters'],
  ['123456789012', 'sum.tooLarge'],
])('CHG-5: the sum «%s» is read as %s', (written, expected) => {
  expect(codeOf(parseKopecks(written))).toBe(expected);
});

test('CHG-5: every sum written in any usual way comes back to the kopeck', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -9_999_999_999_999n, max: 9_999_999_999_999n }),
      fc.constantFrom(',', '.'),
      fc.constantFrom('', ' ', '\u00a0'),
      (kopecks, point, space) => {
        const [roubles = '', fraction = ''] = writeKopecks(kopecks).split(',');
        expect(parseKopecks(roubles.replace(/\B(?=(\d{3})+$)/g, space) + point + fraction)).toBe(kopecks);
      },
    ),
  );
});

test.each([
  ['10.2026', '2026-10'],
  ['2026-10', '2026-10'],
  ['2026-10-01', '2026-10'],
  ['2026-10-01T00:00:00', '2026-10'],
  ['01.10.2026', '2026-10'],
  ['1.2026', '2026-01'],
  ['102026', '2026-10'],
  ['октябрь 2026', '2026-10'],
  ['Октябрь 2026 г.', '2026-10'],
  ['окт.26', '2026-10'],
  ['мая 2026', '2026-05'],
  ['март 2026', '2026-03'],
  ['13.2026', 'period.month'],
  ['00.2026', 'period.month'],
  ['10.1900', 'period.year'],
  ['10.2101', 'period.year'],
  [' 10.2026 ', '2026-10'],
  ['10/2026', '2026-10'],
  ['10-2026', '2026-10'],
  ['2026/9', '2026-09'],
  ['2026.10.31 23:59', '2026-10'],
  ['2026-10-01t00:00:00z', '2026-10'],
  ['1/10/2026', '2026-10'],
  ['12.2000', '2000-12'],
  ['01.2100', '2100-01'],
  ['окт 26', '2026-10'],
  ['октябрь2026', '2026-10'],
  ['октябрь 2026г', '2026-10'],
  ['октябрь 2026 г', '2026-10'],
  ['октябрь 2026  г.', '2026-10'],
  ['январь 26', '2026-01'],
  ['май 2026', '2026-05'],
  ['майский 2026', 'period.malformed'],
  ['июнь 1999', 'period.year'],
  ['2026', 'period.malformed'],
  ['октябрь', 'period.malformed'],
  ['', 'period.malformed'],
  ['мавр 2026', 'period.malformed'],
  ['10.26', 'period.malformed'],
])('CHG-5: the period «%s» is read as %s', (written, expected) => {
  expect(codeOf(parsePeriod(written))).toBe(expected);
});

test('CHG-5: the twelve months by their names, full and short, and nothing that only ends like one', () => {
  const months = ['январь', 'февраля', 'март', 'апр', 'мая', 'июня', 'июль', 'август', 'сент', 'октября', 'ноябрь', 'дек'];
  expect(months.map((month) => parsePeriod(`${month} 2026`))).toEqual(months.map((_, n) => `2026-${String(n + 1).padStart(2, '0')}`));
  expect(months.map((month) => parsePeriod(`${month.slice(0, 3)}.26`))).toEqual(months.map((_, n) => `2026-${String(n + 1).padStart(2, '0')}`));
  for (const month of months) expect(codeOf(parsePeriod(`о${month.slice(0, 7)} 2026`)), month).toBe('period.malformed');
});

test('CHG-5: signs before or after a period, a day, a number or a volume make it another thing', () => {
  const periods = ['10.2026', '2026-10', '2026-10-01', '2026-10-01T00:00:00Z', '01.10.2026', '102026', 'октябрь 2026'];
  const days = ['12.11.2026', '12.11.2026 10:15', '2026-11-12', '2026-11-12T10:15:00Z', '2026-11-12 10:15+05:00'];
  for (const written of periods)
    for (const wrong of [`№${written}`, `${written}?`, `5${written}`, `${written}5`]) expect(codeOf(parsePeriod(wrong)), wrong).toMatch(/^period\./);
  for (const written of days) for (const wrong of [`№${written}`, `${written}?`]) expect(codeOf(parseDay(wrong)), wrong).toMatch(/^day\./);
  for (const wrong of ['№1026', '1026?', '01026', '10265']) expect(codeOf(parseShortPeriod(wrong)), wrong).toBe('period.malformed');
  for (const wrong of ['№1', '1?', '--1', '1.', '1.1.1', '1,1234567891', '1234567890123456', '.5'])
    expect(codeOf(parseDecimal(wrong)), wrong).toBe('decimal.malformed');
  expect([' 5 ', '−5,5', '5', '1 000 000', '123456789012345,123456789'].map((volume) => parseDecimal(volume))).toEqual([
    '5',
    '-5.5',
    '5',
    '1000000',
    '123456789012345.123456789',
  ]);
  expect([' 5 ', '1\u00a0252,5', '252'].map((reading) => parseReading(reading))).toEqual(['5', '1252.5', '252']);
  expect([' 1026 ', '0100', '1200', '10.2026'].map((period) => parseShortPeriod(period))).toEqual(['2026-10', '2000-01', '2000-12', '2026-10']);
});

test('CHG-5: a day with a time, in any usual way of writing one, is that day; the years that make sense are 2000 to 2100', () => {
  const written = [
    ' 1.2.2026 ',
    '01.02.2026T10:15',
    '1-2-2026  10:15:33.123',
    '2026-2-1',
    ' 2026-02-01',
    '2026-02-01t10:15',
    '2026-02-01 10:15:33.123Z',
    '2026-02-01  10:15z',
    '2026-02-01T10:15+0500',
    '2026-02-01T10:15-05:00',
  ];
  expect(written.map((day) => parseDay(day))).toEqual(written.map(() => '2026-02-01'));
  expect(['01.01.2000', '31.12.2100'].map((day) => parseDay(day))).toEqual(['2000-01-01', '2100-12-31']);
  expect([parseDay('31.12.1999'), parseDay('01.01.2101'), parsePeriod('12.1999'), parsePeriod('13.2026')]).toEqual([
    { code: 'day.year', facts: { year: '1999' } },
    { code: 'day.year', facts: { year: '2101' } },
    { code: 'period.year', facts: { year: '1999' } },
    { code: 'period.month', facts: { month: '13' } },
  ]);
  expect(['29.02.2026', '31.04.2026', '00.05.2026', '2026-11-12T10:15+5', '2026-11-12 10:15 x'].map((day) => codeOf(parseDay(day)))).toEqual(
    Array.from({ length: 5 }, () => 'day.malformed'),
  );
});

test('CHG-5: an account number is thirty signs at most, is not what a spreadsheet made of it; a text is as long as its column', () => {
  expect(['', ' ', '\u0001', '1e+5', '6.6E+11', '7E+2', '№ 6,6E+11', '1'.repeat(30), 'А-1/2'].map((account) => codeOf(parseAccountNumber(account)))).toEqual([
    'account.missing',
    'account.missing',
    'account.malformed',
    'account.damaged',
    'account.damaged',
    'account.damaged',
    '№ 6,6E+11',
    '1'.repeat(30),
    'А-1/2',
  ]);
  expect(codeOf(parseAccountNumber('6,6E+11 кв'))).toBe('6,6E+11 кв');
  expect([' абв ', 'абв', 'абвг', ' '].map((text) => parseText(3)(text))).toEqual(['абв', 'абв', { code: 'text.tooLong', facts: { limit: 3 } }, '']);
});

test('CHG-5: days, short periods, account numbers, volumes and readings are read or named wrong', () => {
  expect(
    ['12.11.2026', '12/11/2026', '12-11-2026', '2026-11-12', '12.11.2026 10:15:33', '31.02.2026', '12.13.2026', '12.11.1900', 'вчера'].map((day) =>
      codeOf(parseDay(day)),
    ),
  ).toEqual([...Array.from({ length: 5 }, () => '2026-11-12'), 'day.malformed', 'day.malformed', 'day.year', 'day.malformed']);
  expect(['1026', '1326'].map((month) => codeOf(parseShortPeriod(month)))).toEqual(['2026-10', 'period.month']);
  expect([' 0420017 ', '6,60001E+11', '---', '1'.repeat(31)].map((account) => codeOf(parseAccountNumber(account)))).toEqual([
    '0420017',
    'account.damaged',
    'account.malformed',
    'account.malformed',
  ]);
  expect(['66EK000001', '66ек000001-01', '66ЕК000001-01-6101', '66ЕК00001'].map((els) => codeOf(parseUnifiedAccount(els)))).toEqual([
    '66ЕК000001',
    '66ЕК000001',
    '66ЕК000001',
    'unifiedAccount.malformed',
  ]);
  expect(['1 234,5', '-0.000001', 'много'].map((volume) => codeOf(parseDecimal(volume)))).toEqual(['1234.5', '-0.000001', 'decimal.malformed']);
  expect(['252,5', '-1', '1,12345678'].map((reading) => codeOf(parseReading(reading)))).toEqual(['252.5', 'reading.malformed', 'reading.malformed']);
});

test('MTR-5: readings inside registers are read in each of their notations', () => {
  expect(parseReadings('1,252.00;2,136.50')).toEqual([
    { meter: '1', value: '252.00' },
    { meter: '2', value: '136.50' },
  ]);
  expect(parseReadings('1=252; 2=136,5')).toEqual([
    { meter: '1', value: '252' },
    { meter: '2', value: '136.5' },
  ]);
  expect(parseReadings('х/в №123@501#245.00#г/в №87@502#НЕТ')).toEqual([
    { meter: '501', value: '245.00', place: 'х/в', serial: '123' },
    { meter: '502', value: '', place: 'г/в', serial: '87' },
  ]);
  for (const none of ['', '  ', 'НЕТ', ' НЕТ ', ';', ' ; |']) expect(parseReadings(none), none).toEqual([]);
  expect(parseReadings(' 1,252.00;;2,136.50; |')).toEqual([
    { meter: '1', value: '252.00' },
    { meter: '2', value: '136.50' },
  ]);
  expect(parseReadings('ХВ-12 = 252,5 |Кухня,1')).toEqual([
    { meter: 'ХВ-12', value: '252.5' },
    { meter: 'Кухня', value: '1' },
  ]);
  expect(parseReadings(' х/в №123@501 # 245.00 # г/в  № 87@502')).toEqual([
    { meter: '501', value: '245.00', place: 'х/в', serial: '123' },
    { meter: '502', value: '', place: 'г/в', serial: '87' },
  ]);
  expect(parseReadings('№123@501##№5@6#нет')).toEqual([
    { meter: '501', value: '', place: '', serial: '123' },
    { meter: '6', value: '', place: '', serial: '5' },
  ]);
  expect(['245', '1,2,3x', '№1@2#много', '№1@2@3#5', 'х/в 1@2#5', `${'я'.repeat(51)}=5`, '1=252=3'].map((text) => codeOf(parseReadings(text)))).toEqual(
    Array.from({ length: 7 }, () => 'reading.malformed'),
  );
  expect(['1,много', '№12@', '=5'].map((text) => codeOf(parseReadings(text)))).toEqual(Array.from({ length: 3 }, () => 'reading.malformed'));
});

test('CHG-5: no written text makes a parser throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d.,;:=#@№ \-+E]*$/)), (text) => {
      for (const parse of [
        parseKopecks,
        parsePeriod,
        parseShortPeriod,
        parseDay,
        parseAccountNumber,
        parseUnifiedAccount,
        parseDecimal,
        parseReading,
        parseReadings,
      ])
        parse(text);
    }),
  );
});
