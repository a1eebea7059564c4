// Staff's looks at people's data are told to those people (AUD-1, X-11). For queries, which themselves change nothing.
import { sql } from 'kysely';
import { type Actor, actorKey, type Person, STAFF_ROLES } from './actor.ts';
import { deriveId } from './ids.ts';
import { type Ground, hashOf, runOnce } from './work.ts';

export type Look = {
  /** Whose data were looked at. */
  readonly personIds: readonly string[];
  readonly object: { readonly kind: string; readonly id?: string };
  /** Russian: «лицевой счёт 12», «список платежей». */
  readonly what: string;
  readonly organizationId?: string;
};

const ROUTE = 'journal.look';

/**
 * A line in the journal of each of the people, once a session, object and (UTC) day: a page that is opened again costs one statement.
 * One's own data are no look; programs and the portal itself look at nothing.
 */
export async function recordLook(ground: Ground, actor: Actor, { personIds, object, what, organizationId }: Look): Promise<void> {
  if (actor.kind !== 'person') return;
  const now = ground.clock();
  const day = now.toISOString().slice(0, 10);
  const others = [...new Set(personIds)].filter((personId) => personId !== actor.personId).sort();
  const looks = new Map(others.map((personId) => [deriveId(`${actor.sessionId} ${personId} ${object.kind} ${object.id ?? ''}`, `look ${day}`), personId]));
  const key = actorKey(actor);
  const known =
    looks.size === 0
      ? []
      : await ground.db
          .selectFrom('platform.command')
          .select('id')
          .where('actor_key', '=', key)
          .where('id', '=', sql<string>`any(${[...looks.keys()]}::uuid[])`)
          .execute();
  for (const { id } of known) looks.delete(id);
  if (looks.size === 0) return;
  await runOnce(ground, { actor, id: deriveId(actor.sessionId, `look ${object.kind} ${object.id ?? ''} ${day}`), now }, async (work) => {
    // Remembered as commands are: of two requests at once one writes the line.
    const rows = [...looks.keys()].map((id) => ({ actor_key: key, id, route: ROUTE, body_hash: hashOf(null), status: 200, answer: null }));
    const fresh = await work.tx
      .insertInto('platform.command')
      .values(rows)
      .onConflict((on) => on.doNothing())
      .returning('id')
      .execute();
    for (const { id } of fresh) {
      const personId = looks.get(id)!;
      work.journal({ stream: `person:${personId}`, action: 'journal.looked', object, personId, facts: { what }, ...postOf(actor, organizationId) });
    }
  });
}

/** The post that somebody looks in: of the organization named, else the first that he has. */
function postOf(actor: Person, organizationId: string | undefined): { role?: string; organizationId?: string } {
  const post = actor.grants.find(
    (grant) =>
      grant.organizationId !== null &&
      (organizationId === undefined || grant.organizationId === organizationId) &&
      STAFF_ROLES.some((role) => role === grant.role),
  );
  return post ? { role: post.role, organizationId: post.organizationId! } : {};
}
