import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportEndpoint } from '#contract/list';
import { testSettings } from '#test/settings';
import { personActor, useWorld } from '#test/world';
import { makeApp } from './app.ts';
import { newId } from './ids.ts';
import { exportRoute } from './list-export.ts';
import { list } from './lists.ts';
import { signedIn } from './route.ts';
import { openTypesetter } from './typst-pool.ts';
import { bytesInMemory } from './byte-source.ts';
import { readXlsx } from './xlsx-read.ts';
import { collect } from '#test/collect';

const world = useWorld();
const typesetter = openTypesetter({ processes: 1 });

const columns = {
  service: { title: 'Услуга', kind: 'text', sortable: true, filter: 'search' },
  sum: { title: 'Сумма', kind: 'money', sortable: true, filter: 'range', total: true },
  volume: { title: 'Объём', kind: 'decimal', nullable: true },
  day: { title: 'День', kind: 'day' },
  period: { title: 'Месяц', kind: 'month', sortable: true, filter: 'exact' },
  at: { title: 'Когда', kind: 'instant' },
  status: { title: 'Статус', kind: 'status', filter: 'oneOf', words: { open: 'Открыта', closed: 'Закрыта' } },
  houseId: { title: 'Дом', kind: 'id' },
} as const;
const charges = list({
  columns,
  name: 'Начисления',
  values: {
    service: sql`c.service`,
    sum: sql`c.sum`,
    volume: sql`c.volume`,
    day: sql`c.day`,
    period: sql`c.period`,
    at: sql`c.at`,
    status: sql`c.status`,
    houseId: sql`c.house_id`,
  },
  id: { value: sql`c.id`, type: 'bigint' },
  from: () => sql`public.charge_probe c`,
  where: (scope: { houseId: string }) => sql`c.house_id = ${scope.houseId}`,
  sort: 'service',
  timeZone: () => 'Asia/Yekaterinburg',
});
const endpoint = exportEndpoint(columns, { url: '/api/v1/probes', summary: 'Probes' });
const [few, many] = [newId(new Date(0)), newId(new Date(0))];
let houseId = few;
let app: FastifyInstance;

beforeAll(async () => {
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  await owner.query(
    `create table public.charge_probe (id bigint primary key, house_id uuid, service text, sum bigint, volume numeric, day date, period date, at timestamptz, status text)`,
  );
  const fill = `insert into public.charge_probe select i + $3::bigint, $1, 'Услуга ' || lpad(i::text, 6, '0') || case when i = 2 then '; =1+1' else '' end, i * 101, case when i % 2 = 0 then 1.5 end, '2026-11-12', '2026-10-01',
    '2026-11-12 20:30Z', case when i % 2 = 0 then 'open' else 'closed' end from generate_series(1, $2::int) i`;
  await owner.query(fill, [few, 4, 0]);
  await owner.query(fill, [many, 100_000, 1_000_000]);
  await owner.query('grant select on public.charge_probe to moidom_app');
  await owner.end();
  const route = exportRoute(endpoint, signedIn, { list: charges, scope: () => ({ houseId }), typesetter });
  app = await makeApp({
    settings: testSettings(),
    ground: world.ground,
    modules: [{ name: 'probes', routes: [route] }],
    identify: async () => personActor(few),
  });
}, 60_000);
afterAll(async () => {
  app.server.closeAllConnections();
  await app.close();
  await typesetter.stop();
});

const get = (query: string) => app.inject({ url: `/api/v1/probes/export?${query}`, headers: { cookie: 'sid=x' } });

test('X-1: CSV opens in a Russian spreadsheet as is: BOM, semicolons, decimal comma, days and words in Russian, no formulas', async () => {
  const answer = await get('format=csv&sort=-sum');
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': expect.stringContaining(encodeURIComponent('Начисления 12.11.2026.csv')),
  });
  expect(answer.body.split('\r\n')).toEqual([
    '\ufeffУслуга;Сумма;Объём;День;Месяц;Когда;Статус',
    'Услуга 000004;4,04;1,5;12.11.2026;10.2026;13.11.2026 01:30;Открыта',
    'Услуга 000003;3,03;;12.11.2026;10.2026;13.11.2026 01:30;Закрыта',
    '"Услуга 000002; =1+1";2,02;1,5;12.11.2026;10.2026;13.11.2026 01:30;Открыта',
    'Услуга 000001;1,01;;12.11.2026;10.2026;13.11.2026 01:30;Закрыта',
    '',
  ]);
});

test('X-1: what is exported is what is filtered, or the ticked rows', async () => {
  const lines = async (query: string) =>
    (await get(`format=csv&${query}`)).body
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(';')[1]);
  expect(await lines('status=open')).toEqual([' =1+1"', '4,04']);
  expect(await lines('sumFrom=303')).toEqual(['3,03', '4,04']);
  expect(await lines('ids=1&ids=3')).toEqual(['1,01', '3,03']);
  expect(await lines('ids=1000001')).toEqual([]);
  expect(await lines('period=2026-11')).toEqual([]);
});

test('X-1: XLSX holds numbers as numbers and days as days', async () => {
  const rows = (await collect(readXlsx(bytesInMemory((await get('format=xlsx')).rawPayload)))).map(({ cells }) => cells);
  expect(rows[0]).toEqual(['Услуга', 'Сумма', 'Объём', 'День', 'Месяц', 'Когда', 'Статус']);
  expect(rows[1]!.slice(0, 2)).toEqual(['Услуга 000001', '1.01']);
  expect(rows).toHaveLength(5);
});

test('X-1: PDF holds the list with its filter and totals; above ten thousand rows it is refused in favour of CSV and XLSX', async () => {
  const pdf = await get('format=pdf&status=open&sumFrom=100');
  expect(pdf.headers['content-type']).toBe('application/pdf');
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  houseId = many;
  const refused = await get('format=pdf');
  houseId = few;
  expect(refused.statusCode).toBe(422);
  expect(refused.json()).toMatchObject({ code: 'list.tooLongForPdf', title: expect.stringMatching(/100000.*XLSX или CSV/) });
}, 60_000);

test('X-3: a format or a filter that does not exist is refused by field before anything is sent', async () => {
  for (const query of ['format=doc', 'format=csv&status=x', 'format=csv&colour=red', 'format=csv&ids=x']) expect((await get(query)).statusCode).toBe(422);
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Memory that something still holds on to. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('X-1: exporting 100,000 rows takes no more memory than ten thousand', async () => {
  houseId = many;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/probes/export`;
  const measured: Record<string, object> = {};
  for (const format of ['csv', 'xlsx'] as const) {
    const peaks: number[] = [];
    for (const sumTo of [10_000 * 101, 100_000 * 101]) {
      const start = heldBytes();
      const began = performance.now();
      let [peak, bytes, samples] = [0, 0, 0];
      const response = await fetch(`${base}?format=${format}&sumTo=${sumTo}`, { headers: { cookie: 'sid=x' } });
      expect(response.status).toBe(200);
      for await (const part of response.body!) {
        bytes += part.length;
        if (bytes > samples * 600_000) {
          samples += 1;
          peak = Math.max(peak, heldBytes() - start);
        }
      }
      peaks.push(peak);
      measured[`${format} ${sumTo / 101} rows`] = { bytes, heldMb: Math.round(peak / 1e5) / 10, ms: Math.round(performance.now() - began) };
    }
    // Rows that were kept would be some 60 MB more.
    expect(peaks[1]! - peaks[0]!).toBeLessThan(5e6);
  }
  houseId = few;
  if (process.env['MEASURED_TO']) writeFileSync(process.env['MEASURED_TO'], JSON.stringify(measured, null, 1));
}, 120_000);

test('X-1: a reader that goes away half way frees the connection and its place', async () => {
  houseId = many;
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/probes/export?format=csv`;
  for (let i = 0; i < 9; i++) {
    const stop = new AbortController();
    const response = await fetch(base, { headers: { cookie: 'sid=x' }, signal: stop.signal });
    expect(response.status).toBe(200);
    stop.abort();
    await response.text().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  houseId = few;
  const open = await sql<{ count: bigint }>`select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`.execute(
    world.db,
  );
  expect(open.rows[0]!.count).toBe(0n);
});
