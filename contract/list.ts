// A list is declared once as a table of columns. From it come the query (filter, sort, pages), the answer, and the three exports.
// The server adds to each column where its value comes from (#platform/lists).
import { type Static, type TObject, type TSchema, type TUnsafe, Type } from 'typebox';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { ErrorCode } from './errors.ts';
import { Day, DecimalText, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, Text } from './types.ts';

/** `id`: an identifier for links, never shown or exported. `status`: a word of `words`. `month`: the first day of the month in the database. */
export type ListKind = 'text' | 'money' | 'decimal' | 'day' | 'month' | 'instant' | 'status' | 'integer' | 'id';

/**
 * `exact`: `?key=value`. `oneOf`: `?key=a&key=b`. `range`: `?keyFrom=…&keyTo=…`, both ends included (for instants: days).
 * `search`: the one `?search=…` looks in all such columns.
 */
export type ListFilter = 'exact' | 'oneOf' | 'range' | 'search';

export type ListColumn = {
  /** Russian, as the heading of the table and of the exports. */
  readonly title: string;
  readonly kind: ListKind;
  readonly filter?: ListFilter;
  readonly sortable?: boolean;
  /** May be empty: then the value is null, and it stands last in whichever order. */
  readonly nullable?: boolean;
  /** The sum of the whole filtered list is told (money and integers). */
  readonly total?: boolean;
  /** Of a status: its words, code → Russian. */
  readonly words?: Readonly<Record<string, string>>;
};
export type ListColumns = Readonly<Record<string, ListColumn>>;

type WordOf<C extends ListColumn> = C extends { readonly words: infer Words } ? keyof Words & string : string;
type ValueOf<C extends ListColumn> = (C['kind'] extends 'money' | 'integer' ? number : WordOf<C>) | (C['nullable'] extends true ? null : never);
/** A row as the API gives it. Money and integers are numbers, the rest is text. */
export type ListRow<Columns extends ListColumns> = { id: string } & { [Key in keyof Columns]: ValueOf<Columns[Key]> };

type KeysWith<Columns extends ListColumns, Part> = { [Key in keyof Columns]: Columns[Key] extends Part ? Key : never }[keyof Columns] & string;
type SortOf<Columns extends ListColumns> = KeysWith<Columns, { sortable: true }> | `-${KeysWith<Columns, { sortable: true }>}`;

/** What a list may be asked for. */
export type ListFilters<Columns extends ListColumns> = { sort?: SortOf<Columns>; search?: string; ids?: string[] } & {
  [Key in KeysWith<Columns, { filter: 'exact' }>]?: string | number;
} & { [Key in KeysWith<Columns, { filter: 'oneOf' }>]?: string[] } & {
  [Key in `${KeysWith<Columns, { filter: 'range' }>}${'From' | 'To'}`]?: string | number;
};
export type ListQuery<Columns extends ListColumns> = ListFilters<Columns> & { after?: string; before?: string; limit?: number };
export type ListAnswer<Columns extends ListColumns> = {
  rows: ListRow<Columns>[];
  /** Marks of the neighbouring pages: `?before=` and `?after=`. Null where there is nothing more. */
  previous: string | null;
  next: string | null;
  /** Of the whole filtered list, not of the page. */
  count: number;
  totals: Partial<Record<keyof Columns & string, number>>;
};

export const LIST_LIMIT_USUAL = 50;
export const LIST_LIMIT_MOST = 200;
/** A longer list is refused as PDF: it would be a book nobody prints. */
export const PDF_ROWS_MOST = 10_000;

const Whole = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });

const valueSchema = ({ kind, words }: ListColumn): TSchema => {
  switch (kind) {
    case 'money':
      return Kopecks;
    case 'integer':
      return Whole;
    case 'decimal':
      return DecimalText;
    case 'day':
      return Day;
    case 'month':
      return Month;
    case 'instant':
      return Instant;
    case 'id':
      return Id;
    case 'status':
      return OneOf(Object.keys(words ?? {}) as [string, ...string[]]);
    case 'text':
      return Text(300);
  }
};

const entriesWith = (columns: ListColumns, filter: ListFilter): [string, ListColumn][] =>
  Object.entries(columns).filter(([, column]) => column.filter === filter);

function filterMembers(columns: ListColumns): Record<string, TSchema> {
  const sorts = Object.entries(columns).flatMap(([key, { sortable }]) => (sortable ? [key, `-${key}`] : []));
  const members: Record<string, TSchema> = {};
  if (sorts.length > 0) members['sort'] = OneOf(sorts as [string, ...string[]]);
  if (entriesWith(columns, 'search').length > 0)
    members['search'] = Type.String({
      maxLength: 100,
      description: `Text in: ${entriesWith(columns, 'search')
        .map(([key]) => key)
        .join(', ')}`,
    });
  for (const [key, column] of entriesWith(columns, 'exact')) members[key] = valueSchema(column);
  for (const [key, column] of entriesWith(columns, 'oneOf')) members[key] = Type.Array(valueSchema(column), { maxItems: 100 });
  for (const [key, column] of entriesWith(columns, 'range'))
    for (const end of ['From', 'To']) members[key + end] = column.kind === 'instant' ? Day : valueSchema(column);
  return members;
}

const optional = (members: Record<string, TSchema>) => obj(Object.fromEntries(Object.entries(members).map(([key, schema]) => [key, Type.Optional(schema)])));

/** The query of a list: its filters, `sort=-key`, and which page. */
export function listQuery<const Columns extends ListColumns>(columns: Columns): TUnsafe<ListQuery<Columns>> {
  const mark = Type.String({ maxLength: 2_000, description: 'Mark of a page, from `next` or `previous` of an answer' });
  const limit = Type.Integer({ minimum: 0, maximum: LIST_LIMIT_MOST, default: LIST_LIMIT_USUAL, description: '0: the count and the totals alone' });
  return Type.Unsafe<ListQuery<Columns>>(optional({ ...filterMembers(columns), after: mark, before: mark, limit }));
}

/** The answer of a list: one page, the marks of its neighbours, the count and the totals of the whole. */
export function listAnswer<const Columns extends ListColumns>(columns: Columns): TUnsafe<ListAnswer<Columns>> {
  const members = Object.entries(columns).map(([key, column]): [string, TSchema] => {
    const schema = column.kind === 'text' ? Type.String() : valueSchema(column); // what is stored may be longer than what may be asked for
    return [key, column.nullable ? Nullable(schema) : schema];
  });
  const totals = Object.entries(columns).flatMap(([key, { total, kind }]): [string, TSchema][] => (total ? [[key, kind === 'money' ? Kopecks : Whole]] : []));
  return Type.Unsafe<ListAnswer<Columns>>(
    obj({
      rows: Type.Array(obj({ id: Type.String(), ...Object.fromEntries(members) })),
      previous: Nullable(Type.String()),
      next: Nullable(Type.String()),
      count: Type.Integer({ minimum: 0 }),
      totals: obj(Object.fromEntries(totals)),
    }),
  );
}

export const EXPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Described = { readonly url: string; readonly summary: string; readonly errors?: readonly ErrorCode[] };

/** `GET url`: a page of the list. */
export function listEndpoint<const Columns extends ListColumns>(columns: Columns, { url, summary, errors = [] }: Described) {
  return endpoint({ method: 'GET', url, summary, query: listQuery(columns), answer: listAnswer(columns), errors });
}

/** `GET url/export?format=…`: what is filtered, or the ticked rows (`ids`), as a file. */
export function exportEndpoint<const Columns extends ListColumns>(columns: Columns, { url, summary, errors = [] }: Described) {
  const query = Type.Unsafe<ListFilters<Columns> & { format: ExportFormat }>(
    obj({
      ...optional({ ...filterMembers(columns), ids: Type.Array(Text(100, 1), { maxItems: LIST_LIMIT_MOST }) }).properties,
      format: OneOf(EXPORT_FORMATS),
    }),
  );
  return endpoint({
    method: 'GET',
    url: `${url}/export`,
    summary: `${summary}, as a file`,
    query,
    answer: Type.Any(),
    errors: ['list.tooLongForPdf', ...errors],
  });
}

/** A list's endpoint that is asked for by more than its columns. */
export function alsoAsked<Listed extends Endpoint, const More extends Record<string, TSchema>>(
  listed: Listed,
  more: More,
): Omit<Listed, 'query'> & { readonly query: TUnsafe<Static<Listed['query']> & Static<TObject<More>>> } {
  const { properties } = listed.query as unknown as TObject;
  return { ...listed, query: Type.Unsafe(obj({ ...properties, ...more })) };
}

/** A list's endpoint whose answer says more than its rows. */
export function alsoTold<Listed extends Endpoint, const More extends Record<string, TSchema>>(
  listed: Listed,
  more: More,
): Omit<Listed, 'answer'> & { readonly answer: TUnsafe<Static<Listed['answer']> & Static<TObject<More>>> } {
  const { properties } = listed.answer as unknown as TObject;
  return { ...listed, answer: Type.Unsafe(obj({ ...properties, ...more })) };
}
