// Signatures of the cryptographic message syntax (RFC 5652, CAdES) and time stamps (RFC 3161), as they come from outside.
// Whatever the bytes are, the answer is a fault by name and never an exception.
import { hash } from 'node:crypto';
import { algorithmOf, type Bytes, type Der, DerError, numberOf, octetsOf, oidOf, partsOf, readDer, TAG, tagged, timeOf } from './der.ts';
import { streebog } from './streebog.ts';
import {
  type Certificate,
  DIGESTS,
  isReliedOn,
  isSignedByKey,
  keyIdentifierOf,
  nameOf,
  readCertificate,
  readRevocationList,
  type RevocationList,
  SHA256,
} from './x509.ts';

const GOST_DIGESTS: Readonly<Record<string, 256 | 512>> = { '1.2.643.7.1.1.2.2': 256, '1.2.643.7.1.1.2.3': 512 };
const OID = {
  messageDigest: '1.2.840.113549.1.9.4',
  contentType: '1.2.840.113549.1.9.3',
  signingTime: '1.2.840.113549.1.9.5',
  signedData: '1.2.840.113549.1.7.2',
  content: '1.2.840.113549.1.7.1',
  pss: '1.2.840.113549.1.1.10',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  stampToken: '1.2.840.113549.1.9.16.2.14',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
};
const MOST_SIGNERS = 20;
const MOST_CERTIFICATES = 50;
const MOST_LISTS = 5;
const LARGEST_LIST = 1_048_576;
const LONGEST_NAME = 65_536;

/** `algorithm`: made in a way that is not relied on: a broken digest, a short key, one not known here. */
export type SignerFault = 'unreadable' | 'changed' | 'signature' | 'certificate' | 'algorithm';
/** One signer of a CMS, the certificate itself being unproven yet. `at`: what the signer's clock said. `stamp`: the token of a time stamp, in DER. */
export type CmsSigner = {
  readonly certificate: Certificate;
  readonly fault: SignerFault | null;
  readonly at: Date | null;
  readonly value: Bytes;
  readonly stamp: Bytes | null;
};
export type Cms = {
  readonly signers: readonly CmsSigner[];
  readonly certificates: readonly Certificate[];
  /** Revocation lists that came along. */ readonly lists: readonly RevocationList[];
  /** What lies inside, where it is not detached. */ readonly inside: Bytes | null;
};

/** Bytes that cannot be read have no answer. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return undefined;
  }
}

/** Who signed the content by this CMS (`null`: what lies inside it). Undefined when it is none, or names a signer without bringing the certificate. */
export const readCms = (cms: Bytes, content: Bytes | null, type = OID.content): Cms | undefined => readable(() => readSigned(cms, content, type));

function readSigned(cms: Bytes, content: Bytes | null, type: string): Cms | undefined {
  const [kind, wrapped] = partsOf(tagged(readDer(cms), TAG.sequence));
  if (oidOf(kind) !== OID.signedData) return undefined;
  const [, , capsule, ...rest] = partsOf(tagged(partsOf(tagged(wrapped, 0xa0))[0], TAG.sequence));
  const held = partsOf(tagged(capsule, TAG.sequence))[1];
  const inside = held === undefined ? null : octetsOf(partsOf(tagged(held, 0xa0))[0]);
  const data = content ?? inside;
  const infos = partsOf(tagged(rest.at(-1), TAG.set));
  const [sent, lists] = [0xa0, 0xa1].map((tag) =>
    rest
      .filter((part) => part.tag === tag)
      .flatMap(partsOf)
      .filter((part) => part.tag === TAG.sequence),
  ) as [Der[], Der[]];
  if (
    data === null ||
    infos.length === 0 ||
    infos.length > MOST_SIGNERS ||
    sent.length > MOST_CERTIFICATES ||
    lists.length > MOST_LISTS ||
    lists.some(({ bytes }) => bytes.length > LARGEST_LIST)
  )
    return undefined;
  const certificates = sent.flatMap(({ bytes }) => readCertificate(bytes) ?? []);
  const digests = new Map<string, Buffer | undefined>();
  const digestOfData = (algorithm: string): Buffer | undefined => {
    if (!digests.has(algorithm)) digests.set(algorithm, digestOf(algorithm, data));
    return digests.get(algorithm);
  };
  const signers = infos.map((info) => readSigner(info, certificates, { data, digestOfData, type }));
  return signers.every((one) => one !== undefined)
    ? { signers, certificates, lists: lists.flatMap(({ bytes }) => readRevocationList(bytes) ?? []), inside }
    : undefined;
}

export type CmsRead =
  | { readonly ok: true; readonly certificate: Certificate; readonly others: readonly Certificate[] }
  | { readonly ok: false; readonly fault: 'unreadable' | 'changed' | 'signature' };

/** Who signed the content by this detached CMS, the certificate itself being unproven yet. One signer only. */
export function readDetachedCms(cms: Bytes, content: Bytes): CmsRead {
  const read = readCms(cms, content);
  const [signer, ...more] = read?.signers ?? [];
  if (!read || !signer || more.length > 0) return { ok: false, fault: 'unreadable' };
  if (signer.fault !== null) return { ok: false, fault: signer.fault === 'certificate' || signer.fault === 'algorithm' ? 'signature' : signer.fault };
  return { ok: true, certificate: signer.certificate, others: read.certificates.filter((one) => one !== signer.certificate) };
}

/** By issuer and number, or by the identifier of the key. */
function namedBy(sid: Der | undefined): (certificate: Certificate) => boolean {
  if (sid?.tag === 0x80) return (certificate) => Buffer.compare(keyIdentifierOf(certificate) ?? Buffer.alloc(0), sid.content) === 0;
  if (tagged(sid, TAG.sequence).bytes.length > LONGEST_NAME) throw new DerError('too long');
  const [name, serial] = partsOf(tagged(sid, TAG.sequence));
  const [issuer, number] = [nameOf(name), numberOf(serial)];
  return (certificate) => certificate.number === number && certificate.issuer.key === issuer.key;
}

/** The first value of an attribute among these. */
function attributesOf(attributes: Der | undefined): (oid: string) => Der | undefined {
  const found = new Map<string, Der | undefined>();
  for (const attribute of attributes ? partsOf(attributes) : []) {
    const [type, values] = partsOf(tagged(attribute, TAG.sequence));
    const oid = oidOf(type);
    if (!found.has(oid)) found.set(oid, partsOf(tagged(values, TAG.set))[0]);
  }
  return (oid) => found.get(oid);
}

/** RSA with its salt: of the kinds of a signature the one whose digest says nothing of it. */
const isPss = (part: Der): boolean => part.tag === TAG.sequence && algorithmOf(part) === OID.pss;

type Content = { readonly data: Bytes; readonly digestOfData: (algorithm: string) => Buffer | undefined; readonly type: string };

function readSigner(info: Der, certificates: readonly Certificate[], { data, digestOfData, type }: Content): CmsSigner | undefined {
  const [, sid, digestAlgorithm, ...rest] = partsOf(tagged(info, TAG.sequence));
  const certificate = certificates.find(namedBy(sid));
  if (!certificate) return undefined;
  const [signed, unsigned] = [0xa0, 0xa1].map((tag) => rest.find((part) => part.tag === tag));
  const [signedValue, unsignedValue] = [attributesOf(signed), attributesOf(unsigned)];
  const value = octetsOf(rest.find(({ tag }) => tag === TAG.octets));
  const time = signedValue(OID.signingTime);
  const read = { certificate, value, at: time === undefined ? null : timeOf(time), stamp: unsignedValue(OID.stampToken)?.bytes ?? null };
  const algorithm = algorithmOf(digestAlgorithm);
  const isSigned = (bytes: Bytes): boolean => isSignedByKey(certificate.publicKey, { data: bytes, signature: value, algorithm });
  if (!isReliedOn(certificate.publicKey, algorithm) || rest.some(isPss)) return { ...read, fault: 'algorithm' };
  if (signed === undefined) return { ...read, fault: isSigned(data) ? null : 'changed' };
  // With attributes the signature covers them, and they cover the content by its digest.
  const [digest, contentType] = [signedValue(OID.messageDigest), signedValue(OID.contentType)];
  const expected = digestOfData(algorithm);
  if (digest?.tag !== TAG.octets || contentType?.tag !== TAG.oid || oidOf(contentType) !== type) return { ...read, fault: 'unreadable' };
  if (!expected) return { ...read, fault: 'algorithm' };
  if (!expected.equals(digest.content)) return { ...read, fault: 'changed' };
  // They are signed as a SET, and stand in the signature under a tag of their own (RFC 5652, 5.4).
  const set = Buffer.from(signed.bytes);
  set[0] = TAG.set;
  if (!isSigned(set)) return { ...read, fault: 'signature' };
  const reference = signedValue(OID.signingCertificateV2);
  return { ...read, fault: reference === undefined || isReferenceTo(reference, certificate) ? null : 'certificate' };
}

/** SigningCertificateV2 (RFC 5035): the digest of the signer's certificate, so that another one for the same key cannot be put in. */
function isReferenceTo(reference: Der, { der }: Certificate): boolean {
  const first = (value: Der | undefined): Der => tagged(value && partsOf(value)[0], TAG.sequence);
  const id = partsOf(first(first(reference)));
  const algorithm = id[0]?.tag === TAG.sequence ? algorithmOf(id[0]) : SHA256;
  const digest = id.find(({ tag }) => tag === TAG.octets);
  return digest !== undefined && (digestOf(algorithm, der)?.equals(digest.content) ?? false);
}

/** The instant that a time stamp (RFC 3161) names for this signature value; undefined when it is none of it. Its own certificate is unproven yet. */
export function readStamp(
  token: Bytes,
  value: Bytes,
): { readonly at: Date; readonly certificate: Certificate; readonly certificates: readonly Certificate[] } | undefined {
  const read = readCms(token, null, OID.stampInfo);
  const signer = read?.signers[0];
  const { inside, certificates } = read ?? {};
  if (!inside || !certificates || !signer || signer.fault !== null) return undefined;
  return readable(() => {
    const [, , imprint, , time] = partsOf(tagged(readDer(inside), TAG.sequence));
    const [algorithm, digest] = partsOf(tagged(imprint, TAG.sequence));
    const isOfValue = digestOf(algorithmOf(algorithm), value)?.equals(octetsOf(digest)) ?? false;
    return isOfValue ? { at: timeOf(time), certificate: signer.certificate, certificates } : undefined;
  });
}

function digestOf(algorithm: string, content: Bytes): Buffer | undefined {
  const gost = GOST_DIGESTS[algorithm];
  if (gost !== undefined) return Buffer.from(streebog(gost, content));
  const digest = DIGESTS[algorithm];
  return digest === undefined ? undefined : hash(digest, content, 'buffer');
}
