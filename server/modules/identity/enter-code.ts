// The second step of signing in, and the raising of an open session: a code, the authenticator, a recovery code; the password after a certificate.
import { refuse, Refusal } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { type Ground, runOnce, type Work } from '#platform/work';
import { answerOf } from './ask-known-device.ts';
import { candidateById, sendSignInCode } from './ask-second-proof.ts';
import { countTry, forgiveTry } from './count-try.ts';
import { type Established, establishSession } from './establish-session.ts';
import { knowsDevice } from './known-device.ts';
import { channelOf, tryCode } from './one-time-code.ts';
import { verifyPassword } from './passwords.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { closeChallenge, type Subject, subjectOf } from './sign-in-subject.ts';
import { noteFailure } from './note-failure.ts';
import { takeTotpStep } from './totp-secret.ts';
import './identity.tables.ts';

type Given = { challenge?: string; method: 'code' | 'totp' | 'recovery' | 'password' | 'device'; code: string };

/** Refuses with signIn.wrongCode, signIn.wait, confirm.expired, signIn.over. */
export async function enterCode(flow: Flow, given: Given, cookies: Cookies): Promise<{ level: 1 | 2 }> {
  const { ground, db, actor, now } = flow;
  if (given.method === 'device') await refuseUnanswered(flow, given.challenge);
  const subject = await subjectOf(flow, given.challenge);
  const isKnownDevice = await knowsDevice(db, { personId: subject.personId, device: actor.device }, now);
  const guess = { what: given.method === 'password' ? 'password' : 'proof', subject: subject.personId, origin: actor, isKnownDevice } as const;
  await countTry(db, guess, now);
  const codeId = given.method === 'code' ? await tryMessageCode(ground, subject, given.code, flow) : null;
  const isPassword = given.method === 'password' && (await isPasswordOf(flow, subject.personId, given.code));
  const entered = await runOnce(ground, { actor, id: flow.id, now }, async (work): Promise<Established | 'wrong'> => {
    // A step of the authenticator and a recovery code are spent in the transaction that opens the session.
    const isRight =
      isPassword ||
      given.method === 'device' ||
      (codeId !== null ? await spendMessageCode(work, subject.personId, codeId) : await takeOwn(work, subject.personId, given));
    if (!isRight) {
      await noteFailure(work, { personId: subject.personId, outcome: given.method === 'password' ? 'wrong_password' : 'wrong_code' });
      return 'wrong';
    }
    await closeChallenge(work, subject);
    return establishSession(work, { personId: subject.personId, proofs: [...subject.proofs, given.method], origin: actor, door: subject.door }, cookies);
  });
  if (entered === 'wrong') throw given.method === 'password' ? wrongPassword() : wrongSignInCode(1);
  await forgiveTry(db, guess);
  if (entered.next === 'stopped') refuse('signIn.stopped');
  return { level: entered.level === 0 ? refuse('signIn.over') : entered.level };
}

/** Nothing is guessed here: the known device has said yes, or not yet. */
async function refuseUnanswered(flow: Flow, challenge: string | undefined): Promise<void> {
  const { state } = challenge === undefined ? { state: 'over' as const } : await answerOf(flow, challenge);
  if (state === 'waiting') refuse('signIn.notYet');
  if (state !== 'approved') refuse(state === 'denied' ? 'signIn.denied' : 'signIn.over');
}

/** Sends a new code for the same signing in. `channel`: by the other way, when one fails (CONF-2); not past an authenticator. */
export async function resendCode(flow: Flow, given: { challenge?: string; channel?: 'sms' | 'email' }) {
  const subject = await subjectOf(flow, given.challenge);
  return runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, async (work) => {
    const person = await candidateById(work, subject.personId);
    const usual = channelOf(person);
    const canTake = given.channel !== undefined && usual !== 'totp' && (given.channel === 'sms' ? person.phone : person.email) !== null;
    return sendSignInCode(work, { person, boundTo: subject.boundTo, channel: canTake ? given.channel! : usual });
  });
}

/** Tries the newest code that was sent for this; the id of the right one. Its tries are counted whatever follows. */
async function tryMessageCode(ground: Ground, { personId, boundTo }: Subject, code: string, flow: Flow): Promise<string> {
  const newest = await flow.db
    .selectFrom('identity.one_time_code')
    .select(['id', 'used_at'])
    .where('person_id', '=', personId)
    .where('bound_to', '=', boundTo)
    .where('purpose', '=', 'sign-in')
    .where('until', '>', flow.now.toISOString())
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest || newest.used_at !== null) refuse('confirm.expired');
  const tried = await tryCode(ground, { personId, boundTo, id: newest.id, code });
  if (tried.outcome === 'right') return newest.id;
  if (tried.outcome !== 'wrong') refuse('confirm.expired');
  await runOnce(ground, { actor: flow.actor, id: flow.id, now: flow.now }, (work) => noteFailure(work, { personId, outcome: 'wrong_code' }));
  throw wrongSignInCode(tried.triesLeft);
}

async function spendMessageCode(work: Work, personId: string, codeId: string): Promise<boolean> {
  const spent = await work.tx
    .updateTable('identity.one_time_code')
    .set({ used_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', codeId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  if (spent.numUpdatedRows === 0n) refuse('confirm.used');
  return true;
}

async function takeOwn(work: Work, personId: string, { method, code }: Given): Promise<boolean> {
  if (method === 'recovery') return takeRecoveryCode(work, personId, code);
  return method === 'totp' && takeTotpStep(work.tx, work.masterKeys, { personId, code, now: work.now });
}

async function isPasswordOf({ db }: Flow, personId: string, password: string): Promise<boolean> {
  const { password_hash } = await db.selectFrom('identity.person').select('password_hash').where('id', '=', personId).executeTakeFirstOrThrow();
  return verifyPassword(password_hash, password);
}

const wrongPassword = (): Refusal =>
  new Refusal('signIn.wrong', { fields: [{ pointer: '/code', code: 'signIn.wrong', detail: 'Пароль не подошёл. Проверьте раскладку и Caps Lock' }] });

/** The refusal at the field of the code; `triesLeft` 0: this code is spent, a new one is needed. */
export function wrongSignInCode(triesLeft: number): Refusal {
  const detail = triesLeft > 0 ? 'Код не подошёл. Проверьте цифры' : 'Этот код больше не действует. Запросите новый';
  return new Refusal('signIn.wrongCode', { facts: { triesLeft }, fields: [{ pointer: '/code', code: 'signIn.wrongCode', detail }] });
}
