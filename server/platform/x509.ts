// Certificates, their chains and revocation lists, from outside and our own. RSA and ECDSA are checked by node:crypto, GOST by gost-signature.ts.
// Whatever the bytes are, the answer is a fault by name and never an exception.
//
// What follows from bytes alone is remembered: a certificate as it was read, whether it was signed by the key of another. What depends on the time
// or on lists is judged anew each time.
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import {
  algorithmOf,
  bitsOf,
  type Bytes,
  type Der,
  DerError,
  eachPart,
  numberOf,
  octetsOf,
  oidOf,
  partsOf,
  readDer,
  TAG,
  tagged,
  textOf,
  timeOf,
} from './der.ts';
import { gostKeyOf, isGostSignature } from './gost-signature.ts';

export const SHA256 = '2.16.840.1.101.3.4.2.1';
/** Digests by the object identifiers of digests and of signatures made with them. */
export const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
export const OID = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37', subjectKeyIdentifier: '2.5.29.14' };
/** What a critical extension may say here: others are not understood, and a certificate with one is not taken (RFC 5280, 4.2). */
const UNDERSTOOD = new Set([
  OID.keyUsage,
  OID.basicConstraints,
  OID.extendedKeyUsage,
  '2.5.29.32',
  '2.5.29.17',
  '2.5.29.31',
  '1.2.643.100.111',
  '1.2.643.100.112',
]);
const KEY_USAGE = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04, crlSign: 0x02 };
const LONGEST_CHAIN = 6;
/** Of one name. A file with a thousand issuers that are called the same costs no more than this. */
const MOST_ISSUERS = 4;
const LEAST_RSA_BITS = 2048;
const LARGEST_CERTIFICATE = 65_536;
const MOST_KEPT = 1_000;

/** `key`: two names of the same key are the same name (RFC 5280, 7.1: neither case nor repeated spaces count). */
export type Name = { readonly key: string; readonly parts: readonly { readonly oid: string; readonly value: string }[] };
type Signed = { readonly tbs: Bytes; readonly signature: { readonly algorithm: string; readonly value: Bytes } };
export type Certificate = Signed & {
  readonly der: Buffer;
  /** Hex in capitals. */
  readonly number: string;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo in DER, and its algorithm. */
  readonly publicKey: Bytes;
  readonly keyAlgorithm: string;
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Bytes }>;
};

const kept = new Map<string, Certificate>();

/** A certificate of DER; undefined when it is none. */
export function readCertificate(der: Bytes): Certificate | undefined {
  try {
    const { bytes } = readDer(der);
    if (bytes.length > LARGEST_CERTIFICATE) return undefined;
    const digest = hash('sha256', bytes, 'base64');
    const found = kept.get(digest) ?? certificateOf(Buffer.from(bytes));
    // The one that was not asked for the longest goes first.
    kept.delete(digest);
    kept.set(digest, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return found;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

function signedOf(der: Bytes): { fields: Der[]; signed: Signed } {
  const [tbs, algorithm, value] = partsOf(tagged(readDer(der), TAG.sequence));
  return { fields: partsOf(tagged(tbs, TAG.sequence)), signed: { tbs: tbs!.bytes, signature: { algorithm: algorithmOf(algorithm), value: bitsOf(value) } } };
}

function certificateOf(der: Buffer): Certificate {
  const { fields, signed } = signedOf(der);
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, , issuer, term, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = partsOf(tagged(term, TAG.sequence));
  const extensions = rest.find(({ tag }) => tag === 0xa3);
  return {
    ...signed,
    der,
    number: numberOf(serial),
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKey: tagged(publicKey, TAG.sequence).bytes,
    keyAlgorithm: algorithmOf(partsOf(publicKey!)[0]),
    extensions: new Map(extensions ? partsOf(tagged(partsOf(extensions)[0], TAG.sequence)).map(extensionOf) : []),
  };
}

function extensionOf(value: Der): [string, { critical: boolean; value: Bytes }] {
  const [oid, ...more] = partsOf(tagged(value, TAG.sequence));
  return [oidOf(oid), { critical: more.length > 1 && more[0]!.content[0] !== 0, value: octetsOf(more.at(-1)) }];
}

export function nameOf(value: Der | undefined): Name {
  const parts = partsOf(tagged(value, TAG.sequence))
    .flatMap(partsOf)
    .map((pair) => {
      const [oid, text] = partsOf(tagged(pair, TAG.sequence));
      if (!text) throw new DerError('a name without its value');
      return { oid: oidOf(oid), value: textOf(text) };
    });
  return { key: parts.map(({ oid, value: text }) => `${oid}=${text.trim().replaceAll(/\s+/g, ' ').toLowerCase()}`).join('\n'), parts };
}

/** All certificates of a PEM text, in their order; what cannot be read is left out. */
export const readPem = (pem: string): Certificate[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)].flatMap(
    ([, body]) => readCertificate(Buffer.from(body!, 'base64')) ?? [],
  );

/** The first value of a part of the subject's name, `2.5.4.3` being the common name. */
export const subjectPart = ({ subject }: Certificate, oid: string): string | null => subject.parts.find((part) => part.oid === oid)?.value ?? null;

/** `algorithm`: of the signature or of its digest. `isPlain`: an ECDSA signature is r and s side by side, as browsers make it, and not in DER. */
type SignedData = { readonly data: Bytes; readonly signature: Bytes; readonly algorithm: string; readonly isPlain?: boolean };

/** Whether the bytes were signed by the key (SubjectPublicKeyInfo in DER). What is no key signed nothing; an algorithm that does not fit the key is refused. */
export function isSignedByKey(publicKey: Bytes, { data, signature, algorithm, isPlain = false }: SignedData): boolean {
  const gost = gostKeyOf(publicKey);
  if (gost) return isGostSignature(gost, data, signature);
  const digest = DIGESTS[algorithm];
  const key = nodeKey(publicKey);
  return digest !== undefined && key !== null && verify(digest, data, { key, dsaEncoding: isPlain ? 'ieee-p1363' : 'der' }, signature);
}

/** Whether a signature of this key and digest is one that is relied on: not of a broken digest, a short key or a kind that is not known here. */
export const isReliedOn = (publicKey: Bytes, algorithm: string): boolean =>
  gostKeyOf(publicKey) !== undefined || (DIGESTS[algorithm] !== undefined && nodeKey(publicKey) !== null);

const nodeKeys = new WeakMap<Bytes, KeyObject | null>();

function nodeKey(publicKey: Bytes): KeyObject | null {
  const known = nodeKeys.get(publicKey);
  if (known !== undefined) return known;
  const made = makeNodeKey(publicKey);
  nodeKeys.set(publicKey, made);
  return made;
}

function makeNodeKey(publicKey: Bytes): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ec') return key;
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS ? key : null;
  } catch {
    return null;
  }
}

const proven = new WeakMap<Signed, WeakMap<Certificate, boolean>>();

/** Whether a certificate or a list was signed by the key of this certificate. */
function isSignedBy(paper: Signed, issuer: Certificate): boolean {
  const ofPaper = proven.get(paper) ?? new WeakMap<Certificate, boolean>();
  proven.set(paper, ofPaper);
  const known =
    ofPaper.get(issuer) ?? isSignedByKey(issuer.publicKey, { data: paper.tbs, signature: paper.signature.value, algorithm: paper.signature.algorithm });
  ofPaper.set(issuer, known);
  return known;
}

/** What an extension says; undefined when it is not there or not what it should be. */
function extension<T>(certificate: Certificate, oid: string, read: (value: Der) => T): T | undefined {
  const found = certificate.extensions.get(oid);
  try {
    return found && read(readDer(found.value));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

/** `longest`: how many authorities may stand below. Not an authority without the extension. */
const authorityOf = (certificate: Certificate): { isAuthority: boolean; longest: number } =>
  extension(certificate, OID.basicConstraints, (value) => {
    const [isAuthority, longest] = partsOf(value);
    return {
      isAuthority: isAuthority?.tag === 0x01 && isAuthority.content[0] !== 0,
      longest: longest === undefined ? Infinity : Number.parseInt(numberOf(longest), 16),
    };
  }) ?? { isAuthority: false, longest: 0 };

/** The identifier of its key, where the certificate names it. */
export const keyIdentifierOf = (certificate: Certificate): Bytes | undefined => extension(certificate, OID.subjectKeyIdentifier, octetsOf);

/** Whether the key usage, where the certificate names one, holds the use. */
function mayDo(certificate: Certificate, use: keyof typeof KEY_USAGE): boolean {
  return !certificate.extensions.has(OID.keyUsage) || ((extension(certificate, OID.keyUsage, bitsOf)?.[0] ?? 0) & KEY_USAGE[use]) !== 0;
}

/** Whether it may sign what its owner answers for, by key usage and by purpose. A certificate that names no purpose is good for any. */
export function mayProve(certificate: Certificate, purposes: readonly string[]): boolean {
  const named = extension(certificate, OID.extendedKeyUsage, (value) => partsOf(value).map(oidOf)) ?? [];
  return (
    !authorityOf(certificate).isAuthority &&
    mayDo(certificate, 'digitalSignature') &&
    (!certificate.extensions.has(OID.extendedKeyUsage) || named.some((purpose) => purposes.includes(purpose)))
  );
}

/** Whether by its key usage it may sign documents: neither one for encryption alone nor an authority's own. */
export const maySignDocuments = (certificate: Certificate): boolean =>
  !authorityOf(certificate).isAuthority && (mayDo(certificate, 'digitalSignature') || mayDo(certificate, 'nonRepudiation'));

const isInForce = (certificate: Certificate, at: Date): boolean => certificate.notBefore <= at && at <= certificate.notAfter;
const isUnderstood = ({ extensions }: Certificate): boolean => [...extensions].every(([oid, { critical }]) => !critical || UNDERSTOOD.has(oid));

/** One step of a chain. The issuer must be allowed to issue: else anybody's certificate could make others. `below`: authorities between them. */
function isIssuedBy(certificate: Certificate, issuer: Certificate, below: number): boolean {
  const { isAuthority, longest } = authorityOf(issuer);
  return isAuthority && longest >= below && mayDo(issuer, 'keyCertSign') && isSignedBy(certificate, issuer);
}

export type ChainFault = 'expired' | 'untrusted' | 'revoked' | 'revocationUnknown';
export type Trust = {
  readonly roots: readonly Certificate[];
  /** Sent along or configured; trusted only through a root. */ readonly others: readonly Certificate[];
  /** `elsewhere`: who revokes is asked otherwise. */ readonly lists: readonly RevocationList[] | 'elsewhere';
  /** Lists that came with the signature: good when they speak of the instant. */ readonly sent?: readonly RevocationList[];
  readonly at: Date;
  /** When lists must be fresh, where that is not `at`. */ readonly now?: Date;
};

/** Why the certificate may not be relied on, or null. A list of its issuer that is fresh must be at hand: without one nobody knows. */
export function chainFault(certificate: Certificate, trust: Trust): ChainFault | null {
  const { at, roots, others } = trust;
  if (!isInForce(certificate, at)) return 'expired';
  let current = certificate;
  for (let below = 0; below < LONGEST_CHAIN; below++) {
    if (!isUnderstood(current)) return 'untrusted';
    const { issuer: name } = current;
    const issuers = (from: readonly Certificate[]): Certificate | undefined =>
      from
        .filter((one) => one.subject.key === name.key && isInForce(one, at))
        .slice(0, MOST_ISSUERS)
        .find((one) => isIssuedBy(current, one, below));
    const root = issuers(roots);
    const issuer = root ?? issuers(others);
    if (issuer === undefined) return 'untrusted';
    const revoked = revocationOf(current, issuer, trust);
    if (revoked !== null) return revoked;
    if (root) return null;
    current = issuer;
  }
  return 'untrusted';
}

export type RevocationList = Signed & {
  readonly der: Bytes;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** By the number of the certificate. */ readonly revoked: ReadonlyMap<string, Date>;
};

/** A revocation list, in DER or PEM; undefined when it is none. */
export function readRevocationList(bytes: Bytes): RevocationList | undefined {
  const pem =
    bytes[0] === TAG.sequence ? undefined : /-----BEGIN X509 CRL-----([\s\S]+?)-----END X509 CRL-----/.exec(Buffer.from(bytes).toString('latin1'))?.[1];
  try {
    return listOf(pem === undefined ? bytes : Buffer.from(pem, 'base64'));
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

function listOf(der: Bytes): RevocationList {
  const { fields, signed } = signedOf(der);
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [, issuer, thisUpdate, ...rest] = fields;
  const nextUpdate = rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.time ? timeOf(rest.shift()) : null;
  const revoked = new Map<string, Date>();
  if (rest[0]?.tag === TAG.sequence)
    for (const entry of eachPart(rest[0])) {
      const [number, at] = partsOf(entry);
      revoked.set(numberOf(number), timeOf(at));
    }
  return { ...signed, der, issuer: nameOf(issuer), thisUpdate: timeOf(thisUpdate), nextUpdate, revoked };
}

/** Whether the list is the issuer's own. */
export const isListOf = (list: RevocationList, issuer: Certificate): boolean =>
  list.issuer.key === issuer.subject.key && mayDo(issuer, 'crlSign') && isSignedBy(list, issuer);

function revocationOf(certificate: Certificate, issuer: Certificate, { lists, sent = [], at, now = at }: Trust): 'revoked' | 'revocationUnknown' | null {
  if (lists === 'elsewhere') return null;
  const isFresh = (list: RevocationList, until: Date): boolean =>
    list.thisUpdate <= now && list.nextUpdate !== null && until <= list.nextUpdate && isListOf(list, issuer);
  const fresh = [...lists.filter((list) => isFresh(list, now)), ...sent.filter((list) => isFresh(list, at))];
  if (fresh.length === 0) return 'revocationUnknown';
  return fresh.some(({ revoked }) => (revoked.get(certificate.number) ?? Infinity) <= at) ? 'revoked' : null;
}
