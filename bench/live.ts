// From the commit of a command to the browsers that listen, and what a listening browser costs in memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { personActor, portal, type World } from '#test/world';
import { testSettings } from '#test/settings';
import { makeApp } from '../server/platform/app.ts';
import { newId } from '../server/platform/ids.ts';
import { addLiveEvents } from '../server/platform/live.ts';
import { startRelay } from '../server/platform/outbox.ts';
import { openPool } from '../server/platform/database.ts';
import '../server/modules/notifications/notifications.events.ts';
import type { Row } from './ratio.ts';

const LISTENERS = 1_000;
const ROUNDS = 9;

/** A thousand browsers of one house hear what a command has changed; beside it, one connection that hears a bare NOTIFY. */
export async function benchLive(world: World): Promise<Row[]> {
  const settings = testSettings();
  const [houseId, premisesId] = [newId(new Date()), newId(new Date())];
  const pool = openPool(world.appUrl, 4);
  const relay = startRelay(pool, { consumersOf: () => [], attemptsOf: () => 1 }, (error) => console.error(error));
  const app = await makeApp({
    settings,
    ground: world.ground,
    modules: [],
    addressLimit: { perSecond: 1e6, burst: 1e6 },
    identify: async () => personActor(newId(new Date()), [{ role: 'owner', houseId, premisesId, organizationId: null }], { sessionId: newId(new Date()) }),
  });
  await addLiveEvents(app, { pool, connectionString: world.appUrl });
  await app.listen({ host: '127.0.0.1', port: 0 });
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const child = fork(path.join(import.meta.dirname, 'live-listeners.ts'));
  child.send({ port: (app.server.address() as { port: number }).port, listeners: LISTENERS });
  await once(child, 'message');
  await pause(1_000);
  const kb = Math.round((process.memoryUsage.rss() - before) / 1024 / LISTENERS);
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (let n = 0; n <= ROUNDS; n++) {
    const heard = hear(child);
    await world.run(portal, async (work) => work.emit('notice.made', { noticeIds: [] }, [`premises:${premisesId}`]));
    const committed = process.hrtime.bigint();
    relay.wake();
    const times = (await heard).map((at) => Number(at - committed) / 1000).sort((a, b) => a - b);
    if (n === 0) continue; // the first opens connections and plans statements
    firsts.push(times[0]!);
    lasts.push(times.at(-1)!);
  }
  const limitUs = await bareNotifyUs(world);
  child.kill();
  await relay.stop();
  await app.close();
  await pool.end();
  const row = (what: string, times: number[]): Row => ({
    what,
    cost: { wallUs: middle(times), cpuUs: 0 },
    limit: 'one bare LISTEN hears a NOTIFY',
    limitCost: { wallUs: limitUs, cpuUs: 0 },
  });
  return [
    row(`commit to the first of ${LISTENERS} browsers (30 ms of it are waited for more to tell)`, firsts),
    row(`commit to the last of ${LISTENERS} browsers; ${kb} KB of memory each`, lasts),
  ];
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

function hear(child: ReturnType<typeof fork>): Promise<bigint[]> {
  return new Promise((resolve) => {
    const heard: bigint[] = [];
    const listen = (message: { heardAt?: string }): void => {
      if (message.heardAt === undefined || heard.push(BigInt(message.heardAt)) < LISTENERS) return;
      child.off('message', listen as never);
      resolve(heard);
    };
    child.on('message', listen as never);
  });
}

async function bareNotifyUs(world: World): Promise<number> {
  const client = await world.pool.connect();
  await client.query('listen bench');
  const times: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const started = performance.now();
    await Promise.all([once(client, 'notification'), world.pool.query(`select pg_notify('bench', '')`)]);
    times.push((performance.now() - started) * 1000);
  }
  client.release(true);
  return middle(times);
}
