// What every role stands on: pool, Kysely, keys, clock, log.
import { pino } from 'pino';
import { openDatabase, openPool } from './platform/database.ts';
import type { JobLog } from './platform/module.ts';
import type { Settings } from './platform/settings.ts';
import type { Ground } from './platform/work.ts';

/** Opens the database in the application's role. `wake` is set by whoever runs a relay. */
export function openGround(settings: Settings, connections: number) {
  if (!settings.databaseUrl) throw new Error('set DATABASE_URL to a PostgreSQL');
  const pool = openPool(settings.databaseUrl, connections);
  const relay = { wake: (): void => {} };
  const ground: Ground = {
    db: openDatabase(pool),
    origin: settings.publicUrl.origin,
    masterKeys: settings.encryptionKeys,
    clock: () => new Date(),
    committed: () => relay.wake(),
  };
  const pinoLog = pino({ level: settings.logLevel });
  const log: JobLog = { info: (facts, text) => pinoLog.info(facts, text), error: (facts, text) => pinoLog.error(facts, text) };
  return { pool, ground, log, relay };
}
