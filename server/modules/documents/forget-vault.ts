// Erasure of a person: the files of their vault go with its rows.
import { forgetFile } from '#platform/files';
import type { Work } from '#platform/work';
import { forgetUploadsOf } from './resume-upload.ts';
import './documents.tables.ts';

/** Before the rows are deleted: which files were theirs is told by the versions. */
export async function forgetVault(work: Work, personId: string): Promise<void> {
  await forgetUploadsOf(work.tx, personId);
  const files = await work.tx.selectFrom('documents.version as v').innerJoin('documents.document as d', 'd.id', 'v.document_id').select(['v.file_id', 'v.signature_file_id']).where('d.person_id', '=', personId).execute();
  for (const id of files.flatMap((row) => [row.file_id, row.signature_file_id])) if (id !== null) await forgetFile(work.tx, id);
}
