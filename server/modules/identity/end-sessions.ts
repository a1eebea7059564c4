// Sessions end: one, or all of a person.
import type { Work } from '#platform/work';
import './identity.events.ts';
import './identity.tables.ts';

/** Sessions that one event tells of: open pages hear it too. */
const AT_ONCE = 500;

/** Ends one open session of the person; false when there is no such. Its live streams close, its next request is a guest's. */
export async function endSession(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): Promise<boolean> {
  const ended = await work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('id', '=', sessionId).where('person_id', '=', personId).where('ended_at', 'is', null).executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  work.emit('session.ended', { sessionIds: [sessionId] }, [`person:${personId}`]);
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'session', id: sessionId }, personId });
  return true;
}

/** Ends the person's open sessions: all but the named one, or those of a device; says how many. */
export async function endSessions(work: Work, { personId, but, deviceId }: { personId: string; but: string | null; deviceId?: string }): Promise<number> {
  let open = work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('person_id', '=', personId).where('ended_at', 'is', null);
  if (but !== null) open = open.where('id', '!=', but);
  if (deviceId !== undefined) open = open.where('device_id', '=', deviceId);
  const ended = await open.returning('id').execute();
  if (ended.length === 0) return 0;
  const ids = ended.map(({ id }) => id);
  for (let at = 0; at < ids.length; at += AT_ONCE) work.emit('session.ended', { sessionIds: ids.slice(at, at + AT_ONCE) }, [`person:${personId}`]);
  // One line, however many there were.
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'person', id: personId }, personId, facts: { count: ended.length } });
  return ended.length;
}
