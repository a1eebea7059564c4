// Lists (X-1): one declaration gives a page by keyset, the totals and the exports. A page is found by the values of the last row
// and not by its number, so a row that appears meanwhile moves nothing, and the thousandth page costs what the first one does.
import { type RawBuilder, sql } from 'kysely';
import {
  LIST_LIMIT_USUAL,
  type ListAnswer,
  type ListColumn,
  type ListColumns,
  type ListFilters,
  type ListKind,
  type ListQuery,
  type ListRow,
} from '#contract/list';
import { refuse } from './errors.ts';
import { kopecksToJson } from './money.ts';
import type { Db } from './tables.ts';

type Sql = RawBuilder<unknown>;

/** A list as the server knows it. Whoever reads it hands over a `scope` (homes, an organization): rows outside it do not exist. */
export type List<Columns extends ListColumns = ListColumns, Scope = never> = {
  readonly columns: Columns;
  /** Russian: heading and name of the exported files. */
  readonly name: string;
  /** Where each column's value comes from. Money in kopecks; a month is a date, its first day; no value depends on the clock. */
  readonly values: { readonly [Key in keyof Columns]: Sql };
  /** Unique within the list; orders rows that are equal by the sorted column, and is what ticked rows are named by. */
  readonly id: { readonly value: Sql; readonly type: 'uuid' | 'bigint' | 'text' };
  /** Tables and joins, after `from`. */
  readonly from: (scope: Scope) => Sql;
  /** The condition that keeps the rows within the scope. */
  readonly where: (scope: Scope) => Sql;
  /** Sums of columns that would cost too much row by row (their `values` are zero then), over the rows of the condition. */
  readonly sums?: (
    db: Db,
    asked: { readonly scope: Scope; readonly query: Readonly<Record<string, unknown>>; readonly where: Sql },
  ) => Promise<Readonly<Record<string, bigint>>>;
  /** Where a row costs more to find than to keep: page and totals are taken from the rows found once. Else each is read by itself, a page by its index. */
  readonly isKept?: true;
  readonly sort: NonNullable<ListFilters<Columns>['sort']>;
  /** For instants; Moscow where the list spans houses. */
  readonly timeZone?: (scope: Scope) => string;
};

/** Keeps the types of the columns and of the scope. */
export const list = <const Columns extends ListColumns, Scope>(declared: List<Columns, Scope>): List<Columns, Scope> => declared;

const TYPES = {
  text: 'text',
  status: 'text',
  money: 'bigint',
  integer: 'bigint',
  decimal: 'numeric',
  day: 'date',
  month: 'date',
  instant: 'timestamptz',
  id: 'uuid',
} as const satisfies Record<ListKind, string>;
const typed = (value: unknown, type: string): Sql => sql`${String(value)}::${sql.raw(type)}`;

type Loose = Readonly<Record<string, unknown>>;
type Asked = { readonly sort: string; readonly column: ListColumn; readonly value: Sql; readonly id: Sql; readonly isDown: boolean };

/** One page of the list with the totals of all pages. One statement. A limit of 0 reads the totals alone: nobody's data are looked at. Refuses with list.mark when the mark of the page does not fit the list and its order. */
export async function readList<Columns extends ListColumns, Scope>(
  db: Db,
  list: List<Columns, Scope>,
  scope: Scope,
  query: ListQuery<Columns>,
): Promise<ListAnswer<Columns>> {
  const { limit = LIST_LIMIT_USUAL, after, before } = query as { limit?: number; after?: string; before?: string };
  if (limit === 0) return { rows: [], previous: null, next: null, ...(await readTotals(db, list, scope, query)) };
  const asked = sortOf(list, query);
  const backwards = after === undefined && before !== undefined;
  const mark = after ?? before;
  const place = mark === undefined ? undefined : readMark(mark, asked.sort);
  const { rows: read } = await readable(pageAndTotals(list, scope, query, { asked, place, backwards, most: limit + 1 }).execute(db), mark !== undefined);
  const rows = read.filter((row) => row['#id'] !== null);
  const hasMore = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (backwards) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const hasPrevious = backwards ? hasMore : place !== undefined;
  const hasNext = backwards || hasMore;
  return {
    rows: shown.map((row) => rowOf(list, row)),
    previous: hasPrevious ? (first ? markOf(asked.sort, first) : mark!) : null,
    next: hasNext ? (last ? markOf(asked.sort, last) : mark!) : null,
    ...(await withSums(db, list, { scope, query }, totalsOf(list, read[0]!))),
  };
}

type Totals<Columns extends ListColumns> = Pick<ListAnswer<Columns>, 'count' | 'totals'>;

async function withSums<Columns extends ListColumns, Scope>(
  db: Db,
  list: List<Columns, Scope>,
  { scope, query }: { scope: Scope; query: ListFilters<Columns> },
  totals: Totals<Columns>,
): Promise<Totals<Columns>> {
  if (!list.sums) return totals;
  const sums = await readable(list.sums(db, { scope, query, where: sql.join(conditionsOf(list, scope, query), sql` and `) }), false);
  return { ...totals, totals: { ...totals.totals, ...Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, kopecksToJson(sum)])) } };
}

type PageAsked = { asked: Asked; place: Place | undefined; backwards: boolean; most: number };

/** Each row of the page carries the totals; of an empty page only they come. */
function pageAndTotals<Columns extends ListColumns, Scope>(
  list: List<Columns, Scope>,
  scope: Scope,
  query: ListQuery<Columns>,
  { asked, place, backwards, most }: PageAsked,
): RawBuilder<Loose> {
  const names = [...Object.keys(list.columns), '#id'].map((name) => sql.ref(name));
  const outside = { ...asked, value: sql.ref('#value'), id: sql.ref('#key') };
  const beyondMark = place ? sql`where ${beyond(list, outside, place, backwards)}` : sql``;
  return sql<Loose>`
    with found as ${sql.raw(list.isKept ? 'materialized' : 'not materialized')} (
      select ${selection(list)}, ${asked.value} as "#value", ${asked.id} as "#key" from ${list.from(scope)} where ${sql.join(conditionsOf(list, scope, query), sql` and `)})
    select * from (select count(*) as "#count"${sums(list, (key) => sql.ref(key))} from found) t
    left join (select ${sql.join(names)}, "#value"::text as "#sort", "#value", "#key" from found ${beyondMark} order by ${order(outside, backwards)} limit ${most}) p on true order by ${order(outside, backwards)}`;
}

/** How many rows the filtered list has, and the sums of the columns that are totalled. One statement. */
export async function readTotals<Columns extends ListColumns, Scope>(
  db: Db,
  list: List<Columns, Scope>,
  scope: Scope,
  query: ListFilters<Columns>,
): Promise<Totals<Columns>> {
  const totals = sql<Loose>`select count(*) as "#count"${sums(list, (key) => list.values[key]!)} from ${list.from(scope)} where ${sql.join(conditionsOf(list, scope, query), sql` and `)}`;
  const { rows } = await readable(totals.execute(db), false);
  return withSums(db, list, { scope, query }, totalsOf(list, rows[0]!));
}

const totalled = ({ columns }: Pick<List, 'columns'>): string[] => Object.keys(columns).filter((key) => columns[key]!.total);
const sums = (list: Pick<List, 'columns'>, value: (key: string) => Sql): Sql =>
  sql.join(
    totalled(list).map((key) => sql`, coalesce(sum(${value(key)}), 0)::bigint as ${sql.ref(`#total ${key}`)}`),
    sql``,
  );
const totalsOf = <Columns extends ListColumns, Scope>(list: List<Columns, Scope>, row: Loose): Totals<Columns> => ({
  count: Number(row['#count']),
  totals: Object.fromEntries(totalled(list).map((key) => [key, kopecksToJson(row[`#total ${key}`] as bigint)])) as ListAnswer<Columns>['totals'],
});

/** The whole filtered list as one statement, for the exports. Its rows become what the API shows by `rowOf`. */
export function wholeList<Columns extends ListColumns, Scope>(list: List<Columns, Scope>, scope: Scope, query: ListFilters<Columns>): RawBuilder<Loose> {
  return sql<Loose>`select ${selection(list)} from ${list.from(scope)} where ${sql.join(conditionsOf(list, scope, query), sql` and `)} order by ${order(sortOf(list, query), false)}`;
}

function sortOf<Columns extends ListColumns, Scope>(list: List<Columns, Scope>, query: ListFilters<Columns>): Asked {
  const sort: string = query.sort ?? list.sort;
  const key = sort.replace(/^-/, '');
  return { sort, column: list.columns[key]!, value: list.values[key]!, id: list.id.value, isDown: sort !== key };
}

function selection<Columns extends ListColumns, Scope>(list: List<Columns, Scope>): Sql {
  const columns = Object.entries(list.columns).map(([key, { kind }]) => {
    const value = list.values[key]!;
    const given =
      kind === 'month'
        ? sql`to_char(${value}, 'YYYY-MM')`
        : kind === 'money' || kind === 'integer'
          ? sql`(${value})::bigint`
          : kind === 'decimal' || kind === 'id'
            ? sql`(${value})::text`
            : value;
    return sql`${given} as ${sql.ref(key)}`;
  });
  return sql.join([...columns, sql`(${list.id.value})::text as "#id"`]);
}

/** Empty values stand last in both directions. For columns that are never empty nothing is said, so that an index can give the order. */
function order({ column, value, id, isDown }: Asked, backwards: boolean): Sql {
  const way = sql.raw(isDown === backwards ? 'asc' : 'desc');
  const empty = column.nullable ? sql.raw(backwards ? ' nulls first' : ' nulls last') : sql``;
  return sql`${value} ${way}${empty}, ${id} ${way}`;
}

type Place = { readonly value: string | null; readonly id: string };

/** The rows that stand after the place in the direction of reading. */
function beyond<Columns extends ListColumns, Scope>(
  list: List<Columns, Scope>,
  { column, value, id: own, isDown }: Asked,
  place: Place,
  backwards: boolean,
): Sql {
  const after = sql.raw(isDown === backwards ? '>' : '<');
  const id = typed(place.id, list.id.type);
  const idBeyond = sql`${own} ${after} ${id}`;
  if (place.value === null) return backwards ? sql`(${value} is not null or ${idBeyond})` : sql`(${value} is null and ${idBeyond})`;
  const sorted = typed(place.value, TYPES[column.kind]);
  const within = sql`(${value}, ${own}) ${after} (${sorted}, ${id})`;
  return column.nullable && !backwards ? sql`(${within} or ${value} is null)` : within;
}

function conditionsOf<Columns extends ListColumns, Scope>(list: List<Columns, Scope>, scope: Scope, query: ListFilters<Columns>): Sql[] {
  const asked = query as Loose;
  const zone = list.timeZone?.(scope) ?? 'Europe/Moscow';
  const conditions = [sql`(${list.where(scope)})`];
  for (const [key, { kind, filter }] of Object.entries(list.columns)) {
    const value = list.values[key]!;
    const [exact, from, to] = [asked[key], asked[`${key}From`], asked[`${key}To`]];
    if (filter === 'exact' && exact !== undefined) conditions.push(sql`${value} = ${typed(dated(kind, exact), TYPES[kind])}`);
    if (filter === 'oneOf' && Array.isArray(exact))
      conditions.push(sql`${value} = any(${exact.map((one) => String(dated(kind, one)))}::${sql.raw(TYPES[kind])}[])`);
    if (filter === 'range' && from !== undefined)
      conditions.push(kind === 'instant' ? sql`${value} >= ${dayStart(from, 0, zone)}` : sql`${value} >= ${typed(dated(kind, from), TYPES[kind])}`);
    if (filter === 'range' && to !== undefined)
      conditions.push(kind === 'instant' ? sql`${value} < ${dayStart(to, 1, zone)}` : sql`${value} <= ${typed(dated(kind, to), TYPES[kind])}`);
  }
  const text = typeof asked['search'] === 'string' ? asked['search'].trim() : '';
  if (text !== '') conditions.push(found(list, text));
  if (query.ids !== undefined) conditions.push(sql`${list.id.value} = any(${query.ids}::${sql.raw(list.id.type)}[])`);
  return conditions;
}

const dated = (kind: ListKind, value: unknown): unknown => (kind === 'month' ? `${String(value)}-01` : value);
const dayStart = (day: unknown, plus: number, zone: string): Sql => sql`((${typed(day, 'date')} + ${plus}::int)::timestamp at time zone ${zone})`;

/** Any of the search columns holds the text; letters' case and «ё» do not matter. */
function found<Columns extends ListColumns, Scope>(list: List<Columns, Scope>, text: string): Sql {
  const pattern = `%${text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const columns = Object.entries(list.columns).filter(([, { filter }]) => filter === 'search');
  return sql`(${sql.join(
    columns.map(([key]) => sql`replace(lower(${list.values[key]!}), 'ё', 'е') like ${pattern}`),
    sql` or `,
  )})`;
}

/** A row of the database as the API gives it. */
export function rowOf<Columns extends ListColumns, Scope>(list: List<Columns, Scope>, row: Loose): ListRow<Columns> {
  const members = Object.keys(list.columns).map((key) => [key, typeof row[key] === 'bigint' ? kopecksToJson(row[key]) : row[key]]);
  return { id: row['#id'], ...Object.fromEntries(members) } as ListRow<Columns>;
}

const markOf = (sort: string, row: Loose): string => Buffer.from(JSON.stringify([sort, row['#sort'], row['#id']])).toString('base64url');

function readMark(mark: string, sort: string): Place {
  try {
    const [ofSort, value, id] = JSON.parse(Buffer.from(mark, 'base64url').toString()) as unknown[];
    if (ofSort === sort && typeof id === 'string' && (value === null || typeof value === 'string')) return { value, id };
  } catch {
    // not a mark of ours: refused below
  }
  return refuse('list.mark');
}

// Text that is no number, day or id of the kind it should be, or a number or day out of range.
const BAD_VALUES = new Set(['22P02', '22007', '22008', '22003', '22021']);

/** Waits for a statement; values that fit no column are refused by name (list.mark where they came in a mark) instead of failing. */
export async function readable<Result>(reading: Promise<Result>, hasMark: boolean): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    if (BAD_VALUES.has((error as { code?: string }).code ?? '')) refuse(hasMark ? 'list.mark' : 'input.invalid');
    throw error;
  }
}
