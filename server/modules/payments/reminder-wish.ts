// How many days before the last day of payment a person wishes to be reminded (PAY-6).
import type { AnswerOf } from '#contract/endpoint';
import type { getPaymentReminders } from '#contract/reminders';
import { sql } from 'kysely';
import type { Reading } from '#platform/route';
import type { Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { USUAL_REMINDER_DAYS } from './reminder-plan.ts';

type Wish = AnswerOf<typeof getPaymentReminders>;

/** Query, one statement. */
export async function readReminders({ db, actor }: Pick<Reading, 'db' | 'actor'>): Promise<Wish> {
  const row = await db.selectFrom('payments.reminder_wish').select('days').where('person_id', '=', payerOf(actor).personId).executeTakeFirst();
  return { days: [...(row?.days ?? USUAL_REMINDER_DAYS)] };
}

/** Command: no days at all means no reminders. */
export async function setReminders(work: Work, { days }: Wish): Promise<Wish> {
  const { personId } = payerOf(work.actor);
  const wished = [...new Set(days)].sort((a, b) => b - a);
  await work.tx
    .insertInto('payments.reminder_wish')
    .values({ person_id: personId, days: wished })
    .onConflict((on) => on.column('person_id').doUpdateSet({ days: wished }))
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'payments.remindersSet',
    object: { kind: 'person', id: personId },
    personId,
    facts: { days: wished.join(', ') },
  });
  return { days: wished };
}

/** The wishes of those people who have some. One statement. */
export async function reminderWishes(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await tx
    .selectFrom('payments.reminder_wish')
    .selectAll()
    .where('person_id', '=', sql<string>`any(${[...new Set(personIds)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.days]));
}
