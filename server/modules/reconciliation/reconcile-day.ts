// One day from the acquirer's first page to the kept differences. Safe to be killed anywhere, safe to be done again.
import { PORTAL_PART } from '#contract/reconciliation';
import { type Acquirer, settleAtAcquirer, settleRefunds } from '#modules/payments';
import { system } from '#platform/actor';
import { refuse } from '#platform/errors';
import { newId } from '#platform/ids';
import { addDays, type Day, dayIn, startOfDay } from '#platform/time';
import { type Ground, runOnce, type Work } from '#platform/work';
import { ACQUIRER_ZONE, countDay } from './count-day.ts';
import type { DayAccount } from './day-account.ts';
import { keepDay } from './keep-differences.ts';
import { type Claim, DayTaken, letGo, readLists, takeDay } from './read-lists.ts';
import './reconciliation.tables.ts';

export type ReconcilePorts = { readonly acquirer: Acquirer };

/** Reads, settles what the acquirer took and we did not know, compares, keeps. Answers false while another is at the day. Throws while the acquirer does not answer. */
export async function reconcileDay({ acquirer }: ReconcilePorts, ground: Ground, day: Day): Promise<boolean> {
  const taken = await takeDay(ground, day);
  if (!taken) return false;
  try {
    await readLists(acquirer, ground, taken);
    const account = await countDay(ground.db, day);
    const wasSettled = await settle(acquirer, ground, account);
    await keep(ground, taken, wasSettled ? await countDay(ground.db, day) : account);
    return true;
  } catch (error) {
    if (error instanceof DayTaken) return false;
    await letGo(ground, taken);
    throw error;
  }
}

/** What the acquirer took or gave back and we have not booked goes through the normal path of payments, which books it once or leaves it as it is. */
async function settle(acquirer: Acquirer, ground: Ground, { unsettled, unsettledRefunds }: DayAccount): Promise<boolean> {
  for (const acquirerId of unsettled) await settleAtAcquirer(acquirer, ground, acquirerId);
  for (const acquirerId of unsettledRefunds) await settleRefunds(acquirer, ground, acquirerId);
  return unsettled.size + unsettledRefunds.size > 0;
}

const keep = (ground: Ground, { day, claim }: Claim, account: DayAccount): Promise<void> =>
  runOnce(ground, { actor: system('reconciliation.day'), id: newId(ground.clock()), now: ground.clock() }, async (work) => {
    const own = await work.tx
      .updateTable('reconciliation.day')
      .set({ status: 'done', compared_at: work.now.toISOString() })
      .where('day', '=', day)
      .where('claim', '=', claim)
      .where('status', '=', 'reading')
      .executeTakeFirst();
    if (own.numUpdatedRows === 0n) throw new DayTaken();
    await keepDay(work, day, account);
  });

/** The acquirer closes its day some hours after midnight. */
const CLOSED_AFTER_HOURS = 3;
/** What comes late to the lists comes within so many days. */
const LATE_DAYS = 3;
const AGAIN_AFTER_HOURS = 20;
const HOUR_MS = 3_600_000;

/** The newest day that the acquirer has closed. Pure. */
const newestDay = (now: Date): Day => addDays(dayIn(ACQUIRER_ZONE, new Date(now.getTime() - CLOSED_AFTER_HOURS * HOUR_MS)), -1);

/** Days to compare now, the oldest first: the last ones and those with something open, each once a night. One statement. */
export async function daysDue({ db, clock }: Pick<Ground, 'db' | 'clock'>): Promise<Day[]> {
  const now = clock();
  const newest = newestDay(now);
  const days = new Set(Array.from({ length: LATE_DAYS }, (_, n) => addDays(newest, -n)));
  const rows = await db.selectFrom('reconciliation.difference').select('day').distinct().where('status', '=', 'open').where('side', '=', 'acquirer').execute();
  for (const { day } of rows) days.add(day);
  const again = new Date(now.getTime() - AGAIN_AFTER_HOURS * HOUR_MS).toISOString();
  const fresh = await db.selectFrom('reconciliation.day').select('day').where('status', '=', 'done').where('compared_at', '>', again).execute();
  for (const { day } of fresh) days.delete(day);
  return [...days].toSorted();
}

/** Command: the day is compared anew in the background. Refuses reconciliation.dayNotOver. */
export async function orderReconciliation(work: Work, { day }: { day: Day }): Promise<{ day: Day }> {
  if (startOfDay(ACQUIRER_ZONE, addDays(day, 1)) > work.now) refuse('reconciliation.dayNotOver');
  work.journal({
    stream: `organization:${PORTAL_PART}`,
    action: 'reconciliation.ordered',
    object: { kind: 'reconciliation', id: work.id },
    facts: { onDay: day },
  });
  work.order({ task: 'reconciliation.day', payload: { day }, key: `reconciliation ${day}` });
  return { day };
}
