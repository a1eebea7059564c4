// The packaged PostgreSQL under real crashes, by each way of running it: as this user, and for root also as an ordinary
// user and where user namespaces are refused.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { migrate } from '#platform/migrate';
import { killIfThere, processes } from '#test/portal-process';

const NOBODY = 65_534;
const PROGRAM = path.join(import.meta.dirname, 'open-database.ts');
const isRoot = process.getuid?.() === 0;
const mayEnter = (fs.statSync(path.join(import.meta.dirname, '..', '..')).mode & 0o005) === 0o005;

type Way = { name: string; uid?: number; refuseNamespaces?: true };
const ways: readonly Way[] = [
  { name: 'this user' },
  ...(isRoot ? [{ name: 'root without user namespaces', refuseNamespaces: true } as const] : []),
  ...(isRoot && mayEnter ? [{ name: 'an ordinary user', uid: NOBODY }] : []),
];

describe.each(ways)('OPS-3: the packaged database, $name', (way) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-faults-'));
  fs.chmodSync(folder, 0o755);
  const dataDir = path.join(folder, 'postgres');
  const open = () => openDatabase(way, folder);
  if (way.uid !== undefined) fs.chownSync(folder, way.uid, way.uid);
  afterAll(async () => {
    for (const { pid, command } of processes()) if (command.includes(folder)) killIfThere(pid);
    await gone(() => postmasters(folder).length > 0);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test('a first start that was killed half-way, and the lock it left, do not hinder the next one', async () => {
    const first = launch(way, folder);
    await gone(() => !fs.existsSync(path.join(dataDir, 'cluster.new')));
    expect(fs.existsSync(`${dataDir}.starting`)).toBe(true);
    first.kill('SIGKILL');
    await gone(() => processes().some(({ command }) => command.includes('cluster.new')));
    const { server, stop } = await open();
    expect(server.adopted).toBe(false);
    expect(fs.readdirSync(dataDir).filter((name) => name.includes('.new'))).toEqual([]);
    expect(fs.existsSync(`${dataDir}.starting`)).toBe(false);
    await stop();
    await gone(() => postmasters(folder).length > 0);
  });

  test('a server left by a killed parent is adopted with its data; two at the same moment get one server', async () => {
    const first = await open();
    await asOwner(first.server, async (client) => {
      await client.query('create table kept (id int primary key)');
      await client.query('insert into kept values (1)');
    });
    first.kill();
    expect(postmasters(folder)).toHaveLength(1);
    const [second, third] = await Promise.all([open(), open()]);
    expect([second.server.adopted, third.server.adopted]).toEqual([true, true]);
    expect(second.server.ownerUrl).toBe(first.server.ownerUrl);
    expect(third.server.ownerUrl).toBe(first.server.ownerUrl);
    expect(await asOwner(second.server, async (client) => (await client.query('select id from kept')).rows)).toEqual([{ id: 1 }]);
    third.kill();
    await second.stop();
    await gone(() => postmasters(folder).length > 0);
  });

  test('kill -9 of the server under four writing clients: every acknowledged row is there after the next start', async () => {
    const first = await open();
    await asOwner(first.server, (client) => client.query('create table written (client int, number int)'));
    const acknowledged = [0, 0, 0, 0];
    const writers = acknowledged.map((_, index) => writeUntilCut(first.server.ownerUrl, index, (count) => (acknowledged[index] = count)));
    await gone(() => acknowledged.some((count) => count < 50));
    for (const { pid } of postmasters(folder)) process.kill(pid, 'SIGKILL');
    await Promise.all(writers);
    first.kill();
    const second = await open();
    expect(second.server.adopted).toBe(false);
    const rows = await asOwner(
      second.server,
      async (client) =>
        (
          await client.query<{ client: number; count: number; last: number }>(
            'select client, count(*)::int as count, max(number) as last from written group by client order by client',
          )
        ).rows,
    );
    for (const { client, count, last } of rows) {
      expect(count).toBe(last); // no gap
      expect(last).toBeGreaterThanOrEqual(acknowledged[client]!); // one more may have been committed without an answer
      expect(last).toBeLessThanOrEqual(acknowledged[client]! + 1);
    }
    expect(rows).toHaveLength(4);
    await second.stop();
  });

  test('OPS-3, AUD-2: a wrong password is refused, and the application role changes neither tables nor the journal', async () => {
    const { server, stop } = await open();
    await migrate(server.ownerUrl);
    const wrong = new URL(server.appUrl);
    wrong.password = 'guess';
    await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toThrow(/password authentication failed/);
    const app = new pg.Client({ connectionString: server.appUrl });
    app.on('error', () => {}); // the server's end
    await app.connect();
    for (const statement of [
      'create table public.x (id int)',
      'create schema x',
      'drop table ledger.transfer',
      'alter table ledger.transfer disable trigger all',
      'truncate ledger.transfer',
      'update ledger.transfer set kopecks = 1',
      'delete from platform.journal_line',
      'create role x',
      'set role moidom_owner',
    ]) {
      await expect(app.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
    await app.end();
    await stop();
  });
});

type Server = { ownerUrl: string; appUrl: string; adopted: boolean };
type Opened = { server: Server; stop(): Promise<void>; kill(): void };

function launch(way: Way, folder: string): ChildProcess {
  const env = { PATH: way.refuseNamespaces ? `${fakeUnshare(folder)}${path.delimiter}${process.env['PATH']}` : process.env['PATH'], HOME: folder };
  const user = way.uid === undefined ? {} : { uid: way.uid, gid: way.uid };
  return spawn(process.execPath, [PROGRAM, path.join(folder, 'postgres'), path.join(folder, 'open')], { env, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function openDatabase(way: Way, folder: string): Promise<Opened> {
  const child = launch(way, folder);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const line = new Promise<string>((resolve, reject) => {
    child.stderr!.on('data', (text: Buffer) => (said += text.toString()));
    child.stdout!.on('data', (text: Buffer) => text.toString().endsWith('\n') && resolve(text.toString()));
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  return {
    server: JSON.parse(await line),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      expect(child.exitCode, said).toBe(0);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** A program of this name that refuses, before the real one in the path: as a container's default profile does. */
function fakeUnshare(folder: string): string {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(path.join(bin, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return bin;
}

const postmasters = (folder: string) => processes().filter(({ command }) => command.includes(`-D ${folder}/`) && command.includes('/postgres '));

async function gone(is: () => boolean): Promise<void> {
  for (let waited = 0; is(); waited += 5) {
    if (waited > 30_000) throw new Error('waited for half a minute');
    await pause(5);
  }
}

async function asOwner<T>(server: Server, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Writes 1, 2, 3 … each in a transaction of its own until the connection breaks, and tells what was acknowledged. */
async function writeUntilCut(ownerUrl: string, client: number, acknowledged: (count: number) => void): Promise<void> {
  const connection = new pg.Client({ connectionString: ownerUrl });
  connection.on('error', () => {}); // the cut
  await connection.connect();
  try {
    for (let number = 1; ; number += 1) {
      await connection.query('insert into written values ($1, $2)', [client, number]);
      acknowledged(number);
    }
  } catch {
    await connection.end().catch(() => {}); // cut, as it should be
  }
}
