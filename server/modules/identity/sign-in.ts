// The first step of signing in: a name and a password. The same words and comparable time whether the person exists or not.
import { deriveId } from '#platform/ids';
import { refuse } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce, type Work } from '#platform/work';
import { type Candidate, finishDoor, notStopped, type SignInStep } from './ask-second-proof.ts';
import { countTry, forgiveTry, unknownSubject } from './count-try.ts';
import { knowsDevice } from './known-device.ts';
import { verifyPassword } from './passwords.ts';
import { signInName } from './sign-in-name.ts';
import './identity.tables.ts';

/** Refuses with signIn.wrong for a wrong password and for an unknown name alike, with signIn.wait when guessing is slowed. */
export async function signIn(flow: Flow, { name, password }: { name: string; password: string }, cookies: Cookies): Promise<SignInStep> {
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
  return runOnce(ground, { actor, id: flow.id, now: flow.now }, (work) => finishDoor(work, { personId: person.id, proofs: ['password'], origin: actor, door: 'password' }, cookies)).then(notStopped);
}

async function candidate(db: Db, value: string): Promise<Candidate | undefined> {
  return db
    .selectFrom('identity.sign_in_name')
    .innerJoin('identity.person', 'identity.person.id', 'identity.sign_in_name.person_id')
    .select(['identity.person.id', 'password_hash', 'blocked_at', 'second_factor', 'phone', 'email'])
    .where('value', '=', value)
    .executeTakeFirst();
}

/** A journal line for every failure, with a person or without (PRIV-5); the person sees it in the history. */
export async function noteFailure(work: Work, { personId, outcome }: { personId: string | null; outcome: 'wrong_password' | 'wrong_code' }): Promise<void> {
  const { ip, agent } = work.actor;
  if (personId === null) return work.journal({ stream: 'portal:sign-in', action: 'identity.refused', object: { kind: 'person' }, facts: { outcome: 'unknown_name' } });
  await work.tx.insertInto('identity.sign_in_event').values({ person_id: personId, id: deriveId(work.id, 'failure'), at: work.now.toISOString(), outcome, ip, agent, door: null }).execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.refused', object: { kind: 'person', id: personId }, personId, facts: { outcome } });
}
