// From a committed command to its jobs and live events.
//
// A command writes one outbox row in its own transaction and notifies nobody: a NOTIFY in every transaction takes a lock
// that serialises commits and costs two to three times the throughput, and so does add_job, which notifies too. A relay
// in each process moves the rows in batches: one bulk hand-over and one NOTIFY for all commands of 30 ms.
import type pg from 'pg';
import type { Event, Order } from './work.ts';

const BATCH = 500;
/** A row of the bulk work tells a few thousand people: so many bytes, as the database keeps them, are taken at once, and one row at least. */
const BATCH_BYTES = 500_000;
const COALESCE_MS = 30;
const SWEEP_MS = 2_000;
const DEAD_AFTER = '30 seconds'; // six missed heartbeats
const KEEP_EVENTS = '1 day';

type StoredEvent = Event & { id: string; at: string };
type OutboxRow = { events: StoredEvent[]; jobs: Order[] };
type JobSpec = { identifier: string; payload: object; job_key?: string; run_at?: string; max_attempts?: number };

/** Which tasks consume an event kind, and how often a task is tried. Made from the modules. */
export type Subscriptions = { consumersOf(kind: string): readonly string[]; attemptsOf(task: string): number };
export type Relay = { wake(): void; stop(): Promise<void> };
type Report = (error: unknown, what: string) => void;

/** Starts a relay. Call `wake` after each commit; a sweep covers a wake-up lost with its process. */
export function startRelay(pool: pg.Pool, subscriptions: Subscriptions, report: Report): Relay {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const drain = async (): Promise<void> => {
    timer = undefined; // a wake-up from now on starts another round, because this one may have read already
    try {
      while ((await relayBatch(pool, subscriptions)).more);
    } catch (error) {
      report(error, 'the outbox relay failed, the sweep will try again');
    }
  };
  const wake = (): void => {
    timer ??= setTimeout(() => (running = running.then(drain)), COALESCE_MS);
  };
  const sweep = setInterval(() => {
    wake();
    cleanUp(pool).catch((error: unknown) => report(error, 'cleaning up failed'));
  }, SWEEP_MS);
  return {
    wake,
    async stop() {
      clearInterval(sweep);
      clearTimeout(timer);
      await running;
    },
  };
}

/** Moves up to a batch of rows and says how many, and whether more may be waiting: all of it happens, or none of it. */
export async function relayBatch(pool: pg.Pool, subscriptions: Subscriptions): Promise<{ moved: number; more: boolean }> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // One relay at a time in the whole system. So live_event.seq grows in the order of commits, and a reader that has
    // seen 7 never misses a 6 that was committed later. The commands themselves are in no order and wait for nobody.
    await client.query(`select pg_advisory_xact_lock(hashtext('outbox-relay'))`);
    const { rows } = await client.query<OutboxRow & { nextRows: bigint }>(
      `with next as (
         select id, coalesce(sum(pg_column_size(events) + pg_column_size(jobs)) over (order by id rows between unbounded preceding and 1 preceding), 0) as before
         from (select id, events, jobs from platform.outbox order by id limit ${BATCH}) o),
       taken as (delete from platform.outbox where id in (select id from next where before < ${BATCH_BYTES}) returning id, events, jobs)
       select events, jobs, (select count(*) from next) as "nextRows" from taken order by id`,
    );
    const events = rows.flatMap((row) => row.events);
    await tellPages(client, events);
    await orderJobs(client, [...rows.flatMap((row) => row.jobs.map((order) => jobOf(order, subscriptions))), ...consumerJobs(events, subscriptions)]);
    await client.query('commit');
    client.release();
    return { moved: rows.length, more: rows.length === BATCH || rows.length < Number(rows[0]?.nextRows ?? 0) };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function tellPages(client: pg.PoolClient, events: readonly StoredEvent[]): Promise<void> {
  const told = events.flatMap(({ kind, data, audiences }) => audiences.map((audience) => ({ audience, kind, data })));
  if (told.length === 0) return;
  await client.query(
    `with written as (
       insert into platform.live_event (audience, kind, data)
       select e->>'audience', e->>'kind', e->'data' from jsonb_array_elements($1::jsonb) with ordinality as x(e, n) order by n
       returning seq)
     select pg_notify('live_event', max(seq)::text) from written`,
    [JSON.stringify(told)],
  );
}

const consumerJobs = (events: readonly StoredEvent[], subscriptions: Subscriptions): JobSpec[] =>
  events.flatMap(({ audiences: _told, ...event }) =>
    subscriptions
      .consumersOf(event.kind)
      .map((task) => ({ identifier: task, payload: event, job_key: `${task} ${event.id}`, max_attempts: subscriptions.attemptsOf(task) })),
  );

const jobOf = ({ task, payload, key, runAt }: Order, subscriptions: Subscriptions): JobSpec => ({
  identifier: task,
  payload,
  max_attempts: subscriptions.attemptsOf(task),
  ...(key !== undefined && { job_key: `${task} ${key}` }),
  ...(runAt !== undefined && { run_at: runAt }),
});

/** Of orders with one key in one batch the last stands, as it would if they came apart: the library takes a key once in a call. */
const lastOfEachKey = (jobs: readonly JobSpec[]): JobSpec[] => [...new Map(jobs.map((job, place) => [job.job_key ?? place, job])).values()];

async function orderJobs(client: pg.PoolClient, orders: readonly JobSpec[]): Promise<void> {
  const jobs = lastOfEachKey(orders);
  if (jobs.length === 0) return;
  await client.query(
    `select count(*) from graphile_worker.add_jobs(array(select s from json_populate_recordset(null::graphile_worker.job_spec, $1::json) s))`,
    [JSON.stringify(jobs)],
  );
}

/** The job library itself frees the jobs of a killed worker only after four hours. */
async function cleanUp(pool: pg.Pool): Promise<void> {
  await pool.query(
    `with dead as (delete from platform.worker_heartbeat where seen_at < now() - interval '${DEAD_AFTER}' returning worker_pool)
     select graphile_worker.force_unlock_workers(array(select worker_pool from dead)) where exists (select 1 from dead)`,
  );
  await pool.query(`delete from platform.live_event where at < now() - interval '${KEEP_EVENTS}'`);
}
