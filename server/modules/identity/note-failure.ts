// A try to enter that failed.
import { sql } from 'kysely';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import './identity.tables.ts';

/** A journal line for every failure of a person (PRIV-5), who sees it in the history. */
export async function noteFailure(
  work: Work,
  { personId, outcome }: { personId: string; outcome: 'wrong_password' | 'wrong_code' | 'wrong_passkey' },
): Promise<void> {
  const { ip, agent } = work.actor;
  await work.tx
    .insertInto('identity.sign_in_event')
    .values({ person_id: personId, id: deriveId(work.id, 'failure'), at: work.now.toISOString(), outcome, ip, agent, door: null, place: null })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.refused', object: { kind: 'person', id: personId }, personId, facts: { outcome } });
}

/** Names that were tried lately; the keys of persons are remembered in the same way. */
const tried = new Set<string>();
const TRIED_MOST = 10_000;

/**
 * The same for a name that nobody has, with a line in the journal and a row. The time of the answer must not tell which of the two it was: as for a
 * person a row is locked (a foreign key does that) and one written, and at the first try the key of the journal is looked for.
 */
export async function noteUnknown(work: Work, subject: string): Promise<void> {
  const { ip, agent } = work.actor;
  const id = deriveId(work.id, 'failure');
  await sql`with other as materialized (select id from identity.person where id >= ${id} order by id limit 1 for key share)
    insert into identity.unknown_entry (id, at, ip, agent) select ${id}, ${work.now.toISOString()}, ${ip}, ${agent} from (select count(*) from other) o`.execute(
    work.tx,
  );
  if (!tried.has(subject)) {
    if (tried.size >= TRIED_MOST) tried.clear();
    tried.add(subject);
    await work.tx.selectFrom('identity.unknown_entry').select('id').where('id', '=', id).executeTakeFirst();
  }
  work.journal({ stream: 'portal:sign-in', action: 'identity.refused', object: { kind: 'person' }, facts: { outcome: 'unknown_name' } });
}
