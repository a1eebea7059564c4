// Our own tables (CSV or XLSX): a row per account × service × period, per payment, or per meter.
import { UNREADABLE, decodeStream } from '#platform/text-encoding';
import { readCsv, unguardCell, type TableRow } from '#platform/csv-read';
import { readXlsx } from '#platform/xlsx-read';
import { RegisterRefusal, RowCheck, RunningSum, registerError } from './register-check.ts';
import type { ReaderItem, RegisterField, RegisterInput, RegisterRow } from './register-format.ts';
import { findColumns, headingOf, type OwnColumns } from './register-own-columns.ts';
import { buildOwnRow, type OwnCells } from './register-own-rows.ts';
import { AccountTotals, FirstRows, operationKey } from './register-seen.ts';
import { parseAccountNumber, parseKopecks, parsePeriod, writeKopecks } from './register-values.ts';

const HEADING_ROWS = 20;
/** The columns whose sums a closing row «Итого» may state. */
const SUMMED = ['accrued', 'recalculation', 'discount', 'total', 'sum', 'fee'] as const satisfies readonly RegisterField[];

export type RawRow = TableRow & { badQuotes?: boolean; unfinished?: boolean };

/** The rows of a table as they stand, headings included. */
export function rawTableRows({ source, recognised, wish }: RegisterInput): AsyncGenerator<RawRow> {
  if (recognised.format === 'own-xlsx') return readXlsx(source, wish.sheet === undefined ? {} : { sheet: wish.sheet });
  return readCsv(decodeStream(source.read(0, source.size), recognised.encoding), recognised.separator);
}

/** Reads our own CSV or XLSX table. @throws RegisterRefusal for its headings, TableFileError for its bytes */
export async function* readOwn(input: RegisterInput): AsyncGenerator<ReaderItem> {
  const first: RawRow[] = [];
  let reading: OwnReading | undefined;
  for await (const raw of rawTableRows(input)) {
    if (raw.cells.every((cell) => cell.trim() === '')) continue;
    if (reading !== undefined) {
      yield* reading.take(raw);
      continue;
    }
    first.push(raw);
    if (first.length < HEADING_ROWS) continue;
    reading = begin(first, input);
    yield* reading.takeFirst(first);
  }
  if (reading === undefined && first.length > 0) {
    reading = begin(first, input);
    yield* reading.takeFirst(first);
  }
  if (reading !== undefined) yield* reading.finish();
}

function begin(first: readonly RawRow[], input: RegisterInput): OwnReading {
  const readable = first.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return new OwnReading(findColumns(readable, input.wish), input);
}

/** One table being read: where its columns are, what was met so far. */
class OwnReading {
  readonly columns: OwnColumns & { row: number };
  readonly input: RegisterInput;
  readonly keys = new FirstRows();
  readonly totals = new AccountTotals();
  readonly sums = new Map(SUMMED.map((field) => [field, new RunningSum()]));
  controlRow: number | undefined;

  constructor(columns: OwnColumns & { row: number }, input: RegisterInput) {
    this.columns = columns;
    this.input = input;
  }

  *takeFirst(first: readonly RawRow[]): Generator<ReaderItem> {
    for (const raw of first) if (raw.row > this.columns.row) yield* this.take(raw);
  }

  *take(raw: RawRow): Generator<ReaderItem> {
    const expected = this.columns.headings.length;
    const check = new RowCheck(raw.row);
    const isText = this.input.recognised.format === 'own-csv';
    if (isText && raw.cells.length < expected) {
      if (raw.unfinished === true) throw new RegisterRefusal('file.cut', { row: raw.row, facts: { row: raw.row } });
      check.refuse('row.short', { facts: { found: raw.cells.length, expected } });
    }
    if (raw.cells.slice(expected).some((cell) => cell.trim() !== '')) check.refuse('row.long', { facts: { found: raw.cells.length, expected } });
    if (raw.badQuotes === true) check.refuse('row.quotes');
    if (raw.cells.some((cell) => cell.includes(UNREADABLE))) check.refuse('row.unreadable');
    const cells: OwnCells = (field) => {
      const place = this.columns.places[field];
      return place === undefined ? '' : unguardCell(raw.cells[place] ?? '').trim();
    };
    if (check.errors.length > 0) {
      for (const sum of this.sums.values()) sum.add(undefined);
      yield* check.outcome(undefined);
    } else if (/^(итого|всего)(?!\p{L})/iu.test(raw.cells.find((cell) => cell.trim() !== '')?.trim() ?? '')) yield* this.compareControl(raw.row, cells);
    else yield* this.takeRow(check, cells);
  }

  *takeRow(check: RowCheck, cells: OwnCells): Generator<ReaderItem> {
    if (this.controlRow !== undefined) check.refuse('row.unknown');
    for (const [field, sum] of this.sums) {
      const written = cells(field);
      const kopecks = written === '' ? 0n : parseKopecks(written);
      sum.add(typeof kopecks === 'bigint' ? kopecks : undefined);
    }
    const row = buildOwnRow({ kind: this.columns.kind, check, cells, wish: this.input.wish });
    if (row !== undefined) this.checkRepeated(check, row);
    if (this.columns.kind === 'charges') this.addToTotal(check, row, cells);
    yield* check.outcome(row);
  }

  checkRepeated(check: RowCheck, row: RegisterRow): void {
    if (row.kind === 'charges') {
      const first = this.keys.earlier(`${row.accountNumber}\t${row.period ?? ''}\t${(row.serviceCode ?? row.serviceName ?? '').toLowerCase()}`, row.row);
      if (first !== undefined) check.refuse('row.repeated', { facts: { first }, value: row.accountNumber });
    } else if (row.kind === 'payments') {
      const first = this.keys.earlier(operationKey(row), row.row);
      if (first !== undefined) check.refuse('operation.repeated', { column: headingOf('payments', 'operation'), facts: { first }, value: row.operationId });
    } else if (row.kind === 'readings') {
      const first = this.keys.earlier(
        `${row.accountNumber ?? ''}\t${row.meterSerial ?? (row.serviceName ?? '').toLowerCase()}\t${row.takenOn ?? row.period ?? ''}`,
        row.row,
      );
      if (first !== undefined)
        check.refuse('reading.repeated', { column: headingOf('readings', 'meterSerial'), facts: { first }, value: row.meterSerial ?? row.accountNumber ?? '' });
    }
  }

  addToTotal(check: RowCheck, row: RegisterRow | undefined, cells: OwnCells): void {
    if (this.columns.places.accountTotal === undefined) return;
    const column = headingOf('charges', 'accountTotal');
    const written = cells('accountTotal');
    const stated = check.take(column, written, parseKopecks);
    // A refused row spoils the sum of its account, so its account is found even then.
    const accountNumber = parseAccountNumber(cells('account'));
    const period = parsePeriod(cells('period') || (this.input.wish.period ?? ''));
    if (typeof accountNumber !== 'string' || typeof period !== 'string') return;
    const kopecks = check.errors.length === 0 && row?.kind === 'charges' ? row.totalKopecks : undefined;
    const other = this.totals.add(check.row, { accountNumber, period }, { kopecks, stated });
    if (other === undefined || stated === undefined) return;
    check.refuse('total.varies', {
      column,
      value: written,
      facts: { found: writeKopecks(stated), first: other.firstRow, expected: writeKopecks(other.stated) },
    });
  }

  *compareControl(row: number, cells: OwnCells): Generator<ReaderItem> {
    this.controlRow = row;
    for (const [field, sum] of this.sums) {
      const stated = parseKopecks(cells(field));
      if (cells(field) === '') continue;
      const what = headingOf(this.columns.kind, field);
      if (typeof stated === 'bigint') yield* sum.compare(`Колонка «${what}»`, stated, row);
      else yield { error: registerError('file', 'file.controlUnreadable', { row, column: what, value: cells(field), facts: { what: `колонка «${what}»` } }) };
    }
    yield { about: { controlled: true } };
  }

  *finish(): Generator<ReaderItem> {
    for (const { accountNumber, period, firstRow, lastRow, found, stated } of this.totals.differing()) {
      const facts = { found: writeKopecks(found), expected: writeKopecks(stated), first: firstRow, last: lastRow };
      const error = registerError('account', 'total.differs', {
        row: lastRow,
        column: headingOf('charges', 'accountTotal'),
        value: writeKopecks(stated),
        facts,
      });
      yield { error: { ...error, accountNumber, ...(period === '' ? {} : { period }) } };
    }
  }
}
