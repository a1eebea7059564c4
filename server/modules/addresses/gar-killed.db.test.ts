// kill -9 of a load of the state register: in the middle of a file and in the middle of making visible. What was there is searched on, and
// the next run goes on with the files that are left.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENDED, link, LIVE, object, writeGarFile, writeTown } from '#test/factories/gar';
import { useWorld } from '#test/world';
import { answerSearch } from './answer-search.ts';
import { loadGar } from './load-gar.ts';
import { sweepLoads } from './loads.ts';
import { readDirectory } from './read-directory.ts';

const CONSOLE = path.join(import.meta.dirname, '../../console.ts');
const world = useWorld();
const root = mkdtempSync(path.join(os.tmpdir(), 'moidom-gar-killed-'));
const [before, after, increment] = ['before', 'after', 'increment'].map((name) => path.join(root, name, '72')) as [string, string, string];
let owner: pg.Client;

beforeAll(async () => {
  for (const folder of [before, after, increment]) mkdirSync(folder, { recursive: true });
  writeTown(before);
  writeTown(after);
  writeGarFile(after, 'AS_ADDR_OBJ', [object(1, 1, ['обл', 'Липовская']), object(2, 5, ['г', 'Липовск']), object(3, 8, ['ул', 'Новая'])]);
  writeGarFile(after, 'AS_HOUSES', [{ OBJECTID: 11, HOUSENUM: '77', ...LIVE }]);
  writeGarFile(after, 'AS_ADM_HIERARCHY', [link(1), link(2, 1), link(3, 1, 2), link(11, 1, 2, 3)]);
  writeGarFile(increment, 'AS_HOUSES', [
    { OBJECTID: 11, HOUSENUM: '66', ...LIVE },
    { OBJECTID: 14, HOUSENUM: '7', ...ENDED },
  ]);
  owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  rmSync(root, { recursive: true });
});

const load = (folder: string, isIncrement = false) => loadGar({ pool: world.pool, db: world.db }, { folder, isIncrement, today: '2026-11-22' });
const found = async (typed: string): Promise<boolean> =>
  answerSearch(await readDirectory(world.pool, [], ''), { typed, flags: [], limit: 1 }).hits.some(({ isExact }) => isExact);
async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await pause(20);
}
const waiting = async (): Promise<number> =>
  (
    await owner.query<{ n: number }>(
      `select count(*)::int as n from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
    )
  ).rows[0]!.n;

/** Runs the load in a process of its own until it has come to the table, and kills it there. */
async function killAt(table: string, ...order: string[]): Promise<void> {
  const child = spawn(process.execPath, [CONSOLE, 'address', 'load-gar', ...order], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', DATABASE_URL: world.appUrl, DATA_DIR: path.join(root, 'data') },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await owner.query('begin');
  await owner.query(`lock table ${table} in exclusive mode`);
  await Promise.race([until(async () => (await waiting()) > 0), ended.then(() => Promise.reject(new Error('the load ended before it was killed')))]);
  expect(await found('Ёлкина 5'), 'while it loads').toBe(true);
  child.kill('SIGKILL');
  await ended;
  await owner.query('rollback');
  await until(
    async () =>
      (await owner.query(`select from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`)).rowCount === 0,
  );
}

test.each([
  ['a file', 'addresses.gar_house', 3],
  ['making it visible', 'addresses.house', 6],
])(
  'ADDR-3, X-7: killed in the middle of %s: what was there is found whole, nothing of the new, and the next run goes on',
  async (_, table, skipped) => {
    await world.db.updateTable('addresses.load').set({ status: 'replaced' }).execute();
    await sweepLoads(world.db);
    expect(await load(before)).toMatchObject([{ houses: 4 }]);
    await killAt(table, after);
    expect([await found('Ёлкина 5'), await found('Ивановка 7'), await found('Новая 77')]).toEqual([true, true, false]);
    expect(await load(after)).toMatchObject([{ skipped, houses: 1 }]);
    expect([await found('Ёлкина 5'), await found('Ивановка 7'), await found('Новая 77')]).toEqual([false, false, true]);
    expect(await world.db.selectFrom('addresses.load').select('status').execute()).toEqual([{ status: 'current' }]);
  },
  60_000,
);

test('ADDR-3, X-7: an increment killed while it is made visible: the search goes on as before, the next run makes it visible without reading again', async () => {
  await world.db.updateTable('addresses.load').set({ status: 'replaced' }).execute();
  await sweepLoads(world.db);
  await load(before);
  await killAt('addresses.house', increment, '--increment');
  expect([await found('Ёлкина 5'), await found('Ивановка 7'), await found('Ёлкина 66')]).toEqual([true, true, false]);
  expect(await load(increment, true)).toMatchObject([{ files: 1, skipped: 1, rows: 0 }]);
  expect([await found('Ёлкина 5'), await found('Ивановка 7'), await found('Ёлкина 66')]).toEqual([false, false, true]);
}, 60_000);
