// Which person an account of an outside system belongs to.
import type { JournalAction } from '#contract/action-words';
import { refuse } from '#platform/errors';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import type { OutsidePerson } from './ports.ts';
import './federation.tables.ts';

/** The person behind the account; undefined when it is connected to nobody. */
export async function personBehind(db: Db | Tx, { systemId, subject }: { systemId: string; subject: string }): Promise<string | undefined> {
  return (await db.selectFrom('federation.link').select('person_id').where('system_id', '=', systemId).where('subject', '=', subject).executeTakeFirst())
    ?.person_id;
}

/** Connects the account. An account is one person's, a person has one account of each system: refuses with outside.taken. */
export async function linkAccount(work: Work, { systemId, papers, personId }: { systemId: string; papers: OutsidePerson; personId: string }): Promise<void> {
  const at = work.now.toISOString();
  const row = { system_id: systemId, subject: papers.subject, person_id: personId, is_trusted: papers.isTrusted, linked_at: at, entered_at: at };
  const added = await work.tx
    .insertInto('federation.link')
    .values(row)
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) {
    if ((await personBehind(work.tx, { systemId, subject: papers.subject })) !== personId) refuse('outside.taken');
    return noteEntering(work, { systemId, papers });
  }
  tellChange(work, personId, { action: 'federation.linked', systemId, what: 'outsideOn' });
}

/** Remembers what the account was worth this time. */
export async function noteEntering(work: Work, { systemId, papers }: { systemId: string; papers: OutsidePerson }): Promise<void> {
  await work.tx
    .updateTable('federation.link')
    .set({ is_trusted: papers.isTrusted, entered_at: work.now.toISOString() })
    .where('system_id', '=', systemId)
    .where('subject', '=', papers.subject)
    .execute();
}

/** Disconnects; false when there was nothing. */
export async function unlinkAccount(work: Work, { systemId, personId }: { systemId: string; personId: string }): Promise<boolean> {
  const done = await work.tx.deleteFrom('federation.link').where('system_id', '=', systemId).where('person_id', '=', personId).executeTakeFirst();
  if (done.numDeletedRows === 0n) return false;
  tellChange(work, personId, { action: 'federation.unlinked', systemId, what: 'outsideOff' });
  return true;
}

function tellChange(
  work: Work,
  personId: string,
  { action, systemId, what }: { action: JournalAction; systemId: string; what: 'outsideOn' | 'outsideOff' },
): void {
  work.journal({ stream: `person:${personId}`, action, object: { kind: 'person', id: personId }, personId, facts: { system: systemId } });
  work.emit('security.changed', { personId, what }, [`person:${personId}`]);
}
