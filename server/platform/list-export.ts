// A list as a file (X-1): the rows that are filtered or ticked, as CSV, XLSX or PDF. CSV and XLSX are written while the rows are read
// from a cursor of the database, so memory does not grow with them.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type RawBuilder, sql } from 'kysely';
import type { Endpoint, InputOf } from '#contract/endpoint';
import { type ExportFormat, type ListColumn, type ListColumns, type ListFilters, type ListRow, PDF_ROWS_MOST } from '#contract/list';
import { formatDay, formatDayDigits, formatDecimal, formatMonth, formatSum, formatTime } from '#contract/russian';
import { writeCsv } from './csv-write.ts';
import { Refusal, refuse } from './errors.ts';
import { listDocument } from './list-document.ts';
import { type List, readable, readTotals, rowOf, wholeList } from './lists.ts';
import { type Access, type Reading, type Route, stream, type Streaming } from './route.ts';
import { attachment } from './serve-file.ts';
import type { CellValue, TableColumn } from './table-column.ts';
import type { Db } from './tables.ts';
import { dayIn } from './time.ts';
import { type Typesetter, TypesettingError } from './typst-pool.ts';
import { writeXlsx } from './xlsx-write.ts';

const BATCH = 500; // about 5 ms of our processor a batch
const MOST_AT_ONCE = 4; // each holds a connection while somebody's network takes its time
const WAIT_FOR_READER = '10min';

export type ExportOf<Columns extends ListColumns, Scope> = {
  readonly list: List<Columns, Scope>;
  readonly scope: (reading: Reading & { input: InputOf<Endpoint> }) => Scope | Promise<Scope>;
  /** Makes the PDF. */
  readonly typesetter: Typesetter;
  /** Puts into rows what SQL cannot (names, sealed values), some hundreds at a time. */
  readonly tell?: (db: Db, scope: Scope, rows: readonly ListRow<Columns>[]) => Promise<ListRow<Columns>[]>;
  /** Hears of the rows that go out, some hundreds at a time: staff's looks at personal data are told (AUD-1). */
  readonly seen?: (streaming: Streaming, rows: readonly ListRow<Columns>[]) => Promise<void>;
  /** In the foot of the PDF: whose list it is. */
  readonly author?: string;
};

/** The route of an `exportEndpoint`: the same scope as the list's own route, the same filters. */
export function exportRoute<Columns extends ListColumns, Scope>(endpoint: Endpoint, access: Access, exported: ExportOf<Columns, Scope>): Route {
  return stream(endpoint, access, async (streaming, _request, reply) => {
    const { format, ...query } = streaming.input.query as ListFilters<Columns> & { format: ExportFormat };
    const scope = await exported.scope(streaming);
    const zone = exported.list.timeZone?.(scope) ?? 'Europe/Moscow';
    const name = `${exported.list.name} ${formatDayDigits(dayIn(zone, streaming.now))}.${format}`;
    const tell: ExportOf<Columns, Scope>['tell'] = async (db, told, rows) => {
      await exported.seen?.(streaming, rows);
      return exported.tell ? exported.tell(db, told, rows) : [...rows];
    };
    const asked = { db: streaming.db, now: streaming.now, scope, query: query as unknown as ListFilters<Columns>, zone };
    if (format === 'pdf') return reply.headers(headersOf(format, name)).send(await pdfOf({ ...exported, tell }, asked));
    return send(reply, { format, name, ...exported, tell, ...asked });
  });
}

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', pdf: 'application/pdf' } as const;
export const headersOf = (format: ExportFormat, name: string) => ({ 'content-type': TYPES[format], 'content-disposition': attachment(name) });

type Asked<Columns extends ListColumns, Scope> = { db: Db; now: Date; scope: Scope; query: ListFilters<Columns>; zone: string };

let underWay = 0;

function send<Columns extends ListColumns, Scope>(
  reply: FastifyReply,
  asked: Asked<Columns, Scope> & Pick<ExportOf<Columns, Scope>, 'list' | 'tell'> & { format: 'csv' | 'xlsx'; name: string },
): Promise<FastifyReply> {
  const { list, format, name, zone, db } = asked;
  return streamRows(reply, {
    db,
    statement: wholeList(list, asked.scope, asked.query),
    format,
    name,
    title: list.name,
    columns: fileColumns(list, zone),
    rowsOf: (batches) => listRows(asked, batches),
  });
}

type Streamed<Row> = {
  db: Db;
  statement: RawBuilder<Loose>;
  format: 'csv' | 'xlsx';
  name: string;
  title: string;
  columns: readonly TableColumn<Row>[];
  rowsOf: (batches: AsyncIterable<Loose[]>) => AsyncIterable<Row>;
};

/** Writes the rows of a statement to the reply while they are read; `name` is the file's, `title` the sheet's. Refuses with server.busy when several readers take their time. */
export async function streamRows<Row>(reply: FastifyReply, { db, statement, format, name, title, columns, rowsOf }: Streamed<Row>): Promise<FastifyReply> {
  if (underWay >= MOST_AT_ONCE) refuse('server.busy', { seconds: 20 });
  underWay += 1;
  let cursor: Cursor | undefined;
  const close = (): void => {
    if (cursor !== undefined) underWay -= 1;
    cursor?.close();
    cursor = undefined;
  };
  try {
    cursor = await openCursor(db, statement);
  } catch (error) {
    underWay -= 1;
    throw error;
  }
  // Also when the reader goes away half way, or before the first row was taken.
  reply.raw.once('close', close);
  const rows = rowsOf(cursor.batches());
  if (reply.raw.destroyed) close();
  const file = format === 'csv' ? Readable.from(writeCsv(columns, rows), { objectMode: false }) : writeXlsx(columns, rows, title);
  return reply.headers(headersOf(format, name)).send(file);
}

export type Loose = Readonly<Record<string, unknown>>;
type Cursor = { batches(): AsyncGenerator<Loose[]>; close(): void };

/** A cursor in a read-only transaction of its own. `close` must be called; it may be called again. */
export async function openCursor(db: Db, statement: RawBuilder<Loose>): Promise<Cursor> {
  const tx = await db.startTransaction().setAccessMode('read only').execute();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    tx.rollback()
      .execute()
      .catch(() => {}); // the connection is gone, and the transaction with it
  };
  try {
    await sql`set local idle_in_transaction_session_timeout = ${sql.lit(WAIT_FOR_READER)}`.execute(tx);
    await readable(sql`declare list_rows no scroll cursor for ${statement}`.execute(tx), false);
  } catch (error) {
    close();
    throw error;
  }
  return {
    close,
    async *batches() {
      try {
        for (;;) {
          const { rows } = await sql<Loose>`fetch ${sql.lit(BATCH)} from list_rows`.execute(tx);
          yield rows;
          if (rows.length < BATCH) return;
        }
      } finally {
        close();
      }
    },
  };
}

type Telling<Columns extends ListColumns, Scope> = { db: Db; scope: Scope } & Pick<ExportOf<Columns, Scope>, 'list' | 'tell'>;

async function* listRows<Columns extends ListColumns, Scope>(
  telling: Telling<Columns, Scope>,
  batches: AsyncIterable<Loose[]>,
): AsyncGenerator<ListRow<Columns>> {
  for await (const batch of batches) yield* await toldRows(telling, batch);
}

async function toldRows<Columns extends ListColumns, Scope>({ db, scope, list, tell }: Telling<Columns, Scope>, batch: Loose[]): Promise<ListRow<Columns>[]> {
  const rows = batch.map((row) => rowOf(list, row));
  return tell ? tell(db, scope, rows) : rows;
}

const shownColumns = (columns: ListColumns): [string, ListColumn][] => Object.entries(columns).filter(([, { kind }]) => kind !== 'id');

function fileColumns<Columns extends ListColumns, Scope>({ columns }: List<Columns, Scope>, zone: string): TableColumn<ListRow<Columns>>[] {
  return shownColumns(columns).map(([key, column]) => {
    const { title, kind } = column;
    const valueOf = (row: ListRow<Columns>): CellValue => row[key as keyof typeof row];
    if (kind === 'status') return { heading: title, kind: 'text', value: (row) => wordOf(column, valueOf(row)) };
    if (kind === 'instant') return { heading: title, kind: 'text', value: (row) => momentOf(valueOf(row), zone) };
    return { heading: title, kind: kind === 'id' ? 'text' : kind, value: valueOf };
  });
}

const wordOf = ({ words }: ListColumn, value: CellValue): string => (value === null ? '' : (words?.[String(value)] ?? String(value)));
/** «12.11.2026 14:20»: a spreadsheet reads it as a moment, and it sorts within a day. */
const momentOf = (value: CellValue, zone: string): string =>
  value === null ? '' : `${formatDayDigits(dayIn(zone, new Date(String(value))))} ${formatTime(String(value), zone)}`;

/** A value as the screen shows it. */
function textOf(column: ListColumn, value: CellValue, zone: string): string {
  if (value === null || value === undefined) return '';
  switch (column.kind) {
    case 'money':
      return formatSum(Number(value));
    case 'integer':
    case 'decimal':
      return formatDecimal(String(value));
    case 'day':
      return formatDayDigits(String(value));
    case 'month':
      return formatMonth(String(value));
    case 'instant':
      return momentOf(value, zone);
    case 'status':
      return wordOf(column, value);
    default:
      return String(value);
  }
}

async function pdfOf<Columns extends ListColumns, Scope>(
  { list, tell, typesetter, author = '«Мой дом»' }: ExportOf<Columns, Scope>,
  { db, now, scope, query, zone }: Asked<Columns, Scope>,
): Promise<Buffer> {
  const { count, totals } = await readTotals(db, list, scope, query);
  if (count > PDF_ROWS_MOST) refuse('list.tooLongForPdf', { count, most: PDF_ROWS_MOST });
  const { rows } = await sql<Loose>`${wholeList(list, scope, query)} limit ${PDF_ROWS_MOST}`.execute(db);
  const shown = shownColumns(list.columns);
  const sums = totals as Readonly<Record<string, number>>;
  const facts = {
    title: list.name,
    author,
    filters: filterWords(list.columns, query, zone),
    columns: shown.map(([, { title, kind }]) => ({
      title,
      align: kind === 'money' || kind === 'decimal' || kind === 'integer' ? ('right' as const) : ('left' as const),
      ...(kind === 'text' && { weight: 1 }),
    })),
    rows: (await toldRows({ db, scope, list, tell }, rows))
      .map((row) => row as Readonly<Record<string, CellValue>>)
      .map((row) => shown.map(([key, column]) => textOf(column, row[key], zone))),
    totals:
      Object.keys(sums).length === 0
        ? null
        : shown.map(([key, column], place) => (sums[key] === undefined ? (place === 0 ? 'Всего' : '') : textOf(column, sums[key], zone))),
    madeAt: now.toISOString(),
    timeZone: zone,
  };
  try {
    return await typesetter.pdf(new URL('list.typ', import.meta.url), listDocument(facts), { archive: true });
  } catch (error) {
    // A fault of the template is ours; the rest means that too much is asked for at once.
    if (error instanceof TypesettingError && error.fault !== 'template') throw new Refusal('server.busy', { facts: { seconds: 20 } });
    throw error;
  }
}

/** The filter as the screen says it, for the head of the PDF. */
function filterWords(columns: ListColumns, query: object, zone: string): string[] {
  const asked = query as Readonly<Record<string, CellValue>>;
  const words = Object.entries(columns).flatMap(([key, column]): string[] => {
    const value = asked[key];
    // The ends of a range of moments are days.
    const say = (one: CellValue): string => (column.kind === 'instant' || column.kind === 'day' ? formatDay(String(one)) : textOf(column, one, zone));
    const [from, to] = [asked[`${key}From`], asked[`${key}To`]];
    return [
      ...(value === undefined || column.kind === 'id' ? [] : [`${column.title}: ${[value].flat().map(say).join(', ')}`]),
      ...(from === undefined && to === undefined
        ? []
        : [`${column.title}:${from === undefined ? '' : ` с ${say(from)}`}${to === undefined ? '' : ` по ${say(to)}`}`]),
    ];
  });
  return [...words, ...(asked['search'] ? [`поиск «${String(asked['search'])}»`] : []), ...(asked['ids'] === undefined ? [] : ['отмеченные строки'])];
}
