// A try to enter that failed.
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import './identity.tables.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A journal line for every failure, with a person or without (PRIV-5); the person sees it in the history. */
export async function noteFailure(work: Work, { personId, outcome }: { personId: string | null; outcome: 'wrong_password' | 'wrong_code' | 'wrong_passkey' }): Promise<void> {
  const { ip, agent } = work.actor;
  if (personId === null) return noteUnknown(work);
  await work.tx.insertInto('identity.sign_in_event').values({ person_id: personId, id: deriveId(work.id, 'failure'), at: work.now.toISOString(), outcome, ip, agent, door: null, place: null }).execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.refused', object: { kind: 'person', id: personId }, personId, facts: { outcome } });
}

/** The time of the answer must not tell whether somebody has the name: as many statements as for a person, who has a row in the history and a key of the journal. */
async function noteUnknown(work: Work): Promise<void> {
  const nobody = work.tx.selectFrom('identity.sign_in_event').where('person_id', '=', NOBODY);
  await work.tx.insertInto('identity.sign_in_event').columns(['person_id', 'id', 'at', 'outcome', 'ip', 'agent']).expression(nobody.select(['person_id', 'id', 'at', 'outcome', 'ip', 'agent'])).execute();
  await nobody.select('id').executeTakeFirst();
  work.journal({ stream: 'portal:sign-in', action: 'identity.refused', object: { kind: 'person' }, facts: { outcome: 'unknown_name' } });
}
