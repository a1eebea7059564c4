// The portal is closed to a person, and opened again.
import type { Work } from '#platform/work';
import { endSessions } from './end-sessions.ts';
import './identity.tables.ts';

/** Every session ends with it. False when it is closed already. */
export async function blockPerson(work: Work, personId: string, reason: string): Promise<boolean> {
  const done = await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ blocked_at: work.now.toISOString(), version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .where('blocked_at', 'is', null)
    .executeTakeFirst();
  await endSessions(work, { personId, but: null });
  if (done.numUpdatedRows === 0n) return false;
  work.journal({ stream: `person:${personId}`, action: 'identity.blocked', object: { kind: 'person', id: personId }, personId, facts: { reason } });
  return true;
}

/** False when it is open already. An erased person and a child's profile that was closed have nothing to enter by. */
export async function unblockPerson(work: Work, personId: string, reason: string): Promise<boolean> {
  const done = await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ blocked_at: null, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .where('blocked_at', 'is not', null)
    .where((eb) => eb.exists(eb.selectFrom('identity.sign_in_name').select('value').whereRef('person_id', '=', 'identity.person.id')))
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('identity.child').select('person_id').whereRef('person_id', '=', 'identity.person.id').where('ended_at', 'is not', null))),
    )
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  work.journal({ stream: `person:${personId}`, action: 'identity.unblocked', object: { kind: 'person', id: personId }, personId, facts: { reason } });
  return true;
}
