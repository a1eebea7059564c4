// Who changed what, kept beside the journal for the screens of directories: for settings that other modules own.
import { personIdOf } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import './directory.tables.ts';

const SHOWN = 30;
export type KeptRevision<Value> = {
  readonly id: string;
  readonly at: string;
  readonly personId: string | null;
  readonly entryId: string;
  readonly before: Value | null;
  readonly after: Value | null;
};

/** Keeps what an entry was and became. The caller writes the journal. */
export async function keepRevision<Value>(
  work: Work,
  { kind, organizationId, entryId, before, after }: { kind: string; organizationId: string; entryId: string; before: Value; after: Value },
): Promise<void> {
  await work.tx
    .insertInto('directory.revision')
    .values({
      id: deriveId(work.id, `${kind} ${entryId}`),
      organization_id: organizationId,
      kind,
      entry_id: entryId,
      action: 'changed',
      at: work.now.toISOString(),
      person_id: personIdOf(work.actor),
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    })
    .execute();
}

/** The last changes of the kind in the organizations, the newest first. One statement. */
export async function revisionsKept<Value>(db: Db, kind: string, organizationIds: readonly string[]): Promise<KeptRevision<Value>[]> {
  if (organizationIds.length === 0) return [];
  const rows = await db
    .selectFrom('directory.revision')
    .selectAll()
    .where('organization_id', 'in', [...organizationIds])
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: new Date(row.at).toISOString(),
    personId: row.person_id,
    entryId: row.entry_id,
    before: row.before as Value | null,
    after: row.after as Value | null,
  }));
}
