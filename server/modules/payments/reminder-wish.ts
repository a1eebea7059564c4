// How many days before the last day of payment a person wishes to be reminded (PAY-6).
import type { AnswerOf } from '#contract/endpoint';
import type { getPaymentReminders } from '#contract/reminders';
import type { Reading } from '#platform/route';
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
  await work.tx.insertInto('payments.reminder_wish').values({ person_id: personId, days: wished }).onConflict((on) => on.column('person_id').doUpdateSet({ days: wished })).execute();
  work.journal({ stream: `person:${personId}`, action: 'payments.remindersSet', object: { kind: 'person', id: personId }, personId, facts: { days: wished.join(', ') } });
  return { days: wished };
}
