import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAccountNumber, parseDay, parseDecimal, parseKopecks, parsePeriod, parseReading, parseReadings, parseShortPeriod, parseUnifiedAccount, writeKopecks } from './register-values.ts';

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
  ['12 34', 'sum.separators'],
  ['1,234', 'sum.decimals'],
  ['1,23456', 'sum.decimals'],
  ['1.2.3', 'sum.separators'],
  ['100-', 'sum.minus'],
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
    fc.property(fc.bigInt({ min: -9_999_999_999_999n, max: 9_999_999_999_999n }), fc.constantFrom(',', '.'), fc.constantFrom('', ' ', '\u00a0'), (kopecks, point, space) => {
      const [roubles = '', fraction = ''] = writeKopecks(kopecks).split(',');
      expect(parseKopecks(roubles.replace(/\B(?=(\d{3})+$)/g, space) + point + fraction)).toBe(kopecks);
    }),
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
  ['мавр 2026', 'period.malformed'],
  ['10.26', 'period.malformed'],
])('CHG-5: the period «%s» is read as %s', (written, expected) => {
  expect(codeOf(parsePeriod(written))).toBe(expected);
});

test('CHG-5: days, short periods, account numbers, volumes and readings are read or named wrong', () => {
  expect(['12.11.2026', '12/11/2026', '12-11-2026', '2026-11-12', '12.11.2026 10:15:33', '31.02.2026', '12.13.2026', '12.11.1900', 'вчера'].map((day) => codeOf(parseDay(day)))).toEqual([
    ...Array.from({ length: 5 }, () => '2026-11-12'),
    'day.malformed',
    'day.malformed',
    'day.year',
    'day.malformed',
  ]);
  expect(['1026', '1326'].map((month) => codeOf(parseShortPeriod(month)))).toEqual(['2026-10', 'period.month']);
  expect([' 0420017 ', '6,60001E+11', '---', '1'.repeat(31)].map((account) => codeOf(parseAccountNumber(account)))).toEqual(['0420017', 'account.damaged', 'account.malformed', 'account.malformed']);
  expect(['66EK000001', '66ек000001-01', '66ЕК000001-01-6101', '66ЕК00001'].map((els) => codeOf(parseUnifiedAccount(els)))).toEqual(['66ЕК000001', '66ЕК000001', '66ЕК000001', 'unifiedAccount.malformed']);
  expect(['1 234,5', '-0.000001', 'много'].map((volume) => codeOf(parseDecimal(volume)))).toEqual(['1234.5', '-0.000001', 'decimal.malformed']);
  expect(['252,5', '-1', '1,12345678'].map((reading) => codeOf(parseReading(reading)))).toEqual(['252.5', 'reading.malformed', 'reading.malformed']);
});

test('MTR-5: readings inside registers are read in each of their notations', () => {
  expect(parseReadings('1,252.00;2,136.50')).toEqual([{ meter: '1', value: '252.00' }, { meter: '2', value: '136.50' }]);
  expect(parseReadings('1=252; 2=136,5')).toEqual([{ meter: '1', value: '252' }, { meter: '2', value: '136.5' }]);
  expect(parseReadings('х/в №123@501#245.00#г/в №87@502#НЕТ')).toEqual([{ meter: '501', value: '245.00', place: 'х/в', serial: '123' }, { meter: '502', value: '', place: 'г/в', serial: '87' }]);
  expect(['1,много', '№12@', '=5'].map((text) => codeOf(parseReadings(text)))).toEqual(Array.from({ length: 3 }, () => 'reading.malformed'));
});

test('CHG-5: no written text makes a parser throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d.,;:=#@№ \-+E]*$/)), (text) => {
      for (const parse of [parseKopecks, parsePeriod, parseShortPeriod, parseDay, parseAccountNumber, parseUnifiedAccount, parseDecimal, parseReading, parseReadings]) parse(text);
    }),
  );
});
