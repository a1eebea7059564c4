// Who signed a document, when, by whose certificate, and whether it was changed since (SIGN-3, SIGN-4). A technical check: a binding answer about a
// qualified signature is given by a certified tool or the state's own service. Bytes from anybody: never throws for them.
import type { AnswerOf } from '#contract/endpoint';
import type { examineSignature } from '#contract/signing';
import { type CmsSigner, readCms, readStamp } from '#platform/cms';
import {
  type Certificate,
  chainFault,
  type ChainFault,
  isListOf,
  mayProve,
  maySignDocuments,
  type Name,
  readRevocationList,
  type RevocationList,
  subjectPart,
  type Trust,
} from '#platform/x509';
import { OID } from './object-identifiers.ts';
import { readPdfSignatures } from './pades.ts';
import { readProofs } from './pdf-proofs.ts';
import { showsMore } from './pdf-revisions.ts';

/** ИНН of a person, and that of an organization in its two places. */
const INN = ['1.2.643.100.4', '1.2.643.3.131.1.1'];
/** A certificate that says what it is for must be for documents; agencies' own purposes are many, so only those of other work are refused. */
const OTHER_WORK = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9'];
const GOST = '1.2.643.7.1.1.1.';
/** Of one name. */
const MOST_ISSUERS = 4;
const TEST_AUTHORITY = /тест|test|учебн/i;

type Signed = AnswerOf<typeof examineSignature>['signatures'][number];
export type Examination = Pick<AnswerOf<typeof examineSignature>, 'form' | 'addedAfter' | 'signatures'>;
/** By all signatures of a PDF together: digests of GOST are ours and slow. */
const MOST_COVERED = 60 * 1_048_576;
export type ExaminationFault =
  | 'verify.tooMuch'
  | 'verify.noSignature'
  | 'verify.unreadable'
  | 'verify.damagedPdf'
  | 'verify.encryptedPdf'
  | 'verify.notSigned'
  | 'verify.tooHard';
type TrustedSide = { readonly roots: readonly Certificate[]; readonly others: readonly Certificate[]; readonly lists: readonly RevocationList[] };
/** `portal`: this portal's own authorities with the lists that they publish. */
export type Trusted = { readonly portal: TrustedSide; readonly outside: TrustedSide; readonly now: Date };

const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString('latin1') === '%PDF-';

/** Base64 with or without the lines of PEM, or DER as it is. */
function derOfFile(file: Buffer): Buffer {
  if (file[0] === 0x30) return file;
  const text = file
    .toString('latin1')
    .replaceAll(/-----[^-]+-----/g, '')
    .replaceAll(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : file;
}

/** `lists`: of the revoked, that came along. */
type Found = {
  readonly signer: CmsSigner;
  readonly certificates: readonly Certificate[];
  readonly lists: readonly RevocationList[];
  readonly at: Date | null;
  /** The file shows what was put in after it. */ readonly addedAfter: boolean;
};

function signersOf(cms: Buffer, content: Buffer | null, at: Date | null = null): Found[] | undefined {
  const read = readCms(cms, content);
  return read?.signers.map((signer) => ({ signer, certificates: read.certificates, lists: read.lists, at: signer.at ?? at, addedAfter: false }));
}

/** Behind each signature, the last one too: whether the file shows what who signed did not see. What hangs on behind the end counts as well. */
function shownAfter(document: Buffer, signatures: readonly { readonly covers: number }[]): boolean[] {
  const ends = [...signatures.map(({ covers }) => covers), document.length];
  const steps = signatures.map(({ covers }, n) => {
    const later = document.subarray(0, ends[n + 1]);
    return later.subarray(covers).toString('latin1').trim() !== '' && (!isUpdate(later, covers) || showsMore(document.subarray(0, covers), later));
  });
  return steps.map((_, n) => steps.slice(n).includes(true));
}

/** Whether what was added is a revision, with a table of its own: whatever else hangs on behind belongs to none. */
const isUpdate = (later: Buffer, from: number): boolean =>
  Number(/startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(later.subarray(-100).toString('latin1'))?.[1] ?? -1) >= from;

/** A signature that stands in the PDF too is of what it covers there. */
function signedInside(document: Buffer, cms: Buffer): Buffer | undefined {
  const read = isPdf(document) ? readPdfSignatures(document) : undefined;
  return read?.ok ? read.signatures.find((one) => one.cms.equals(cms))?.signed : undefined;
}

/** What of the files was signed and by whom; a fault by name. */
function find(document: Buffer, signature: Buffer | null): { form: Examination['form']; found: Found[] } | ExaminationFault {
  if (signature !== null) {
    const cms = derOfFile(signature);
    const found = signersOf(cms, signedInside(document, cms) ?? document);
    return found ? { form: 'detached', found } : 'verify.unreadable';
  }
  if (!isPdf(document)) {
    const found = signersOf(derOfFile(document), null);
    return found ? { form: 'attached', found } : 'verify.noSignature';
  }
  const read = readPdfSignatures(document);
  if (!read.ok) return read.fault === 'encrypted' ? 'verify.encryptedPdf' : 'verify.damagedPdf';
  if (read.signatures.length === 0) return 'verify.notSigned';
  if (read.signatures.reduce((sum, { covers }) => sum + covers, 0) > MOST_COVERED) return 'verify.tooMuch';
  const found = read.signatures.map(({ cms, signed, at }) => signersOf(cms, signed, at));
  if (!found.every((one) => one !== undefined)) return 'verify.unreadable';
  const added = shownAfter(document, read.signatures);
  const lists = readProofs(document).lists.flatMap((der) => readRevocationList(der) ?? []);
  return { form: 'pdf', found: found.flatMap((signers, n) => signers.map((one) => ({ ...one, lists: [...one.lists, ...lists], addedAfter: added[n]! }))) };
}

/** `signature`: null when it lies inside the document. */
export function examineSignatures({ document, signature }: { document: Buffer; signature: Buffer | null }, trusted: Trusted): Examination | ExaminationFault {
  const read = find(document, signature);
  return typeof read === 'string'
    ? read
    : { form: read.form, addedAfter: read.found.some((one) => one.addedAfter), signatures: read.found.map((one) => judged(one, trusted)) };
}

type Chain = { readonly trust: Signed['trust']; readonly fault: ChainFault | 'issuerExpired' | null };

/** Whose certificate it is, at the instant that counts. */
function chainOf(
  certificate: Certificate,
  { certificates: others, lists: sent = [] }: { certificates: readonly Certificate[]; lists?: readonly RevocationList[] },
  { portal, outside, now, at }: Trusted & { at: Date },
): Chain {
  const under = (side: TrustedSide, lists: Trust['lists'] = side.lists, then = at): ChainFault | null =>
    chainFault(certificate, { roots: side.roots, others: [...side.others, ...others], lists, sent, at: then, now });
  /** An expired one is its authority's all the same. */
  const wasIssuedBy = (side: TrustedSide): boolean => under(side, 'elsewhere', certificate.notBefore) === null;
  const own = under(portal);
  if (own !== 'untrusted' && wasIssuedBy(portal)) return { trust: 'portal', fault: own };
  const fault = under(outside);
  if (fault !== 'untrusted' && (fault !== 'expired' || wasIssuedBy(outside))) return { trust: 'trusted', fault };
  // What led to the root then and does not now has an authority between whose own term is over.
  for (const [trust, side] of [
    ['portal', portal],
    ['trusted', outside],
  ] as const)
    if (wasIssuedBy(side)) return { trust, fault: 'issuerExpired' };
  return { trust: TEST_AUTHORITY.test(nameOf(certificate.issuer)) ? 'test' : 'unknown', fault: 'untrusted' };
}

function judged(found: Found, trusted: Trusted): Signed {
  const { signer, at: claimedAt, addedAfter } = found;
  const { certificate } = signer;
  const stampedAt = signer.stamp === null ? null : provenStamp(signer.stamp, signer.value, trusted);
  const chain = chainOf(certificate, found, { ...trusted, at: stampedAt ?? trusted.now });
  const why =
    signer.fault ?? chain.fault ?? (!maySignDocuments(certificate) || OTHER_WORK.some((purpose) => isOnlyFor(certificate, purpose)) ? 'purpose' : null);
  const isBroken = signer.fault !== null || chain.fault === 'revoked';
  const part = (oid: string): string | null => subjectPart(certificate, oid);
  return {
    name: part(OID.commonName) ?? part(OID.organization) ?? 'Без имени',
    organization: part(OID.organization),
    inn: INN.map(part).find((inn) => inn !== null) ?? null,
    certificateNumber: certificate.number,
    issuer: nameOf(certificate.issuer),
    validFrom: certificate.notBefore.toISOString(),
    validUntil: certificate.notAfter.toISOString(),
    algorithm: algorithmOf(certificate),
    verdict: isBroken ? 'broken' : why === null ? 'valid' : 'unproven',
    why,
    trust: chain.trust,
    claimedAt: claimedAt?.toISOString() ?? null,
    stampedAt: stampedAt?.toISOString() ?? null,
    addedAfter,
    revokedAt: revokedAt(found, trusted)?.toISOString() ?? null,
  };
}

/** What the newest lists of the certificate's own authority say, whenever it signed. */
function revokedAt({ signer: { certificate }, certificates }: Found, { portal, outside }: Trusted): Date | undefined {
  const issuers = [...portal.roots, ...portal.others, ...outside.roots, ...outside.others, ...certificates]
    .filter(({ subject }) => subject.key === certificate.issuer.key)
    .slice(0, MOST_ISSUERS);
  const list = [...portal.lists, ...outside.lists].find((one) => one.revoked.has(certificate.number) && issuers.some((issuer) => isListOf(one, issuer)));
  return list?.revoked.get(certificate.number);
}

const isOnlyFor = (certificate: Certificate, purpose: string): boolean =>
  mayProve(certificate, [purpose]) && !mayProve(certificate, ['']) && !mayProve(certificate, [OID.emailProtection, OID.clientAuthentication]);

/** The instant of a time stamp that is of this signature and whose authority is trusted. */
function provenStamp(token: Uint8Array, value: Uint8Array, trusted: Trusted): Date | null {
  const stamp = readStamp(token, value);
  if (!stamp || stamp.at > trusted.now || !mayProve(stamp.certificate, [OID.timeStamping])) return null;
  const { fault, trust } = chainOf(stamp.certificate, stamp, { ...trusted, at: stamp.at });
  return fault === null || (trust === 'trusted' && fault === 'revocationUnknown') ? stamp.at : null;
}

const algorithmOf = ({ keyAlgorithm }: Certificate): Signed['algorithm'] =>
  keyAlgorithm.startsWith(GOST) ? 'gost' : keyAlgorithm.startsWith('1.2.840.113549.1.1.') ? 'rsa' : 'ecdsa';

const nameOf = ({ parts }: Name): string => {
  const value = (oid: string): string | undefined => parts.find((part) => part.oid === oid)?.value;
  return value(OID.commonName) ?? value(OID.organization) ?? 'Без имени';
};
