// The own password is changed. The hashes are made outside any transaction.
import { PASSWORD_LEAST, PASSWORD_LEAST_WITH_FACTOR, strengthOf, type Strength } from '#contract/password-strength';
import { refuse, refuseFields, Refusal } from '#platform/errors';
import type { Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce } from '#platform/work';
import { countTry, forgiveTry } from './count-try.ts';
import { endSessions } from './end-sessions.ts';
import { noteFailure } from './note-failure.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import './identity.events.ts';
import './identity.tables.ts';

const KEPT = 5;

/** The least length for this person: a second factor makes up for a shorter password. */
export const leastLength = (secondFactor: string): number => (secondFactor === 'none' ? PASSWORD_LEAST : PASSWORD_LEAST_WITH_FACTOR);

/**
 * Ends the person's other sessions and says how many. Refuses with password.wrong (the try is counted), password.weak or
 * input.invalid at `/newPassword`: too short, in the list, one of the last five.
 */
export async function changePassword(flow: Flow, { currentPassword, newPassword }: { currentPassword: string; newPassword: string }): Promise<{ ended: number }> {
  const { ground, db, actor, now } = flow;
  if (actor.kind !== 'person') refuse('auth.required');
  const { personId, sessionId } = actor;
  const person = await personOf(db, personId);
  const { fault, says } = strengthOf(newPassword, rulesFor(person));
  if (fault !== null) throw weak(says);

  // Counted by the session, so that a stranger outside cannot use up the owner's tries, nor a thief of a session guess on.
  const guess = { what: 'password', subject: `${personId} in ${sessionId}`, origin: { ...actor, device: sessionId }, isKnownDevice: true } as const;
  await countTry(db, guess, now);
  if (!(await verifyPassword(person.password_hash, currentPassword))) {
    await runOnce(ground, { actor, id: flow.id, now }, (work) => noteFailure(work, { personId, outcome: 'wrong_password' }));
    throw new Refusal('password.wrong', { fields: [{ pointer: '/currentPassword', code: 'password.wrong', detail: 'Нынешний пароль не подошёл' }] });
  }
  await forgiveTry(db, guess, now);
  const last = await db.selectFrom('identity.password_history').select('password_hash').where('person_id', '=', personId).orderBy('set_at', 'desc').limit(KEPT).execute();
  for (const { password_hash } of last) if (await verifyPassword(password_hash, newPassword)) refuseFields([{ pointer: '/newPassword', code: 'password.reused', detail: 'Этот пароль у вас уже был. Последние пять повторять нельзя' }]);
  const hash = await hashPassword(newPassword);

  return runOnce(ground, { actor, id: flow.id, now }, async (work) => {
    const at = now.toISOString();
    const changed = await work.tx.updateTable('identity.person').set((eb) => ({ password_hash: hash, password_set_at: at, version: eb('version', '+', 1) })).where('id', '=', personId).where('version', '=', person.version).executeTakeFirst();
    if (changed.numUpdatedRows === 0n) refuse('object.changed');
    await work.tx.insertInto('identity.password_history').values({ person_id: personId, set_at: at, password_hash: hash }).execute();
    const old = await work.tx.selectFrom('identity.password_history').select('set_at').where('person_id', '=', personId).orderBy('set_at', 'desc').offset(KEPT).execute();
    if (old.length > 0) await work.tx.deleteFrom('identity.password_history').where('person_id', '=', personId).where('set_at', 'in', old.map(({ set_at }) => set_at)).execute();
    work.journal({ stream: `person:${personId}`, action: 'identity.passwordChanged', object: { kind: 'person', id: personId }, personId });
    work.emit('security.changed', { personId, what: 'password' }, [`person:${personId}`]);
    return { ended: await endSessions(work, { personId, but: sessionId }) };
  });
}

/** How strong a new password would be for this person. */
export async function passwordStrength(db: Db, personId: string, newPassword: string): Promise<Strength> {
  return strengthOf(newPassword, rulesFor(await personOf(db, personId)));
}

const personOf = (db: Db, personId: string) =>
  db.selectFrom('identity.person').select(['password_hash', 'second_factor', 'version', 'last_name', 'first_name', 'middle_name', 'phone', 'email', 'login']).where('id', '=', personId).executeTakeFirstOrThrow();

const rulesFor = (person: Awaited<ReturnType<typeof personOf>>) => ({
  least: leastLength(person.second_factor),
  own: [person.last_name, person.first_name, person.middle_name, person.phone?.slice(2), person.email, person.login].filter((one) => typeof one === 'string'),
});

const weak = (says: string): Refusal => new Refusal('password.weak', { fields: [{ pointer: '/newPassword', code: 'password.weak', detail: says }] });
