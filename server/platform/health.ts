// Is the process alive, is it ready, and what it counts.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Db } from './tables.ts';

/** `/healthz`: the process answers. `/readyz`: so does its database. `/metrics`: Prometheus text. */
export function addHealth(app: FastifyInstance, db: Db): void {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  const answered = new Map<string, number>();
  let seconds = 0;
  app.addHook('onResponse', async (request, reply) => {
    if (request.inner) return;
    const key = `method="${request.method}",route="${request.routeOptions.url ?? 'none'}",status="${reply.statusCode}"`;
    answered.set(key, (answered.get(key) ?? 0) + 1);
    seconds += reply.elapsedTime / 1000;
  });
  app.addHook('onClose', async () => loop.disable());
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await sql`select 1`.execute(db);
      return { status: 'ready' };
    } catch {
      return reply.code(503).header('retry-after', '5').send({ status: 'the database does not answer' });
    }
  });
  app.get('/metrics', async (_request, reply) => {
    const { rss } = process.memoryUsage();
    const { rows } = await sql<{
      outbox: bigint;
      jobs: bigint;
    }>`select (select count(*) from platform.outbox) as outbox, (select count(*) from graphile_worker._private_jobs) as jobs`.execute(db);
    const lines = [
      ...[...answered].map(([labels, count]) => `moidom_answers_total{${labels}} ${count}`),
      `moidom_answer_seconds_total ${seconds.toFixed(3)}`,
      `moidom_memory_bytes ${rss}`,
      `moidom_event_loop_delay_seconds ${(loop.mean / 1e9 || 0).toFixed(6)}`,
      `moidom_outbox_rows ${rows[0]!.outbox}`,
      `moidom_jobs_waiting ${rows[0]!.jobs}`,
    ];
    return reply.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`);
  });
}
