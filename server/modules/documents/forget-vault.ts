// Files of papers go with the papers: of one that is removed, of a whole vault when its person leaves.
import { forgetFile } from '#platform/files';
import type { Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { forgetUploadsOf } from './resume-upload.ts';
import './documents.tables.ts';

/** The person's own, and as many of a paper as are not somebody else's too: what the portal made (a contract of several people, a certificate) stays with its maker. */
async function forgetFilesOf(tx: Tx, of: { personId: string } | { documentId: string }): Promise<void> {
  const versions = tx
    .selectFrom('documents.version as v')
    .innerJoin('documents.document as d', 'd.id', 'v.document_id')
    .select(['v.file_id', 'v.signature_file_id'])
    .where((eb) => eb.or([eb('d.source', '<>', 'portal'), eb('v.number', '>', 1)]));
  const files = await ('personId' in of ? versions.where('d.person_id', '=', of.personId) : versions.where('d.id', '=', of.documentId)).execute();
  for (const id of files.flatMap((row) => [row.file_id, row.signature_file_id])) if (id !== null) await forgetFile(tx, id);
}

/** Before its rows are deleted. */
export const forgetPaper = (tx: Tx, documentId: string): Promise<void> => forgetFilesOf(tx, { documentId });

/** Erasure of a person. Before the rows are deleted: which files were theirs is told by the versions. */
export async function forgetVault(work: Work, personId: string): Promise<void> {
  await forgetUploadsOf(work.tx, personId);
  await forgetFilesOf(work.tx, { personId });
}
