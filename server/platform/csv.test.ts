import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '#test/collect';
import { bytesInMemory } from './byte-source.ts';
import { detectSeparator, readCsv, unguardCell, type CsvRow, type CsvSeparator } from './csv-read.ts';
import { writeCsv } from './csv-write.ts';
import { readLines } from './line-read.ts';
import type { TableColumn } from './table-column.ts';
import { TableFileError } from './table-file-error.ts';
import { decodeStream } from './text-encoding.ts';

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function csvRows(text: string, separator: CsvSeparator = ';', pieceLength = 5): Promise<CsvRow[]> {
  return collect(readCsv(pieces(text, pieceLength), separator));
}

async function written<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): Promise<Buffer> {
  return Buffer.concat(await collect(writeCsv(columns, rows)));
}

test('CHG-5: rows count as a spreadsheet counts them, with line breaks in quotes and empty rows', async () => {
  const rows = await csvRows('а;б\r\n"в\r\nг";"д ""е"";"\r\n\r\nё;ж');
  expect(rows.map(({ row, cells }) => [row, ...cells])).toEqual([
    [1, 'а', 'б'],
    [2, 'в\r\nг', 'д "е";'],
    [3, ''],
    [4, 'ё', 'ж'],
  ]);
  expect(rows.map(({ unfinished }) => unfinished)).toEqual([false, false, false, true]);
});

test('CHG-5: all three kinds of line end are read', async () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect((await csvRows(`а;б${end}в;г${end}`)).map(({ cells }) => cells)).toEqual([
      ['а', 'б'],
      ['в', 'г'],
    ]);
});

test('CHG-5: an open quote, a row without end and too many columns are named errors with their row', async () => {
  const refused = async (text: string, limits = { rowCharacters: 1_000, columns: 10 }) => {
    const error: unknown = await collect(readCsv(pieces(text, 100), ';', limits)).catch((error: unknown) => error);
    return error instanceof TableFileError ? [error.code, error.facts['row']] : error;
  };
  expect(await refused('а;б\n"в;г\n')).toEqual(['csv.quoteOpen', 2]);
  expect(await refused(`а;б\n"${'в;г\n'.repeat(1_000)}`)).toEqual(['csv.quoteOpen', 2]);
  expect(await refused(`а;б\n${'в'.repeat(2_000)}`)).toEqual(['csv.rowTooLong', 2]);
  expect(await refused(`а;б\n${';'.repeat(20)}\n`)).toEqual(['csv.tooManyColumns', 2]);
});

test('CHG-5: a quote in the middle marks its row', async () => {
  const rows = await csvRows('а;б\n"ООО "УК";1\nв;г\n', ';', 1_000);
  expect(rows.map(({ badQuotes }) => badQuotes)).toEqual([false, true, false]);
});

test('CHG-5: the separator is found beside commas in sums and a title above', () => {
  expect(detectSeparator('Реестр за октябрь, 2026\nсчёт;сумма;услуга\n1;1,5;а\n2;2,5;"б;в"\n')).toBe(';');
  expect(detectSeparator('счёт\tсумма\n1\t1,5\n')).toBe('\t');
  expect(detectSeparator('account,sum\n1,2\n')).toBe(',');
  expect(detectSeparator('просто текст')).toBeUndefined();
});

test('X-1: CSV opens in a Russian spreadsheet as is: BOM, semicolons, decimal comma, days with points', async () => {
  type Row = { name: string; count: number; volume: string; kopecks: bigint; day: string; month: string };
  const columns: TableColumn<Row>[] = [
    { heading: 'Имя', kind: 'text', value: (row) => row.name },
    { heading: 'Число', kind: 'integer', value: (row) => row.count },
    { heading: 'Объём', kind: 'decimal', value: (row) => row.volume },
    { heading: 'Сумма', kind: 'money', value: (row) => row.kopecks },
    { heading: 'День', kind: 'day', value: (row) => row.day },
    { heading: 'Месяц', kind: 'month', value: (row) => row.month },
  ];
  const row = { name: '=1+1;"x"', count: 3, volume: '12.345', kopecks: -5n, day: '2026-11-22', month: '2026-10' };
  expect((await written(columns, [row, { ...row, name: '', kopecks: 123_456n }])).toString('utf8')).toBe(
    '\ufeffИмя;Число;Объём;Сумма;День;Месяц\r\n"\'=1+1;""x""";3;12,345;-0,05;22.11.2026;10.2026\r\n;3;12,345;1234,56;22.11.2026;10.2026\r\n',
  );
});

test('X-1: texts survive writing and reading, those that look like formulas too', async () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=A1', "'=A1", '+7', '-1,5', '@x', '\t', ' a ', '"', 'a\r\nb', ';;'));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), async (rows, pieceBytes) => {
      const columns: TableColumn<[string, string]>[] = [0, 1].map((place) => ({ heading: `к${place}`, kind: 'text', value: (row) => row[place] }));
      const source = bytesInMemory(await written(columns, rows), pieceBytes);
      const read = await collect(readCsv(decodeStream(source.read(0, source.size), 'utf-8'), ';'));
      const expected = rows.map((row) => row.map((text) => text.replace(/\r\n?/g, '\n')));
      expect(read.slice(1).map(({ cells }) => cells.map(unguardCell))).toEqual(expected);
    }),
  );
});

test('CHG-5: lines are numbered and the last one without its line break is marked', async () => {
  const lines = async (text: string) =>
    (await collect(readLines(pieces(text, 3)))).map(({ row, text, unfinished }) => `${row}:${text}${unfinished ? '!' : ''}`);
  expect(await lines('раз\r\n\nтри')).toEqual(['1:раз', '2:', '3:три!']);
  expect(await lines('раз\rдва\r')).toEqual(['1:раз', '2:два']);
  await expect(collect(readLines(pieces('я'.repeat(100), 10), 50))).rejects.toMatchObject({ code: 'csv.rowTooLong' });
});
