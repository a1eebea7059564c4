// Lost ways of signing in are taken off, the password and what other systems vouch for stay. Who decides it is the business of the module people.
import type { Work } from '#platform/work';
import { endSessions } from './end-sessions.ts';
import { tellChange } from './tell-change.ts';
import './identity.events.ts';
import './identity.tables.ts';

/** Codes come to the new telephone, else to the contacts that there are. False when somebody else signs in by the new one: then nothing changes. */
export async function resetFactors(work: Work, { personId, newPhone }: { personId: string; newPhone: string | null }): Promise<boolean> {
  if (newPhone !== null) {
    await work.tx
      .insertInto('identity.sign_in_name')
      .values({ value: newPhone, person_id: personId, kind: 'phone' })
      .onConflict((on) => on.doNothing())
      .execute();
    const holder = await work.tx.selectFrom('identity.sign_in_name').select('person_id').where('value', '=', newPhone).executeTakeFirstOrThrow();
    if (holder.person_id !== personId) return false;
    await work.tx.deleteFrom('identity.sign_in_name').where('person_id', '=', personId).where('kind', '=', 'phone').where('value', '!=', newPhone).execute();
  }
  for (const table of ['identity.totp', 'identity.recovery_code', 'identity.passkey', 'identity.known_device'] as const)
    await work.tx.deleteFrom(table).where('person_id', '=', personId).execute();
  const { phone, email } = await work.tx
    .selectFrom('identity.person')
    .select(['phone', 'email'])
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const reached = newPhone ?? phone;
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ phone: reached, second_factor: reached !== null ? 'sms' : email !== null ? 'email' : 'none', version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute();
  await endSessions(work, { personId, but: null });
  tellChange(work, personId, 'factorsReset');
  return true;
}
