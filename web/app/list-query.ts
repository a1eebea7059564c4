// A list's state stands in the page's address; this makes the API's query of it. For loaders: it runs on the server.
import type { ListColumns, ListQuery } from '#contract/list';

/** The members of the address that the list knows; empty ones (a filter left alone) are dropped. */
export function listQueryOf<Columns extends ListColumns>(request: Request, columns: Columns): ListQuery<Columns> {
  const given = new URL(request.url).searchParams;
  const query: Record<string, string | string[]> = {};
  const take = (name: string, many = false): void => {
    const values = given.getAll(name).filter((value) => value !== '');
    if (values.length > 0) query[name] = many ? values : values[0]!;
  };
  for (const name of ['sort', 'after', 'before', 'search']) take(name);
  for (const [key, { filter }] of Object.entries(columns)) {
    if (filter === 'exact' || filter === 'oneOf') take(key, filter === 'oneOf');
    if (filter === 'range') for (const end of ['From', 'To']) take(key + end);
  }
  return query as ListQuery<Columns>;
}

/** The words of a house's address that a page is asked by (`HouseFinder`). */
export function soughtHouseOf(request: Request, name = 'q'): { q?: string } {
  const q = (new URL(request.url).searchParams.get(name) ?? '').trim().slice(0, 100);
  return q === '' ? {} : { q };
}

/** The address of the list's export with the page's filter, as `listQueryOf` has read it: `/api/v1/notices/export?state=unread&format=csv`. */
export function exportAddress(
  url: string,
  query: Readonly<Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>>,
  format: 'csv' | 'xlsx' | 'pdf',
): string {
  const { after: _after, before: _before, ...filter } = query;
  const members = Object.entries(filter).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, String(one)]));
  return `${url}?${new URLSearchParams([...members, ['format', format]]).toString()}`;
}
