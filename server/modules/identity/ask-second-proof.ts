// What every door ends with: the session, or a challenge for this browser and a code on its way.
import type { AnswerOf } from '#contract/endpoint';
import type { signIn as signInEndpoint } from '#contract/identity';
import type { Origin } from '#platform/actor';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Cookies } from '#platform/route';
import type { Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { type Door, isKnowing, type Proof } from './assurance.ts';
import { canAskDevice, tellAsked } from './ask-known-device.ts';
import { establishSession } from './establish-session.ts';
import { type Channel, channelOf, maskedContact, sendCode } from './one-time-code.ts';
import { newToken, tokenHash } from './secrets.ts';
import './identity.tables.ts';

export type SignInStep = AnswerOf<typeof signInEndpoint>;
/** Who is entering, as far as the steps need it. */
export type Candidate = {
  id: string;
  password_hash: string | null;
  blocked_at: string | null;
  second_factor: string;
  push_codes: boolean;
  phone: string | null;
  email: string | null;
};
export type Shown = { personId: string; proofs: readonly Proof[]; origin: Origin; door: Door };

const CHALLENGE_MS = 10 * 60_000;

/** How a door's command ended; `stopped` is committed first, so that the owner is told, and refused by `notStopped` after. */
export type Finished = SignInStep | { next: 'stopped' };

/** Opens the session when the proofs are enough, else asks for what is missing. The last call of every door, inside its command. */
export async function finishDoor(work: Work, shown: Shown, cookies: Pick<Cookies, 'setSession' | 'setDevice'>): Promise<Finished> {
  const { next } = await establishSession(work, shown, cookies);
  if (next === 'stopped') return { next };
  return next === 'done' ? { next, challenge: null, method: null, sentTo: null, expiresAt: null, others: [] } : askSecondProof(work, { ...shown, next });
}

/** Outside the command: refuses with signIn.stopped, or gives the step to answer with. */
export function notStopped(finished: Finished): SignInStep {
  if (finished.next === 'stopped') refuse('signIn.stopped');
  return finished;
}

/** A challenge that keeps the proofs shown so far, for this browser alone, and a code on its way. Refuses with confirm.noChannel, limit.exceeded. */
export async function askSecondProof(
  work: Work,
  { personId, proofs, origin, door, next = 'second' }: Shown & { next?: 'second' | 'confirmDevice' },
): Promise<SignInStep> {
  const token = newToken();
  const id = deriveId(work.id, 'challenge');
  const until = new Date(work.now.getTime() + CHALLENGE_MS).toISOString();
  const person = await candidateById(work, personId);
  // Whoever chose the authenticator does not take a telephone left unlocked for enough.
  const asksDevice = isKnowing(proofs) && person.second_factor !== 'totp' && (await canAskDevice(work.tx, personId, work.now));
  await work.tx
    .insertInto('identity.sign_in_challenge')
    .values({
      token_hash: tokenHash(token),
      id,
      person_id: personId,
      proofs: [...proofs],
      door,
      until,
      used_at: null,
      ip: origin.ip,
      agent: origin.agent,
      asked_at: asksDevice ? work.now.toISOString() : null,
      approved_at: null,
      denied_at: null,
    })
    .execute();
  if (asksDevice) tellAsked(work, personId);
  const others = [...(asksDevice ? (['device'] as const) : []), ...(await otherWays(work.tx, personId))];
  // Whoever showed what they have is asked for what they know.
  if (!isKnowing(proofs))
    return { next, challenge: token, method: 'password', sentTo: null, expiresAt: null, others: others.filter((one) => one === 'passkey') };
  return { next, challenge: token, ...(await sendSignInCode(work, { person, boundTo: id })), others };
}

/** What the person has beside the code. */
async function otherWays(tx: Tx, personId: string): Promise<SignInStep['others']> {
  const has = (table: 'identity.passkey' | 'identity.recovery_code') =>
    tx.selectFrom(table).select('person_id').where('person_id', '=', personId).limit(1).executeTakeFirst();
  return [...((await has('identity.passkey')) ? (['passkey'] as const) : []), ...((await has('identity.recovery_code')) ? (['recovery'] as const) : [])];
}

export const candidateById = (work: Work, personId: string): Promise<Candidate> =>
  work.tx
    .selectFrom('identity.person')
    .select(['id', 'password_hash', 'blocked_at', 'second_factor', 'push_codes', 'phone', 'email'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();

type Sent = { method: 'code' | 'totp'; sentTo: string; expiresAt: string | null };

/** Sends a code that finishes this signing in, or raises this session. Nothing is sent to whoever has an authenticator. */
export async function sendSignInCode(
  work: Work,
  { person, boundTo, channel = channelOf(person) }: { person: Candidate; boundTo: string; channel?: Channel },
): Promise<Sent> {
  const sentTo = maskedContact(channel, person);
  if (channel === 'totp') return { method: 'totp', sentTo, expiresAt: null };
  // Only the newest one counts: whoever asks anew has lost the earlier one.
  await work.tx
    .updateTable('identity.one_time_code')
    .set({ until: work.now.toISOString() })
    .where('person_id', '=', person.id)
    .where('bound_to', '=', boundTo)
    .where('purpose', '=', 'sign-in')
    .where('used_at', 'is', null)
    .execute();
  const expiresAt = await sendCode(work, {
    id: deriveId(work.id, 'sign-in code'),
    personId: person.id,
    boundTo,
    purpose: 'sign-in',
    content: { boundTo },
    words: 'вход на портал',
    channel,
  });
  return { method: 'code', sentTo, expiresAt };
}
