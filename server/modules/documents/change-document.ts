// A paper named, sorted anew by one tap, given a term, or removed with its files.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { changeDocument as changeEndpoint, removeDocument as removeEndpoint } from '#contract/documents';
import { refuse, refuseChanged, refuseFields } from '#platform/errors';
import type { Work } from '#platform/work';
import { forgetPaper } from './forget-vault.ts';
import { audiencesOf, orderReading, streamOf } from './keep-document.ts';
import { type DocumentRow, placeOf, reachDocument, vaultOf } from './vault.policy.ts';
import './documents.events.ts';

async function reachOwn(work: Work, documentId: string, version: number): Promise<DocumentRow> {
  const { row, canChange } = await reachDocument(work.tx, work.actor, documentId, { lock: true });
  if (!canChange) refuse('access.denied');
  if (row.version !== version) refuseChanged({ version: row.version, name: row.name, kind: row.kind, expiresOn: row.expires_on });
  return row;
}

function tell(work: Work, row: DocumentRow, action: 'document.changed' | 'document.removed', facts: Record<string, string>): void {
  const vault = vaultOf(row);
  work.journal({
    stream: streamOf(vault),
    action,
    object: { kind: 'document', id: row.id },
    ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }),
    facts,
  });
  work.emit('document.changed', { documentId: row.id }, audiencesOf(vault));
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const isRealDay = (text: string): boolean => !Number.isNaN(Date.parse(text)) && isDay(text);

/** POST /api/v1/documents/:documentId/change. What is left out stays. */
export async function changeDocument(
  work: Work,
  documentId: string,
  { version, name, kind, expiresOn }: BodyOf<typeof changeEndpoint>,
): Promise<AnswerOf<typeof changeEndpoint>> {
  const row = await reachOwn(work, documentId, version);
  const named = name?.trim();
  if (named === '') refuseFields([{ pointer: '/name', code: 'required', detail: 'Введите название' }]);
  const until = expiresOn === '' ? null : expiresOn;
  if (typeof until === 'string' && !isRealDay(until))
    refuseFields([{ pointer: '/expiresOn', code: 'format', detail: 'Введите день, до которого документ действует, например 31.12.2027' }]);
  const newName = named ?? row.name;
  await work.tx
    .updateTable('documents.document')
    .set({
      name: newName,
      version: row.version + 1,
      ...(kind !== undefined && { kind, kind_by: 'corrected' }),
      ...(until !== undefined && { expires_on: until }),
      // The name weighs more than the text, which is kept.
      ...(named !== undefined && {
        words: sql`setweight(to_tsvector('russian', ${newName}), 'A') || ts_delete(words, array(select lexeme from unnest(ts_filter(words, '{a}'))))`,
      }),
    })
    .where('id', '=', documentId)
    .execute();
  if (kind !== undefined && (kind === 'identity') !== (row.kind === 'identity')) await hideOrRead(work, row, kind === 'identity', newName);
  tell(work, row, 'document.changed', { ...(kind !== undefined && { kind }) });
  return { version: row.version + 1 };
}

/** The text of an identity document is nowhere; what turned out to be none is read after all. */
async function hideOrRead(work: Work, { id, current }: DocumentRow, isIdentity: boolean, name: string): Promise<void> {
  await work.tx
    .updateTable('documents.version')
    .set({ reading: isIdentity ? 'withheld' : 'waiting' })
    .where('document_id', '=', id)
    .where('number', '=', current)
    .execute();
  if (isIdentity)
    await work.tx
      .updateTable('documents.document')
      .set({ words: sql`setweight(to_tsvector('russian', ${name}), 'A')`, number: null, dated_on: null, sum_kopecks: null, cadastral_number: null })
      .where('id', '=', id)
      .execute();
  else orderReading(work, id, current);
}

/** POST /api/v1/documents/:documentId/remove. Its files go with the next sweep. */
export async function removeDocument(work: Work, documentId: string, { version }: BodyOf<typeof removeEndpoint>): Promise<AnswerOf<typeof removeEndpoint>> {
  const row = await reachOwn(work, documentId, version);
  // What owners were shown is withdrawn with a reason.
  if (placeOf(row) === 'house') refuse('access.denied');
  await forgetPaper(work.tx, documentId);
  await work.tx.deleteFrom('documents.document').where('id', '=', documentId).execute();
  tell(work, row, 'document.removed', { kind: row.kind });
  return { removed: true };
}
