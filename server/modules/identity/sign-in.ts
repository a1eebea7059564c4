// The first step of signing in: a name and a password. The same words and comparable time whether the person exists or not.
import { deriveId } from '#platform/ids';
import type { AnswerOf } from '#contract/endpoint';
import type { signIn as signInEndpoint } from '#contract/identity';
import { refuse } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce, type Work } from '#platform/work';
import type { Proof } from './assurance.ts';
import { countTry, forgiveTry, unknownSubject } from './count-try.ts';
import { establishSession } from './establish-session.ts';
import { channelOf, maskedContact, sendCode } from './one-time-code.ts';
import { verifyPassword } from './passwords.ts';
import { newToken, tokenHash } from './secrets.ts';
import { signInName } from './sign-in-name.ts';
import './identity.tables.ts';

type Step = AnswerOf<typeof signInEndpoint>;
export type Candidate = { id: string; password_hash: string | null; blocked_at: string | null; second_factor: string; phone: string | null; email: string | null };

const CHALLENGE_MS = 10 * 60_000;
const DONE: Step = { next: 'done', challenge: null, method: null, sentTo: null, expiresAt: null };

/** Refuses with signIn.wrong for a wrong password and for an unknown name alike, with signIn.wait when guessing is slowed. */
export async function signIn(flow: Flow, { name, password }: { name: string; password: string }, cookies: Cookies): Promise<Step> {
  const { ground, db, actor } = flow;
  const value = signInName(name);
  const person = await candidate(db, value ?? '');
  const isKnownDevice = await knowsDevice(db, { personId: person?.id ?? null, device: actor.device }, flow.now);
  const guess = { what: 'password', subject: person?.id ?? unknownSubject(value ?? name), origin: actor, isKnownDevice } as const;
  await countTry(db, guess, flow.now);
  const isRight = await verifyPassword(person?.password_hash ?? null, password);
  if (!person || !isRight || person.blocked_at !== null) {
    await runOnce(ground, { actor, id: flow.id, now: flow.now }, (work) => noteFailure(work, { personId: person?.id ?? null, outcome: 'wrong_password' }));
    refuse('signIn.wrong');
  }
  await forgiveTry(db, guess, flow.now);
  return runOnce(ground, { actor, id: flow.id, now: flow.now }, async (work) => {
    const { level } = await establishSession(work, { personId: person.id, proofs: ['password'], origin: actor }, cookies);
    return level > 0 ? DONE : askSecondProof(work, person);
  });
}

async function candidate(db: Db, value: string): Promise<Candidate | undefined> {
  return db
    .selectFrom('identity.sign_in_name')
    .innerJoin('identity.person', 'identity.person.id', 'identity.sign_in_name.person_id')
    .select(['identity.person.id', 'password_hash', 'blocked_at', 'second_factor', 'phone', 'email'])
    .where('value', '=', value)
    .executeTakeFirst();
}

/** Whether the person signed in from this browser in the last month. Asked of a name that nobody has too, for the time it takes. */
export async function knowsDevice(db: Db, { personId, device }: { personId: string | null; device: string | undefined }, now: Date): Promise<boolean> {
  if (device === undefined) return false;
  const row = await db
    .selectFrom('identity.known_device')
    .select('person_id')
    .where('person_id', '=', personId ?? deriveId(device, 'nobody'))
    .where('token_hash', '=', Buffer.from(device, 'hex'))
    .where('until', '>', now.toISOString())
    .executeTakeFirst();
  return row !== undefined;
}

/** A journal line for every failure, with a person or without (PRIV-5); the person sees it in the history. */
export async function noteFailure(work: Work, { personId, outcome }: { personId: string | null; outcome: 'wrong_password' | 'wrong_code' }): Promise<void> {
  const { ip, agent } = work.actor;
  if (personId === null) return work.journal({ stream: 'portal:sign-in', action: 'identity.refused', object: { kind: 'person' }, facts: { outcome: 'unknown_name' } });
  await work.tx.insertInto('identity.sign_in_event').values({ person_id: personId, id: deriveId(work.id, 'failure'), at: work.now.toISOString(), outcome, ip, agent }).execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.refused', object: { kind: 'person', id: personId }, personId, facts: { outcome } });
}

/** The password was right and is not enough: a challenge for this browser, and a code on its way. */
async function askSecondProof(work: Work, person: Candidate): Promise<Step> {
  const token = newToken();
  const id = deriveId(work.id, 'challenge');
  const until = new Date(work.now.getTime() + CHALLENGE_MS).toISOString();
  const proofs: Proof[] = ['password'];
  await work.tx.insertInto('identity.sign_in_challenge').values({ token_hash: tokenHash(token), id, person_id: person.id, proofs, until, used_at: null }).execute();
  const sent = await sendSignInCode(work, { person, boundTo: id });
  return { next: 'code', challenge: token, ...sent };
}

type Sent = { method: 'code' | 'totp'; sentTo: string; expiresAt: string | null };

/** Sends a code that finishes this signing in, or raises this session. Nothing is sent to whoever has an authenticator. */
export async function sendSignInCode(work: Work, { person, boundTo, channel = channelOf(person) }: { person: Candidate; boundTo: string; channel?: 'sms' | 'email' | 'totp' }): Promise<Sent> {
  const sentTo = maskedContact(channel, person);
  if (channel === 'totp') return { method: 'totp', sentTo, expiresAt: null };
  // Only the newest one counts: whoever asks anew has lost the earlier one.
  await work.tx.updateTable('identity.one_time_code').set({ until: work.now.toISOString() }).where('person_id', '=', person.id).where('bound_to', '=', boundTo).where('purpose', '=', 'sign-in').where('used_at', 'is', null).execute();
  const expiresAt = await sendCode(work, { id: deriveId(work.id, 'sign-in code'), personId: person.id, boundTo, purpose: 'sign-in', content: { boundTo }, words: 'вход на портал', channel });
  return { method: 'code', sentTo, expiresAt };
}
