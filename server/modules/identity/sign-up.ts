// A new cabinet (AUTH-1): the telephone is proven by a code, a name and a password are given, and it is open at once.
// It sees public things; it is «подтверждена» when the identity is proven.
import { parsePhone } from '#contract/phone';
import { PASSWORD_LEAST_WITH_FACTOR, strengthOf } from '#contract/password-strength';
import { Refusal, refuseFields } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { finishDoor, notStopped, type SignInStep } from './ask-second-proof.ts';
import { spendProof, startProof, tryProof } from './contact-proof.ts';
import { hashPassword } from './passwords.ts';
import { createPerson } from './persons.ts';

export function startSignUp(flow: Flow, typed: string): Promise<{ challenge: string; expiresAt: string }> {
  const phone = parsePhone(typed) ?? refuseFields([{ pointer: '/phone', code: 'input.invalid', detail: 'Введите номер телефона, например +7 912 345-67-89' }]);
  return startProof(flow, 'sign-up', phone);
}

type Given = { challenge: string; code: string; lastName: string; firstName: string; middleName?: string | null; password: string };

/** Refuses with password.weak before the code is tried, signIn.wrongCode, signIn.over, input.invalid at a field. */
export async function finishSignUp(flow: Flow, given: Given, cookies: Cookies): Promise<SignInStep> {
  const { ground, actor, now } = flow;
  const [lastName, firstName, middleName] = [given.lastName.trim(), given.firstName.trim(), given.middleName?.trim() || undefined];
  const empty = [
    ...(lastName === '' ? [{ pointer: '/lastName', code: 'input.invalid', detail: 'Введите фамилию' }] : []),
    ...(firstName === '' ? [{ pointer: '/firstName', code: 'input.invalid', detail: 'Введите имя' }] : []),
  ] as const;
  if (empty.length > 0) refuseFields([...empty] as Parameters<typeof refuseFields>[0]);
  const { fault, says } = strengthOf(given.password, { least: PASSWORD_LEAST_WITH_FACTOR, own: [lastName, firstName, ...(middleName ? [middleName] : [])] });
  if (fault !== null) throw new Refusal('password.weak', { fields: [{ pointer: '/password', code: 'password.weak', detail: says }] });
  const proof = await tryProof(flow, 'sign-up', given);
  const passwordHash = await hashPassword(given.password);
  const finished = await runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    await spendProof(work, proof);
    const { personId } = await createPerson(work, { lastName, firstName, middleName, phone: proof.contact, passwordHash, secondFactor: 'sms' });
    return finishDoor(work, { personId, proofs: ['password', 'code'], origin: actor, door: 'password' }, cookies);
  });
  return notStopped(finished);
}
