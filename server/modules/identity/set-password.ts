// A new password is judged, hashed outside any transaction, and set.
import { PASSWORD_LEAST, PASSWORD_LEAST_WITH_FACTOR, strengthOf, type Strength } from '#contract/password-strength';
import { refuse, refuseFields, Refusal } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { hashPassword, verifyPassword } from './passwords.ts';
import './identity.events.ts';
import './identity.tables.ts';

const KEPT = 5;

/** The least length for this person: a second factor makes up for a shorter password. */
export const leastLength = (secondFactor: string): number => (secondFactor === 'none' ? PASSWORD_LEAST : PASSWORD_LEAST_WITH_FACTOR);

/** Refuses with password.weak at `/newPassword`. */
export function refuseWeak({ fault, says }: Strength): void {
  if (fault !== null) throw new Refusal('password.weak', { fields: [{ pointer: '/newPassword', code: 'password.weak', detail: says }] });
}

export type PasswordToSet = { hash: string; version: number };

/** Refuses at `/newPassword`: too weak, in the list, like the person's names, one of the last five. The costly part, before the command. */
export async function passwordToSet(db: Db, personId: string, newPassword: string): Promise<PasswordToSet> {
  const person = await personOf(db, personId);
  refuseWeak(strengthOf(newPassword, rulesFor(person)));
  const last = await db
    .selectFrom('identity.password_history')
    .select('password_hash')
    .where('person_id', '=', personId)
    .orderBy('set_at', 'desc')
    .limit(KEPT)
    .execute();
  for (const { password_hash } of last)
    if (await verifyPassword(password_hash, newPassword))
      refuseFields([{ pointer: '/newPassword', code: 'password.reused', detail: 'Этот пароль у вас уже был. Последние пять повторять нельзя' }]);
  return { hash: await hashPassword(newPassword), version: person.version };
}

/** Refuses with object.changed when the person was changed since it was judged. */
export async function setPassword(work: Work, { personId, hash, version }: PasswordToSet & { personId: string }): Promise<void> {
  const at = work.now.toISOString();
  const changed = await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ password_hash: hash, password_set_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) refuse('object.changed');
  await work.tx.insertInto('identity.password_history').values({ person_id: personId, set_at: at, password_hash: hash }).execute();
  const old = await work.tx
    .selectFrom('identity.password_history')
    .select('set_at')
    .where('person_id', '=', personId)
    .orderBy('set_at', 'desc')
    .offset(KEPT)
    .execute();
  if (old.length > 0)
    await work.tx
      .deleteFrom('identity.password_history')
      .where('person_id', '=', personId)
      .where(
        'set_at',
        'in',
        old.map(({ set_at }) => set_at),
      )
      .execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.passwordChanged', object: { kind: 'person', id: personId }, personId });
  work.emit('security.changed', { personId, what: 'password' }, [`person:${personId}`]);
}

/** How strong a new password would be for this person. */
export async function passwordStrength(db: Db, personId: string, newPassword: string): Promise<Strength> {
  return strengthOf(newPassword, rulesFor(await personOf(db, personId)));
}

const personOf = (db: Db, personId: string) =>
  db
    .selectFrom('identity.person')
    .select(['password_hash', 'second_factor', 'version', 'last_name', 'first_name', 'middle_name', 'phone', 'email', 'login'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();

const rulesFor = (person: Awaited<ReturnType<typeof personOf>>) => ({
  least: leastLength(person.second_factor),
  own: [person.last_name, person.first_name, person.middle_name, person.phone?.slice(2), person.email, person.login].filter((one) => typeof one === 'string'),
});
