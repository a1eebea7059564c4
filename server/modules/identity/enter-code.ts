// The second step of signing in, and the raising of an open session: a code, the authenticator or a recovery code.
import { refuse, Refusal } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { type Ground, runOnce, type Work } from '#platform/work';
import type { Proof } from './assurance.ts';
import { countTry, forgiveTry } from './count-try.ts';
import { establishSession } from './establish-session.ts';
import { channelOf, tryCode } from './one-time-code.ts';
import { takeRecoveryCode } from './recovery-codes.ts';
import { tokenHash } from './secrets.ts';
import { type Candidate, knowsDevice, noteFailure, sendSignInCode } from './sign-in.ts';
import { takeTotpStep } from './totp-secret.ts';
import './identity.tables.ts';

/** Who is proving themselves, and to what a code for it is bound: the challenge, or the open session. */
type Subject = { personId: string; boundTo: string; challengeId: string | null; proofs: readonly Proof[] };
type Given = { challenge?: string; method: Proof; code: string };

/** Refuses with signIn.wrongCode, signIn.wait, confirm.expired, signIn.over. */
export async function enterCode(flow: Flow, given: Given, cookies: Cookies): Promise<{ level: 1 | 2 }> {
  const { ground, db, actor, now } = flow;
  const subject = await subjectOf(flow, given.challenge);
  const isKnownDevice = await knowsDevice(db, { personId: subject.personId, device: actor.device }, now);
  const guess = { what: 'proof', subject: subject.personId, origin: actor, isKnownDevice } as const;
  await countTry(db, guess, now);
  const codeId = given.method === 'code' ? await tryMessageCode(ground, subject, given.code, flow) : null;
  const entered = await runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    // A step of the authenticator and a recovery code are spent in the transaction that opens the session.
    const isRight = codeId !== null ? await spendMessageCode(work, subject.personId, codeId) : await takeOwn(work, subject.personId, given);
    if (!isRight) {
      await noteFailure(work, { personId: subject.personId, outcome: 'wrong_code' });
      return 0;
    }
    await closeChallenge(work, subject);
    const { level } = await establishSession(work, { personId: subject.personId, proofs: [...subject.proofs, given.method], origin: actor }, cookies);
    if (level === 0) refuse('signIn.over');
    return level;
  });
  if (entered === 0) throw wrongSignInCode(1);
  await forgiveTry(db, guess, now);
  return { level: entered };
}

/** Sends a new code for the same signing in. `channel`: by the other way, when one fails (CONF-2); not past an authenticator. */
export async function resendCode(flow: Flow, given: { challenge?: string; channel?: 'sms' | 'email' }) {
  const subject = await subjectOf(flow, given.challenge);
  return runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, async (work) => {
    const person: Candidate = await work.tx.selectFrom('identity.person').select(['id', 'password_hash', 'blocked_at', 'second_factor', 'phone', 'email']).where('id', '=', subject.personId).executeTakeFirstOrThrow();
    const usual = channelOf(person);
    const canTake = given.channel !== undefined && usual !== 'totp' && (given.channel === 'sms' ? person.phone : person.email) !== null;
    return sendSignInCode(work, { person, boundTo: subject.boundTo, channel: canTake ? given.channel! : usual });
  });
}

async function subjectOf({ db, actor, now }: Flow, challenge: string | undefined): Promise<Subject> {
  if (challenge !== undefined) {
    const row = await db.selectFrom('identity.sign_in_challenge').select(['id', 'person_id', 'proofs', 'until']).where('token_hash', '=', tokenHash(challenge)).where('used_at', 'is', null).executeTakeFirst();
    if (!row || Date.parse(row.until) <= now.getTime()) refuse('signIn.over');
    return { personId: row.person_id, boundTo: row.id, challengeId: row.id, proofs: row.proofs as Proof[] };
  }
  if (actor.kind !== 'person') refuse('signIn.over');
  return { personId: actor.personId, boundTo: actor.sessionId, challengeId: null, proofs: [] };
}

/** Tries the newest code that was sent for this; the id of the right one. Its tries are counted whatever follows. */
async function tryMessageCode(ground: Ground, { personId, boundTo }: Subject, code: string, flow: Flow): Promise<string> {
  const newest = await flow.db.selectFrom('identity.one_time_code').select(['id', 'used_at']).where('person_id', '=', personId).where('bound_to', '=', boundTo).where('purpose', '=', 'sign-in').where('until', '>', flow.now.toISOString()).orderBy('made_at', 'desc').limit(1).executeTakeFirst();
  if (!newest || newest.used_at !== null) refuse('confirm.expired');
  const tried = await tryCode(ground, { personId, boundTo, id: newest.id, code });
  if (tried.outcome === 'right') return newest.id;
  if (tried.outcome !== 'wrong') refuse('confirm.expired');
  await runOnce(ground, { actor: flow.actor, id: flow.id, now: flow.now }, (work) => noteFailure(work, { personId, outcome: 'wrong_code' }));
  throw wrongSignInCode(tried.triesLeft);
}

async function spendMessageCode(work: Work, personId: string, codeId: string): Promise<boolean> {
  const spent = await work.tx.updateTable('identity.one_time_code').set({ used_at: work.now.toISOString() }).where('person_id', '=', personId).where('id', '=', codeId).where('used_at', 'is', null).executeTakeFirst();
  if (spent.numUpdatedRows === 0n) refuse('confirm.used');
  return true;
}

const takeOwn = (work: Work, personId: string, { method, code }: Given): Promise<boolean> =>
  method === 'recovery' ? takeRecoveryCode(work, personId, code) : takeTotpStep(work.tx, work.masterKeys, { personId, code, now: work.now });

/** Of twenty that come at once with one challenge one opens a session. */
async function closeChallenge(work: Work, { challengeId }: Subject): Promise<void> {
  if (challengeId === null) return;
  const closed = await work.tx.updateTable('identity.sign_in_challenge').set({ used_at: work.now.toISOString() }).where('id', '=', challengeId).where('used_at', 'is', null).executeTakeFirst();
  if (closed.numUpdatedRows === 0n) refuse('signIn.over');
}

/** The refusal at the field of the code; `triesLeft` 0: this code is spent, a new one is needed. */
export function wrongSignInCode(triesLeft: number): Refusal {
  const detail = triesLeft > 0 ? 'Код не подошёл. Проверьте цифры' : 'Этот код больше не действует. Запросите новый';
  return new Refusal('signIn.wrongCode', { facts: { triesLeft }, fields: [{ pointer: '/code', code: 'signIn.wrongCode', detail }] });
}
