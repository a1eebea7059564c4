// What a person confirmed in the application of a bank: a simple signature (63-FZ, art. 5 part 2), kept like one by a code.
import { hash } from 'node:crypto';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { Signable } from './accept-signature.ts';
import './signing.tables.ts';

/** Within the portal's command that hears the bank. `bankAnswer`: the identity token that the bank signed (JWS); who it names and what was asked the caller has compared. */
export async function keepBankSignature(
  work: Work,
  { personId, purpose, what, content, bankAnswer }: Signable & { readonly personId: string; readonly bankAnswer: string },
): Promise<{ signatureId: string; kind: 'bank' }> {
  const id = deriveId(work.id, `signature ${purpose}`);
  await work.tx
    .insertInto('signing.signature')
    .values({
      person_id: personId,
      id,
      purpose,
      what,
      content_sha256: hash('sha256', content, 'buffer'),
      kind: 'bank',
      key_id: null,
      cms: null,
      bank_answer: bankAnswer,
      made_at: work.now.toISOString(),
    })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'signature.made', object: { kind: 'signature', id }, personId, facts: { purpose, what, kind: 'bank' } });
  return { signatureId: id, kind: 'bank' };
}
