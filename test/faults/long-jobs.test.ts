// kill -9 of the worker in the middle of a register's load, check and taking back, of a run's counting and posting: each goes on by itself and
// is there once.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLedger } from '#modules/ledger';
import { openDatabase, openPool } from '#platform/database';
import { databaseOf, killIfThere, type PortalProcess, processes, startPortal } from '#test/portal-process';
import { DEMO_SEED, makeTown } from '../../demo/town.ts';
import { type Caller, callAs } from './api-caller.ts';
import { killWorkers } from './kill-workers.ts';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-faults-'));
let portal: PortalProcess;
let owner: pg.Client;
let company: Caller;

beforeAll(async () => {
  portal = await startPortal({ dataDir });
  owner = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  owner.on('error', () => {}); // the end of the portal, should the test fail
  await owner.connect();
  company = await callAs(portal.url, 'accountantA');
}, 180_000);
afterAll(async () => {
  await owner.end();
  await portal.stop();
  for (const { pid } of processes().filter(({ command }) => command.includes(dataDir))) killIfThere(pid);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const town = makeTown(new Date().toISOString().slice(0, 10), DEMO_SEED);
const numbersOf = (key: keyof typeof town.organizations): string[] =>
  town.accounts.filter(({ organizationId }) => organizationId === town.organizations[key].id).map(({ number }) => number);
const charges = (numbers: readonly string[], month: string): string =>
  ['Лицевой счёт;Период;Услуга;Начислено', ...numbers.map((number) => `${number};${month};Домофон;10,00`), ''].join('\n');
/** Of nobody: its payment waits without an account. */
const UNKNOWN = '00000001';
const payments = (numbers: readonly string[]): string =>
  ['Лицевой счёт;Операция;Сумма;Дата оплаты', ...numbers.map((number) => `${number};fault-${number};7,00;01.11.2026`), ''].join('\n');

async function upload(caller: Caller, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'text/csv' }), name);
  const { status, body } = await caller.post('/api/v1/work/registers', form);
  expect(status, JSON.stringify(body)).toBe(200);
  return body['id'] as string;
}

async function until(what: string, is: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
  for (const started = Date.now(); Date.now() - started < limitMs; await pause(100)) if (await is()) return;
  throw new Error(`not within ${limitMs / 1000} s: ${what}\n${portal.output()}`);
}
const reach = async (caller: Caller, id: string, wanted: string): Promise<number> => {
  let state = await caller.get(`/api/v1/work/registers/${id}`);
  await until(
    `${wanted}, last ${JSON.stringify(state.body['status'])}`,
    async () => (state = await caller.get(`/api/v1/work/registers/${id}`)).body['status'] === wanted,
  );
  return state.body['version'] as number;
};
const one = async <T extends object>(text: string, values: unknown[]): Promise<T> => (await owner.query<T>(text, values)).rows[0]!;
const postedBy = (id: string) =>
  one<{ lines: number; accounts: number; kopecks: number }>(
    `select count(*)::int as lines, count(distinct account_id)::int as accounts, coalesce(sum(kopecks), 0)::int as kopecks from ledger.transfer where source_id = $1 and kind = 'charge'`,
    [id],
  );

async function faultsOfLedger(): Promise<unknown> {
  const pool = openPool(databaseOf(dataDir).appUrl, 2);
  const { faults } = await checkLedger(openDatabase(pool));
  await pool.end();
  return faults;
}

test('CHG-5, OPS-4, X-7: the worker is killed in the middle of a load, a check and a taking back: all go on, each row is there once', async () => {
  const centre = await callAs(portal.url, 'billingCentre');
  const [own, others] = [numbersOf('companyA'), numbersOf('billingCentre')];
  const back = await upload(centre, 'bank.csv', payments([...others, UNKNOWN]));
  await centre.post(`/api/v1/work/registers/${back}/load`, { choice: 'good', version: await reach(centre, back, 'checked') });
  const backVersion = await reach(centre, back, 'loaded');
  const load = await upload(company, 'october.csv', charges(own, '10.2024'));
  const loadVersion = await reach(company, load, 'checked');

  // Each of the three comes upon a lock after a part of its work.
  await owner.query('begin');
  await owner.query('lock table billing.bill, ledger.account_number in access exclusive mode');
  // What waits without an account is taken back last, when all payments are off their accounts.
  expect((await owner.query('select 1 from billing.unmatched_payment where load_id = $1 for update', [back])).rowCount).toBe(1);
  await centre.post(`/api/v1/work/registers/${back}/take-back`, { version: backVersion });
  await company.post(`/api/v1/work/registers/${load}/load`, { choice: 'all', version: loadVersion });
  const check = await upload(company, 'november.csv', charges(own, '11.2024'));
  await until(
    'three jobs wait in the middle',
    async () =>
      (
        await owner.query(
          `select distinct locktype, relation from pg_locks where not granted and (relation in ('billing.bill'::regclass, 'ledger.account_number'::regclass) or locktype = 'transactionid')`,
        )
      ).rowCount === 3,
  );
  const isDead = await killWorkers(portal, owner);
  expect(await postedBy(load)).toEqual({ lines: 0, accounts: 0, kopecks: 0 });
  expect((await owner.query('select 1 from billing.charge where source_id = $1', [load])).rowCount).toBe(0);
  await owner.query('commit');
  await isDead();

  await reach(company, load, 'loaded');
  expect(await postedBy(load)).toEqual({ lines: own.length, accounts: own.length, kopecks: own.length * 1_000 });
  await reach(centre, back, 'taken_back');
  const returned = await one<{ payments: number; refunds: number; left: number }>(
    `
    select (count(*) filter (where kind = 'payment'))::int as payments, (count(*) filter (where kind = 'refund'))::int as refunds, coalesce(sum(case kind when 'payment' then kopecks when 'refund' then -kopecks else 0 end), 0)::int as left
    from ledger.transfer where source_kind = 'register' and source_id in (select source_id from ledger.transfer where source_kind = 'register' and happened_on = '2026-11-01')`,
    [],
  );
  expect([returned.left, returned.payments >= others.length, returned.refunds >= others.length]).toEqual([0, true, true]);
  const checkVersion = await reach(company, check, 'checked');
  expect(await one('select count(*)::int as n from billing.load_row where load_id = $1', [check])).toEqual({ n: own.length });
  await company.post(`/api/v1/work/registers/${check}/load`, { choice: 'all', version: checkVersion });
  await reach(company, check, 'loaded');
  expect((await postedBy(check)).lines).toBe(own.length);

  expect(await faultsOfLedger()).toEqual([]);
}, 180_000);

test('CALC-2, OPS-4: the worker is killed while a run is counted and while it is posted: both go on, its charges are there once', async () => {
  const { places, nextPeriod } = (await company.get('/api/v1/work/runs/places')).body as {
    places: { organizationId: string; houseId: string }[];
    nextPeriod: string;
  };
  const { organizationId, houseId } = places[0]!;
  const killedAt = async (table: string, order: () => Promise<{ body: Record<string, unknown> }>) => {
    await owner.query('begin');
    await owner.query(`lock table ${table} in access exclusive mode`);
    const { body } = await order();
    await until(
      `a job waits for ${table}`,
      async () => (await owner.query('select 1 from pg_locks where not granted and relation = $1::regclass', [table])).rowCount !== 0,
    );
    const isDead = await killWorkers(portal, owner);
    await owner.query('commit');
    await isDead();
    return body;
  };
  const { runId } = await killedAt('calculation.run_line', () =>
    company.post('/api/v1/work/runs', { organizationId, houseId, period: nextPeriod, withPenalties: true }),
  );
  const url = `/api/v1/work/runs/${houseId}/${String(runId)}`;
  type Run = { status: string; version: number; lines: number };
  const become = async (status: string): Promise<Run> => {
    let run: Run | undefined;
    await until(status, async () => (run = (await company.get(url)).body['run'] as Run).status === status);
    return run!;
  };
  const draft = await become('draft');
  expect(draft.lines).toBeGreaterThan(0);
  const { body: checked } = await company.post(`${url}/check`, { version: draft.version });
  // By then charges are written and on the ledger, but not yet in bills.
  await killedAt('billing.bill', () => company.post(`${url}/post`, { version: checked['version'] }));
  await become('posted');
  expect(
    await one('select count(*)::int as charges, count(distinct (account_id, service_code))::int as different from billing.charge where source_id = $1', [
      runId,
    ]),
  ).toEqual({ charges: draft.lines, different: draft.lines });
  expect(await faultsOfLedger()).toEqual([]);
}, 180_000);
