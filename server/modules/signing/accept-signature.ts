// A person's signature under content: by a key that the browser keeps (unqualified, 63-FZ, art. 5 part 3), or by a code that was sent to the person
// (simple, art. 5 part 2). Both are recorded the same way, their kind named.
import { hash } from 'node:crypto';
import { requestConfirmation, useConfirmation } from '#modules/identity';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { readCms, type SignerFault } from '#platform/cms';
import { signerOf } from './person-keys.ts';
import { proofsNow } from './long-term-proofs.ts';
import { openPortalKey } from './portal-authority.ts';
import { stampSignature } from './time-stamp.ts';
import './signing.tables.ts';

/** What a clock of a person's device may be wrong by. */
const CLOCK_MS = 15 * 60_000;
const FAULTS = {
  unreadable: 'signature.unreadable',
  changed: 'signature.otherContent',
  signature: 'signature.broken',
  certificate: 'signature.broken',
  algorithm: 'signature.broken',
} as const satisfies Record<SignerFault, string>;

/** `purpose`: a word of the code, `ownership.shares`; a signature for one does nothing for another. `what`: for people, «Договор найма № 7». `content`: the bytes, made anew by the server. */
export type Signable = {
  readonly purpose: string;
  readonly what: string;
  readonly content: Uint8Array;
  /** The signature goes into a PDF, which keeps its proofs itself. */ readonly isInPdf?: true;
};
/** Members of the body (`signatureFields` of contract/signing.ts): a detached CMS, or the code. */
export type GivenSignature = { readonly cms?: string; readonly confirmationId?: string; readonly code?: string };
export type AcceptedSignature = {
  readonly signatureId: string;
  readonly kind: 'key' | 'code';
  readonly at: string;
  readonly certificateNumber: string | null;
  /** CAdES-T in DER, for a key. */ readonly cms: Buffer | null;
};

const digestOf = (content: Uint8Array): Buffer => hash('sha256', content, 'buffer');
const codeContent = (content: Uint8Array): object => ({ sha256: digestOf(content).toString('hex') });

/** Sends the person a code for signing this very content. */
export const askSignatureCode = (work: Work, { purpose, what, content }: Signable): ReturnType<typeof requestConfirmation> => {
  signerOf(work);
  return requestConfirmation(work, { purpose: `sign.${purpose}`, content: codeContent(content), words: `подпись: ${what}` });
};

/**
 * Checks and keeps the signature of who acts; to be called in the command that it is for, mounted by identity's `confirmed`. Refuses by name:
 * signature.missing, .unreadable, .otherContent, .broken, .otherKey, .revoked, .expired, .clock, .forAnother, and what `useConfirmation` refuses.
 */
export async function acceptSignature(
  work: Work,
  { purpose, what, content, isInPdf, given }: Signable & { readonly given: GivenSignature },
): Promise<AcceptedSignature> {
  const { personId } = signerOf(work);
  const id = deriveId(work.id, `signature ${purpose}`);
  const row = { person_id: personId, id, purpose, what, content_sha256: digestOf(content), made_at: work.now.toISOString() };
  const made =
    given.cms !== undefined
      ? await byKey(work, { personId, cms: Buffer.from(given.cms, 'base64'), content, isInPdf })
      : await byCode(work, { purpose, content, given });
  await work.tx
    .insertInto('signing.signature')
    .values({ ...row, kind: made.kind, key_id: made.keyId, cms: made.cms, bank_answer: null })
    .execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'signature.made',
    object: { kind: 'signature', id },
    personId,
    facts: { purpose, what, kind: made.kind, ...(made.certificateNumber !== null && { certificateNumber: made.certificateNumber }) },
  });
  return { signatureId: id, kind: made.kind, at: row.made_at, certificateNumber: made.certificateNumber, cms: made.cms };
}

type Made = { kind: 'key' | 'code'; keyId: string | null; certificateNumber: string | null; cms: Buffer | null };

async function byCode(work: Work, { purpose, content, given }: { purpose: string; content: Uint8Array; given: GivenSignature }): Promise<Made> {
  const { confirmationId, code } = given;
  if (confirmationId === undefined || code === undefined) return refuse('signature.missing');
  await useConfirmation(work, { purpose: `sign.${purpose}`, content: codeContent(content), confirmationId, code });
  return { kind: 'code', keyId: null, certificateNumber: null, cms: null };
}

async function byKey(
  work: Work,
  { personId, cms, content, isInPdf = false }: { personId: string; cms: Buffer; content: Uint8Array; isInPdf?: boolean | undefined },
): Promise<Made> {
  const [signer, ...more] = readCms(cms, content)?.signers ?? [];
  if (!signer || more.length > 0) return refuse('signature.unreadable');
  if (signer.fault !== null) refuse(FAULTS[signer.fault]);
  const keys = await work.tx
    .selectFrom('signing.person_key')
    .select(['id', 'certificate', 'certificate_number', 'expires_at', 'revoked_at'])
    .where('person_id', '=', personId)
    .execute();
  const key = keys.find((one) => one.certificate.equals(signer.certificate.der));
  if (!key) return refuse('signature.otherKey');
  if (key.revoked_at !== null) refuse('signature.revoked');
  if (Date.parse(key.expires_at) <= work.now.getTime()) refuse('signature.expired');
  // What counts is the portal's stamp, but a time that is plainly wrong would stand in the signature for ever.
  if (signer.at !== null && Math.abs(signer.at.getTime() - work.now.getTime()) > CLOCK_MS)
    refuse('signature.clock', { minutes: Math.round(Math.abs(signer.at.getTime() - work.now.getTime()) / 60_000) });
  const lists = isInPdf ? [] : (await proofsNow(work)).lists;
  const stamped = await stampSignature(cms, await openPortalKey(work, 'stamp'), { at: work.now, lists });
  return { kind: 'key', keyId: key.id, certificateNumber: key.certificate_number, cms: Buffer.from(stamped) };
}
