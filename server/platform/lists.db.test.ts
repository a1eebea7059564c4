import * as fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import type { ListQuery, ListRow } from '#contract/list';
import { refusalOf, useWorld } from '#test/world';
import { newId } from './ids.ts';
import { list, readList } from './lists.ts';

const world = useWorld();

const columns = {
  name: { title: 'Название', kind: 'text', sortable: true, filter: 'search' },
  sum: { title: 'Сумма', kind: 'money', sortable: true, filter: 'range', total: true },
  volume: { title: 'Объём', kind: 'decimal', sortable: true, nullable: true },
  day: { title: 'День', kind: 'day', sortable: true, nullable: true, filter: 'range' },
  period: { title: 'Месяц', kind: 'month', sortable: true, filter: 'exact' },
  at: { title: 'Когда', kind: 'instant', sortable: true, nullable: true, filter: 'range' },
  status: { title: 'Статус', kind: 'status', sortable: true, filter: 'oneOf', words: { open: 'Открыта', closed: 'Закрыта' } },
  floor: { title: 'Этаж', kind: 'integer', sortable: true, nullable: true, filter: 'exact' },
  houseId: { title: 'Дом', kind: 'id' },
} as const;
type Query = ListQuery<typeof columns>;
type Row = ListRow<typeof columns>;

const probes = list({
  columns,
  name: 'Пробы',
  values: Object.fromEntries(Object.keys(columns).map((key) => [key, sql`p.${sql.ref(key.replace('houseId', 'house_id'))}`])) as never,
  id: { value: sql`p.id`, type: 'uuid' },
  from: () => sql`public.probe p`,
  where: (scope: { houseId: string }) => sql`p.house_id = ${scope.houseId}`,
  sort: '-period',
});

const owner = async (text: string, values: unknown[] = []): Promise<void> => {
  const client = new pg.Client({ connectionString: world.ownerUrl });
  await client.connect();
  await client.query(text, values);
  await client.end();
};

const [mine, other] = [newId(new Date(0)), newId(new Date(0))];
const scope = { houseId: mine };

/** Few different values, so that there are many ties; every third nullable value is empty. */
const fill = (houseId: string, count: number): Promise<void> =>
  owner(
    `insert into public.probe select gen_random_uuid(), $1, (array['Ёлка', 'елка 50%', 'Дуб', 'дом_1'])[1 + i % 4], (i * 7919 % 13 - 6) * 100, nullif(i % 5, 0) * 1.5,
     case when i % 3 > 0 then date '2026-01-01' + i % 4 end, date '2026-01-01' + (i % 3) * interval '1 month',
     case when i % 4 > 0 then timestamptz '2026-01-01 20:30:00.123456Z' + (i % 5) * interval '1 hour' end, (array['open', 'closed'])[1 + i % 2], nullif(i % 4, 0)
   from generate_series(1, $2::int) i`,
    [houseId, count],
  );

beforeAll(async () => {
  await owner(`create table public.probe (id uuid primary key, house_id uuid not null, name text not null, sum bigint not null, volume numeric(8, 2), day date, period date not null,
    at timestamptz, status text not null, floor int)`);
  await owner('grant select, insert on public.probe to moidom_app');
  await fill(mine, 83);
  await fill(other, 20);
});

const read = (query: Query) => readList(world.db, probes, scope, query);

/** All pages from the first to the last; `between` is done after each page. */
async function walk(query: Query, between: () => Promise<void> = async () => {}): Promise<{ rows: Row[]; lastMark: string | null }> {
  const rows: Row[] = [];
  let mark: string | null = null;
  for (let pages = 0; pages < 200; pages++) {
    const page = await read({ ...query, ...(mark !== null && { after: mark }) });
    rows.push(...page.rows);
    if (page.next === null) return { rows, lastMark: page.previous };
    mark = page.next;
    await between();
  }
  throw new Error('the pages never end');
}

async function walkBack(query: Query, mark: string | null, lastPage: Row[]): Promise<Row[]> {
  const rows = [...lastPage];
  for (let before = mark; before !== null;) {
    const page = await read({ ...query, before });
    rows.unshift(...page.rows);
    before = page.previous;
  }
  return rows;
}

const sortKeys = Object.entries(columns).flatMap(([key, column]) => ('sortable' in column ? [key, `-${key}`] : []));
const filters: readonly Query[] = [
  ...['елка', 'ЁЛКА', '%', '_', 'дуб', ' '].map((search) => ({ search })),
  { sumFrom: -300 },
  { sumTo: 400 },
  { dayFrom: '2026-01-02' },
  { dayTo: '2026-01-03' },
  { period: '2026-02' },
  { period: '2026-05' },
  { atFrom: '2026-01-02' },
  { atTo: '2026-01-01' },
  { status: ['open'] },
  { status: ['open', 'closed'] },
  { floor: 1 },
  { floor: 9 },
];
// Two filters at most: with more hardly a row is left to be paged.
const queries = fc
  .tuple(fc.constantFrom(...sortKeys), fc.integer({ min: 1, max: 40 }), fc.subarray([...filters], { maxLength: 2 }))
  .map(([sort, limit, some]) => ({ sort, limit, ...Object.assign({}, ...some) }) as Query);

/** What a filter means, said a second time and without SQL. */
function fits(row: Row, q: Query): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');
  const moscowDay = row.at === null ? '' : new Date(Date.parse(row.at) + 3 * 3_600_000).toISOString().slice(0, 10);
  return [
    !q.search?.trim() || plain(row.name).includes(plain(q.search.trim())),
    q.sumFrom === undefined || row.sum >= Number(q.sumFrom),
    q.sumTo === undefined || row.sum <= Number(q.sumTo),
    q.dayFrom === undefined || (row.day !== null && row.day >= String(q.dayFrom)),
    q.dayTo === undefined || (row.day !== null && row.day <= String(q.dayTo)),
    q.period === undefined || row.period === q.period,
    q.atFrom === undefined || (moscowDay !== '' && moscowDay >= String(q.atFrom)),
    q.atTo === undefined || (moscowDay !== '' && moscowDay <= String(q.atTo)),
    q.status === undefined || q.status.includes(row.status),
    q.floor === undefined || row.floor === q.floor,
  ].every(Boolean);
}

function compare(sort: string, a: Row, b: Row): number {
  const key = sort.replace('-', '') as keyof Row;
  const way = sort.startsWith('-') ? -1 : 1;
  const [x, y] = [a[key], b[key]].map((value) => (columns[key as 'volume'].kind === 'decimal' && value !== null ? Number(value) : value));
  if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
  return x! < y! ? -way : x! > y! ? way : 0;
}

test('X-1: for any filter and order the pages, read forwards or backwards, are exactly the rows that fit, each once and in order', async () => {
  const all = (await walk({ limit: 200 })).rows;
  expect(all).toHaveLength(83);
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      const { rows } = await walk(query);
      const right = all.filter((row) => fits(row, query));
      expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(right.map(({ id }) => id)));
      expect(rows).toHaveLength(right.length);
      // Text stands in the order of the database's language, which is not asked about here.
      if (!query.sort!.endsWith('name')) for (let i = 1; i < rows.length; i++) expect(compare(query.sort!, rows[i - 1]!, rows[i]!)).toBeLessThanOrEqual(0);
      const page = await read(query);
      expect(page.count).toBe(right.length);
      expect(page.totals).toEqual({ sum: right.reduce((sum, row) => sum + row.sum, 0) });
      const lastStart = Math.floor(Math.max(0, rows.length - 1) / query.limit!) * query.limit!;
      const lastPage = rows.slice(lastStart);
      const { lastMark } = await walk(query);
      expect(await walkBack(query, lastMark, lastPage)).toEqual(rows);
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('X-1: rows that appear while somebody pages repeat nothing and hide nothing that was there before', async () => {
  const before = (await walk({ limit: 200 })).rows;
  for (const sort of ['day', '-at', '-sum'] as const) {
    const known = new Set(before.map(({ id }) => id));
    const { rows } = await walk({ sort, limit: 7 }, () => fill(mine, 3));
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of known) expect(ids).toContain(id);
  }
});

test('X-1, X-8: a list holds no row out of its scope', async () => {
  const { rows } = await walk({ limit: 200 });
  expect(new Set(rows.map(({ houseId }) => houseId))).toEqual(new Set([mine]));
});

test('X-1: values come as the API shows them: money and counts as numbers, months without a day, instants in UTC', async () => {
  const { rows } = await read({ sort: '-at', limit: 1 });
  expect(rows[0]).toMatchObject({
    period: expect.stringMatching(/^2026-0[1-3]$/),
    sum: expect.any(Number),
    at: expect.stringMatching(/^2026-01-0\dT\d\d:30:00\.123456Z$/),
  });
});

test('X-3: a mark of another order, a cut mark and a forged one are refused by name', async () => {
  const { next } = await read({ sort: 'sum', limit: 5 });
  const forged = Buffer.from(JSON.stringify(['sum', 'x', 'y'])).toString('base64url');
  for (const query of [
    { sort: 'day', after: next! },
    { sort: 'sum', after: next!.slice(0, 9) },
    { sort: 'sum', before: forged },
  ] as const)
    expect((await refusalOf(read(query))).code).toBe('list.mark');
});
