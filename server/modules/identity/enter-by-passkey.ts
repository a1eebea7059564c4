// The door of passkeys: alone, as the second proof of another door, or to raise an open session.
import { refuse } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { finishDoor, notStopped, type SignInStep } from './ask-second-proof.ts';
import { closeChallenge, subjectOf } from './sign-in-subject.ts';
import { credentialsOf, newChallenge, notePasskeyUse, requestOptions, type Site, verifyPasskey } from './verify-passkey.ts';

/** Who is half in, or in, is asked for one of their own; anybody else picks one on the device. */
export async function passkeySignInOptions(flow: Flow, site: Site, given: { challenge?: string }): Promise<{ options: string }> {
  const { db, now, actor } = flow;
  const isKnown = given.challenge !== undefined || actor.kind === 'person';
  const subject = isKnown ? await subjectOf(flow, given.challenge) : null;
  const challenge = await newChallenge(db, { purpose: 'sign-in', personId: subject?.personId ?? null, boundTo: subject?.boundTo ?? null }, { now });
  return requestOptions(site, { challenge, ...(subject && { allowed: await credentialsOf(db, subject.personId) }) });
}

/** Refuses with passkey.refused, passkey.over, passkey.unknown, signIn.over, signIn.stopped. */
export async function passkeySignIn(flow: Flow, site: Site, given: { challenge?: string; response: string }, cookies: Cookies): Promise<SignInStep> {
  const { ground, actor, now } = flow;
  const verified = await verifyPasskey(flow, site, { response: given.response, purpose: 'sign-in' });
  const subject = given.challenge === undefined ? null : await subjectOf(flow, given.challenge);
  // An answer to one signing in finishes that one and no other.
  if (subject !== null && verified.boundTo !== subject.boundTo) refuse('passkey.over');
  const finished = await runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    await notePasskeyUse(work, verified);
    if (subject !== null) await closeChallenge(work, subject);
    return finishDoor(
      work,
      { personId: verified.personId, proofs: [...(subject?.proofs ?? []), 'passkey'], origin: actor, door: subject?.door ?? 'passkey' },
      cookies,
    );
  });
  return notStopped(finished);
}
