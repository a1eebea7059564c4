// The acquirer's lists of a day, read page by page: a call, then a transaction that keeps the page and the mark of the next one. Killed at any
// point, the reading goes on from the last page that was kept.
import { sql } from 'kysely';
import type { Acquirer } from '#modules/payments';
import { inTransaction } from '#platform/database';
import { newId } from '#platform/ids';
import type { Day } from '#platform/time';
import type { Ground } from '#platform/work';
import './reconciliation.tables.ts';

type ListName = 'payments' | 'refunds';
type Place = { list: ListName | 'read'; cursor: string };
/** Whoever took the day later has the say; the one before stops at its next step. */
export type Claim = { readonly day: Day; readonly claim: string };

/** Nobody is at work on a day whose reading said nothing for so long. */
const SILENT_SECONDS = 60;

/** Takes the day to read and compare it; undefined while another is at it. What was begun goes on, what was done begins anew. Two statements. */
export async function takeDay(ground: Ground, day: Day): Promise<(Claim & Place) | undefined> {
  const now = ground.clock();
  const claim = newId(now);
  const silentSince = new Date(now.getTime() - SILENT_SECONDS * 1000).toISOString();
  return inTransaction(ground.db, async (tx) => {
    const { rows } = await sql<Place>`
      insert into reconciliation.day as d (day, status, list, cursor, claim, seen_at) values (${day}, 'reading', 'payments', '', ${claim}, ${now.toISOString()})
      on conflict (day) do update set claim = excluded.claim, seen_at = excluded.seen_at, status = 'reading',
        list = case when d.status = 'reading' then d.list else 'payments' end, cursor = case when d.status = 'reading' then d.cursor else '' end
      where d.status = 'done' or d.seen_at < ${silentSince}::timestamptz
      returning list, cursor`.execute(tx);
    const [place] = rows;
    if (place?.list === 'payments' && place.cursor === '') await tx.deleteFrom('reconciliation.listed').where('day', '=', day).execute();
    return place && { day, claim, ...place };
  });
}

/** Lets the day go after a failure, so that the next try need not wait. */
export const letGo = async (ground: Ground, { day, claim }: Claim): Promise<void> =>
  void (await ground.db
    .updateTable('reconciliation.day')
    .set({ seen_at: new Date(0).toISOString() })
    .where('day', '=', day)
    .where('claim', '=', claim)
    .where('status', '=', 'reading')
    .execute());

/** The day was taken by another, who thought this one dead. */
export class DayTaken extends Error {}

/** Reads what is left of both lists. Throws DayTaken, and Error while the acquirer does not answer. */
export async function readLists(acquirer: Acquirer, ground: Ground, taken: Claim & Place): Promise<void> {
  let { list, cursor }: Place = taken;
  while (list !== 'read') {
    const page = await pageOf(acquirer, taken.day, { list, cursor });
    if (page.kind === 'refused' && cursor !== '') {
      [list, cursor] = ['payments', '']; // the acquirer no longer knows the mark: all over again
      continue;
    }
    if (page.kind !== 'ok') throw new Error(`the acquirer did not give its list of ${taken.day}: ${page.detail}`);
    const { next, rows } = page.value;
    const to: Place = next !== '' ? { list, cursor: next } : { list: list === 'payments' ? 'refunds' : 'read', cursor: '' };
    await keepPage(ground, taken, { rows, to });
    ({ list, cursor } = to);
  }
}

type Row = { list: ListName; acquirer_id: string; named: string | null; kopecks: bigint; fee_kopecks: bigint; is_returned: boolean };

async function pageOf(acquirer: Acquirer, day: Day, { list, cursor }: { list: ListName; cursor: string }) {
  if (list === 'payments') {
    const answer = await acquirer.pageOfPayments(day, cursor);
    if (answer.kind !== 'ok') return answer;
    const rows = answer.value.items.map((one): Row => ({
      list,
      acquirer_id: one.id,
      named: one.metadata['payment'] ?? null,
      kopecks: one.kopecks,
      fee_kopecks: one.feeKopecks,
      is_returned: one.refundedKopecks >= one.kopecks,
    }));
    return { kind: 'ok', value: { next: answer.value.next, rows } } as const;
  }
  const answer = await acquirer.pageOfRefunds(day, cursor);
  if (answer.kind !== 'ok') return answer;
  const rows = answer.value.items
    .filter((one) => one.status === 'succeeded')
    .map((one): Row => ({ list, acquirer_id: one.id, named: one.paymentId, kopecks: one.kopecks, fee_kopecks: 0n, is_returned: false }));
  return { kind: 'ok', value: { next: answer.value.next, rows } } as const;
}

/** Three statements at most. */
const keepPage = (ground: Ground, { day, claim }: Claim, { rows, to }: { rows: readonly Row[]; to: Place }): Promise<void> =>
  inTransaction(ground.db, async (tx) => {
    const own = await tx
      .updateTable('reconciliation.day')
      .set({ ...to, seen_at: ground.clock().toISOString() })
      .where('day', '=', day)
      .where('claim', '=', claim)
      .executeTakeFirst();
    if (own.numUpdatedRows === 0n) throw new DayTaken();
    if (rows.length === 0) return;
    const once = [...new Map(rows.map((row) => [row.acquirer_id, row])).values()]; // one number twice on a page would fail the statement
    await tx
      .insertInto('reconciliation.listed')
      .values(once.map((row) => ({ ...row, day })))
      .onConflict((on) =>
        on.columns(['list', 'acquirer_id']).doUpdateSet((row) => ({
          day,
          named: row.ref('excluded.named'),
          kopecks: row.ref('excluded.kopecks'),
          fee_kopecks: row.ref('excluded.fee_kopecks'),
          is_returned: row.ref('excluded.is_returned'),
        })),
      )
      .execute();
  });
