// The application's ground for a measurement, in the shape that the factories of the tests take.
import pg from 'pg';
import type { Postgres } from '../server/platform/embedded-postgres.ts';
import { openDatabase, openPool } from '../server/platform/database.ts';
import { newId } from '../server/platform/ids.ts';
import { runCommand } from '../server/platform/work.ts';
import { TEST_KEYS, type World } from '#test/world';

/** Where a measurement runs: the same doors as in the tests, on a server with the usual settings (fsync on). Its clock is real. */
export function openWorld(server: Pick<Postgres, 'appUrl' | 'ownerUrl'>): World {
  const pool = openPool(server.appUrl, 20);
  const ground = { db: openDatabase(pool), origin: 'http://localhost:8080', masterKeys: TEST_KEYS, clock: () => new Date(), committed: () => {} };
  return {
    db: ground.db,
    pool,
    ground,
    ownerUrl: server.ownerUrl,
    appUrl: server.appUrl,
    get now() {
      return new Date();
    },
    run: async (actor, command, key = newId(new Date()), body = null) =>
      (await runCommand(ground, { actor, id: key, route: 'bench', body, now: new Date() }, command)).answer,
  };
}

/** Statements that only the owner of the tables may give: deleting what was measured, fresh statistics. */
export async function asOwner(world: World, ...statements: string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
}
