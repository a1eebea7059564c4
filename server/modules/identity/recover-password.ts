// A forgotten password (AUTH-9): the code proves the telephone or the address; a second factor that is on is still asked.
import { Refusal, refuse } from '#platform/errors';
import { deriveId, newId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { candidateById, type Candidate } from './ask-second-proof.ts';
import { type ContactProof, spendProof, startProof, tryProof } from './contact-proof.ts';
import { countTry, forgiveTry } from './count-try.ts';
import { endSessions } from './end-sessions.ts';
import { maskedContact, messageChannelOf, sendCode, tryCode } from './one-time-code.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { passwordToSet, setPassword } from './set-password.ts';
import { signInName } from './sign-in-name.ts';
import { takeTotpStep } from './totp-secret.ts';
import './identity.tables.ts';

export const startRecovery = (flow: Flow, name: string): Promise<{ challenge: string; expiresAt: string }> =>
  startProof(flow, 'recovery', signInName(name) ?? name.trim().toLowerCase().slice(0, 254));

type Given = { challenge: string; code: string; newPassword: string; secondCode?: string };

/**
 * Sets the password and ends every session; who forgot it enters by the ordinary door after. Refuses with signIn.over,
 * signIn.wrongCode, password.weak, input.invalid at /newPassword, recovery.second: another factor is on and is asked.
 */
export async function finishRecovery(flow: Flow, given: Given): Promise<object> {
  const { ground, db, actor, now } = flow;
  const proof = await tryProof(flow, 'recovery', given);
  if (proof.personId === null) refuse('signIn.over');
  const { personId } = proof;
  const person = await runOnce(ground, { actor, id: flow.id, now }, (work) => candidateById(work, personId));
  const second = secondOf(person, proof);
  if (second !== null && !given.secondCode) await askSecond(flow, { proof, person, second });
  const toSet = await passwordToSet(db, personId, given.newPassword);
  const guess = { what: 'proof', subject: personId, origin: actor, isKnownDevice: false } as const;
  if (second !== null) await countTry(db, guess, now);
  const codeId = deriveId(proof.id, 'second');
  if (second === 'sms' || second === 'email') {
    const tried = await tryCode(ground, { personId, boundTo: proof.id, id: codeId, code: given.secondCode ?? '' });
    if (tried.outcome !== 'right') throw wrongSecond();
  }
  await runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    await spendProof(work, proof);
    const secondCode = given.secondCode ?? '';
    // A step of the authenticator and a recovery code are spent together with the change.
    if (
      second === 'totp' &&
      !(await takeTotpStep(work.tx, work.masterKeys, { personId, code: secondCode, now })) &&
      !(await takeRecoveryCode(work, personId, secondCode))
    )
      throw wrongSecond();
    await setPassword(work, { personId, ...toSet });
    await endSessions(work, { personId, but: null });
    await work.tx
      .insertInto('identity.sign_in_event')
      .values({
        person_id: personId,
        id: newId(now),
        at: now.toISOString(),
        outcome: 'recovered',
        ip: actor.ip,
        agent: actor.agent,
        door: 'recovery',
        place: null,
      })
      .execute();
  });
  if (second !== null) await forgiveTry(db, guess);
  return {};
}

/** The factor that the code of this channel has not shown already. */
function secondOf(person: Candidate, { channel }: ContactProof): 'sms' | 'email' | 'totp' | null {
  if (person.second_factor === 'none') return null;
  const own = messageChannelOf(person);
  return own === channel ? null : own;
}

async function askSecond(flow: Flow, { proof, person, second }: { proof: ContactProof; person: Candidate; second: 'sms' | 'email' | 'totp' }): Promise<never> {
  const id = deriveId(proof.id, 'second');
  const isSent =
    second === 'totp' ||
    (await flow.db.selectFrom('identity.one_time_code').select('id').where('person_id', '=', person.id).where('id', '=', id).executeTakeFirst()) !== undefined;
  if (!isSent)
    await runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, (work) =>
      sendCode(work, {
        id,
        personId: person.id,
        boundTo: proof.id,
        purpose: 'recovery',
        content: { proof: proof.id },
        words: 'новый пароль вместо забытого',
        channel: second,
      }),
    );
  const detail = second === 'totp' ? 'Введите код из приложения или запасной код' : `Отправили второй код: ${maskedContact(second, person)}`;
  throw new Refusal('recovery.second', { fields: [{ pointer: '/secondCode', code: 'recovery.second', detail }] });
}

const wrongSecond = (): Refusal =>
  new Refusal('recovery.second', { fields: [{ pointer: '/secondCode', code: 'signIn.wrongCode', detail: 'Второй код не подошёл. Проверьте цифры' }] });
