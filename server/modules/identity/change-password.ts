// The own password is changed: the old one is asked.
import { refuse, Refusal } from '#platform/errors';
import type { Flow } from '#platform/route';
import { runOnce } from '#platform/work';
import { countTry, forgiveTry } from './count-try.ts';
import { endSessions } from './end-sessions.ts';
import { noteFailure } from './note-failure.ts';
import { verifyPassword } from './passwords.ts';
import { passwordStrength, passwordToSet, refuseWeak, setPassword } from './set-password.ts';
import './identity.tables.ts';

/**
 * Ends the person's other sessions and says how many. Refuses with password.wrong (the try is counted), password.weak or
 * input.invalid at `/newPassword`: too short, in the list, one of the last five.
 */
export async function changePassword(
  flow: Flow,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<{ ended: number }> {
  const { ground, db, actor, now } = flow;
  if (actor.kind !== 'person') refuse('auth.required');
  const { personId, sessionId } = actor;
  const { password_hash } = await db.selectFrom('identity.person').select('password_hash').where('id', '=', personId).executeTakeFirstOrThrow();
  // Judged before the old one is tried: what cannot be set costs no try.
  refuseWeak(await passwordStrength(db, personId, newPassword));

  // Counted by the session, so that a stranger outside cannot use up the owner's tries, nor a thief of a session guess on.
  const guess = { what: 'password', subject: `${personId} in ${sessionId}`, origin: { ...actor, device: sessionId }, isKnownDevice: true } as const;
  await countTry(db, guess, now);
  if (!(await verifyPassword(password_hash, currentPassword))) {
    await runOnce(ground, { actor, id: flow.id, now }, (work) => noteFailure(work, { personId, outcome: 'wrong_password' }));
    throw new Refusal('password.wrong', { fields: [{ pointer: '/currentPassword', code: 'password.wrong', detail: 'Нынешний пароль не подошёл' }] });
  }
  await forgiveTry(db, guess);
  const toSet = await passwordToSet(db, personId, newPassword);
  return runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    await setPassword(work, { personId, ...toSet });
    return { ended: await endSessions(work, { personId, but: sessionId }) };
  });
}
