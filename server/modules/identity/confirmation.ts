// Confirming one operation by a code bound to its content (CONF-1): a code for one does nothing for another.
//
// A try must stay counted although its command is refused and rolled back. So it has two steps: `confirmed(…)` mounts the
// route so that the code is tried, and the try counted, in a transaction of its own before the command; and the command
// spends the accepted code with `useConfirmation` in its own transaction, together with what it confirms.
import type { Endpoint, AnswerOf, InputOf } from '#contract/endpoint';
import { type Actor, personAtScreen } from '#platform/actor';
import { Refusal, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { type Access, flow, type Route } from '#platform/route';
import { type Ground, runCommand, type Work } from '#platform/work';
import { channelOf, type Channel, contentHash, maskedContact, sendCode, tryCode } from './one-time-code.ts';
import { isCode } from './secrets.ts';
import './identity.tables.ts';

/** `words` go into the message and say what it confirms: «оплата 9 196,61 ₽ в ООО «Уют»». `content` is what the server will carry out. */
export type Confirmable = { purpose: string; content: object; words: string };
export type Requested = { confirmationId: string; channel: Channel; sentTo: string; expiresAt: string };

/** Sends a code for this very operation to the person who acts. Five minutes, three tries, one use, this session only. */
export async function requestConfirmation(work: Work, { purpose, content, words }: Confirmable): Promise<Requested> {
  const { actor } = work;
  if (actor.kind !== 'person') refuse('auth.required');
  const personId = personAtScreen(actor);
  const person = await work.tx
    .selectFrom('identity.person')
    .select(['second_factor', 'push_codes', 'phone', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const channel = channelOf(person);
  const confirmationId = deriveId(work.id, 'confirmation');
  const expiresAt = await sendCode(work, { id: confirmationId, personId, boundTo: actor.sessionId, purpose, content, words, channel });
  work.journal({
    stream: `person:${personId}`,
    action: 'confirmation.requested',
    object: { kind: 'confirmation', id: confirmationId },
    personId,
    facts: { purpose, channel },
  });
  return { confirmationId, channel, sentTo: maskedContact(channel, person), expiresAt };
}

type Given = { confirmationId: string; code: string };

/** Tries the code and counts the try in a transaction of its own. Refuses with confirm.wrong, confirm.expired or object.notFound. */
export async function tryConfirmation(ground: Ground, actor: Actor, { confirmationId, code }: Given): Promise<void> {
  if (actor.kind !== 'person') refuse('auth.required');
  const tried = await tryCode(ground, { personId: personAtScreen(actor), boundTo: actor.sessionId, id: confirmationId, code });
  if (tried.outcome === 'unknown') refuse('object.notFound');
  if (tried.outcome === 'expired') refuse('confirm.expired');
  if (tried.outcome === 'wrong') throw wrongCode(tried.triesLeft);
}

/** The refusal of a wrong code, at its field. */
export function wrongCode(triesLeft: number): Refusal {
  const detail = triesLeft > 0 ? `Код не подошёл. Осталось попыток: ${triesLeft}` : 'Этот код больше не действует. Запросите новый';
  return new Refusal('confirm.wrong', { facts: { triesLeft }, fields: [{ pointer: '/code', code: 'confirm.wrong', detail }] });
}

/**
 * Spends the confirmation inside the command that it confirms. `content` is made anew by the server from what it is about
 * to do. Refuses with confirm.otherContent when it differs from what the person was asked, confirm.used, confirm.expired,
 * object.notFound. Throws when the route was not mounted by `confirmed`: the code has not been tried then.
 */
export async function useConfirmation(work: Work, given: Given & { purpose: string; content: object }): Promise<void> {
  const personId = work.actor.kind === 'person' ? personAtScreen(work.actor) : null;
  const sessionId = work.actor.kind === 'person' ? work.actor.sessionId : null;
  if (personId === null || sessionId === null) refuse('auth.required');
  const row = await work.tx
    .selectFrom('identity.one_time_code')
    .selectAll()
    .where('person_id', '=', personId)
    .where('id', '=', given.confirmationId)
    .where('bound_to', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) refuse('object.notFound');
  if (row.used_at !== null) refuse('confirm.used');
  if (Date.parse(row.until) <= work.now.getTime()) refuse('confirm.expired');
  const isTried = row.accepted_at !== null && isCode(work.masterKeys, { place: row.id, code: given.code.replaceAll(/\s/g, ''), mac: row.code_mac });
  if (!isTried) throw new Error('a confirmation was used before it was tried: mount the route with confirmed()');
  if (!row.content_hash.equals(contentHash(given.purpose, given.content))) refuse('confirm.otherContent');
  await work.tx
    .updateTable('identity.one_time_code')
    .set({ used_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', row.id)
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'confirmation.used',
    object: { kind: 'confirmation', id: row.id },
    personId,
    facts: { purpose: given.purpose },
  });
}

/**
 * Mounts a command whose body may carry `confirmationId` and `code` (`confirmationFields` in contract/identity.ts). It takes an
 * Idempotency-Key like any command, and a repeated request is answered as the first time. Without the two members the
 * command runs unconfirmed: it is the command that decides whether it needs a confirmation.
 */
export function confirmed<E extends Endpoint>(endpoint: E, access: Access, handle: (work: Work, input: InputOf<E>) => Promise<AnswerOf<E>>): Route {
  return flow(endpoint, access, async ({ ground, actor, now, id, route }, input) => {
    const { code, ...rest } = input.body as { code?: string; confirmationId?: string };
    if (rest.confirmationId !== undefined) await tryConfirmation(ground, actor, { confirmationId: rest.confirmationId, code: code ?? '' });
    const outcome = await runCommand(ground, { actor, id, route, body: { params: input.params, body: rest }, now }, (work) => handle(work, input));
    return outcome.answer;
  });
}
