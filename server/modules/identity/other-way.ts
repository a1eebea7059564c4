// «Другой способ»: the code of a confirmation that stands open comes anew, by the way that the person names (CONF-2).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getConfirmation, sendConfirmation } from '#contract/confirmations';
import { type Actor, personAtScreen } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { maskedContact, sendCodeAnew, waysOf } from './one-time-code.ts';
import './identity.tables.ts';

/** A confirmation of this person and this session. A code that goes to a new telephone or address has no words here, and no other way. */
function ownConfirmation(db: Db, actor: Actor, id: string) {
  if (actor.kind !== 'person') refuse('auth.required');
  return db
    .selectFrom('identity.one_time_code')
    .selectAll()
    .where('person_id', '=', personAtScreen(actor))
    .where('id', '=', id)
    .where('bound_to', '=', actor.sessionId)
    .where('purpose', '!=', 'sign-in')
    .where('words', 'is not', null)
    .$narrowType<{ words: string }>();
}

const personOf = (db: Db, personId: string) =>
  db.selectFrom('identity.person').select(['second_factor', 'push_codes', 'phone', 'email']).where('id', '=', personId).executeTakeFirstOrThrow();

/** What is being confirmed, by which way its code went, and which ways there are. */
export async function confirmationOf({ db, actor, now }: Reading, id: string): Promise<AnswerOf<typeof getConfirmation>> {
  const row = found(await ownConfirmation(db, actor, id).executeTakeFirst());
  const person = await personOf(db, row.person_id);
  const ways = waysOf(person).map((channel) => ({ channel, sentTo: maskedContact(channel, person) }));
  return { words: row.words, channel: row.channel as 'sms', ways, isOpen: row.used_at === null && Date.parse(row.until) > now.getTime() };
}

/** Command: refuses with confirm.used, confirm.expired, confirm.noWay (the person has it not), limit.exceeded, object.notFound. */
export async function sendByOtherWay(work: Work, id: string, { channel }: BodyOf<typeof sendConfirmation>): Promise<AnswerOf<typeof sendConfirmation>> {
  const row = found(await ownConfirmation(work.tx, work.actor, id).forUpdate().executeTakeFirst());
  if (row.used_at !== null) refuse('confirm.used');
  if (Date.parse(row.until) <= work.now.getTime()) refuse('confirm.expired');
  const person = await personOf(work.tx, row.person_id);
  if (!waysOf(person).includes(channel)) refuse('confirm.noWay');
  const expiresAt = await sendCodeAnew(work, row, channel);
  work.journal({
    stream: `person:${row.person_id}`,
    action: 'confirmation.sentAnew',
    object: { kind: 'confirmation', id },
    personId: row.person_id,
    facts: { purpose: row.purpose, channel },
  });
  return { sentTo: maskedContact(channel, person), expiresAt };
}
