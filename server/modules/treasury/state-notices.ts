// Notices of payments that the state system refused, as the portal's operator sees them and sends them again (BILL-4).
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type sendStateNotice as endpoint, stateNoticeColumns } from '#contract/state-notices';
import { found, refuse } from '#platform/errors';
import { list } from '#platform/lists';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import './treasury.events.ts';
import './treasury.tables.ts';

export const NOTICE_KEEPER = 'operator';

export const stateNoticeList = list({
  columns: stateNoticeColumns,
  name: 'Сведения о госплатежах',
  values: {
    paidOn: sql`n.paid_on`,
    number: sql`n.number`,
    payee: sql`n.payee->>'name'`,
    kopecks: sql`n.kopecks`,
    state: sql`n.state`,
    answer: sql`case when n.state = 'refused' then n.answer end`,
    answeredAt: sql`n.answered_at`,
    asked: sql`n.asked`,
    paymentId: sql`n.payment_id`,
  },
  id: { value: sql`n.id`, type: 'text' },
  from: (_whole: null) => sql`treasury.notice n`,
  where: () => sql`true`,
  sort: '-paidOn',
});

/** How many refused notices wait for the operator. One statement. */
export const countRefusedNotices = async (db: Db): Promise<number> =>
  (
    await db
      .selectFrom('treasury.notice')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('state', '=', 'refused')
      .executeTakeFirstOrThrow()
  ).count;

/** Command: a refused notice waits to be told again, under the number it had. Refuses object.notFound, stateBills.noticeNotRefused. */
export async function sendAgain(work: Work, id: string): Promise<AnswerOf<typeof endpoint>> {
  const row = found(
    await work.tx.selectFrom('treasury.notice').select(['person_id', 'payment_id', 'number', 'state']).where('id', '=', id).forUpdate().executeTakeFirst(),
  );
  if (row.state !== 'refused') refuse('stateBills.noticeNotRefused');
  await work.tx.updateTable('treasury.notice').set({ state: 'waiting', asked: 0, ask_at: work.now.toISOString() }).where('id', '=', id).execute();
  work.journal({
    stream: `person:${row.person_id}`,
    action: 'stateBills.noticeSentAgain',
    object: { kind: 'payment', id: row.payment_id },
    personId: row.person_id,
    facts: { number: row.number },
  });
  work.emit('stateBills.changed', { personId: row.person_id }, [`person:${row.person_id}`]);
  work.order({ task: 'treasury.notices', payload: {}, key: 'captured' });
  return { state: 'waiting' };
}
