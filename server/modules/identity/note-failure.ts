// A try to enter that failed.
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import './identity.tables.ts';

/** A journal line for every failure, with a person or without (PRIV-5); the person sees it in the history. */
export async function noteFailure(work: Work, { personId, outcome }: { personId: string | null; outcome: 'wrong_password' | 'wrong_code' | 'wrong_passkey' }): Promise<void> {
  const { ip, agent } = work.actor;
  if (personId === null) return work.journal({ stream: 'portal:sign-in', action: 'identity.refused', object: { kind: 'person' }, facts: { outcome: 'unknown_name' } });
  await work.tx.insertInto('identity.sign_in_event').values({ person_id: personId, id: deriveId(work.id, 'failure'), at: work.now.toISOString(), outcome, ip, agent, door: null, place: null }).execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.refused', object: { kind: 'person', id: personId }, personId, facts: { outcome } });
}
