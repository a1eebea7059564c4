// Migrations: plain SQL, forward only, each in a transaction of its own, never edited after it landed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

/** The folder of the project's migrations. */
export const MIGRATIONS_DIR = path.join(import.meta.dirname, '..', 'migrations');
const LOCK = 20_261_122; // one migrating process at a time in the whole system

type Migration = { name: string; text: string; hash: string };

/** The project's migrations in order. The name begins with the date and time, so order by name is order of writing. */
export function readMigrations(dir = MIGRATIONS_DIR): Migration[] {
  const names = fs
    .readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name) => {
    const text = fs.readFileSync(path.join(dir, name), 'utf8');
    return { name, text, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * Brings the database to the newest schema with the owner's role and answers the names of what ran.
 * Throws when a migration that ran earlier has another text now.
 */
export async function migrate(ownerUrl: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const done = await hashesOfDone(client);
    const ran: string[] = [];
    for (const migration of migrations) {
      const hash = done.get(migration.name);
      if (hash !== undefined && hash !== migration.hash) throw new Error(`migration ${migration.name} was edited after it ran: write a new one`);
      if (hash !== undefined) continue;
      await runOne(client, migration);
      ran.push(migration.name);
    }
    await makeJobTables(client, ownerUrl);
    return ran;
  } finally {
    await client.end();
  }
}

async function hashesOfDone(client: pg.Client): Promise<Map<string, string>> {
  const exists = await client.query(`select to_regclass('platform.migration') is not null as yes`);
  if (!exists.rows[0].yes) return new Map();
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from platform.migration');
  return new Map(rows.map((row) => [row.name, row.hash]));
}

async function runOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into platform.migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** The job library keeps a schema of its own, made by the owner and used by the application. */
async function makeJobTables(client: pg.Client, ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl });
  await client.query(`
    grant usage on schema graphile_worker to moidom_app;
    grant select, insert, update, delete on all tables in schema graphile_worker to moidom_app;
    grant usage on all sequences in schema graphile_worker to moidom_app;
    grant execute on all functions in schema graphile_worker to moidom_app`);
  // The library switches row security on, which its owner passes and nobody else.
  const { rows } = await client.query<{ name: string }>(`
    select relname as name from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
    and not exists (select 1 from pg_policy where polrelid = pg_class.oid and polname = 'moidom_app')`);
  for (const { name } of rows)
    await client.query(`create policy moidom_app on graphile_worker.${pg.escapeIdentifier(name)} for all to moidom_app using (true) with check (true)`);
}
