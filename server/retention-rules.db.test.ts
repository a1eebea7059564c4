// Terms of keeping, as the nightly job carries them out (PRIV-2; 152-FZ, article 5, part 7).
import os from 'node:os';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { privacyModule } from '#modules/privacy';
import { newId } from '#platform/ids';
import type { RetentionRule } from '#platform/retention';
import { countOverdue, sweepOverdue, termOn } from '#platform/retention';
import type { Typesetter } from '#platform/typst-pool';
import { makePerson } from '#test/factories/identity';
import { TEST_KEYS, useWorld } from '#test/world';
import { retentionRules } from './retention-rules.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const DAY_MS = 86_400_000;
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client(world.ownerUrl);
  await owner.connect();
  // Rows are put beside the commands that make them: what they lead to is not there, and what they say does not matter to a term.
  const { rows } = await owner.query<{ table: string; name: string }>(
    `select conrelid::regclass::text as table, conname as name from pg_constraint where contype in ('f', 'c') and conrelid::regclass::text = any($1)`,
    [retentionRules.map(({ table }) => table)],
  );
  for (const { table, name } of rows) await owner.query(`alter table ${table} drop constraint "${name}"`);
});
afterAll(() => owner.end());

test('PRIV-2: every rule of keeping names a table, a column and values that are there, and may be carried out by the application', async () => {
  for (const rule of retentionRules)
    expect([rule.table, await countOverdue(world.db, rule, world.now), await sweepOverdue(world.db, rule, world.now)]).toEqual([rule.table, 0, 0]);
  expect(retentionRules.flatMap(({ terms }) => terms).every(({ law, days }) => law !== '' && days > 0)).toBe(true);
});

async function putFile(): Promise<string> {
  const id = newId(world.now);
  await world.db
    .insertInto('platform.file')
    .values({ id, stream: 'test', name: 'x.pdf', media_type: 'application/pdf', bytes: 1n, sha256: Buffer.alloc(32), key_version: '1', path: `test/${id}` })
    .execute();
  return id;
}

type Column = { name: string; type: string };
const valueOf = ({ type }: Column): unknown =>
  type === 'uuid'
    ? newId(world.now)
    : type === 'date'
      ? '2020-01-01'
      : type.startsWith('timestamp')
        ? '2020-01-01T00:00:00Z'
        : type === 'boolean'
          ? false
          : type === 'bytea'
            ? Buffer.from(newId(world.now))
            : type === 'jsonb'
              ? '{}'
              : type === 'ARRAY'
                ? '{}'
                : /int|numeric/.test(type)
                  ? 1
                  : `x${newId(world.now)}`;

/** A row with the least that the table asks for; `at` stands in the rule's column, or in the row that it leads to. Its files are there. */
async function putRow(rule: RetentionRule, instant: Date): Promise<void> {
  const { table, at, from, blank = {}, files = [] } = rule;
  const given: Record<string, string> = from ? { [from.by]: (await makePerson(world)).personId } : { [at]: instant.toISOString() };
  if (from) await owner.query(`update ${from.table} set ${at} = $1 where ${from.key} = $2`, [instant.toISOString(), given[from.by]]);
  for (const column of files) given[column] = await putFile();
  const { rows } =
    await sql<Column>`select column_name as name, data_type as type from information_schema.columns where table_schema || '.' || table_name = ${table} and is_generated = 'NEVER' and (column_name = any(${[...Object.keys(given), ...Object.keys(blank)]}) or (is_nullable = 'NO' and column_default is null))`.execute(
      world.db,
    );
  const values = { ...Object.fromEntries(rows.map((column) => [column.name, valueOf(column)])), ...given };
  const names = Object.keys(values);
  await owner.query(
    `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(values),
  );
}

test('PRIV-2: nothing stands in the way of the nightly job: no other table leads to a row that is deleted', async () => {
  const deleted = retentionRules.filter(({ blank }) => blank === undefined).map(({ table }) => table);
  const { rows } = await sql<{
    from: string;
    to: string;
  }>`select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and confdeltype not in ('c', 'n') and confrelid::regclass::text = any(${deleted})`.execute(
    world.db,
  );
  expect(rows).toEqual([]);
});

test('PRIV-2: the nightly job deletes, or blanks, in every table what is a day over its term, and nothing that is a day short of it', async () => {
  const refused: string[] = [];
  for (const rule of retentionRules) {
    const { days } = termOn(rule, world.now.toISOString().slice(0, 10));
    for (const past of [days + 1, days - 1])
      await putRow(rule, new Date(world.now.getTime() - past * DAY_MS)).catch((error: Error) => refused.push(`${rule.table}: ${error.message}`));
  }
  expect(refused).toEqual([]);
  const rowsOf = async ({ table }: RetentionRule): Promise<number> =>
    Number((await sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)}`.execute(world.db)).rows[0]!.n);
  for (const rule of retentionRules) expect([rule.table, await rowsOf(rule), await countOverdue(world.db, rule, world.now)]).toEqual([rule.table, 2, 1]);
  const filesLeft = async (): Promise<number> => (await world.db.selectFrom('platform.file').select('id').execute()).length;
  const files = await filesLeft();
  const module = privacyModule({
    parts: [],
    retention: retentionRules,
    files: { dir: os.tmpdir(), ring: TEST_KEYS, clock: () => world.now },
    typesetter: {} as Typesetter,
    organizationNames: async () => new Map(),
  });
  const job = module.jobs!['privacy.retention']!;
  expect(module.every).toContainEqual({ task: 'privacy.retention', seconds: 86_400 });
  await job.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log: { info: () => {}, error: () => {} } }, {});
  for (const rule of retentionRules)
    expect([rule.table, await rowsOf(rule), await countOverdue(world.db, rule, world.now)]).toEqual([rule.table, rule.blank ? 2 : 1, 0]);
  expect(await filesLeft(), 'of each two rows one keeps its files').toBe(files / 2);
  expect(files).toBeGreaterThan(5);
});
