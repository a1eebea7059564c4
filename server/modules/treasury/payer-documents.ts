// Documents by which a person's bills are found: given with consent, kept sealed, forgotten at a word.
import type { Selectable } from 'kysely';
import type { BodyOf } from '#contract/endpoint';
import type { addStateDocument, DocumentKind } from '#contract/state-bills';
import { found, refuse, refuseFields } from '#platform/errors';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { checkDocument } from './payer-identifier.ts';
import { writeSearch } from './search-time.ts';
import type { DocumentTable } from './treasury.tables.ts';

const MOST_DOCUMENTS = 10;
const SHOWN = 4;
export type DocumentRow = Selectable<DocumentTable> & { kind: DocumentKind };

export const documentPlace = (rowId: string): FieldPlace => ({ table: 'treasury.document', column: 'value', rowId });

/** The person's documents, the oldest first. One statement. */
export const documentsOf = async (db: Db | Tx, personId: string): Promise<DocumentRow[]> =>
  (await db.selectFrom('treasury.document').selectAll().where('person_id', '=', personId).orderBy('consented_at').orderBy('id').execute()) as DocumentRow[];

/** Command. The same document again changes nothing. Refuses by field what is no number, and without consent; stateBills.tooManyDocuments. */
export async function addDocument(work: Work, personId: string, { kind, number, consent }: BodyOf<typeof addStateDocument>): Promise<void> {
  const checked = checkDocument(kind, number);
  const problems = [
    ...(checked.ok ? [] : [{ pointer: '/number', code: checked.code, detail: checked.detail }]),
    ...(consent ? [] : [{ pointer: '/consent', code: 'required', detail: 'Отметьте согласие: без него искать по документу нельзя' }]),
  ];
  if (!checked.ok || problems.length > 0) return refuseFields(problems);
  await lockName(work.tx, `treasury.document ${personId}`);
  const own = await documentsOf(work.tx, personId);
  if (own.some((row) => row.kind === kind && openField(work.masterKeys, documentPlace(row.id), row.value) === checked.value)) return;
  if (own.length >= MOST_DOCUMENTS) refuse('stateBills.tooManyDocuments');
  const id = deriveId(work.id, 'document');
  const at = work.now.toISOString();
  await work.tx
    .insertInto('treasury.document')
    .values({
      person_id: personId,
      id,
      kind,
      value: sealField(work.masterKeys, documentPlace(id), checked.value),
      ending: checked.value.slice(-SHOWN),
      consented_at: at,
    })
    .execute();
  await writeSearch(work, personId, { ask_at: at });
  work.journal({ stream: `person:${personId}`, action: 'stateBills.documentAdded', object: { kind: 'person', id: personId }, personId, facts: { kind } });
}

/** Command: the number is forgotten; bills that were found stay. Another's is answered like one that does not exist. */
export async function removeDocument(work: Work, personId: string, id: string): Promise<void> {
  const row = found(await work.tx.deleteFrom('treasury.document').where('person_id', '=', personId).where('id', '=', id).returning('kind').executeTakeFirst());
  work.journal({
    stream: `person:${personId}`,
    action: 'stateBills.documentRemoved',
    object: { kind: 'person', id: personId },
    personId,
    facts: { kind: row.kind },
  });
}
