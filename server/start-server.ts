// The server role: API and pages.
import path from 'node:path';
import type { Server } from 'node:tls';
import { composeModules, identify } from './compose.ts';
import { openGround } from './ground.ts';
import { openRefusalCounter } from '#modules/privacy';
import { makeApp } from './platform/app.ts';
import { watchRequests } from './platform/drain.ts';
import { subscriptionsOf } from './platform/jobs.ts';
import { addLiveEvents } from './platform/live.ts';
import { startRelay } from './platform/outbox.ts';
import { addPages } from './platform/pages.ts';
import type { Settings } from './platform/settings.ts';
import { watchTls } from './platform/tls.ts';

const DRAIN_MS = 12_000;
const WEB_BUILD = path.join(import.meta.dirname, '..', 'web', 'build');

/** Starts listening and answers how to stop: no new connections, what is under way is answered, then the pools close. */
export async function startServer(settings: Settings): Promise<{ stop(): Promise<void>; port: number }> {
  const { pool, ground, log, relay } = openGround(settings, 16);
  const { modules, close } = composeModules(settings, ground);
  const running = startRelay(pool, subscriptionsOf(modules), (err, what) => log.error({ err }, what));
  relay.wake = running.wake;
  const counter = openRefusalCounter(ground, (err) => log.error({ err }, 'refusals were not counted'));
  const app = await makeApp({ refused: counter.note, settings, ground, modules, identify });
  await addLiveEvents(app, { pool, connectionString: settings.databaseUrl! });
  await addPages(app, settings, WEB_BUILD);
  const requests = watchRequests(app.server);
  const unwatch =
    settings.tls && watchTls(app.server as unknown as Server, settings.tls, (err) => log.error({ err }, 'the renewed certificate was not taken up'));
  await app.listen({ host: settings.host, port: settings.port });
  return {
    port: (app.server.address() as { port: number }).port,
    async stop() {
      await requests.drain(DRAIN_MS);
      unwatch?.();
      await app.close();
      await counter.stop();
      await running.stop();
      await close();
      await pool.end();
    },
  };
}
