// The portal's processes: a calm end answers what is under way; a crash of any of them is mended without hands or by the next start.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginPortal, databaseOf, descendants, freePorts, killIfThere, type PortalProcess, processes, startPortal } from '#test/portal-process';

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-faults-'));
const children = (portal: PortalProcess, role: string) => descendants(portal.pid).filter(({ command }) => command.endsWith(`main.ts ${role}`));
const ofThisFolder = () => processes().filter(({ command }) => command.includes(dataDir));
const portals = new Set<PortalProcess>();
let port: number;

afterAll(async () => {
  for (const portal of portals) await portal.stop();
  for (const { pid } of ofThisFolder()) killIfThere(pid);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<PortalProcess> {
  port ??= await freePorts(4);
  const portal = await startPortal({ dataDir, port });
  portals.add(portal);
  void portal.ended.then(() => portals.delete(portal));
  return portal;
}

async function until(what: string, is: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<number> {
  const started = Date.now();
  while (!(await is())) {
    if (Date.now() - started > limitMs) throw new Error(`not within ${limitMs / 1000} s: ${what}`);
    await pause(50);
  }
  return Date.now() - started;
}

const answers = async (portal: PortalProcess, address = '/readyz'): Promise<boolean> =>
  fetch(portal.url + address, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

describe('OPS-3, OPS-4: a running portal', () => {
  let portal: PortalProcess;
  beforeAll(async () => {
    portal = await start();
  });

  test('kill -9 of the server and of the worker: both are started again and the portal answers', async () => {
    for (const role of ['server', 'worker']) {
      const [before] = children(portal, role);
      process.kill(before!.pid, 'SIGKILL');
      await until(`a new ${role}`, () => children(portal, role).some(({ pid }) => pid !== before!.pid));
    }
    await until('the portal answers', () => answers(portal));
    expect(children(portal, 'server')).toHaveLength(1);
    expect(children(portal, 'worker')).toHaveLength(1);
  });

  test('kill -9 of the database: it is started again at its old address within 30 seconds and the portal goes on', async () => {
    const { postmaster, appUrl } = databaseOf(dataDir);
    process.kill(postmaster, 'SIGKILL');
    await until('the portal notices', async () => !(await answers(portal)));
    const ms = await until('the portal answers', () => answers(portal));
    expect(ms).toBeLessThan(30_000);
    expect(databaseOf(dataDir).appUrl).toBe(appUrl);
    await until('server and worker live', () => children(portal, 'server').length === 1 && children(portal, 'worker').length === 1);
  });

  test('kill -9 of the supervisor: server and worker end by themselves, and the next start takes over the database', async () => {
    const { postmaster } = databaseOf(dataDir);
    const family = descendants(portal.pid).map(({ pid }) => pid);
    process.kill(portal.pid, 'SIGKILL');
    await portal.ended;
    await until('server and worker end', () => !processes().some(({ pid }) => family.includes(pid)));
    expect(databaseOf(dataDir).postmaster).toBe(postmaster);
    portal = await start();
    expect(databaseOf(dataDir).postmaster).toBe(postmaster);
    expect(await answers(portal)).toBe(true);
  });

  test('SIGTERM: what is under way is answered, new callers are turned away, everything ends with 0 and nothing stays', async () => {
    const owner = new pg.Client({ connectionString: databaseOf(dataDir).ownerUrl });
    await owner.connect();
    await owner.query('begin');
    await owner.query('lock table identity.session in access exclusive mode');
    const underWay = fetch(`${portal.url}/`, { headers: { cookie: 'sid=nobody-has-this-one' } });
    await until('the request waits in the database', async () => (await owner.query(`select 1 from pg_locks where not granted`)).rowCount! > 0);
    const ended = portal.stop();
    await until('no new callers', async () => !(await answers(portal, '/healthz')));
    await owner.query('commit');
    await owner.end();
    const answer = await underWay;
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('</html>');
    expect(await ended).toBe(0);
    await until('nothing stays', () => ofThisFolder().length === 0);
  });
});

test('OPS-3: kill -9 of the supervisor while its processes are starting leaves none of them behind', async () => {
  port ??= await freePorts(4);
  for (const delay of [0, 150, 300, 600]) {
    const portal = await beginPortal({ dataDir, port });
    const family = (): number[] => ['server', 'worker'].flatMap((role) => children(portal, role)).map(({ pid }) => pid);
    await until('server and worker are started', () => family().length === 2);
    await pause(delay);
    const left = family();
    process.kill(portal.pid, 'SIGKILL');
    await portal.ended;
    await until(`after ${delay} ms: server and worker end`, () => !processes().some(({ pid }) => left.includes(pid)));
  }
});
