// Tests against a real PostgreSQL: migrations run once into a template, each test file gets a clone in about 0.1 s.
// As Vitest's `globalSetup` this file exports `setup`; a test file calls `useTestDatabase()`.
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '#platform/embedded-postgres';
import { migrate, readMigrations } from '#platform/migrate';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: { ownerUrl: string; appUrl: string; template: string; run: number };
  }
}

const PREFIX = 'moidom_test';
const LOCK_SPACE = 20_261_122; // of advisory locks: one per live run
// A test's data need not survive a power cut. Crashes are proven on a server with the usual settings.
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** The application's and the owner's way to the same database. */
export type TestDatabase = { readonly appUrl: string; readonly ownerUrl: string };

/** A database of this file's own, dropped at its end. Files run in parallel, tests of one file share it. */
export function useTestDatabase(): TestDatabase {
  const { ownerUrl, appUrl, template, run } = inject('testServer');
  const name = `${PREFIX}_${run}_${crypto.randomUUID().slice(0, 8)}`;
  beforeAll(() => onServer(ownerUrl, (owner) => owner.query(`create database ${name} template ${template}`)));
  afterAll(() => onServer(ownerUrl, (owner) => dropDatabase(owner, name)));
  return { appUrl: withDatabase(appUrl, name), ownerUrl: withDatabase(ownerUrl, name) };
}

/** Uses the server of MIGRATE_DATABASE_URL and DATABASE_URL, else the packaged one in the cache folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer();
  const admin = new pg.Client({ connectionString: server.ownerUrl });
  await admin.connect();
  const run = process.pid;
  await admin.query('select pg_advisory_lock($1, $2)', [LOCK_SPACE, run]); // held until this connection ends, however it ends
  await dropLeftovers(admin);
  const template = await makeTemplate(admin, server.ownerUrl);
  project.provide('testServer', { ...server, template, run });
  return () => admin.end();
}

async function testServer(): Promise<{ ownerUrl: string; appUrl: string }> {
  const { MIGRATE_DATABASE_URL: ownerUrl, DATABASE_URL: appUrl } = process.env;
  if (ownerUrl && appUrl) return { ownerUrl, appUrl };
  const dataDir = process.env['TEST_POSTGRES_DIR'] ?? path.join(import.meta.dirname, '..', '.cache', 'test-postgres');
  // Left running between runs on purpose: the next one adopts it in milliseconds.
  const server = await startPostgres({ dataDir, openDir: path.join(os.tmpdir(), 'moidom-test'), database: 'moidom', parameters: FAST });
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl };
}

/** Clones of a run whose lock is free were left by a killed one. A run in progress keeps its own. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string; run: number }>(
    `select datname, split_part(datname, '_', 3)::int as run from pg_database where datname ~ '^${PREFIX}_[0-9]+_'`,
  );
  for (const { datname, run } of rows) {
    const isDead = (await admin.query('select pg_try_advisory_lock($1, $2) as free', [LOCK_SPACE, run])).rows[0].free;
    if (!isDead || run === process.pid) continue;
    await dropDatabase(admin, datname);
    await admin.query('select pg_advisory_unlock($1, $2)', [LOCK_SPACE, run]);
  }
}

/** Named by the migrations' content, so an unchanged schema costs nothing at the next run. */
async function makeTemplate(admin: pg.Client, ownerUrl: string): Promise<string> {
  const migrations = readMigrations();
  const name = `${PREFIX}_template_${createHash('sha256')
    .update(migrations.map(({ hash }) => hash).join())
    .digest('hex')
    .slice(0, 12)}`;
  // Two runs at once must not both make it; and it gets its name last, so that it is whole when it exists.
  await admin.query('select pg_advisory_lock($1, 0)', [LOCK_SPACE]);
  const exists = (await admin.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
  if (!exists) {
    const unfinished = `${PREFIX}_unfinished`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished}`);
    await migrate(withDatabase(ownerUrl, unfinished), migrations);
    await admin.query(`alter database ${unfinished} rename to ${name}`); // nobody connects to it again: a template in use cannot be cloned
  }
  await admin.query('select pg_advisory_unlock($1, 0)', [LOCK_SPACE]);
  return name;
}

/** The server's own vacuum may be at work in it, and only a superuser may end that: it is done in a moment. */
async function dropDatabase(owner: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await owner.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      const isVacuum = (error as pg.DatabaseError).code === '42501' && /terminate process/.test((error as Error).message);
      if (!isVacuum || tries === 50) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

async function onServer(connectionString: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}
