// How a column of an exported table is declared, once for every kind of file.
import { roublesText } from './money.ts';

/**
 * - text: a string
 * - integer: a whole number
 * - decimal: a decimal number as text with a point, `12.345`
 * - money: whole kopecks; the file shows roubles with two decimals
 * - day: `2026-11-22`; month: `2026-11`
 */
export type ColumnKind = 'text' | 'integer' | 'decimal' | 'money' | 'day' | 'month';
export type CellValue = string | number | bigint | null | undefined;
export type TableColumn<Row> = {
  readonly heading: string;
  readonly kind: ColumnKind;
  readonly value: (row: Row) => CellValue;
  /** Width in characters, for a spreadsheet. */
  readonly width?: number;
};

/**
 * A value as digits with a point: 123456 kopecks → `1234.56`.
 * @throws RangeError when the value does not fit its kind: a fault of the program, never of a user
 */
export function plainNumber(kind: 'integer' | 'decimal' | 'money', value: string | number | bigint): string {
  const text = String(value);
  if (kind === 'decimal') {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`not a decimal number: ${text}`);
    return text;
  }
  if (!/^-?\d+$/.test(text)) throw new RangeError(`not a whole number: ${text}`);
  if (kind === 'integer') return text;
  return roublesText(BigInt(text));
}

/** `2026-11-22` or `2026-11` in parts. @throws RangeError when it is not one */
export function dayParts(value: CellValue): { year: string; month: string; day: string | undefined } {
  const found = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(String(value));
  if (found === null) throw new RangeError(`not a day or a month: ${String(value)}`);
  return { year: found[1] ?? '', month: found[2] ?? '', day: found[3] };
}
