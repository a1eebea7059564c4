// A table that an accountant brings from a spreadsheet, as a CSV file or pasted: its rows by the headings we know. Small, read whole.
import { normalHeading } from '#modules/billing';
import { refuse } from '#platform/errors';
import { detectSeparator, readCsv, type TableRow, unguardCell } from '#platform/csv-read';
import { TableFileError } from '#platform/table-file-error';

export type ImportColumn = { readonly heading: string; readonly also?: readonly string[]; readonly isOptional?: boolean };
export type ImportColumns<Field extends string> = Readonly<Record<Field, ImportColumn>>;
/** `row` counts as a spreadsheet does; a column that the table has not is ''. */
export type ImportRow<Field extends string> = { readonly row: number; readonly cells: Readonly<Record<Field, string>> };
/** What is wrong with a row, under the heading that people see. */
export type ImportProblem = { readonly column: string; readonly detail: string };

const MOST_ROWS = 500;
/** Titles above the headings. */
const HEADINGS_WITHIN = 10;

/** The rows of the table. Refuses import.table when it cannot be read as one: the text says why. */
export async function readImport<Field extends string>(text: string, columns: ImportColumns<Field>): Promise<ImportRow<Field>[]> {
  const lines = (await linesOf(text)).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const fields = Object.keys(columns) as Field[];
  const placesIn = ({ cells }: TableRow): Map<Field, number> =>
    new Map(
      fields.flatMap((field) => {
        const names = [columns[field].heading, ...(columns[field].also ?? [])].map(normalHeading);
        const place = cells.findIndex((cell) => names.includes(normalHeading(cell)));
        return place < 0 ? [] : [[field, place] as const];
      }),
    );
  const found = lines
    .slice(0, HEADINGS_WITHIN)
    .map((line) => ({ line, places: placesIn(line) }))
    .toSorted((a, b) => b.places.size - a.places.size)[0];
  const missing = fields.filter((field) => columns[field].isOptional !== true && found?.places.has(field) !== true);
  if (!found || missing.length > 0)
    return refuse('import.table', { why: `в первой строке нужны столбцы «${missing.map((field) => columns[field].heading).join('», «')}»` });
  const rows = lines.filter(({ row }) => row > found.line.row);
  if (rows.length === 0) refuse('import.table', { why: 'под названиями столбцов нет ни одной строки' });
  if (rows.length > MOST_ROWS) refuse('import.table', { why: `строк ${rows.length}, за один раз можно ${MOST_ROWS}. Разделите таблицу` });
  return rows.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(fields.map((field) => [field, unguardCell(cells[found.places.get(field) ?? -1] ?? '').trim()])) as Record<Field, string>,
  }));
}

async function linesOf(text: string): Promise<TableRow[]> {
  const clean = text.replace(/^\ufeff/, '');
  const rows: TableRow[] = [];
  try {
    for await (const { row, cells } of readCsv(pieces(clean), detectSeparator(clean) ?? ';')) rows.push({ row, cells });
  } catch (error) {
    if (error instanceof TableFileError)
      return refuse('import.table', { why: `строка ${String(error.facts['row'] ?? '?')}: не закрыты кавычки или слишком много столбцов` });
    throw error;
  }
  return rows;
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
