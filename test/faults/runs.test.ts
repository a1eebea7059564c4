// A run of a month under kill -9 of the worker, while it is counted and while it is posted: it resumes by itself and posts once.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { openDatabase, openPool } from '#platform/database';
import { databaseOf, descendants, killIfThere, type PortalProcess, processes, startPortal } from '#test/portal-process';
import { type Caller, callAs } from './api-caller.ts';

const PERIOD = '2026-11';
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-faults-'));
let portal: PortalProcess;

beforeAll(async () => {
  portal = await startPortal({ dataDir });
}, 180_000);
afterAll(async () => {
  await portal.stop();
  for (const { pid } of processes().filter(({ command }) => command.includes(dataDir))) killIfThere(pid);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

type Run = { status: string; version: number; lines: number };

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const started = Date.now(); Date.now() - started < 90_000; await pause(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`not within 90 s: ${what}\n${portal.output()}`);
}

const runOf = async (caller: Caller, url: string): Promise<Run> => (await caller.get(url)).body['run'] as Run;
const become = (caller: Caller, url: string, status: string): Promise<Run> =>
  until(status, async () => {
    const run = await runOf(caller, url);
    return run.status === status ? run : undefined;
  });

/** Orders something whose job must stop at the table, kills the worker there and lets the table go. */
async function killedAt(owner: pg.Client, table: string, order: () => Promise<unknown>): Promise<void> {
  await owner.query('begin');
  await owner.query(`lock table ${table} in access exclusive mode`);
  const ordered = order();
  await until(`a job waits for ${table}`, async () => ((await owner.query('select 1 from pg_locks where not granted and relation = $1::regclass', [table])).rowCount ? true : undefined));
  for (const { pid } of descendants(portal.pid).filter(({ command }) => command.endsWith('main.ts worker'))) killIfThere(pid);
  await owner.query('commit');
  await ordered;
}

test('CALC-2, OPS-4: the worker killed while a run is counted and while it is posted: the run goes on by itself, its charges are there once', async () => {
  const caller = await callAs(portal.url, 'accountantA');
  const owner = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  const [place] = (await caller.get('/api/v1/work/runs')).body['places'] as { organizationId: string; houseId: string }[];
  let url = '';
  await killedAt(owner, 'calculation.run_line', async () => {
    const { body } = await caller.post('/api/v1/work/runs', { organizationId: place!.organizationId, houseId: place!.houseId, period: PERIOD, withPenalties: true });
    url = `/api/v1/work/runs/${place!.houseId}/${body['runId'] as string}`;
  });
  const draft = await become(caller, url, 'draft');
  expect(draft.lines).toBeGreaterThan(0);
  const { body: checked } = await caller.post(`${url}/check`, { version: draft.version });
  await killedAt(owner, 'billing.charge', () => caller.post(`${url}/post`, { version: checked['version'] }));
  const posted = await become(caller, url, 'posted');
  expect(posted.lines).toBe(draft.lines);
  const runId = url.split('/').at(-1);
  const { rows } = await owner.query<{ charges: string; different: string }>('select (select count(*) from billing.charge where source_id = $1) as charges, (select count(distinct (account_id, service_code)) from billing.charge where source_id = $1) as different', [runId]);
  expect(rows).toEqual([{ charges: String(draft.lines), different: String(draft.lines) }]);
  await owner.end();
  const pool = openPool(databaseOf(dataDir).appUrl, 2);
  expect((await checkLedger(openDatabase(pool))).faults).toEqual([]);
  await pool.end();
}, 240_000);
