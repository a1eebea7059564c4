// Loads of the directory: begun, made current in one transaction, swept away when another has taken their place.
import { sql } from 'kysely';
import type pg from 'pg';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import './addresses.tables.ts';

const SWEEP_ROWS = 50_000;
const LOAD_TABLES = ['house', 'street', 'place', 'gar_object', 'gar_house', 'gar_room', 'gar_link', 'gar_param'] as const;

export type NewLoad = { source: string; kind: 'list' | 'full' | 'increment'; folder?: string };

type Locking = 'pg_try_advisory_lock' | 'pg_try_advisory_xact_lock' | 'pg_advisory_unlock';
/** Loads of one source follow one another: files of two at once would be one heap. A killed load leaves no lock behind. */
const lockOf = async (client: pg.PoolClient, source: string, way: Locking): Promise<boolean> =>
  (await client.query<{ is_done: boolean }>(`select ${way}(hashtextextended($1, 0)) as is_done`, [`addresses.load ${source}`])).rows[0]!.is_done;

/** Until the end of the transaction. @throws Refusal addresses.loading when the source is being loaded. */
export async function lockLoad(client: pg.PoolClient, source: string): Promise<void> {
  if (!(await lockOf(client, source, 'pg_try_advisory_xact_lock'))) refuse('addresses.loading', { source });
}

/** Through several transactions, by a connection of its own. @throws Refusal addresses.loading when the source is being loaded. */
export async function oneAtATime<Done>(pool: pg.Pool, source: string, load: () => Promise<Done>): Promise<Done> {
  const holder = await pool.connect();
  try {
    if (!(await lockOf(holder, source, 'pg_try_advisory_lock'))) refuse('addresses.loading', { source });
    try {
      return await load();
    } finally {
      await lockOf(holder, source, 'pg_advisory_unlock');
    }
  } finally {
    holder.release(true); // a connection that was lost gives its lock back by itself
  }
}

/** A load whose rows nobody sees yet. */
export async function beginLoad(db: Db, { source, kind, folder }: NewLoad): Promise<number> {
  const { id } = await db
    .insertInto('addresses.load')
    .values({ source, kind, folder: folder ?? null, status: 'loading', started_at: sql`now()`, finished_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The load is the current one of its source from the commit of `tx` on; the earlier one is swept away later. */
export async function makeCurrent(tx: Db, loadId: number, houses: number): Promise<void> {
  const { source } = await tx.selectFrom('addresses.load').select('source').where('id', '=', loadId).executeTakeFirstOrThrow();
  await tx.updateTable('addresses.load').set({ status: 'replaced' }).where('source', '=', source).where('status', 'in', ['current', 'applied']).execute();
  await tx
    .updateTable('addresses.load')
    .set({ status: 'current', houses, finished_at: sql`now()` })
    .where('id', '=', loadId)
    .execute();
}

/** Takes away rows of loads that were replaced, a part at a time. Safe to stop and repeat. */
export async function sweepLoads(db: Db): Promise<void> {
  const old = await db.selectFrom('addresses.load').select('id').where('status', '=', 'replaced').orderBy('id').execute();
  for (const { id } of old) {
    for (const table of LOAD_TABLES) {
      for (let swept = SWEEP_ROWS; swept === SWEEP_ROWS;) {
        const name = sql.table(`addresses.${table}`);
        const { numAffectedRows } =
          await sql`delete from ${name} where ctid = any(array(select ctid from ${name} where load_id = ${id} limit ${SWEEP_ROWS}))`.execute(db);
        swept = Number(numAffectedRows ?? 0n);
      }
    }
    await db.deleteFrom('addresses.load').where('id', '=', id).execute();
  }
}

/** The loads that are searched, oldest first. */
export const currentLoads = (db: Db) =>
  db
    .selectFrom('addresses.load')
    .select(['id', 'source', 'kind', 'houses', 'finished_at as finishedAt'])
    .where('status', '=', 'current')
    .orderBy('id')
    .execute();
