// Rotation of the master key on a live base (PRIV-4): readers and writers go on, kill -9 loses nothing, at the end nothing is under the old key.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personBySnils, putFact } from '#modules/federation';
import { giveAuthenticator } from '#modules/identity';
import { sealField } from '#platform/field-cipher';
import { addKeyToFile, KEY_FILE_READ_MS, openKeyFile, singleKeyRing, useKeyOfFile } from '#platform/key-ring';
import { countOld, rotateColumn } from '#platform/rotate-keys';
import { makePerson } from '#test/factories/identity';
import { portal, useWorld, type World } from '#test/world';
import { otherBytes, sealedColumns } from './sealed-columns.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-keys-'));
const file = path.join(dir, 'encryption-keys.json');
const CONSOLE = path.join(import.meta.dirname, 'console.ts');

beforeAll(() => {
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, JSON.stringify({ 1: Buffer.alloc(32, 7).toString('base64') }));
  (world.ground as { masterKeys: World['ground']['masterKeys'] }).masterKeys = openKeyFile(file);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('PRIV-4: every column of bytes is sealed and in the register, or is said to be something else', async () => {
  const { rows } = await sql<{
    name: string;
  }>`select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns where data_type = 'bytea' and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') order by 1`.execute(
    world.db,
  );
  const registered = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(
    rows.map(({ name }) => name).filter((name) => !registered.includes(name) && otherBytes[name] === undefined),
    'name these columns in server/sealed-columns.ts',
  ).toEqual([]);
  const real = new Set(rows.map(({ name }) => name));
  expect([...registered, ...Object.keys(otherBytes)].filter((name) => !real.has(name))).toEqual([]);
});

const snilsOf = (n: number): string => {
  const body = String(100_000_000 + n).slice(-9);
  const sum = body.split('').reduce((total, digit, at) => total + Number(digit) * (9 - at), 0) % 101;
  return body + String(sum === 100 ? 0 : sum).padStart(2, '0');
};
const put = (personId: string, snils: string) => world.run(portal, (work) => putFact(work, { personId, kind: 'snils', value: snils }));

/** `kill`: after so many lines of its output. */
function rotate(kill?: number): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CONSOLE, 'keys', 'rotate'], {
      env: { ...process.env, DATABASE_URL: world.appUrl, DATA_DIR: dir, DEMO: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => {
      output += String(text);
      if (kill !== undefined && output.split('\n').length > kill) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const PEOPLE = 250;
/** The load is of one machine with the rotation: it must not take the processor from it. */
const breathe = () => new Promise((resolve) => setTimeout(resolve, 5));

test('PRIV-4: rotation under load, killed on its way and run again: all opens, is found by its index, and lies under the new version', async () => {
  const people: { personId: string; snils: string }[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const { personId } = await makePerson(world);
    people.push({ personId, snils: snilsOf(n) });
    await put(personId, snilsOf(n));
    if (n % 20 === 0) await world.run(portal, (work) => giveAuthenticator(work, { personId, secret: 'JBSWY3DPEHPK3PXP' }));
  }
  const load = { isGoing: true };
  let [reads, writes] = [0, 0];
  const missed: string[] = [];
  const readers = async (): Promise<void> => {
    for (let n = 0; load.isGoing; n = (n + 7) % PEOPLE) {
      const { personId, snils } = people[n]!;
      if ((await personBySnils(world.db, world.ground.masterKeys, snils)) !== personId) missed.push(snils);
      reads += 1;
      await breathe();
    }
  };
  const writers = async (): Promise<void> => {
    for (let n = 0; load.isGoing; n = (n + 11) % PEOPLE) {
      await put(people[n]!.personId, people[n]!.snils);
      writes += 1;
      await breathe();
    }
  };
  const under = [readers(), writers(), writers()];
  const killed = await rotate(4);
  expect(killed.code).toBe(null);
  const first = JSON.parse(readFileSync(file, 'utf8')) as { current: number };
  const second = await rotate();
  load.isGoing = false;
  await Promise.all(under);
  expect(missed).toEqual([]);
  expect(Math.min(reads, writes)).toBeGreaterThan(20);
  expect([second.code, second.output]).toEqual([0, expect.stringContaining('Everything opens')]);
  const ring = world.ground.masterKeys;
  // The second run goes on with the first one's key, unless the first was killed with nothing left to seal.
  expect(first.current).toBe(2);
  expect(ring.current).toBeGreaterThanOrEqual(2);
  for (const column of sealedColumns) expect([column.table, await countOld(world.db, column, ring)]).toEqual([column.table, 0]);
  const onlyNew = { current: ring.current, keys: new Map([[ring.current, ring.keys.get(ring.current)!]]) };
  for (const { personId, snils } of people) expect(await personBySnils(world.db, onlyNew, snils)).toBe(personId);
}, 120_000);

test('PRIV-4: what does not open is counted and left as it is, the rest goes on', async () => {
  const { personId } = await makePerson(world);
  const column = sealedColumns.find(({ table }) => table === 'identity.totp')!;
  const broken = sealField(singleKeyRing(Buffer.alloc(32, 9)), { table: 'identity.totp', column: 'secret', rowId: personId }, 'x');
  await world.db.insertInto('identity.totp').values({ person_id: personId, secret: broken, made_at: world.now.toISOString(), confirmed_at: null }).execute();
  const report = await rotateColumn(world.db, world.ground.masterKeys, column);
  expect(report).toMatchObject({ broken: 1, left: 1 });
  expect((await world.db.selectFrom('identity.totp').select('secret').where('person_id', '=', personId).executeTakeFirstOrThrow()).secret.equals(broken)).toBe(
    true,
  );
});

test('PRIV-4: a key in the file is heard of by a running process within a second, and seals only when it is told to', async () => {
  const ring = openKeyFile(file);
  const before = ring.current;
  const version = addKeyToFile(file);
  expect([addKeyToFile(file), ring.current]).toEqual([version, before]);
  useKeyOfFile(file, version);
  await new Promise((resolve) => setTimeout(resolve, KEY_FILE_READ_MS + 50));
  expect([ring.current, ring.keys.has(before)]).toEqual([version, true]);
});
