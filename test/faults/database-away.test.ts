// The database is gone and nobody brings it back: every route says 503 and when to come again, a page says so in words.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { Type } from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoint } from '#contract/endpoint';
import { obj } from '#contract/types';
import { createPerson, establishSession, identify } from '#modules/identity';
import type { Actor } from '#platform/actor';
import { makeApp } from '#platform/app';
import { openDatabase, openPool } from '#platform/database';
import { type Postgres, startPostgres } from '#platform/embedded-postgres';
import { newId } from '#platform/ids';
import { migrate } from '#platform/migrate';
import type { Module } from '#platform/module';
import { addPages } from '#platform/pages';
import { command, query, type Route, signedIn } from '#platform/route';
import { runCommand } from '#platform/work';
import { testSettings } from '#test/settings';
import { portal, TEST_KEYS } from '#test/world';
import { composeModules } from '../../server/compose.ts';
import { databaseOf } from '#test/portal-process';

const WEB_BUILD = path.join(import.meta.dirname, '..', '..', 'web', 'build');
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-away-'));
const settings = testSettings({ dataDir });
const origin = { ip: '127.0.0.1', agent: 'test' };
const personId = newId(new Date());
const slowRead = endpoint({ method: 'GET', url: '/api/v1/slow', summary: 'Reads for long', answer: obj({ ok: Type.Boolean() }) });
const slowWrite = endpoint({ method: 'POST', url: '/api/v1/slow', summary: 'Writes for long', answer: obj({ ok: Type.Boolean() }) });
const slow: Module = {
  name: 'slow',
  routes: [
    query(slowRead, signedIn, async ({ db }) => {
      await sql`select pg_sleep(60)`.execute(db);
      return { ok: true };
    }),
    command(slowWrite, signedIn, async ({ tx }) => {
      await sql`select pg_sleep(60)`.execute(tx);
      return { ok: true };
    }),
  ],
};

let server: Postgres;
let cookie = '';
let routes: Route[];
let app: FastifyInstance;
/** Knows who calls without the database: it goes away between the gate and the data. */
let behindGate: FastifyInstance;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startPostgres({ dataDir: path.join(dataDir, 'postgres'), openDir: path.join(dataDir, 'open'), database: 'moidom' });
  await migrate(server.ownerUrl);
  const pool = openPool(server.appUrl, 4);
  const ground = { db: openDatabase(pool), origin: 'http://localhost:8080', masterKeys: TEST_KEYS, clock: () => new Date(), committed: () => {} };
  await runCommand(ground, { actor: portal, id: newId(new Date()), route: 'test', body: null, now: new Date() }, async (work) => {
    await createPerson(work, { personId, lastName: 'Пробный', firstName: 'Пётр', phone: '+79000100000' });
    await establishSession(
      work,
      { personId, proofs: ['password', 'code'], origin, door: 'password' },
      { setSession: (token) => (cookie = `sid=${token}`), setDevice: () => {} },
    );
  });
  const { modules, close } = composeModules(settings, ground);
  routes = [...modules, slow].flatMap((module) => module.routes ?? []);
  const options = { settings, ground, modules: [...modules, slow], addressLimit: { perSecond: 1e6, burst: 1e6 } };
  const person: Actor = { kind: 'person', personId, sessionId: personId, level: 2, steppedUpUntil: null, grants: [], ...origin };
  app = await makeApp({ ...options, identify });
  behindGate = await makeApp({ ...options, identify: async () => person });
  for (const one of [app, behindGate]) await addPages(one, settings, WEB_BUILD);
  closers.push(
    () => app.close(),
    () => behindGate.close(),
    close,
    () => pool.end(),
  );
});

afterAll(async () => {
  for (const close of closers) await close();
  if (server?.isAlive()) server.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const call = (to: FastifyInstance, method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string) =>
  to.inject({
    method,
    url,
    headers: { cookie, origin: settings.publicUrl.origin, ...(method !== 'GET' && { 'idempotency-key': newId(new Date()) }) },
    ...(method !== 'GET' && { payload: {} }),
  });
type Answered = Awaited<ReturnType<typeof call>>;
const seen = ({ statusCode, headers }: Answered) => [statusCode, headers['retry-after']];
const AWAY = [503, '5'];

test('OPS-3: a full pool is answered by 503 and a time to come again', { timeout: 60_000 }, async () => {
  const held = openPool(server.appUrl, 1);
  const client = await held.connect();
  const ground = { db: openDatabase(held), origin: 'http://localhost:8080', masterKeys: TEST_KEYS, clock: () => new Date(), committed: () => {} };
  const full = await makeApp({ settings, ground, modules: [slow], identify });
  expect(seen(await call(full, 'GET', '/api/v1/slow'))).toEqual(AWAY);
  client.release();
  await full.close();
  await held.end();
});

test('OPS-3: without the database every route answers 503, also what was in the middle of a statement or a transaction', async () => {
  expect((await call(app, 'GET', '/api/v1/me')).statusCode).toBe(200);
  const underWay = (['GET', 'POST'] as const).map((method) => call(app, method, '/api/v1/slow'));
  await pause(500);
  process.kill(databaseOf(dataDir).postmaster, 'SIGKILL');
  for (const answer of await Promise.all(underWay)) expect(seen(answer)).toEqual(AWAY);
  const wrong: string[] = [];
  for (const {
    endpoint: { method, url },
    kind,
  } of routes) {
    if (kind === 'stream' && method !== 'GET') continue; // its body is a file or signed: refused by what it is before anything is read
    const answer = await call(app, method, url.replace(/:\w+/g, newId(new Date())));
    if (String(seen(answer)) !== String(AWAY)) wrong.push(`${method} ${url}: ${seen(answer).join(' ')}`);
  }
  expect(wrong).toEqual([]);
});

test('OPS-3: a page says in words that it will come again, wherever the database was missed', async () => {
  for (const [to, url] of [
    [app, '/'],
    [app, '/charges'],
    [behindGate, '/'],
    [behindGate, '/charges'],
    [behindGate, '/meters'],
  ] as const) {
    const answer = await call(to, 'GET', url);
    expect([url, ...seen(answer)]).toEqual([url, ...AWAY]);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('Обновите страницу через минуту');
  }
});
