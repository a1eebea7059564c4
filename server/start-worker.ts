// The worker role: jobs, consumers of events, work done by the clock, letters to vaults.
import { composeModules } from './compose.ts';
import { openGround } from './ground.ts';
import { startWorker, subscriptionsOf } from './platform/jobs.ts';
import { startRelay } from './platform/outbox.ts';
import type { Settings } from './platform/settings.ts';

/** Starts taking jobs and answers how to stop: jobs under way are finished first. */
export async function startWorkerRole(settings: Settings): Promise<{ stop(): Promise<void> }> {
  const { pool, ground, log, relay } = openGround(settings, 12);
  const { modules, close, openDoors } = composeModules(settings, ground);
  const running = startRelay(pool, subscriptionsOf(modules), (err, what) => log.error({ err }, what));
  relay.wake = running.wake;
  const worker = await startWorker(settings.databaseUrl!, modules, { ground, db: ground.db, pool, now: ground.clock, log });
  const doors = await openDoors(log);
  return {
    async stop() {
      await doors?.stop();
      await worker.stop();
      await running.stop();
      await close();
      await pool.end();
    },
  };
}
