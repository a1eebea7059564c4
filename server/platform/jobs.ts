// The worker: jobs of the modules, consumers of their events, and work done by the clock. A heartbeat tells the living from the dead.
import { EventEmitter } from 'node:events';
import type { TaskList, WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import { consumerTask, type Consumer, type DeliveredEvent, type Job, type JobContext, type Module } from './module.ts';
import type { Subscriptions } from './outbox.ts';
import { runAsSystem } from './work.ts';

const ATTEMPTS = 12; // with the library's growing pauses: about two days
const DEADLINE_SECONDS = 300;

/** Which tasks consume which events, from the modules' `on`. */
export function subscriptionsOf(modules: readonly Module[]): Subscriptions {
  const consumers = new Map<string, string[]>();
  const attempts = new Map<string, number>();
  for (const module of modules) {
    for (const kind of Object.keys(module.on ?? {})) consumers.set(kind, [...(consumers.get(kind) ?? []), consumerTask(module.name, kind)]);
    for (const [task, job] of Object.entries(module.jobs ?? {})) attempts.set(task, job.attempts ?? ATTEMPTS);
  }
  return { consumersOf: (kind) => consumers.get(kind) ?? [], attemptsOf: (task) => attempts.get(task) ?? ATTEMPTS };
}

/** Every task of the modules by its name. Throws when two modules use one name or a timetable names no task. */
export function jobsOf(modules: readonly Module[]): Map<string, Job> {
  const jobs = new Map<string, Job>();
  for (const module of modules) {
    const own: [string, Job][] = [
      ...Object.entries(module.jobs ?? {}),
      ...Object.entries(module.on ?? {}).map(([kind, consumer]): [string, Job] => [
        consumerTask(module.name, kind),
        consumerJob(module.name, kind, consumer as Consumer<never>),
      ]),
    ];
    for (const [task, job] of own) {
      if (jobs.has(task)) throw new Error(`two modules have a job ${task}`);
      jobs.set(task, job);
    }
    for (const { task } of module.every ?? []) if (!module.jobs?.[task]) throw new Error(`${module.name} has no job ${task}`);
  }
  return jobs;
}

/** Delivered at least once by the queue, carried out exactly once by the command's key. */
function consumerJob(module: string, kind: string, consumer: Consumer<never>): Job {
  return {
    async run({ ground }, payload) {
      const event = payload as DeliveredEvent<never>; // the queue gives a consumer its own kind only
      await runAsSystem(ground, consumerTask(module, kind), event.id, (work) => consumer(work, event));
    },
  };
}

/** Runs one job now, as the worker would: with a deadline. */
export async function runJob(job: Job, context: JobContext, payload: unknown): Promise<void> {
  const seconds = job.deadlineSeconds ?? DEADLINE_SECONDS;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the job was not done within ${seconds} s`)), seconds * 1000);
  });
  try {
    await Promise.race([job.run(context, payload), late]);
  } finally {
    clearTimeout(timer);
  }
}

export type Worker = { stop(): Promise<void> };

/** Starts taking jobs. `stop` lets those under way finish. */
export async function startWorker(connectionString: string, modules: readonly Module[], context: JobContext, concurrency = 4): Promise<Worker> {
  // The library reads its job ids as text and writes them as JSON: our pool, which gives bigint, would stop it at the
  // first job that fails.
  const pool = new pg.Pool({ connectionString, max: concurrency + 2 });
  const report = (err: Error): void => context.log.error({ err }, 'the worker lost a connection');
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  const taskList: TaskList = {};
  for (const [task, job] of jobsOf(modules)) {
    taskList[task] = async (payload, helpers) => {
      try {
        await runJob(job, context, payload);
      } catch (error) {
        context.log.error({ err: error, task, attempt: helpers.job.attempts }, 'a job failed');
        throw error;
      }
    };
  }
  const heartbeat = startHeartbeat(pool, context.log.error);
  const { Logger, run } = await import('graphile-worker'); // the server role has this file too
  // Failures are reported by the task itself, with its facts.
  const logger = new Logger(() => () => {});
  const runner = await run({
    pgPool: pool,
    taskList,
    concurrency,
    noHandleSignals: true,
    events: heartbeat.events,
    pollInterval: 1_000,
    schema: 'graphile_worker',
    logger,
  });
  const timetable = startTimetable(pool, modules, context);
  return {
    async stop() {
      timetable.stop();
      await runner.stop();
      await heartbeat.stop();
      await pool.end();
    },
  };
}

/** graphile-worker locks jobs under its pool's id, which is kept fresh here. */
function startHeartbeat(pool: pg.Pool, report: JobContext['log']['error'], intervalMs = 5_000): { events: WorkerEvents; stop(): Promise<void> } {
  const events: WorkerEvents = new EventEmitter();
  const workerPools: string[] = [];
  const beat = (): void => {
    if (workerPools.length === 0) return;
    pool
      .query(
        `insert into platform.worker_heartbeat (worker_pool, seen_at) select unnest($1::text[]), now() on conflict (worker_pool) do update set seen_at = excluded.seen_at`,
        [workerPools],
      )
      .catch((error: unknown) => report({ err: error }, 'a heartbeat failed'));
  };
  events.on('pool:create', ({ workerPool }) => {
    workerPools.push(workerPool.id);
    beat(); // at once: a worker killed in its first seconds must be known too
  });
  const timer = setInterval(beat, intervalMs);
  return {
    events,
    async stop() {
      clearInterval(timer);
      await pool.query('delete from platform.worker_heartbeat where worker_pool = any($1)', [workerPools]);
    },
  };
}

/** Orders each timed task once per period, whichever worker gets to it first: the period's number is the job's key. */
function startTimetable(pool: pg.Pool, modules: readonly Module[], context: JobContext): { stop(): void } {
  const timers = modules
    .flatMap((module) => module.every ?? [])
    .map(({ task, seconds }) => {
      const order = (): void => {
        const period = Math.floor(context.now().getTime() / (seconds * 1000));
        pool
          .query(`select graphile_worker.add_job($1, $2::json, job_key := $3, job_key_mode := 'unsafe_dedupe', max_attempts := 2)`, [
            task,
            JSON.stringify({ period }),
            `${task} ${period}`,
          ])
          .catch((error: unknown) => context.log.error({ err: error, task }, 'a timed job could not be ordered'));
      };
      order();
      return setInterval(order, seconds * 1000);
    });
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) };
}
