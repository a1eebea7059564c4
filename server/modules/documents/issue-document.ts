// What the portal gives out: a number, a code for the public check, and the digest once the file is made (DOCS-3).
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { DocumentKind } from '#contract/documents';
import { found } from '#platform/errors';
import type { Work } from '#platform/work';
import { checkCode } from './check-code.ts';
import './documents.tables.ts';

/** `title` is shown to whoever holds the code: «Справка о собственности», no name, no address. `code`: where the document has one of its own already. */
export type NewIssued = {
  readonly kind: DocumentKind;
  readonly title: string;
  readonly file?: Uint8Array;
  readonly sha256?: Buffer;
  readonly personId?: string;
  readonly houseId?: string;
  readonly premisesId?: string;
  readonly code?: string;
};

/**
 * Registers a document. The number and the code are printed on it, so they are often wanted before the file exists: leave out `file` and
 * call `sealIssued` when it is made. Numbers rise and may have gaps.
 */
export async function issueDocument(
  work: Work,
  { kind, title, file, sha256, personId, houseId, premisesId, code = checkCode(randomBytes(12)) }: NewIssued,
): Promise<{ number: string; code: string }> {
  const { rows } = await sql<{ n: bigint }>`select nextval('documents.issued_number') as n`.execute(work.tx);
  const number = `МД-${work.now.getUTCFullYear()}-${String(rows[0]!.n).padStart(7, '0')}`;
  await work.tx
    .insertInto('documents.issued')
    .values({
      code,
      number,
      kind,
      title,
      sha256: file ? digestOf(file) : (sha256 ?? null),
      person_id: personId ?? null,
      house_id: houseId ?? null,
      premises_id: premisesId ?? null,
      at: work.now.toISOString(),
      withdrawn_at: null,
      withdrawn_why: null,
    })
    .execute();
  return { number, code };
}

/** Says of which bytes the issued document is, once. Refuses object.notFound for an unknown code and for one that has its bytes. */
export async function sealIssued(work: Work, code: string, file: Uint8Array): Promise<void> {
  const { numUpdatedRows } = await work.tx
    .updateTable('documents.issued')
    .set({ sha256: digestOf(file) })
    .where('code', '=', code)
    .where('sha256', 'is', null)
    .executeTakeFirst();
  found(numUpdatedRows === 1n ? true : undefined);
}

/** From now on the public page says that it is not in force. `why` is shown there. Refuses object.notFound for an unknown code; one that is withdrawn stays so. */
export async function withdrawIssued(work: Work, code: string, why: string): Promise<void> {
  const { numUpdatedRows } = await work.tx
    .updateTable('documents.issued')
    .set((on) => ({
      withdrawn_at: on.fn.coalesce('withdrawn_at', on.val(work.now.toISOString())),
      withdrawn_why: on.fn.coalesce('withdrawn_why', on.val(why)),
    }))
    .where('code', '=', code)
    .executeTakeFirst();
  found(numUpdatedRows === 1n ? true : undefined);
}

const digestOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
