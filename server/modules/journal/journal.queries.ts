// A person's journal: the lines they may see, named and put into words.
import { sql } from 'kysely';
import { HOUSE_ACTIONS } from '#contract/house-actions';
import type { ListAnswer, ListQuery, ListRow } from '#contract/list';
import { journalColumns } from '#contract/journal';
import { personNames } from '#modules/identity';
import { type Actor, homesOf, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { openPersonal } from '#platform/journal';
import type { KeyRing } from '#platform/key-ring';
import { list, readList } from '#platform/lists';
import type { Db } from '#platform/tables';
import { detailsOf, whoOf } from './journal-words.ts';

export type JournalScope = { personId: string; houseIds: string[] };

/** Whose journal it is: the actor's own, with what concerns the houses of their homes. A guest has none. */
export const journalScope = (actor: Actor): JournalScope => ({
  personId: found(personIdOf(actor)),
  houseIds: [...new Set(homesOf(actor).map(({ houseId }) => houseId))],
});

/**
 * Lines about the person, by the person, or about their house as a whole. A line about a neighbour is none of these, whatever house it names.
 * `who`, `ip` and `details` are told by `tellRows`: names and sealed values are not for SQL.
 */
export const journalList = list({
  columns: journalColumns,
  name: 'Журнал действий',
  values: {
    at: sql`l.at`,
    action: sql`l.action`,
    by: sql`l.done_by`,
    who: sql`coalesce(l.role, '')`,
    details: sql`l.facts::text`,
    ip: sql`null::text`,
    session: sql`right(l.session_id::text, 8)`,
  },
  id: { value: sql`l.id`, type: 'bigint' },
  from: ({ personId, houseIds }: JournalScope) => sql`(
    select l.*, case when l.actor_id = ${personId} then 'me' when l.actor_kind in ('person', 'guest') then 'person' when l.actor_kind = 'machine' then 'machine' else 'system' end as done_by
    from platform.journal_line l
    where l.person_id = ${personId} or (l.actor_id = ${personId} and l.actor_kind = 'person')
      or (l.house_id = any(${houseIds}::uuid[]) and l.person_id is null and l.action = any(${HOUSE_ACTIONS as string[]}))) l`,
  where: () => sql`true`,
  sort: '-at',
});

type Row = ListRow<typeof journalColumns>;

/** A page of the journal. Five statements. */
export async function readJournal(
  db: Db,
  masterKeys: KeyRing,
  scope: JournalScope,
  query: ListQuery<typeof journalColumns>,
): Promise<ListAnswer<typeof journalColumns>> {
  const page = await readList(db, journalList, scope, query);
  return { ...page, rows: await tellRows(db, masterKeys, scope, page.rows) };
}

/** Puts names, posts, addresses and facts into the rows: three statements for all of them. */
export async function tellRows(db: Db, masterKeys: KeyRing, { personId }: JournalScope, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return [];
  const lines = await db
    .selectFrom('platform.journal_line')
    .select(['id', 'actor_kind', 'actor_id', 'person_id', 'role', 'facts', 'sealed'])
    .where('id', '=', sql<bigint>`any(${rows.map(({ id }) => id)}::bigint[])`)
    .execute();
  const ownerOf = (line: (typeof lines)[number]): string | null => (line.actor_kind === 'person' ? line.actor_id : line.person_id);
  const [personal, names] = await Promise.all([
    openPersonal(
      db,
      masterKeys,
      lines.map((line) => ({ id: line.id, owner: ownerOf(line), sealed: line.sealed })),
    ),
    personNames(
      db,
      lines.flatMap((line) => (line.actor_kind === 'person' && line.actor_id ? [line.actor_id] : [])),
    ),
  ]);
  const lineOf = new Map(lines.map((line) => [String(line.id), line]));
  return rows.map((row) => {
    const line = lineOf.get(row.id)!;
    const sealed = personal.get(line.id) ?? {};
    return {
      ...row,
      who: whoOf({
        by: row.by,
        isMe: line.actor_id === personId || (line.person_id === personId && row.action === 'identity.entered'),
        name: names.get(line.actor_id ?? '')?.full,
        role: line.role,
      }),
      // A reason that the actor typed lies sealed by the actor's key and goes with it.
      details: detailsOf(row.action, {
        ...(line.facts as Readonly<Record<string, unknown>>),
        ...(sealed['reason'] !== undefined && { reason: sealed['reason'] }),
      }),
      ip: sealed['ip'] ?? null,
    };
  });
}
