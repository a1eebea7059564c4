// The first step of signing in: a name and a password. The same words and comparable time whether the person exists or not.
import { availableParallelism } from 'node:os';
import { refuse } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce } from '#platform/work';
import { type Candidate, finishDoor, notStopped, type SignInStep } from './ask-second-proof.ts';
import { countTry, forgiveTry, subjectOfName } from './count-try.ts';
import { knowsDevice } from './known-device.ts';
import { noteFailure, noteUnknown } from './note-failure.ts';
import { verifyPassword } from './passwords.ts';
import { signInName } from './sign-in-name.ts';
import { openTurns } from './turns.ts';
import './identity.tables.ts';

/** A crowd that signs in at once would take every connection and the thread from whoever waits for a page: one hashes while the next one reads. */
const inTurn = openTurns(availableParallelism());

/** Refuses with signIn.wrong for a wrong password and for an unknown name alike, with signIn.wait when guessing is slowed. */
export const signIn = (flow: Flow, given: { name: string; password: string }, cookies: Cookies): Promise<SignInStep> =>
  inTurn(() => tryPassword(flow, given, cookies));

async function tryPassword(flow: Flow, { name, password }: { name: string; password: string }, cookies: Cookies): Promise<SignInStep> {
  const { ground, db, actor } = flow;
  const value = signInName(name);
  const person = await candidate(db, value ?? '');
  const isKnownDevice = await knowsDevice(db, { personId: person?.id ?? null, device: actor.device }, flow.now);
  // By the name and not by the person: a count that two names share would tell that somebody has both.
  const guess = { what: 'password', subject: subjectOfName(value ?? name), origin: actor, isKnownDevice } as const;
  await countTry(db, guess, flow.now);
  const isRight = await verifyPassword(person?.password_hash ?? null, password);
  if (!person || !isRight || person.blocked_at !== null) {
    await runOnce(ground, { actor, id: flow.id, now: flow.now }, (work) =>
      person ? noteFailure(work, { personId: person.id, outcome: 'wrong_password' }) : noteUnknown(work, guess.subject),
    );
    refuse('signIn.wrong');
  }
  await forgiveTry(db, guess);
  return runOnce(ground, { actor, id: flow.id, now: flow.now }, (work) =>
    finishDoor(work, { personId: person.id, proofs: ['password'], origin: actor, door: 'password' }, cookies),
  ).then(notStopped);
}

async function candidate(db: Db, value: string): Promise<Candidate | undefined> {
  return db
    .selectFrom('identity.sign_in_name')
    .innerJoin('identity.person', 'identity.person.id', 'identity.sign_in_name.person_id')
    .select(['identity.person.id', 'password_hash', 'blocked_at', 'second_factor', 'push_codes', 'phone', 'email'])
    .where('value', '=', value)
    .executeTakeFirst();
}
