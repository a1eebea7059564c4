// Signing for an organization, and telling who signed. Done by jobs and queries, never within a command's transaction.
import type { KeyRing } from '#platform/key-ring';
import type { Db } from '#platform/tables';
import { type Bytes, certificatePem } from './authority.ts';
import { type SignatureProblem, signDetached, type SignedBy, verifyDetached } from './detached-signature.ts';
import { openOrganizationKey, type OrganizationKey } from './organization-keys.ts';
import './signing.tables.ts';

/** The detached signature of the bytes. `at` null: the document names the time itself (PAdES). Throws when the key was revoked meanwhile: the job is tried again with a new key. */
export async function signDocument(db: Db, ring: KeyRing, { key, bytes, at }: { key: OrganizationKey; bytes: Uint8Array; at: Date | null }): Promise<Bytes> {
  const opened = await openOrganizationKey(db, ring, key);
  if (!opened) throw new Error(`the signing key ${key.keyId} is not in force`);
  return signDetached({ bytes: new Uint8Array(bytes), signer: opened.signer, chain: opened.chain, at });
}

/** `revoked`: made with a key after it was revoked. The others: see `SignatureProblem`. */
export type DocumentVerification = { readonly valid: true; readonly by: SignedBy } | { readonly valid: false; readonly problem: SignatureProblem | 'revoked' };

/** Says who signed the bytes and when, by the roots of this portal. Bytes from outside: never throws for them. */
export async function verifyDocument(db: Db, { bytes, signature }: { bytes: Uint8Array; signature: Uint8Array }): Promise<DocumentVerification> {
  let problem: SignatureProblem = 'untrusted';
  for (const { certificate } of await roots(db)) {
    const answer = verifyDetached({ bytes: new Uint8Array(bytes), signature: new Uint8Array(signature), root: new Uint8Array(certificate) });
    if (answer.valid) {
      const key = await db
        .selectFrom('signing.organization_key')
        .select('revoked_at')
        .where('certificate_number', '=', answer.by.certificateNumber)
        .executeTakeFirst();
      const isRevoked = key?.revoked_at && Date.parse(key.revoked_at) <= answer.by.signedAt.getTime();
      return isRevoked ? { valid: false, problem: 'revoked' } : answer;
    }
    problem = answer.problem;
    if (problem !== 'untrusted') break;
  }
  return { valid: false, problem };
}

const roots = (db: Db) =>
  db.selectFrom('signing.authority').select('certificate').where('role', '=', 'root').orderBy('issued_at', 'desc').orderBy('id').execute();

/** The root certificates as one PEM file, newest first: what a person's own tool needs to verify. Empty before the first signature. */
export async function rootsPem(db: Db): Promise<string> {
  return (await roots(db)).map(({ certificate }) => certificatePem(new Uint8Array(certificate))).join('');
}
