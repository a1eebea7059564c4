// The errors of a load as a CSV to mend and load again: the refused rows as they stand, where they stood and what is wrong.
import { csvLine } from '#platform/csv-write';
import { unguardCell } from '#platform/csv-read';
import type { RegisterError, RegisterFormat, RegisterInput } from './register-format.ts';
import { taggedOperationId } from './register-bank-payments.ts';
import { registerLines } from './register-lines.ts';
import { errorHeadings, findColumns } from './register-own-columns.ts';
import { rawTableRows, type RawRow } from './register-own.ts';
import { packIdOf } from './register-settlement-pack.ts';
import { parseDay } from './register-values.ts';

/**
 * Headings for the formats that have none: those of our own tables, so that the mended file is read as one.
 * A bank's register without month or service then wants them as the load's defaults, as it did before.
 */
const bankHeadings: Readonly<Record<Exclude<RegisterFormat, 'own-csv' | 'own-xlsx' | 'one-c'>, readonly string[]>> = {
  'sber-debts': ['Лицевой счёт', 'ФИО', 'Начислено'],
  'sber-charges-a': ['Лицевой счёт', 'Адрес', 'Начислено', 'Код услуги', 'Счётчики'],
  'sber-charges-b': ['ФИО', 'ЕЛС', 'Дом ФИАС и квартира', 'Адрес', 'Лицевой счёт', 'Начислено'],
  'sber-payments-tagged': [
    'Отделение',
    'Подразделение',
    'Дата оплаты',
    'Операция',
    'Сумма',
    'Комиссия',
    'Лицевой счёт',
    'ИПД',
    'Способ',
    'Показания',
    'Прочее',
  ],
  'sber-payments-positional': [
    'Дата оплаты',
    'Время',
    'Отделение',
    'Филиал',
    'Кассир',
    'Операция',
    'Лицевой счёт',
    'ФИО',
    'Адрес',
    'Период',
    'Сумма',
    'К перечислению',
    'Комиссия',
  ],
  'settlement-pack': [
    'Вид',
    'Операция',
    'Код РЦ',
    'Код квитанции',
    'Способ',
    'Лицевой счёт',
    'Дата оплаты',
    'Период',
    'Номер документа',
    'Начислено',
    'Сумма',
    'Резерв',
    'Недопоставки',
    'Изменения',
    'Сумма изменений',
    'Услуги',
    'Показания',
  ],
};

/**
 * The file piece by piece. Register and errors are read side by side, so neither waits in memory.
 * @param errors of rows and accounts, from reading and from later checks, sorted by row; an account's error stands at its last row;
 *   those without a row come last
 */
export async function* writeErrorsFile(input: RegisterInput, errors: Iterable<RegisterError> | AsyncIterable<RegisterError>): AsyncGenerator<Uint8Array> {
  const said = saidByRow(errors);
  let next = await said.next();
  let piece = '\ufeff';
  let headings: readonly string[] | undefined;
  for await (const { row, cells, ownHeadings } of rowsOf(input)) {
    if (headings === undefined) {
      headings = withoutErrorColumns(ownHeadings, ownHeadings);
      piece += csvLine([...headings, ...errorHeadings]);
    }
    while (!next.done && next.value.row < row) next = await said.next();
    if (next.done || next.value.row !== row) continue;
    const kept = withoutErrorColumns(cells, ownHeadings).slice(0, headings.length);
    while (kept.length < headings.length) kept.push('');
    piece += csvLine([...kept.map(unguardCell), String(row), next.value.texts.join('; ')]);
    if (piece.length < 1 << 16) continue;
    yield Buffer.from(piece, 'utf8');
    piece = '';
  }
  while (!next.done) next = await said.next();
  // Errors of the file have no row to stand in; they come last, where nobody takes them for data.
  if (headings === undefined) piece += csvLine(errorHeadings);
  for (const text of next.value) piece += csvLine([...(headings ?? []).map(() => ''), '', text]);
  yield Buffer.from(piece, 'utf8');
}

/** The texts of one row after another; at the end those of the whole file. */
async function* saidByRow(errors: Iterable<RegisterError> | AsyncIterable<RegisterError>): AsyncGenerator<{ row: number; texts: string[] }, string[]> {
  const whole: string[] = [];
  let open: { row: number; texts: string[] } | undefined;
  for await (const error of errors) {
    const text = error.column === undefined ? error.detail : `${error.column}: ${error.detail}`;
    if (error.row === undefined || error.scope === 'file') whole.push(text);
    else if (open?.row === error.row) open.texts.push(text);
    else {
      if (open) yield open;
      open = { row: error.row, texts: [text] };
    }
  }
  if (open) yield open;
  return whole;
}

type Placed = RawRow & { ownHeadings: readonly string[] };

function rowsOf(input: RegisterInput): AsyncGenerator<Placed> {
  const { format } = input.recognised;
  return format === 'own-csv' || format === 'own-xlsx' ? tableRows(input) : lineRows(input);
}

async function* tableRows(input: RegisterInput): AsyncGenerator<Placed> {
  const first: RawRow[] = [];
  let columns: { row: number; headings: string[] } | undefined;
  for await (const raw of rawTableRows(input)) {
    if (raw.cells.every((cell) => cell.trim() === '')) continue;
    if (columns !== undefined) {
      yield { ...raw, ownHeadings: columns.headings };
      continue;
    }
    first.push(raw);
    if (first.length < 20) continue;
    const found = (columns = findColumns(first, input.wish));
    yield* first.filter(({ row }) => row > found.row).map((kept) => ({ ...kept, ownHeadings: found.headings }));
  }
  if (columns !== undefined || first.length === 0) return;
  const found = findColumns(first, input.wish);
  yield* first.filter(({ row }) => row > found.row).map((kept) => ({ ...kept, ownHeadings: found.headings }));
}

async function* lineRows(input: RegisterInput): AsyncGenerator<Placed> {
  const { format, separator } = input.recognised;
  let superpack = '';
  let pack = '';
  for await (const { row, text, unfinished } of registerLines(input)) {
    const cells = text.split(separator).map((cell) => cell.trim());
    // The id of an operation must be the same by both ways, or a payment mended here could be posted twice.
    if (cells[0] === '***') superpack = packIdOf(cells);
    if (cells[0] === '###') pack = packIdOf(cells);
    if (format === 'settlement-pack') cells[1] = `${superpack}-${pack}-${cells[1] ?? ''}`;
    if (format === 'one-c') yield { row, cells: [text], unfinished, ownHeadings: ['Строка файла'] };
    else if (format !== 'own-csv' && format !== 'own-xlsx') yield { row, cells: cellsOf(format, cells), unfinished, ownHeadings: bankHeadings[format] };
  }
}

/** Cells in the order of the headings above, where the format has them otherwise. */
function cellsOf(format: keyof typeof bankHeadings, cells: string[]): string[] {
  if (format === 'sber-charges-a') {
    const [code = '', ...meters] = (cells[3] ?? '').split('#');
    return [...cells.slice(0, 3), code, meters.join('#')];
  }
  if (format !== 'sber-payments-tagged') return cells;
  const tags = cells.slice(6);
  const tag = (name: RegExp) => tags.filter((text) => name.test(text)).map((text) => text.slice(text.indexOf(':') + 1).trim());
  const readings = tags.filter((text) => /^CounterVal_/i.test(text)).map((text) => text.replace(/^CounterVal_/i, '').replace(':', '='));
  const rest = tags.filter((text) => !/^(CLIENTNO|CLIENTDOCNO|METHOD_PAY|CounterVal_)/i.test(text));
  const day = parseDay(cells[2] ?? '');
  const operation = taggedOperationId({
    bank: cells[0] ?? '',
    branch: cells[1] ?? '',
    day: typeof day === 'string' ? day : (cells[2] ?? ''),
    number: cells[3] ?? '',
  });
  return [
    ...cells.slice(0, 3),
    operation,
    ...cells.slice(4, 6),
    tag(/^CLIENTNO:/i)[0] ?? '',
    tag(/^CLIENTDOCNO:/i)[0] ?? '',
    tag(/^METHOD_PAY:/i)[0] ?? '',
    readings.join('; '),
    rest.join(' '),
  ];
}

/** A file mended once and refused again would otherwise grow two more columns each time. */
function withoutErrorColumns(cells: readonly string[], headings: readonly string[]): string[] {
  return cells.filter((_, place) => !(errorHeadings as readonly string[]).includes(headings[place] ?? ''));
}
