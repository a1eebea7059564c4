// Starts a role: all (the default: database, stand-ins, server and worker on one machine), server, worker or migrate.
import { migrate } from './platform/migrate.ts';
import { readSettings } from './platform/settings.ts';
import { runAll } from './run-all.ts';
import { startServer } from './start-server.ts';
import { startWorkerRole } from './start-worker.ts';

const role = process.argv[2] ?? 'all';
const settings = readSettings();

switch (role) {
  case 'all':
    await runAll(settings);
    break;
  case 'server':
    stopOnSignal(await startServer(settings));
    process.send?.('ready');
    break;
  case 'worker':
    stopOnSignal(await startWorkerRole(settings));
    process.send?.('ready');
    break;
  case 'migrate': {
    if (!settings.migrateDatabaseUrl) throw new Error('set MIGRATE_DATABASE_URL to the owner of the database');
    const ran = await migrate(settings.migrateDatabaseUrl);
    console.log(ran.length > 0 ? `Migrated: ${ran.join(', ')}` : 'The schema is up to date.');
    break;
  }
  default:
    console.error(`There is no role «${role}»: choose all, server, worker or migrate.`);
    process.exitCode = 2;
}

/** Finishes what is under way, then ends; a second signal ends at once. */
function stopOnSignal(running: { stop(): Promise<void> }): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), 20_000).unref();
    void running.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  // The supervisor's death closes the channel: a child must not outlive it.
  process.on('disconnect', stop);
}
