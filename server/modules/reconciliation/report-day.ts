// The console's way: a worker, who knows the acquirer, compares the day; the console waits and tells.
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#platform/ids';
import type { Day } from '#platform/time';
import { type Ground, runAsSystem } from '#platform/work';
import { orderReconciliation } from './reconcile-day.ts';
import './reconciliation.tables.ts';

const LOOK_EVERY_MS = 500;

/** Orders the day and waits for it so many seconds; then its parts and open differences as they stand. Throws Refusal for a day that is not over. */
export async function reportDay({ db, ...ground }: Ground, day: Day, waitSeconds: number) {
  const from = ground.clock().toISOString();
  await runAsSystem({ db, ...ground }, 'console.reconcile', newId(ground.clock()), (work) => orderReconciliation(work, { day }));
  const isDone = () =>
    db.selectFrom('reconciliation.day').select('day').where('day', '=', day).where('status', '=', 'done').where('compared_at', '>=', from).executeTakeFirst();
  let done = await isDone();
  for (let left = (waitSeconds * 1000) / LOOK_EVERY_MS; !done && left > 0; left--) {
    await sleep(LOOK_EVERY_MS);
    done = await isDone();
  }
  const parts = await db.selectFrom('reconciliation.part').selectAll().where('day', '=', day).orderBy('organization').execute();
  const differences = await db
    .selectFrom('reconciliation.difference')
    .selectAll()
    .where('day', '=', day)
    .where('status', '=', 'open')
    .orderBy('kind')
    .orderBy('id')
    .execute();
  return { isCompared: done !== undefined, parts, differences };
}
