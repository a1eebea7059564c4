// Payments under kill -9 of the server, the worker, the database and all of them: what was acknowledged is there, once.
// FAULT_KILLS says how many kills (6).
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatKopecks } from '#contract/russian';
import { balances, checkLedger } from '#modules/ledger';
import { isDatabaseAway, openDatabase, openPool } from '#platform/database';
import { databaseOf, descendants, killIfThere, type PortalProcess, processes, startPortal } from '#test/portal-process';
import { type Caller, callAs } from './api-caller.ts';

const KILLS = Number(process.env['FAULT_KILLS'] ?? 6);
const PAYERS = ['galina', 'artyom', 'daria', 'roman', 'tamara'] as const;
/** A person has ten codes an hour and a kill may cost one, so each pays seven times, with rests that spread them over all the kills. */
const PAYMENTS_OF_ONE = 7;
const MEAN_REST_MS = KILLS * 1_000;
const CARD = { number: '2200000000000103', expiry: '12/39', cvc: '123' };
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

type Account = { houseId: string; accountId: string };
type Done = { paymentId: string; kopecks: number };

/** Takes one payment from the draft to its end and answers it when the portal said «paid». Every step may find the portal down. */
async function pay(caller: Caller, { houseId, accountId }: Account, kopecks: number): Promise<Done> {
  const made = await caller.post('/api/v1/payments', { parts: [{ houseId, accountId, kopecks }], method: 'card' });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const id = made.body['id'] as string;
  for (const started = Date.now(); Date.now() - started < 120_000; await pause(100)) {
    const { body } = await caller.get(`/api/v1/payments/${id}`);
    const next = body['next'] as { url: string } | null;
    if (body['status'] === 'paid') return { paymentId: id, kopecks };
    if (body['status'] === 'draft' || body['status'] === 'confirming') {
      const asked = await caller.post(`/api/v1/payments/${id}/code`);
      if (asked.status !== 200) continue; // it has moved on meanwhile
      const code = await caller.codeOf(formatKopecks(kopecks), 60_000);
      await caller.post(`/api/v1/payments/${id}/start`, { confirmationId: asked.body['confirmationId'], code: code ?? '0', frame: false });
    } else if (body['status'] === 'waiting' && next) {
      await fetch(`${next.url}/card`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(CARD) }).catch(() => undefined);
    } else if (!['starting', 'waiting', 'unknown'].includes(body['status'] as string)) {
      throw new Error(`the payment ended as ${String(body['status'])}`);
    }
  }
  throw new Error(`the payment ${id} has not ended in two minutes`);
}

/** Kills one of them at a moment nobody chose, and waits until the portal answers again. */
async function killSomething(turn: number): Promise<string> {
  await pause(500 + Math.random() * 2_500);
  const victim = VICTIMS[turn % 3]!;
  kill(victim);
  await untilReady();
  return victim;
}

const VICTIMS = ['server', 'database', 'worker'] as const;
function kill(victim: (typeof VICTIMS)[number]): void {
  if (victim === 'database') process.kill(databaseOf(dataDir).postmaster, 'SIGKILL');
  else for (const { pid } of descendants(portal.pid).filter(({ command }) => command.endsWith(`main.ts ${victim}`))) killIfThere(pid);
}

async function killEverything(): Promise<void> {
  await pause(500 + Math.random() * 2_500);
  const { postmaster } = databaseOf(dataDir);
  for (const pid of [portal.pid, ...descendants(portal.pid).map((one) => one.pid), postmaster]) killIfThere(pid);
  await portal.ended;
  portal = await startPortal({ dataDir, port: portal.port });
}

async function untilReady(): Promise<void> {
  for (const started = Date.now(); Date.now() - started < 60_000; await pause(100)) {
    if (
      await fetch(`${portal.url}/readyz`, { signal: AbortSignal.timeout(3_000) }).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
  }
  throw new Error(`the portal does not answer:\n${portal.output()}`);
}

test(`OPS-4, OPS-3, PAY-3: ${KILLS} kills and one of everything under payments: each acknowledged payment is there once, nothing unbalanced, queues empty`, async () => {
  const callers = await Promise.all(PAYERS.map((key) => callAs(portal.url, key)));
  const stopping = new AbortController();
  let number = 0;
  const acknowledged: Done[] = [];
  const work = callers.map(async (caller) => {
    const accounts = (await caller.get('/api/v1/payable-accounts')).body['accounts'] as Account[];
    expect(accounts.length).toBeGreaterThan(0);
    for (let turn = 0; turn < PAYMENTS_OF_ONE && !stopping.signal.aborted; turn += 1) {
      acknowledged.push(await pay(caller, accounts[turn % accounts.length]!, 101 + (number += 1)));
      await pause(Math.random() * 2 * MEAN_REST_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  });
  const killed: string[] = [];
  const kills = (async () => {
    for (let turn = 0; turn < KILLS; turn += 1) killed.push(await killSomething(turn));
    await killEverything();
    await pause(1_000);
  })().finally(() => stopping.abort());
  await Promise.all([kills, ...work]);
  console.log(`${acknowledged.length} payments acknowledged under the kills of ${killed.join(', ')} and of everything`);
  expect(acknowledged.length).toBeGreaterThanOrEqual(PAYERS.length);
  await settle();
  await judge(acknowledged);
}, 420_000);

test('OPS-4, NTF-1: a worker killed in the middle of a job: the job is freed and done, its message goes out once', async () => {
  const caller = await callAs(portal.url, 'elena'); // who has no code of an earlier sign-in in the outbox
  const owner = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  owner.on('error', () => {}); // the end of the portal, should the test fail
  await owner.connect();
  const before = await messagesTo(caller);
  await owner.query('begin');
  await owner.query('lock table notifications.delivery in access exclusive mode');
  await caller.post('/api/v1/sign-in/code/resend', {});
  await until(
    'a job waits for the lock',
    async () =>
      (await owner.query(`select 1 from graphile_worker._private_jobs j join pg_locks l on not l.granted where j.locked_at is not null`)).rowCount! > 0,
  );
  kill('worker');
  await owner.query('commit');
  await owner.end();
  await until('the message', async () => (await messagesTo(caller)) > before, 90_000);
  await settle();
  expect(await messagesTo(caller)).toBe(before + 1);
}, 180_000);

const WAVES = ['worker', 'database', 'worker', 'server', 'worker'] as const;
const OF_WAVE = 8;

test('OPS-4, PAY-5: forty consents to pay by itself fall due under kills: each within its limit is debited once, nothing beyond a limit is', async () => {
  const due = await plantConsents(WAVES.length * OF_WAVE);
  const before = await chargedByAcquirer();
  for (const [turn, victim] of WAVES.entries()) {
    const wave = due.slice(turn * OF_WAVE, (turn + 1) * OF_WAVE).map(({ accountId }) => accountId);
    await asOwner(`update payments.autopayment set look_at = now() where account_id = any($1)`, [wave]);
    await fallDue();
    await pause(Math.random() * 400);
    kill(victim);
    await untilReady();
  }
  const states = () =>
    asOwner<{ accountId: string; state: string }>(`select account_id as "accountId", state from payments.autopayment_month where account_id = any($1)`, [
      due.map(({ accountId }) => accountId),
    ]);
  // What a dead worker had taken upon itself is free after five minutes; the test does not wait for them.
  await until(
    'every consent is done with',
    async () => {
      const done = (await states()).filter(({ state }) => state === 'paid' || state === 'skipped').map(({ accountId }) => accountId);
      const open = due.map(({ accountId }) => accountId).filter((accountId) => !done.includes(accountId));
      await asOwner(
        `update payments.autopayment a set look_at = now() where account_id = any($1) and not exists (select from payments.autopayment_month m where m.autopayment_id = a.id)`,
        [open],
      );
      await asOwner(`update payments.payment set ask_at = now() where source = 'autopayment' and status in ('starting', 'unknown')`, []);
      await fallDue();
      await pause(1_000);
      return open.length === 0;
    },
    150_000,
  );
  const paid = await asOwner<{ accountId: string; kopecks: number; acquirer: string }>(
    `select q.account_id as "accountId", p.total_kopecks::int as kopecks, p.acquirer_id as acquirer from payments.payment p join payments.payment_part q on q.person_id = p.person_id and q.payment_id = p.id where p.source = 'autopayment' and p.status = 'paid'`,
    [],
  );
  const story = (rows: readonly { accountId: string; kopecks: number }[]) => rows.map(({ accountId, kopecks }) => `${accountId} ${kopecks}`).toSorted();
  expect(story(paid)).toEqual(story(due.filter(({ kopecks, limit }) => kopecks <= limit)));
  const charged = [...(await chargedByAcquirer())].filter(([id]) => !before.has(id));
  expect(new Map(charged)).toEqual(new Map(paid.map(({ acquirer, kopecks }) => [acquirer, kopecks])));
  expect(due.filter(({ kopecks, limit }) => kopecks > limit).length).toBeGreaterThan(0);
  await settle();
  expect(await faultsOfLedger()).toEqual([]);
}, 420_000);

/** The payer of the demo town's one consent agrees to pay so many accounts with debts by the same card, today; every fifth debt is above its limit. */
async function plantConsents(count: number): Promise<{ accountId: string; kopecks: number; limit: number }[]> {
  const pool = openPool(databaseOf(dataDir).appUrl, 2);
  const accounts = await asOwner<{ houseId: string; accountId: string; premisesId: string }>(
    `select house_id as "houseId", id as "accountId", premises_id as "premisesId" from ledger.account a where not exists (select from ledger.account_link l where l.account_id = a.id) order by id`,
    [],
  );
  const owed = new Map((await balances(openDatabase(pool), accounts)).map((row) => [row.accountId, Number(row.dueKopecks)]));
  await pool.end();
  const due = accounts
    .map((account, n) => ({ ...account, kopecks: owed.get(account.accountId) ?? 0, limit: (owed.get(account.accountId) ?? 0) - (n % 5 === 0 ? 1 : 0) }))
    .filter(({ kopecks }) => kopecks > 1)
    .slice(0, count);
  expect(due).toHaveLength(count);
  for (const { houseId, accountId, premisesId, limit } of due) {
    await asOwner(
      `insert into ledger.account_link (person_id, house_id, account_id, premises_id, status, proof, linked_at) select person_id, $1, $2, $3, 'linked', 'organization', now() from payments.autopayment limit 1`,
      [houseId, accountId, premisesId],
    );
    await asOwner(
      `
      insert into payments.autopayment (person_id, id, house_id, account_id, time_zone, month_day, limit_kopecks, method_id, notice_days, state, active_from, look_at, confirmation_id, created_at, updated_at)
      select person_id, gen_random_uuid(), $1, $2, time_zone, extract(day from now() at time zone time_zone)::int, $3, method_id, 0, 'active', (now() at time zone time_zone)::date, now() + interval '1 day', confirmation_id, now(), now() from payments.autopayment limit 1`,
      [houseId, accountId, limit],
    );
  }
  return due;
}

const fallDue = () =>
  asOwner(
    `select graphile_worker.add_job(task, '{}'::json, max_attempts := 2) from unnest(array['payments.autopayments', 'payments.autopayments', 'payments.settle']) task`,
    [],
  );

/** One statement in the owner's role, which may be given twice; a database that was just killed is waited for. */
async function asOwner<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  for (const started = Date.now(); ; await pause(200)) {
    let client: pg.Client | undefined;
    try {
      client = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
      client.on('error', () => {});
      await client.connect();
      return (await client.query<Row>(text, values)).rows;
    } catch (error) {
      // Between two lives of the database the file that names its port is not there (ENOENT).
      const away = isDatabaseAway(error as Error) || (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!away || Date.now() - started > 60_000) throw error;
    } finally {
      await client?.end().catch(() => undefined);
    }
  }
}

const messagesTo = async (caller: Caller): Promise<number> =>
  ((await caller.get(`/api/v1/demo/outbox?to=${encodeURIComponent(caller.phone)}`)).body['messages'] as unknown[]).length;

async function until(what: string, is: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
  for (const started = Date.now(); Date.now() - started < limitMs; await pause(100)) if (await is()) return;
  throw new Error(`not within ${limitMs / 1000} s: ${what}`);
}

/** Waits until the outbox is empty and no job that is due is left, those of killed workers and failed ones included. */
async function settle(): Promise<void> {
  const client = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
  await client.connect();
  let left: object[] = [];
  try {
    await until(
      'the queues are empty',
      async () => {
        left = (
          await client.query<object>(`
        select 'outbox ' || stream as what, null as attempts, null as locked_by, null as last_error from platform.outbox
        union all
        select t.identifier, j.attempts, j.locked_by, left(j.last_error, 200) from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where j.run_at <= now() or j.locked_at is not null or j.attempts > 0`)
        ).rows;
        return left.length === 0;
      },
      120_000,
    );
  } catch (error) {
    throw new Error(`left in the queues: ${JSON.stringify(left, null, 1)}`, { cause: error });
  } finally {
    await client.end();
  }
}

/** The acquirer's list, the portal's payments, its receipts and its ledger tell the same story. */
async function judge(acknowledged: readonly Done[]): Promise<void> {
  const { ownerUrl } = databaseOf(dataDir);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const rows = async <T extends object>(text: string): Promise<T[]> => (await client.query<T>(text)).rows;
  const charged = await chargedByAcquirer();
  const paid = await rows<{ id: string; acquirer: string; kopecks: string; transferred: string; receipts: number }>(`
    select p.id, p.acquirer_id as acquirer, p.total_kopecks as kopecks,
      (select coalesce(sum(t.kopecks), 0) from ledger.transfer t where t.source_id = p.id and t.kind = 'payment') as transferred,
      (select count(*)::int from payments.receipt r where r.payment_id = p.id) as receipts
    from payments.payment p where p.status = 'paid' and p.acquirer_id is not null`);
  await client.end();
  // One debit at the acquirer is one paid payment here, for the same sum.
  const byAcquirer = new Map(paid.map((payment) => [payment.acquirer, Number(payment.kopecks)]));
  expect([...charged].filter(([id, kopecks]) => byAcquirer.get(id) !== kopecks)).toEqual([]);
  expect(
    acknowledged.filter(
      ({ paymentId, kopecks }) => !paid.some((payment) => payment.id === paymentId && Number(payment.kopecks) === kopecks && charged.has(payment.acquirer)),
    ),
  ).toEqual([]);
  expect(paid.filter(({ acquirer, kopecks, transferred, receipts }) => charged.has(acquirer) && (transferred !== kopecks || receipts !== 1))).toEqual([]);
  expect(charged.size).toBe(acknowledged.length);
  expect(await faultsOfLedger()).toEqual([]);
}

async function faultsOfLedger(): Promise<unknown> {
  const pool = openPool(databaseOf(dataDir).appUrl, 2);
  const { faults, transfers } = await checkLedger(openDatabase(pool));
  await pool.end();
  expect(transfers).toBeGreaterThan(PAYERS.length);
  return faults;
}

/** Payments that the acquirer's stand-in has charged, by its id, in kopecks. */
async function chargedByAcquirer(): Promise<Map<string, number>> {
  const { shopId, secretKey } = JSON.parse(fs.readFileSync(path.join(dataDir, 'stand-in-secrets.json'), 'utf8')) as { shopId: string; secretKey: string };
  const authorization = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString('base64')}`;
  const charged = new Map<string, number>();
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const answer = await fetch(
      `http://127.0.0.1:${portal.port + 1}/v3/payments?status=succeeded&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      { headers: { authorization } },
    );
    const page = (await answer.json()) as { items: { id: string; amount: { value: string } }[]; next_cursor?: string };
    for (const { id, amount } of page.items) charged.set(id, Number(amount.value.replace('.', '')));
    cursor = page.next_cursor;
  }
  return charged;
}
