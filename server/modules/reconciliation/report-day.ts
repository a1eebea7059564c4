// A day as the console tells it.
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './reconciliation.tables.ts';

/** The parts and the open differences of a day. Two statements. */
export async function reportDay(db: Db, day: Day) {
  const parts = await db.selectFrom('reconciliation.part').selectAll().where('day', '=', day).orderBy('organization').execute();
  const differences = await db.selectFrom('reconciliation.difference').selectAll().where('day', '=', day).where('status', '=', 'open').orderBy('kind').orderBy('id').execute();
  return { parts, differences };
}
