// Reading separated text row by row: one piece of the stream at a time, so memory does not grow with the file.
import Papa from 'papaparse';
import { TableFileError } from './table-file-error.ts';

export const CSV_SEPARATORS = [';', '\t', ',', '|'] as const;
export type CsvSeparator = (typeof CSV_SEPARATORS)[number];

/** `row` counts as a spreadsheet does: from 1, empty rows too, a cell with a line break is still one row. */
export type TableRow = { row: number; cells: string[] };
export type CsvRow = TableRow & {
  /** A quote stands where none may: the cells may have run together. */
  badQuotes: boolean;
  /** The file ended with this row, without a line break after it. */
  unfinished: boolean;
};
export type CsvLimits = { rowCharacters: number; columns: number };
const USUAL_LIMITS: CsvLimits = { rowCharacters: 200_000, columns: 1_000 };

/**
 * The separator that stands equally often in the lines of a sample; quoted texts do not count. Undefined when no sign does.
 * @param sample the beginning of a text; its last line may be cut
 */
export function detectSeparator(sample: string): CsvSeparator | undefined {
  const lines = sample
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30);
  const complete = lines.length > 1 ? lines.slice(0, -1) : lines;
  let best: { separator: CsvSeparator; agreeing: number; expected: number } | undefined;
  for (const separator of CSV_SEPARATORS) {
    const counts = complete.map((line) => line.split(separator).length - 1);
    // A title may stand above the table, so the most frequent count is asked, not the first.
    const expected = mostFrequent(counts.filter((count) => count > 0));
    const agreeing = counts.filter((count) => count === expected).length;
    if (expected === 0 || agreeing * 2 < complete.length) continue;
    if (best === undefined || agreeing > best.agreeing || (agreeing === best.agreeing && expected > best.expected)) best = { separator, agreeing, expected };
  }
  return best?.separator;
}

function mostFrequent(counts: number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].reduce((best, next) => (next[1] > best[1] || (next[1] === best[1] && next[0] > best[0]) ? next : best), [0, 0])[0];
}

/**
 * The rows of separated text (RFC 4180 quoting, any of the three line ends).
 * @throws TableFileError csv.rowTooLong, csv.quoteOpen, csv.tooManyColumns
 */
export async function* readCsv(text: AsyncIterable<string>, separator: CsvSeparator, limits: CsvLimits = USUAL_LIMITS): AsyncGenerator<CsvRow> {
  let waiting = '';
  let newline: '\n' | '\r' | undefined;
  let row = 0;
  const rowsOf = function* (input: string, isLast: boolean): Generator<CsvRow> {
    const parsed = new Papa.Parser({ delimiter: separator, newline }).parse(input, 0, !isLast) as Parsed;
    const wrong = new Set(parsed.errors.filter((error) => error.code === 'InvalidQuotes').map((error) => error.row));
    if (parsed.errors.some((error) => error.code === 'MissingQuotes')) throw new TableFileError('csv.quoteOpen', { row: row + parsed.data.length });
    for (const [index, cells] of parsed.data.entries()) {
      row += 1;
      if (cells.length > limits.columns) throw new TableFileError('csv.tooManyColumns', { row, limit: limits.columns });
      const last = cells.at(-1) ?? '';
      if (last.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1); // the rows are split at LF, so CRLF leaves its CR
      yield { row, cells, badQuotes: wrong.has(index), unfinished: isLast && index === parsed.data.length - 1 };
    }
    waiting = isLast ? '' : input.slice(parsed.meta.cursor);
  };
  for await (const piece of text) {
    waiting += piece;
    newline ??= waiting.includes('\n') ? '\n' : waiting.length > 65_536 && waiting.includes('\r') ? '\r' : undefined;
    if (newline !== undefined) yield* rowsOf(waiting, false);
    if (waiting.length > limits.rowCharacters) {
      const opened = (waiting.match(/"/g)?.length ?? 0) % 2 === 1;
      throw new TableFileError(opened ? 'csv.quoteOpen' : 'csv.rowTooLong', { row: row + 1, limit: limits.rowCharacters });
    }
  }
  newline ??= waiting.includes('\r') ? '\r' : '\n';
  if (waiting !== '') yield* rowsOf(waiting, false);
  // Nothing after the last line break is no row.
  if (waiting !== '') yield* rowsOf(waiting, true);
}

type Parsed = { data: string[][]; errors: { code: string; row: number }[]; meta: { cursor: number } };

/** Undoes what csv-write does to a text that a spreadsheet would take for a formula. */
export function unguardCell(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
