// Values of a person's data as people read them. Pure.
import { formatDay, formatInstant, formatKopecks, plural } from '#contract/russian';
import type { PersonalRow, PersonalTable, PersonalValue } from '#platform/held-of-person';

const ZONE = 'Europe/Moscow';
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** One value: sums by the name of their column, days and instants by their form, codes by the words of the table. */
export function valueWords({ words }: Pick<PersonalTable, 'words'>, column: string, value: PersonalValue): string {
  if (value === null || value === '') return '—';
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (typeof value === 'number') return column.endsWith('kopecks') ? formatKopecks(value) : String(value);
  if (typeof value === 'string')
    return words?.[column]?.[value] ?? (DAY.test(value) ? formatDay(value) : INSTANT.test(value) ? formatInstant(new Date(value).toISOString(), ZONE) : value);
  return Array.isArray(value) ? value.map((one) => valueWords({ words }, column, one as PersonalValue)).join(', ') : JSON.stringify(value);
}

/** The headings of a table's columns, the sealed one last. */
export const headingsOf = ({ columns, sealed }: PersonalTable): string[] => [...Object.values(columns), ...(sealed ? [sealed.name] : [])];

const DATE = /\d{4}-\d\d-\d\d/;
const NUMBER = /\d{4}-\d\d-\d\d|\d[\d -]{4,}\d/g;
const LEFT = 3;

/** Numbers of papers but for their last three digits, days as they are: «СНИЛС: ••• ••• •00 95». Pure. */
export const maskNumbers = (text: string): string =>
  text.replaceAll(NUMBER, (number) => {
    if (DATE.test(number)) return number;
    let left = number.replaceAll(/\D/g, '').length - LEFT;
    return number.replaceAll(/\d/g, (digit) => (left-- > 0 ? '•' : digit));
  });

/** A row as the page shows it: what lies sealed without its numbers, which stand in full in the copy, ordered by a code. */
export const rowShown = (table: PersonalTable, row: PersonalRow): string[] => {
  const sealed = table.sealed?.column;
  return rowWords(table, sealed !== undefined && typeof row[sealed] === 'string' ? { ...row, [sealed]: maskNumbers(row[sealed]) } : row);
};

/** A row in the order of the headings. */
export const rowWords = (table: PersonalTable, row: PersonalRow): string[] =>
  [...Object.keys(table.columns), ...(table.sealed ? [table.sealed.column] : [])].map((column) => valueWords(table, column, row[column] ?? null));

/** «12 записей». */
export const countWords = (count: number): string => `${count} ${plural(count, ['запись', 'записи', 'записей'])}`;
