// Starts a role: all (the default: database, stand-ins, server and worker on one machine), server, worker, migrate or fill-town.
// Each role imports its own part when it is chosen: what it does not do is not in its memory.
import './production.ts';
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readSettings } from './platform/settings.ts';
import type * as ServerPart from './start-server.ts';
import type * as WorkerPart from './start-worker.ts';

const role = process.argv[2] ?? 'all';
const settings = readSettings();

switch (role) {
  case 'all':
    await (await import('./run-all.ts')).runAll(settings);
    break;
  case 'server':
    await runUntilSignal(async () => (await part<typeof ServerPart>('server', './start-server.ts')).startServer(settings));
    break;
  case 'worker':
    await runUntilSignal(async () => (await part<typeof WorkerPart>('worker', './start-worker.ts')).startWorkerRole(settings));
    break;
  case 'migrate': {
    if (!settings.migrateDatabaseUrl) throw new Error('set MIGRATE_DATABASE_URL to the owner of the database');
    const { migrate } = await import('./platform/migrate.ts');
    const ran = await migrate(settings.migrateDatabaseUrl);
    console.log(ran.length > 0 ? `Migrated: ${ran.join(', ')}` : 'The schema is up to date.');
    break;
  }
  case 'fill-town':
    await (await import('../demo/fill-town.ts')).fillDemoTown(settings);
    break;
  default:
    console.error(`There is no role «${role}»: choose all, server, worker, migrate or fill-town.`);
    process.exitCode = 2;
}

/** A role from the one file that `npm start` has made of it (bundle.ts); started by hand, from its sources. */
function part<Part>(role: string, source: string): Promise<Part> {
  return import(process.env['MOIDOM_BUNDLED'] === '1' ? `../build/${role}.js` : source);
}

/**
 * Starts a role and tells the supervisor. At a signal, or when the supervisor is gone, what is under way is finished and the
 * process ends; a second signal, or one while it is still starting, ends it at once.
 */
async function runUntilSignal(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let running: { stop(): Promise<void> } | undefined;
  let stopping = false;
  const stop = (): void => {
    if (!running || stopping) process.exit(stopping ? 1 : 0);
    stopping = true;
    setTimeout(() => process.exit(1), 20_000).unref();
    void running.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  // The supervisor's death closes the channel: a child must not outlive it. It may have died while we were being loaded.
  process.on('disconnect', stop);
  if (process.send && !process.connected) stop();
  running = await start();
  process.send?.('ready');
  setTimeout(dropWhatStartingLeft, 1_000).unref();
  flushCompileCache(); // for the next start, however this one ends
}

/**
 * Loading leaves garbage that an idle process would keep for hours: one look through 40 MB, and the server holds 127 MB instead of 146, the worker 107
 * instead of 120. A process that has started does nothing else for these 50 ms.
 */
function dropWhatStartingLeft(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
