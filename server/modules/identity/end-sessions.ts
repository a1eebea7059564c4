// Sessions end: one, or all of a person.
import type { Work } from '#platform/work';
import './identity.events.ts';
import './identity.tables.ts';

/** Ends one open session of the person; false when there is no such. Its live streams close, its next request is a guest's. */
export async function endSession(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): Promise<boolean> {
  const ended = await work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('id', '=', sessionId).where('person_id', '=', personId).where('ended_at', 'is', null).executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  tellEnded(work, { personId, sessionId });
  return true;
}

/** Ends every open session of the person but the named one, and says how many. */
export async function endSessions(work: Work, { personId, but }: { personId: string; but: string | null }): Promise<number> {
  const open = work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('person_id', '=', personId).where('ended_at', 'is', null);
  const ended = await (but === null ? open : open.where('id', '!=', but)).returning('id').execute();
  for (const { id } of ended) tellEnded(work, { personId, sessionId: id });
  return ended.length;
}

function tellEnded(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): void {
  work.emit('session.ended', { sessionId }, [`person:${personId}`]);
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'session', id: sessionId }, personId });
}
