// Sessions end: one, or all of a person.
import { sql } from 'kysely';
import type { Work } from '#platform/work';
import './identity.events.ts';
import './identity.tables.ts';

/** Sessions that one event tells of: open pages hear it too. */
const AT_ONCE = 500;

/** Ends one open session of the person; false when there is no such. Its live streams close, its next request is a guest's. */
export async function endSession(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): Promise<boolean> {
  const ended = await work.tx
    .updateTable('identity.session')
    .set({ ended_at: work.now.toISOString() })
    .where('id', '=', sessionId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .returning('device_id')
    .executeTakeFirst();
  if (!ended) return false;
  work.emit('session.ended', { sessionIds: [sessionId], deviceIds: devicesOf([ended]) }, [`person:${personId}`]);
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'session', id: sessionId }, personId });
  return true;
}

const devicesOf = (ended: readonly { device_id: string | null }[]): string[] => [...new Set(ended.flatMap(({ device_id }) => device_id ?? []))];

/** Ends the person's open sessions: all but the named one, or those of a device; says how many. */
export async function endSessions(work: Work, { personId, but, deviceId }: { personId: string; but: string | null; deviceId?: string }): Promise<number> {
  let open = work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('person_id', '=', personId).where('ended_at', 'is', null);
  if (but !== null) open = open.where('id', '!=', but);
  if (deviceId !== undefined) open = open.where('device_id', '=', deviceId);
  const ended = await open
    .returning(['id', sql<string | null>`nullif(device_id, (select kept.device_id from identity.session kept where kept.id = ${but}))`.as('device_id')])
    .execute();
  if (ended.length === 0) return 0;
  for (let at = 0; at < ended.length; at += AT_ONCE) {
    const some = ended.slice(at, at + AT_ONCE);
    work.emit('session.ended', { sessionIds: some.map(({ id }) => id), deviceIds: devicesOf(some) }, [`person:${personId}`]);
  }
  // One line, however many there were.
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'person', id: personId }, personId, facts: { count: ended.length } });
  return ended.length;
}
