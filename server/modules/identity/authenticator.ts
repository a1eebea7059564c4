// Connecting and disconnecting an authenticator app, and its recovery codes.
import type { Actor, Person } from '#platform/actor';
import { refuse } from '#platform/errors';
import { qrPath } from '#platform/qr-code';
import type { Flow } from '#platform/route';
import { runOnce, type Work } from '#platform/work';
import { countTry, forgiveTry } from './count-try.ts';
import { wrongSignInCode } from './enter-code.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { tellChange } from './tell-change.ts';
import { newTotpSecret, otpauthUrl, sealTotp, takeTotpStep } from './totp-secret.ts';
import './identity.tables.ts';

/** Whether a second proof was shown in the last ten minutes: who changes the protection shows it again (AUTH-11). */
export const isFreshlyProven = (actor: Actor, now: Date): actor is Person =>
  actor.kind === 'person' && actor.steppedUpUntil !== null && Date.parse(actor.steppedUpUntil) > now.getTime();

/** Refuses with auth.secondFactor, which leads a page to the code and back. */
export function proven(actor: Actor, now: Date): Person {
  if (!isFreshlyProven(actor, now)) refuse('auth.secondFactor');
  return actor;
}

const once = <Answer>(flow: Flow, command: (work: Work, personId: string) => Promise<Answer>): Promise<Answer> => {
  const { personId } = proven(flow.actor, flow.now);
  return runOnce(flow.ground, { actor: flow.actor, id: flow.id, now: flow.now }, (work) => command(work, personId));
};

/** Makes a secret that counts only after `confirmTotp`; a new start replaces one that was not finished. */
export async function startTotp(flow: Flow): Promise<{ secret: string; url: string; qr: { side: number; path: string } }> {
  return once(flow, async (work, personId) => {
    const secret = newTotpSecret();
    const row = { secret: sealTotp(work.masterKeys, personId, secret), last_step: 0n, made_at: work.now.toISOString(), confirmed_at: null };
    const written = await work.tx
      .insertInto('identity.totp')
      .values({ person_id: personId, ...row })
      .onConflict((on) => on.column('person_id').doUpdateSet(row).where('identity.totp.confirmed_at', 'is', null))
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows === 0n) refuse('totp.alreadyOn');
    const { login, phone, email } = await work.tx
      .selectFrom('identity.person')
      .select(['login', 'phone', 'email'])
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    const url = otpauthUrl(secret, login ?? phone ?? email ?? 'Мой дом');
    return { secret, url, qr: qrPath(url) };
  });
}

/** The app works: from now on it is the second factor. Gives the recovery codes, once. */
export async function confirmTotp(flow: Flow, code: string): Promise<{ recoveryCodes: string[] }> {
  const { personId, sessionId } = proven(flow.actor, flow.now);
  const guess = { what: 'proof', subject: personId, origin: { ...flow.actor, device: sessionId }, isKnownDevice: true } as const;
  await countTry(flow.db, guess, flow.now);
  const answer = await once(flow, async (work) => {
    const row = await work.tx.selectFrom('identity.totp').select('confirmed_at').where('person_id', '=', personId).forUpdate().executeTakeFirst();
    if (!row) refuse('totp.notStarted');
    if (row.confirmed_at !== null) refuse('totp.alreadyOn');
    if (!(await takeTotpStep(work.tx, work.masterKeys, { personId, code, now: work.now, settingUp: true }))) throw wrongSignInCode(1);
    await work.tx.updateTable('identity.totp').set({ confirmed_at: work.now.toISOString() }).where('person_id', '=', personId).execute();
    await setFactor(work, personId, 'totp');
    tellChange(work, personId, 'totpOn');
    return { recoveryCodes: await makeRecoveryCodes(work, personId) };
  });
  await forgiveTry(flow.db, guess);
  return answer;
}

/** Back to codes by message; the recovery codes go with the app. */
export async function removeTotp(flow: Flow): Promise<object> {
  return once(flow, async (work, personId) => {
    const removed = await work.tx.deleteFrom('identity.totp').where('person_id', '=', personId).where('confirmed_at', 'is not', null).executeTakeFirst();
    if (removed.numDeletedRows === 0n) refuse('totp.notOn');
    await work.tx.deleteFrom('identity.recovery_code').where('person_id', '=', personId).execute();
    const { phone, email } = await work.tx.selectFrom('identity.person').select(['phone', 'email']).where('id', '=', personId).executeTakeFirstOrThrow();
    await setFactor(work, personId, phone !== null ? 'sms' : email !== null ? 'email' : 'none');
    tellChange(work, personId, 'totpOff');
    return {};
  });
}

/** The second step by message, or none. An authenticator is disconnected first: it is not switched off by the way. */
export async function chooseFactor(work: Work, factor: 'none' | 'sms' | 'email'): Promise<object> {
  const { personId } = proven(work.actor, work.now);
  const { second_factor, phone, email } = await work.tx
    .selectFrom('identity.person')
    .select(['second_factor', 'phone', 'email'])
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (second_factor === 'totp') refuse('totp.alreadyOn');
  if ((factor === 'sms' && phone === null) || (factor === 'email' && email === null)) refuse('confirm.noChannel');
  if (second_factor === factor) return {};
  await setFactor(work, personId, factor);
  tellChange(work, personId, factor === 'none' ? 'factorOff' : 'factorChosen');
  return {};
}

export async function renewRecoveryCodes(flow: Flow): Promise<{ recoveryCodes: string[] }> {
  return once(flow, async (work, personId) => {
    const on = await work.tx
      .selectFrom('identity.totp')
      .select('person_id')
      .where('person_id', '=', personId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst();
    if (!on) refuse('totp.notOn');
    tellChange(work, personId, 'recoveryCodes');
    return { recoveryCodes: await makeRecoveryCodes(work, personId) };
  });
}

async function setFactor(work: Work, personId: string, second_factor: string): Promise<void> {
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ second_factor, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute();
}
