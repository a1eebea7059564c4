import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { collect } from '#test/collect';
import { zipOf } from '#test/zip';
import { bytesInMemory } from './byte-source.ts';
import type { TableColumn } from './table-column.ts';
import { columnOf, readXlsx, serialToDay, sheetsOf } from './xlsx-read.ts';
import { writeXlsx } from './xlsx-write.ts';

type Row = { name: string | null; count: number | bigint; volume: string; kopecks: bigint; day: string; month: string };
const columns: TableColumn<Row>[] = [
  { heading: 'Имя', kind: 'text', value: (row) => row.name },
  { heading: 'Число', kind: 'integer', value: (row) => row.count },
  { heading: 'Объём', kind: 'decimal', value: (row) => row.volume },
  { heading: 'Сумма', kind: 'money', value: (row) => row.kopecks },
  { heading: 'День', kind: 'day', value: (row) => row.day },
  { heading: 'Месяц', kind: 'month', value: (row) => row.month },
];
const sample: Row = { name: '=1+1 & <б>', count: 3, volume: '12.345', kopecks: 648_530n, day: '2026-11-22', month: '2026-10' };

async function cellsOf(bytes: Uint8Array, sheet?: string): Promise<string[][]> {
  const rows = await collect(readXlsx(bytesInMemory(bytes), sheet === undefined ? {} : { sheet }));
  return rows.map(({ cells }) => cells);
}

const codeOf = async (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: { code?: string }) => error.code ?? 'unnamed',
  );

test('X-1: XLSX keeps kinds: money as a number of two decimals, days and months as dates, a formula as a text', async () => {
  const bytes = await buffer(writeXlsx(columns, [sample, { ...sample, name: null, count: 12_345_678_901_234_567_890n }], 'Начисления'));
  expect(await cellsOf(bytes)).toEqual([
    ['Имя', 'Число', 'Объём', 'Сумма', 'День', 'Месяц'],
    ['=1+1 & <б>', '3', '12.345', '6485.3', '2026-11-22', '2026-10-01'],
    ['', '12345678901234567890', '12.345', '6485.3', '2026-11-22', '2026-10-01'],
  ]);
  expect(await sheetsOf(bytesInMemory(bytes))).toEqual([{ name: 'Начисления', part: 'xl/worksheets/sheet1.xml', hidden: false }]);
});

test('X-1: another program reads the written book: headings bold and frozen, formats of money and dates', async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await buffer(writeXlsx(columns, [sample]))) as never);
  const sheet = book.worksheets[0];
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  expect(sheet?.getCell('A1').font.bold).toBe(true);
  expect(sheet?.getCell('A2').value).toBe('=1+1 & <б>');
  expect(sheet?.getCell('D2').value).toBe(6485.3);
  expect(sheet?.getCell('D2').numFmt).toBe('#,##0.00');
  expect(sheet?.getCell('E2').value).toEqual(new Date('2026-11-22T00:00:00Z'));
});

test('CHG-5: a book of another program is read: shared strings, dates by style, gaps, hidden first sheet', async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Скрытый', { state: 'hidden' }).addRow(['нет']);
  const sheet = book.addWorksheet('Реестр');
  sheet.addRow(['Плательщик', 'Дата', 'Сумма']);
  sheet.addRow(['Щёлкин & Ко', new Date('2026-10-31T00:00:00Z'), 0.1 + 0.2]);
  sheet.getCell('E4').value = { formula: 'C2*2', result: 0.6 };
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  expect(await cellsOf(bytes)).toEqual([
    ['Плательщик', 'Дата', 'Сумма'],
    ['Щёлкин & Ко', '2026-10-31', '0.3'],
    ['', '', '', '', '0.6'],
  ]);
  expect((await collect(readXlsx(bytesInMemory(bytes)))).map(({ row }) => row)).toEqual([1, 2, 4]);
  expect(await cellsOf(bytes, 'Скрытый')).toEqual([['нет']]);
  expect(await codeOf(cellsOf(bytes, 'Другой'))).toBe('xlsx.noSheet');
});

test('X-1: any text survives writing and reading a book', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('_x000D_', '\r\n', '\ud800', ' a ', '\u0000')), { maxLength: 10 }),
      async (texts) => {
        const column: TableColumn<string> = { heading: 'т', kind: 'text', value: (text) => text };
        const read = await cellsOf(await buffer(writeXlsx([column], texts)));
        expect(read.slice(1).map(([text = '']) => text)).toEqual(texts);
      },
    ),
    { numRuns: 40 },
  );
});

test('X-1: money and days survive a book to the kopeck', async () => {
  const day = fc
    .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), day)), async (rows) => {
      const pair: TableColumn<[bigint, string]>[] = [
        { heading: 'с', kind: 'money', value: ([kopecks]) => kopecks },
        { heading: 'д', kind: 'day', value: ([, day]) => day },
      ];
      const read = await cellsOf(await buffer(writeXlsx(pair, rows)));
      const kopecks = (text: string) => BigInt(text.replace('.', '')) * 10n ** BigInt(2 - (text.split('.')[1]?.length ?? 0));
      expect(read.slice(1).map(([sum = '', day]) => [kopecks(sum), day])).toEqual(rows);
    }),
    { numRuns: 40 },
  );
});

test('X-1: a failing source of rows fails the file, it is not cut silently', async () => {
  // oxlint-disable-next-line require-yield
  const failing = async function* (): AsyncGenerator<Row> {
    throw new Error('the database went away');
  };
  await expect(buffer(writeXlsx(columns, failing()))).rejects.toThrow('went away');
  await expect(buffer(writeXlsx(columns, [{ ...sample, name: 'я'.repeat(40_000) }]))).rejects.toMatchObject({ code: 'xlsx.textTooLong' });
});

test('CHG-5: a cut book, a bomb, a wrong part and broken XML are named errors', async () => {
  const bytes = await buffer(
    writeXlsx(
      columns,
      Array.from({ length: 500 }, () => sample),
    ),
  );
  for (const share of [0.1, 0.5, 0.99]) expect(await codeOf(cellsOf(bytes.subarray(0, Math.floor(bytes.length * share))))).toBe('zip.broken');
  const workbook = '<workbook><sheets><sheet name="a"/></sheets></workbook>';
  expect(await codeOf(cellsOf(await zipOf({ 'a.txt': 'a' })))).toBe('xlsx.notSpreadsheet');
  expect(await codeOf(cellsOf(await zipOf({ 'xl/workbook.xml': workbook, 'xl/worksheets/sheet1.xml': '<worksheet><row>' })))).toBe('xlsx.broken');
  expect(
    await codeOf(cellsOf(await zipOf({ 'xl/workbook.xml': workbook, 'xl/worksheets/sheet1.xml': '<worksheet><row r="1"><c r="ZZZZZZ1"/></row></worksheet>' }))),
  ).toBe('xlsx.tooManyColumns');
  expect(await codeOf(cellsOf(await zipOf({ 'xl/workbook.xml': workbook, 'xl/worksheets/sheet1.xml': Buffer.alloc(30_000_000, 32) })))).toBe('zip.bomb');
  const endless = `<worksheet><row r="1"><c t="str"><v>${'я'.repeat(5_000_000)}</v></c></row></worksheet>`;
  expect(
    await codeOf(
      collect(
        readXlsx(bytesInMemory(await zipOf({ 'xl/workbook.xml': workbook, 'xl/worksheets/sheet1.xml': endless })), {
          limits: { partBytes: 1e9, ratio: 1e6, parts: 10, stringCharacters: 1e6 },
        }),
      ),
    ),
  ).toBe('xlsx.broken');
});

test('CHG-5: days of a sheet are counted as spreadsheets count them', () => {
  expect([serialToDay(1, false), serialToDay(59, false), serialToDay(61, false), serialToDay(0, true), serialToDay(46_296.5, false)]).toEqual([
    '1900-01-01',
    '1900-02-28',
    '1900-03-01',
    '1904-01-01',
    '2026-10-01T12:00:00',
  ]);
  expect([columnOf('A1'), columnOf('BC12'), columnOf('7')]).toEqual([0, 54, -1]);
});
