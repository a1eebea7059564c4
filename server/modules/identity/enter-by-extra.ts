// An extra factor of another module (a voice): it finishes a signing in whose first proof was shown, where the policy lets it count, and does nothing else.
import type { Cookies, Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { type Proof, nextStep, type SecondFactor } from './assurance.ts';
import { finishDoor, notStopped, type SignInStep } from './ask-second-proof.ts';
import { countTry, forgiveTry } from './count-try.ts';
import { knowsDevice } from './known-device.ts';
import { noteFailure } from './note-failure.ts';
import { closeChallenge, type Subject, subjectOf } from './sign-in-subject.ts';
import './identity.tables.ts';

/** Who is half in and may show it: on a known browser, where with it nothing more would be asked. Null for others; refuses signIn.over. */
export async function whoShows(flow: Flow, proof: Proof, challenge: string): Promise<Subject | null> {
  const { db, actor, now } = flow;
  const subject = await subjectOf(flow, challenge);
  const { second_factor } = await db.selectFrom('identity.person').select('second_factor').where('id', '=', subject.personId).executeTakeFirstOrThrow();
  const isKnown = await knowsDevice(db, { personId: subject.personId, device: actor.device }, now);
  return isKnown && nextStep({ proofs: [...subject.proofs, proof], policy: second_factor as SecondFactor, isNewDevice: false, risk: 'calm' }) === 'done'
    ? subject
    : null;
}

/** A try is counted like a code's before it is looked at. Refuses signIn.wait, signIn.stopped, signIn.over. False: it was not the person. */
export async function enterByExtra(
  flow: Flow,
  given: { proof: Proof; subject: Subject; isRight: () => Promise<boolean> },
  cookies: Cookies,
): Promise<SignInStep | false> {
  const { ground, db, actor, now } = flow;
  const { proof, subject, isRight } = given;
  const guess = { what: 'proof', subject: subject.personId, origin: actor, isKnownDevice: true } as const;
  await countTry(db, guess, now);
  const isIt = await isRight();
  const finished = await runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    if (!isIt) return noteFailure(work, { personId: subject.personId, outcome: 'wrong_code' });
    await closeChallenge(work, subject);
    return finishDoor(work, { personId: subject.personId, proofs: [...subject.proofs, proof], origin: actor, door: subject.door }, cookies);
  });
  if (finished === undefined) return false;
  await forgiveTry(db, guess);
  return notStopped(finished);
}
