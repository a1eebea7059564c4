import pg from 'pg';
import { expect, test } from 'vitest';
import { useTestDatabase } from '#test/test-database';
import { migrate, readMigrations } from './migrate.ts';

const database = useTestDatabase();

test('a second run does nothing, a migration edited after it ran is refused', async () => {
  expect(await migrate(database.ownerUrl)).toEqual([]);
  const [first, ...rest] = readMigrations();
  await expect(migrate(database.ownerUrl, [{ ...first!, hash: 'other' }, ...rest])).rejects.toThrow(/was edited after it ran/);
});

test('a migration that fails leaves nothing of itself, and says which it was', async () => {
  const broken = { name: '29991231-0000-broken.sql', text: 'create table half (id int); select 1 / 0;', hash: 'x' };
  await expect(migrate(database.ownerUrl, [...readMigrations(), broken])).rejects.toThrow(/29991231-0000-broken.sql failed: division by zero/);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  expect((await client.query(`select to_regclass('half') as made`)).rows[0].made).toBeNull();
  await client.end();
});

test('the application may not change the schema', async () => {
  const client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  await expect(client.query('create table platform.stray (id int)')).rejects.toThrow(/permission denied/);
  await expect(client.query('drop table platform.outbox')).rejects.toThrow(/must be owner/);
  await client.end();
});
