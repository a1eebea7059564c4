// The person removes a way to pay: its token is forgotten, and the row stays as what earlier payments were made by.
import type { AnswerOf } from '#contract/endpoint';
import type { removeSavedMethod } from '#contract/payment-methods';
import { found, refuse } from '#platform/errors';
import type { Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { methodWords } from './payment-words.ts';

/** Command. Refuses with payments.methodBusy while a payment by it is under way: its order must be repeatable to the byte. */
export async function removeMethod(work: Work, methodId: string): Promise<AnswerOf<typeof removeSavedMethod>> {
  const { personId } = payerOf(work.actor);
  const row = found(
    await work.tx.selectFrom('payments.saved_method').selectAll().where('person_id', '=', personId).where('id', '=', methodId).forUpdate().executeTakeFirst(),
  );
  const title = methodWords(row.kind, row.last4);
  if (row.removed_at !== null) return { title };
  const busy = await work.tx
    .selectFrom('payments.payment')
    .select('id')
    .where('person_id', '=', personId)
    .where('method_id', '=', methodId)
    .where('status', 'in', ['starting', 'waiting', 'unknown'])
    .executeTakeFirst();
  if (busy) refuse('payments.methodBusy');
  await work.tx
    .updateTable('payments.saved_method')
    .set({ token: null, removed_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', methodId)
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'paymentMethod.removed',
    object: { kind: 'paymentMethod', id: methodId },
    personId,
    facts: { kind: row.kind },
  });
  return { title };
}
