// How often a person may ask the state system for a number: numbers are not to be tried through the portal.
import { sql } from 'kysely';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import './treasury.tables.ts';

const FINDS_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/** Counts the try before it is made, so that parallel ones cannot run ahead of the count. One statement. Refuses limit.exceeded. */
export async function countFind(db: Db, personId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ tries: number; since: string }>`
    insert into treasury.find_try as t (person_id, since, tries) values (${personId}, ${now.toISOString()}, 1)
    on conflict (person_id) do update set
      tries = case when t.since <= ${new Date(now.getTime() - HOUR_MS).toISOString()} then 1 else least(t.tries, ${FINDS_AN_HOUR}) + 1 end,
      since = case when t.since <= ${new Date(now.getTime() - HOUR_MS).toISOString()} then excluded.since else t.since end
    returning tries, since`.execute(db);
  const { tries, since } = rows[0]!;
  if (tries > FINDS_AN_HOUR) refuse('limit.exceeded', { seconds: Math.ceil((Date.parse(since) + HOUR_MS - now.getTime()) / 1000) });
}
