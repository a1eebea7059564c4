// The directory of addresses: loading of a list and of the state register beside COPY of what they make, the search beside its limit.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { askAll, loadHouses, quantile, readDirectory } from '#modules/addresses';
import type { World } from '#test/world';
import { SMALL_YOUNG_SPACE } from '../server/node-flags.ts';
import { writeAddressList } from './address-list.ts';
import { copyBackUs } from './copied-rows.ts';
import { costOfOnce, type Row } from './ratio.ts';

const HOUSES = Number(process.env['BENCH_ADDRESSES'] ?? 200_000);
const GAR_HOUSES = Number(process.env['BENCH_GAR_HOUSES'] ?? 300_000);
const ROWS_AT_ONCE = 10_000;
const QUESTIONS = 2_000;
const LIMIT_MS = 10;
const GAR_MB_PER_CPU_SECOND = 20;

/** `BENCH_ADDRESSES=10000000` takes a gigabyte of disk and some minutes; `BENCH_GAR_HOUSES=2000000` the same. */
export async function benchAddresses(world: World): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-addresses-'));
  try {
    return [...(await benchList(world, folder)), await benchGar(world, path.join(folder, '77'))];
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function benchList(world: World, folder: string): Promise<Row[]> {
  const file = path.join(folder, 'list.csv');
  await writeAddressList(file, HOUSES);
  const cost = await costOfOnce(HOUSES, () => loadHouses(world.pool, world.db, file));
  const before = process.memoryUsage.rss();
  let directory: Awaited<ReturnType<typeof readDirectory>> | undefined;
  const made = await costOfOnce(HOUSES, async () => (directory = await readDirectory(world.pool, [], '')));
  const { index } = directory!;
  const megabytes = Math.round((process.memoryUsage.rss() - before) / 1_048_576);
  const step = Math.max(1, Math.floor(index.streetPlace.length / QUESTIONS));
  const queries = Array.from({ length: Math.min(QUESTIONS, index.streetPlace.length) }, (_, n) => {
    const street = n * step;
    const title = index.titles[index.streetTitle[street]!]!;
    return {
      kind: 'made',
      query: `${n % 3 === 0 ? `${title.slice(0, 3)}${title.slice(4)}` : title} ${index.labels[index.houseLabel[index.firstHouse[street]!]!]!}`,
      expected_house_ids: [],
    };
  });
  askAll(index, queries, () => 0);
  const times = askAll(index, queries, () => performance.now())
    .map(({ milliseconds }) => milliseconds)
    .sort((a, b) => a - b);
  const limitCost = { wallUs: (await copyBackUs(world, [{ table: 'addresses.house', where: 'true' }])) / HOUSES, cpuUs: 0 };
  const question = (part: number) => ({ wallUs: quantile(times, part) * 1_000, cpuUs: quantile(times, part) * 1_000 });
  return [
    { what: `a house of a list of ${HOUSES}: read, put in its place, kept`, cost, limit: 'COPY of the houses', limitCost },
    { what: `… of it, in the index (${megabytes} MB more of memory)`, cost: made, limit: 'COPY of the houses', limitCost },
    {
      what: `a question among ${HOUSES} houses, a third with a slip: p50`,
      cost: question(0.5),
      limit: 'ten milliseconds',
      limitCost: { wallUs: LIMIT_MS * 1_000, cpuUs: 0 },
    },
    { what: '… p95', cost: question(0.95), limit: 'ten milliseconds', limitCost: { wallUs: LIMIT_MS * 1_000, cpuUs: 0 } },
  ];
}

/** A region of one street with so many houses, loaded by the console's own process. */
async function benchGar(world: World, folder: string): Promise<Row> {
  fs.mkdirSync(folder);
  const guid = (n: number): string => `0c5b2444-70a0-4932-980c-${String(n).padStart(12, '0')}`;
  const live =
    'CHANGEID="1" OPERTYPEID="10" PREVID="0" NEXTID="0" UPDATEDATE="2026-01-01" STARTDATE="2020-01-01" ENDDATE="2079-06-06" ISACTUAL="1" ISACTIVE="1" />';
  const write = ([name, root]: [string, string], first: string, count = 0, row = String as (n: number) => string): void => {
    const file = fs.openSync(path.join(folder, `${name}_20261101_aa.XML`), 'w');
    fs.writeSync(file, `<?xml version="1.0" encoding="utf-8"?><${root}>${first}`);
    for (let from = 0; from < count; from += ROWS_AT_ONCE)
      fs.writeSync(file, Array.from({ length: Math.min(ROWS_AT_ONCE, count - from) }, (_, n) => row(from + n)).join('\n'));
    fs.writeSync(file, `</${root}>`);
    fs.closeSync(file);
  };
  write(
    ['AS_ADDR_OBJ', 'ADDRESSOBJECTS'],
    `<OBJECT ID="1" OBJECTID="1" OBJECTGUID="${guid(1)}" NAME="Липовская" TYPENAME="обл" LEVEL="1" ${live}<OBJECT ID="2" OBJECTID="2" OBJECTGUID="${guid(2)}" NAME="Липовая" TYPENAME="ул" LEVEL="8" ${live}`,
  );
  write(
    ['AS_HOUSES', 'HOUSES'],
    '',
    GAR_HOUSES,
    (n) => `<HOUSE ID="${n}" OBJECTID="${n + 10}" OBJECTGUID="${guid(n + 10)}" HOUSENUM="${n}" HOUSETYPE="2" ${live}`,
  );
  write(
    ['AS_ADM_HIERARCHY', 'ITEMS'],
    `<ITEM ID="2" OBJECTID="2" PARENTOBJID="1" PATH="1.2" ${live}`,
    GAR_HOUSES,
    (n) =>
      `<ITEM ID="${n}" OBJECTID="${n + 10}" PARENTOBJID="2" REGIONCODE="77" AREACODE="0" CITYCODE="0" PLACECODE="0" PLANCODE="0" STREETCODE="2" PATH="1.2.${n + 10}" ${live}`,
  );
  const megabytes = fs.readdirSync(folder).reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0) / 1_000_000;
  let said = '';
  const { wallUs } = await costOfOnce(megabytes, async () => {
    said = (
      await promisify(execFile)(process.execPath, [SMALL_YOUNG_SPACE, 'server/console.ts', 'address', 'load-gar', folder], {
        env: { PATH: process.env['PATH'], DATABASE_URL: world.appUrl, DATA_DIR: folder },
      })
    ).stdout;
  });
  const [, seconds, memory] = /([\d.]+) s of CPU, (\d+) MB/u.exec(said)!;
  const cost = { wallUs, cpuUs: (Number(seconds) * 1_000_000) / megabytes };
  const limitUs = 1_000_000 / GAR_MB_PER_CPU_SECOND;
  return {
    what: `a megabyte of the state register, ${Math.round(megabytes)} in all: ${(1_000_000 / cost.cpuUs).toFixed(0)} for a second of CPU, ${memory!} MB of memory at the most`,
    cost,
    limit: `${GAR_MB_PER_CPU_SECOND} MB for a second of CPU`,
    limitCost: { wallUs: limitUs, cpuUs: limitUs },
  };
}
