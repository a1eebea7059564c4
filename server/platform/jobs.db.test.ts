import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { personActor, useWorld, type World } from '#test/world';
import { newId } from './ids.ts';
import { jobsOf, startWorker, subscriptionsOf, type Worker } from './jobs.ts';
import type { JobContext, Module } from './module.ts';
import { relayBatch, startRelay } from './outbox.ts';

declare module './work.ts' {
  interface Events {
    'test.ordered': { n: number };
  }
}

const world = useWorld();
const actor = personActor(newId(new Date()));
const contextOf = ({ ground, db, pool }: World): JobContext => ({ ground, db, pool, now: () => new Date(), log: { info: () => {}, error: () => {} } });
const running: Worker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await condition()); waited += 25) {
    if (waited > 15_000) throw new Error('it did not happen within 15 s');
    await new Promise((done) => setTimeout(done, 25));
  }
}
const linesOf = async (action: string): Promise<number> =>
  Number((await sql<{ n: bigint }>`select count(*) as n from platform.journal_line where action = ${action}`.execute(world.db)).rows[0]!.n);

test('X-6: a consumer of an event does its work exactly once, though the event is delivered twice', async () => {
  const module: Module = {
    name: 'consumer',
    on: {
      'test.ordered': async (work, event) => work.journal({ stream: 'house:1', action: 'document.kept', object: { kind: 'n', id: String(event.data.n) } }),
    },
  };
  await world.run(actor, async (work) => work.emit('test.ordered', { n: 1 }, []));
  await relayBatch(world.pool, subscriptionsOf([module]));
  const { rows } = await sql<{ payload: object }>`select payload from graphile_worker._private_jobs`.execute(world.db);
  await sql`select graphile_worker.add_job('consumer.on.test.ordered', ${JSON.stringify(rows[0]!.payload)}::json)`.execute(world.db);
  running.push(await startWorker(world.appUrl, [module], contextOf(world)));
  await until(async () => (await sql`select 1 from graphile_worker._private_jobs`.execute(world.db)).rows.length === 0);
  expect(await linesOf('document.kept')).toBe(1);
});

test('X-6, X-7: orders with one key in one batch are one job, the last, and nothing behind them waits', async () => {
  const subscriptions = subscriptionsOf([]);
  for (const n of [1, 2]) await world.run(actor, async (work) => work.order({ task: 'letters.send', payload: { n }, key: 'one' }));
  await world.run(actor, async (work) => {
    work.order({ task: 'letters.send', payload: { n: 3 }, key: 'one' });
    work.order({ task: 'letters.send', payload: { n: 4 } });
    work.order({ task: 'letters.send', payload: { n: 5 } });
  });
  expect(await relayBatch(world.pool, subscriptions)).toEqual({ moved: 3, more: false });
  const { rows } = await sql<{ n: number }>`select (payload->>'n')::int as n from graphile_worker._private_jobs order by 1`.execute(world.db);
  expect(rows.map((row) => row.n)).toEqual([3, 4, 5]);
  await sql`delete from graphile_worker._private_jobs`.execute(world.db);
});

test('X-7: a job that fails is tried again until it is done', async () => {
  let tries = 0;
  const module: Module = {
    name: 'stubborn',
    jobs: {
      'stubborn.try': {
        run: async () => {
          tries += 1;
          if (tries < 2) throw new Error('not yet');
        },
      },
    },
  };
  await world.run(actor, async (work) => work.order({ task: 'stubborn.try', payload: {} }));
  const relay = startRelay(world.pool, subscriptionsOf([module]), () => {});
  running.push(await startWorker(world.appUrl, [module], contextOf(world)));
  await until(() => tries === 2);
  await relay.stop();
});

test('X-7: the jobs of a worker that stopped beating are freed for the living', async () => {
  await sql`select graphile_worker.add_job('lost.job', '{}'::json)`.execute(world.db);
  await sql`update graphile_worker._private_jobs set locked_by = 'dead-worker', locked_at = now(), attempts = 1`.execute(world.db);
  await sql`insert into platform.worker_heartbeat (worker_pool, seen_at) values ('dead-worker', now() - interval '31 seconds')`.execute(world.db);
  // The library frees by the pool's id, which stands in locked_by of its workers.
  const relay = startRelay(world.pool, { consumersOf: () => [], attemptsOf: () => 3 }, () => {});
  await until(async () => (await sql`select 1 from platform.worker_heartbeat where worker_pool = 'dead-worker'`.execute(world.db)).rows.length === 0);
  await until(
    async () =>
      (await sql<{ by: string | null }>`select locked_by as by from graphile_worker._private_jobs where locked_by is not null`.execute(world.db)).rows
        .length === 0,
  );
  await relay.stop();
  await sql`delete from graphile_worker._private_jobs`.execute(world.db);
});

test('X-7: work done by the clock is ordered once per period, whoever is first', async () => {
  let runs = 0;
  const module: Module = { name: 'clock', jobs: { 'clock.tick': { run: async () => void (runs += 1) } }, every: [{ task: 'clock.tick', seconds: 3_600 }] };
  running.push(await startWorker(world.appUrl, [module], contextOf(world)), await startWorker(world.appUrl, [module], contextOf(world)));
  await until(() => runs > 0);
  await new Promise((done) => setTimeout(done, 500));
  expect(runs).toBeLessThanOrEqual(2);
});

test('X-7: two modules with one job name, and a timetable without its job, stop the start', () => {
  const job = { run: async () => {} };
  expect(() =>
    jobsOf([
      { name: 'a', jobs: { 'a.x': job } },
      { name: 'b', jobs: { 'a.x': job } },
    ]),
  ).toThrow(/two modules/);
  expect(() => jobsOf([{ name: 'a', every: [{ task: 'a.y', seconds: 1 }] }])).toThrow(/no job/);
});
