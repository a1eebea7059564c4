// An accountant's search among the accounts of a large company: by number, address and owner's name. What it reads must follow what it finds.
import { testSettings } from '#test/settings';
import { accountantOf } from '#test/factories/calculation';
import { makeOrganization } from '#test/factories/housing';
import type { World } from '#test/world';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { composeModules } from '../server/compose.ts';
import { makeApp } from '../server/platform/app.ts';
import { cpuOfChildren, postmasterOf } from './cpu-of-processes.ts';
import { type Cost, costOf, type Row, rowText } from './ratio.ts';
import { type Statement, statementsOf } from './sent-statements.ts';
import { asOwner } from './world.ts';

const ACCOUNTS = Number(process.env['BENCH_ACCOUNTS'] ?? 200_000);
const FLATS = 250;
const HOUSES_OF_STREET = 20;
const UNITS = 10;
const NUMBER = String(7_000_000_000 + Math.floor(ACCOUNTS / 2));
const SOUGHT: readonly (readonly [what: string, query: string])[] = [
  ['the first page of all', ''],
  ['nine digits of a number', `q=${NUMBER.slice(0, 9)}`],
  ['a unified number', 'q=80РС000777'],
  ['a street and a house', 'q=Березовая 0-я, 14'],
  ['a flat', 'q=ул. Березовая 0-я, д. 14, кв. 37'],
  ['a rare surname', 'q=Щербацевич'],
  ['a name and a patronymic', 'q=Щербацевич Анна'],
  ['a surname of one in a hundred', 'q=Иванова'],
  ['nobody', 'q=Непридуманный'],
];
/** The tables of which a search may not read every row. */
const LARGE = new Set(['account', 'premises', 'ownership', 'balance']);

/** Throws when a search reads a large table whole. */
export async function benchAccountSearch(world: World): Promise<Row[]> {
  const company = await makeOrganization(world);
  await fill(world, company);
  const { modules, close } = composeModules(testSettings(), world.ground);
  const accountant = accountantOf(world, company);
  const app = await makeApp({
    settings: testSettings(),
    ground: world.ground,
    modules,
    identify: async () => accountant,
    addressLimit: { perSecond: 1e6, burst: 1e6 },
  });
  const rows: Row[] = [];
  for (const [what, query] of SOUGHT) {
    const url = `/api/v1/work/accounts?${encodeURI(query)}`;
    const page = (await get(app, url)).json<{ rows: { id: string; houseId: string }[]; count: number; isPart: boolean }>();
    const read = await readBy(world, await statementsOf(() => get(app, url)));
    if (query !== '' && read.whole.length > 0) throw new Error(`${what}: ${read.whole.join(', ')} read whole`);
    const cost = await cpuOf(world, async (units) => {
      for (let n = 0; n < units; n += 1) await get(app, url);
    });
    const limitCost = await cpuOf(world, async (units) => {
      for (let n = 0; n < units; n += 1) await world.pool.query(BY_KEYS, [page.rows.map(({ houseId }) => houseId), page.rows.map(({ id }) => id)]);
    });
    const row: Row = {
      what: `accounts of ${ACCOUNTS}: ${what}, ${page.count} found${page.isPart ? ' and more' : ''}, ${read.rows} rows of tables and ${read.buffers} buffers read`,
      cost,
      limit: 'the rows of the page by their keys, one raw statement',
      limitCost,
    };
    console.error(rowText(row));
    rows.push(row);
  }
  await app.close();
  await close();
  return rows;
}

const BY_KEYS = `select a.*, p.number as flat, h.street, h.number as house, o.owner_name, b.due from unnest($1::uuid[], $2::uuid[]) k (house_id, id) join ledger.account a on a.house_id = k.house_id and a.id = k.id
  join housing.premises p on p.house_id = a.house_id and p.premises_id = a.premises_id join housing.house h on h.house_id = a.house_id left join housing.ownership o on o.house_id = a.house_id and o.premises_id = a.premises_id
  cross join lateral (select sum(kopecks) as due from ledger.balance b where b.house_id = a.house_id and b.account_id = a.id and b.kopecks > 0) b`;

const get = async (app: FastifyInstance, url: string) => {
  const answer = await app.inject({ url, headers: { cookie: 'sid=bench' } });
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`);
  return answer;
};

/** CPU of this process and of the database together, as both columns of a cost. */
async function cpuOf(world: World, work: (units: number) => Promise<void>): Promise<Cost> {
  const postmaster = await postmasterOf(world);
  await work(2);
  const before = cpuOfChildren(postmaster);
  const { cpuUs } = await costOf(UNITS, work, 3);
  const database = (cpuOfChildren(postmaster) - before) / (4 * UNITS);
  return { wallUs: cpuUs + database, cpuUs: cpuUs + database };
}

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Plan[];
};

/** Rows that the scans of the statements looked at, buffers that they touched, and which large tables a sequential scan read. */
async function readBy({ pool }: World, statements: readonly Statement[]): Promise<{ rows: number; buffers: number; whole: string[] }> {
  const told = { rows: 0, buffers: 0, whole: [] as string[] };
  const walk = (plan: Plan): void => {
    const table = plan['Relation Name'];
    if (table !== undefined)
      told.rows += Math.round(
        (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)) * plan['Actual Loops'],
      );
    if (plan['Node Type'].includes('Seq Scan') && LARGE.has(table ?? '')) told.whole.push(table!);
    for (const inner of plan.Plans ?? []) walk(inner);
  };
  for (const { text, values } of statements) {
    if (!/^\s*(select|with)/.test(text)) continue;
    const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, buffers, format json) ${text}`, values);
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0]!;
    told.buffers += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    walk(plan);
  }
  return told;
}

/** A company of that size by SQL: houses of 250 flats, an owner each, two accounts of five owe, one of twenty is ahead. */
async function fill(world: World, company: string): Promise<void> {
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  const houses = Math.ceil(ACCOUNTS / FLATS);
  await owner.query(
    `create temp table made as select h, f, (h - 1) * ${FLATS} + f as n, md5('house ' || h)::uuid as house_id, md5(h || ' ' || f)::uuid as id from generate_series(1, ${houses}) h, generate_series(1, ${FLATS}) f`,
  );
  const streets = ['Березовая', 'Сосновая', 'Луговая', 'Речная', 'Каменная', 'Зеленая', 'Солнечная', 'Ясеневая', 'Тополиная', 'Вишневая']
    .map((name) => `'${name}'`)
    .join(', ');
  const surnames = ['Берез', 'Соснов', 'Лугов', 'Речн', 'Камен', 'Зелен', 'Солн', 'Ясен', 'Топол', 'Вишн', 'Ягод', 'Поляк', 'Лес', 'Горн', 'Ключ']
    .flatMap((root) => ['ина', 'овская', 'енко', 'ук', 'ова', 'ин', 'ский', 'ев'].map((end) => `'${root}${end}'`))
    .join(', ');
  for (const text of [
    `insert into housing.house (house_id, region, city, street, number, time_zone, floors, entrances, flats, area_total, area_common, heating, repair_account, manager_id)
      select distinct on (h) house_id, 'Область', 'Город', (array[${streets}])[1 + (h / ${HOUSES_OF_STREET}) % 10] || ' ' || (h / ${HOUSES_OF_STREET * 10}) || '-я', (1 + h % ${HOUSES_OF_STREET})::text, 'Europe/Moscow', 9, 4, ${FLATS}, 9000, 900, 'norm', 'regional', '${company}' from made`,
    `insert into housing.premises (house_id, premises_id, number, kind, area_total) select house_id, id, f::text, 'flat', 50 from made`,
    `insert into ledger.account (house_id, id, premises_id, organization_id, number, unified_number, kind, opened_on) select house_id, id, id, '${company}', (7000000000 + n)::text, case when n % 1000 = 777 then '80РС' || lpad((n / 1000 * 1000 + 777)::text, 6, '0') end, 'manager', '2020-01-01' from made`,
    `insert into housing.ownership (house_id, id, premises_id, owner_name, share_numerator, share_denominator, from_day, ground)
      select house_id, id, id, case when n % ${Math.floor(ACCOUNTS / 3)} = 5 then 'Щербацевич' when n % 100 = 7 then 'Иванова' else (array[${surnames}])[1 + (n::bigint * 7919) % 120] end || ' ' || (array['Анна', 'Мария', 'Ольга', 'Петр', 'Иван'])[1 + n % 5] || ' Сергеевна', 1, 1, '2015-01-01', 'sale' from made`,
    `insert into ledger.balance (house_id, account_id, service_code, period, kopecks, paid_kopecks) select house_id, id, '', '0001-01-01', case when n % 20 = 3 then -10000 else 0 end, case when n % 20 = 3 then 10000 else 0 end from made`,
    `insert into ledger.balance (house_id, account_id, service_code, period, kopecks, charged_kopecks) select house_id, id, s, '2026-10-01', 100000, 100000 from made, unnest(array['heating', 'housing']) s where n % 5 in (1, 2)`,
    `insert into ledger.account_sum (house_id, id, organization_id, account_kind, due_kopecks, advance_kopecks)
      select house_id, gen_random_uuid(), '${company}', 'manager', coalesce(sum(kopecks) filter (where kopecks > 0), 0), coalesce(-sum(kopecks) filter (where kopecks < 0), 0) from ledger.balance group by house_id`,
  ])
    await owner.query(text);
  await owner.end();
  await asOwner(world, 'vacuum analyze');
}
