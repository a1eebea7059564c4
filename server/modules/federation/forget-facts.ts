// What the state system told is deleted by the person's word (PRIV-1): the text of the consent promises it.
import { selfOf } from '#platform/actor';
import type { Work } from '#platform/work';
import './federation.tables.ts';

/** POST /api/v1/outside/facts/forget. Where nothing is held nothing is done. The name, the contacts and «подтверждена» stay: they are the profile's own. */
export async function forgetFacts(work: Work): Promise<object> {
  const personId = selfOf(work.actor);
  const gone = await work.tx.deleteFrom('federation.fact').where('person_id', '=', personId).executeTakeFirst();
  if (gone.numDeletedRows > 0n)
    work.journal({
      stream: `person:${personId}`,
      action: 'federation.papersForgotten',
      object: { kind: 'person', id: personId },
      personId,
      facts: { count: Number(gone.numDeletedRows) },
    });
  return {};
}
