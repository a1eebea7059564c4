// Certificates and detached signatures that come from outside. RSA and ECDSA are checked by node:crypto, GOST by gost-signature.ts.
// Whatever the bytes are, the answer is a fault by name and never an exception.
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { gostKeyOf, isGostSignature } from './gost-signature.ts';
import { streebog } from './streebog.ts';

export const SHA256 = '2.16.840.1.101.3.4.2.1';
/** Digests by the object identifiers of digests and of signatures made with them. */
const DIGESTS: Readonly<Record<string, string>> = {
  [SHA256]: 'sha256', '2.16.840.1.101.3.4.2.2': 'sha384', '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256', '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256', '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512',
};
const GOST_DIGESTS: Readonly<Record<string, 256 | 512>> = { '1.2.643.7.1.1.2.2': 256, '1.2.643.7.1.1.2.3': 512 };
const OID = {
  keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37', subjectKeyIdentifier: '2.5.29.14', messageDigest: '1.2.840.113549.1.9.4', contentType: '1.2.840.113549.1.9.3', signingTime: '1.2.840.113549.1.9.5',
  content: '1.2.840.113549.1.7.1', signingCertificateV2: '1.2.840.113549.1.9.16.2.47', stampToken: '1.2.840.113549.1.9.16.2.14', stampInfo: '1.2.840.113549.1.9.16.1.4',
};
/** What a critical extension may say here: others are not understood, and a certificate with one is not taken (RFC 5280, 4.2). */
const UNDERSTOOD = new Set([OID.keyUsage, OID.basicConstraints, OID.extendedKeyUsage, '2.5.29.32', '2.5.29.17', '2.5.29.31', '1.2.643.100.111', '1.2.643.100.112']);
const KEY_USAGE = { digitalSignature: 0x80, keyCertSign: 0x04, crlSign: 0x02 };
const LONGEST_CHAIN = 6;
const MOST_SIGNERS = 20;
const LEAST_RSA_BITS = 2048;

export type Certificate = pkijs.Certificate;
type Bytes = Uint8Array;

/** A certificate of DER; undefined when it is none. */
export function readCertificate(der: Bytes): Certificate | undefined {
  try {
    return pkijs.Certificate.fromBER(Uint8Array.from(der));
  } catch {
    return undefined;
  }
}

/** A public key (SubjectPublicKeyInfo) of DER; undefined when it is none. */
export function readPublicKey(der: Bytes): pkijs.PublicKeyInfo | undefined {
  try {
    return pkijs.PublicKeyInfo.fromBER(Uint8Array.from(der));
  } catch {
    return undefined;
  }
}

/** All certificates of a PEM text, in their order; what cannot be read is left out. */
export const readPem = (pem: string): Certificate[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)].flatMap(([, body]) => readCertificate(Buffer.from(body!, 'base64')) ?? []);

export const derOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER(false));

/** The first value of a part of the subject's name, `2.5.4.3` being the common name. */
export function subjectPart(certificate: Certificate, oid: string): string | null {
  const found = certificate.subject.typesAndValues.find(({ type }) => type === oid);
  return found === undefined ? null : found.value.valueBlock.value;
}

/** `algorithm`: of the signature or of its digest. `isPlain`: an ECDSA signature is r and s side by side, as browsers make it, and not in DER. */
type Signed = { readonly data: Bytes; readonly signature: Bytes; readonly algorithm: string; readonly isPlain?: boolean };

/** Whether the bytes were signed by the key. An algorithm that does not fit the key is refused. */
export function isSignedByKey(info: pkijs.PublicKeyInfo, { data, signature, algorithm, isPlain = false }: Signed): boolean {
  const gost = gostKeyOf(info);
  if (gost) return isGostSignature(gost, data, signature);
  const digest = DIGESTS[algorithm];
  const key = nodeKey(info);
  return digest !== undefined && key !== undefined && verify(digest, data, { key, dsaEncoding: isPlain ? 'ieee-p1363' : 'der' }, signature);
}

function nodeKey(info: pkijs.PublicKeyInfo): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(info.toSchema().toBER(false)), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ec') return key;
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}

const extension = (certificate: Certificate, oid: string): unknown => certificate.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue;
const constraintsOf = (certificate: Certificate): pkijs.BasicConstraints | undefined => extension(certificate, OID.basicConstraints) as pkijs.BasicConstraints | undefined;

/** Whether the key usage, where the certificate names one, holds the use. */
function mayDo(certificate: Certificate, use: keyof typeof KEY_USAGE): boolean {
  const usage = extension(certificate, OID.keyUsage) as asn1js.BitString | undefined;
  return usage === undefined || ((usage.valueBlock.valueHexView[0] ?? 0) & KEY_USAGE[use]) !== 0;
}

/** Whether it may sign what its owner answers for, by key usage and by purpose. A certificate that names no purpose is good for any. */
export function mayProve(certificate: Certificate, purposes: readonly string[]): boolean {
  const extended = extension(certificate, OID.extendedKeyUsage) as pkijs.ExtKeyUsage | undefined;
  const isAuthority = constraintsOf(certificate)?.cA ?? false;
  return !isAuthority && mayDo(certificate, 'digitalSignature') && (extended === undefined || extended.keyPurposes.some((purpose) => purposes.includes(purpose)));
}

const isInForce = (certificate: Certificate, at: Date): boolean => certificate.notBefore.value <= at && at <= certificate.notAfter.value;
const isUnderstood = (certificate: Certificate): boolean => (certificate.extensions ?? []).every(({ critical, extnID }) => !critical || UNDERSTOOD.has(extnID));

/** One step of a chain. The issuer must be allowed to issue: else anybody's certificate could make others. `below`: authorities between them. */
function isIssuedBy(certificate: Certificate, issuer: Certificate, below: number): boolean {
  const constraints = constraintsOf(issuer);
  if (!constraints?.cA || !mayDo(issuer, 'keyCertSign') || !certificate.issuer.isEqual(issuer.subject)) return false;
  if (typeof constraints.pathLenConstraint === 'number' && constraints.pathLenConstraint < below) return false;
  return isSignedByKey(issuer.subjectPublicKeyInfo, { data: certificate.tbsView, signature: certificate.signatureValue.valueBlock.valueHexView, algorithm: certificate.signatureAlgorithm.algorithmId });
}

export type ChainFault = 'expired' | 'untrusted' | 'revoked' | 'revocationUnknown';
export type Trust = { readonly roots: readonly Certificate[]; /** Sent along or configured; trusted only through a root. */ readonly others: readonly Certificate[]; /** `elsewhere`: who revokes is asked otherwise. */ readonly lists: readonly RevocationList[] | 'elsewhere'; readonly at: Date; /** When lists must be fresh, where that is not `at`. */ readonly now?: Date };

/** Why the certificate may not be relied on, or null. A list of its issuer that is fresh must be at hand: without one nobody knows. */
export function chainFault(certificate: Certificate, trust: Trust): ChainFault | null {
  const { at, roots, others } = trust;
  if (!isInForce(certificate, at)) return 'expired';
  let current = certificate;
  for (let below = 0; below < LONGEST_CHAIN; below++) {
    if (!isUnderstood(current)) return 'untrusted';
    const issuers = (from: readonly Certificate[]): Certificate | undefined => from.find((one) => isInForce(one, at) && isIssuedBy(current, one, below));
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

export type RevocationList = pkijs.CertificateRevocationList;

/** A revocation list, in DER or PEM; undefined when it is none. */
export function readRevocationList(bytes: Bytes): RevocationList | undefined {
  const pem = /-----BEGIN X509 CRL-----([\s\S]+?)-----END X509 CRL-----/.exec(Buffer.from(bytes).toString('latin1'))?.[1];
  try {
    return pkijs.CertificateRevocationList.fromBER(Uint8Array.from(pem === undefined ? bytes : Buffer.from(pem, 'base64')));
  } catch {
    return undefined;
  }
}

function revocationOf(certificate: Certificate, issuer: Certificate, { lists, at, now = at }: Trust): 'revoked' | 'revocationUnknown' | null {
  if (lists === 'elsewhere') return null;
  const fresh = lists.filter((list) => list.issuer.isEqual(issuer.subject) && list.thisUpdate.value <= now && list.nextUpdate !== undefined && now <= list.nextUpdate.value && isListOf(list, issuer));
  if (fresh.length === 0) return 'revocationUnknown';
  const isRevoked = ({ revokedCertificates = [] }: RevocationList): boolean => revokedCertificates.some((one) => one.userCertificate.isEqual(certificate.serialNumber) && one.revocationDate.value <= at);
  return fresh.some(isRevoked) ? 'revoked' : null;
}

const isListOf = (list: RevocationList, issuer: Certificate): boolean =>
  mayDo(issuer, 'crlSign') && isSignedByKey(issuer.subjectPublicKeyInfo, { data: list.tbsView, signature: list.signatureValue.valueBlock.valueHexView, algorithm: list.signatureAlgorithm.algorithmId });

export type SignerFault = 'unreadable' | 'changed' | 'signature' | 'certificate';
/** One signer of a CMS, the certificate itself being unproven yet. `at`: what the signer's clock said. `stamp`: the token of a time stamp, in DER. */
export type CmsSigner = { readonly certificate: Certificate; readonly fault: SignerFault | null; readonly at: Date | null; readonly value: Bytes; readonly stamp: Bytes | null };
export type Cms = { readonly signers: readonly CmsSigner[]; readonly certificates: readonly Certificate[]; /** What lies inside, where it is not detached. */ readonly inside: Bytes | null };

/** Who signed the content by this CMS (`null`: what lies inside it). Undefined when it is none, or names a signer without bringing the certificate. */
export function readCms(cms: Bytes, content: Bytes | null, type = OID.content): Cms | undefined {
  try {
    const signed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(Uint8Array.from(cms)).content });
    const inside = signed.encapContentInfo.eContent === undefined ? null : new Uint8Array(signed.encapContentInfo.eContent.getValue());
    const data = content ?? inside;
    if (data === null || signed.signerInfos.length === 0 || signed.signerInfos.length > MOST_SIGNERS) return undefined;
    const certificates = (signed.certificates ?? []).filter((one): one is Certificate => one instanceof pkijs.Certificate);
    const signers = signed.signerInfos.map((info) => readSigner(info, certificates, { data, type }));
    return signers.every((one) => one !== undefined) ? { signers, certificates, inside } : undefined;
  } catch {
    return undefined;
  }
}

export type CmsRead = { readonly ok: true; readonly certificate: Certificate; readonly others: readonly Certificate[] } | { readonly ok: false; readonly fault: 'unreadable' | 'changed' | 'signature' };

/** Who signed the content by this detached CMS, the certificate itself being unproven yet. One signer only. */
export function readDetachedCms(cms: Bytes, content: Bytes): CmsRead {
  const read = readCms(cms, content);
  const [signer, ...more] = read?.signers ?? [];
  if (!read || !signer || more.length > 0) return { ok: false, fault: 'unreadable' };
  if (signer.fault !== null) return { ok: false, fault: signer.fault === 'certificate' ? 'signature' : signer.fault };
  return { ok: true, certificate: signer.certificate, others: read.certificates.filter((one) => one !== signer.certificate) };
}

const isOf = ({ sid }: pkijs.SignerInfo, certificate: Certificate): boolean => {
  if (sid instanceof pkijs.IssuerAndSerialNumber) return certificate.serialNumber.isEqual(sid.serialNumber) && certificate.issuer.isEqual(sid.issuer);
  const own = extension(certificate, OID.subjectKeyIdentifier);
  return sid instanceof asn1js.Primitive && own instanceof asn1js.OctetString && Buffer.from(own.valueBlock.valueHexView).equals(sid.valueBlock.valueHexView);
};

function readSigner(signer: pkijs.SignerInfo, certificates: readonly Certificate[], { data, type }: { data: Bytes; type: string }): CmsSigner | undefined {
  const certificate = certificates.find((one) => isOf(signer, one));
  if (!certificate) return undefined;
  const valueOf = (attributes: pkijs.SignedAndUnsignedAttributes | undefined, oid: string): unknown => attributes?.attributes.find((attribute) => attribute.type === oid)?.values[0];
  const time = valueOf(signer.signedAttrs, OID.signingTime);
  const token = valueOf(signer.unsignedAttrs, OID.stampToken);
  const value = signer.signature.valueBlock.valueHexView;
  const read = {
    certificate, value, at: time instanceof asn1js.UTCTime || time instanceof asn1js.GeneralizedTime ? time.toDate() : null, stamp: token instanceof asn1js.Sequence ? new Uint8Array(token.toBER(false)) : null,
  };
  const algorithm = signer.digestAlgorithm.algorithmId;
  const isSigned = (bytes: Bytes): boolean => isSignedByKey(certificate.subjectPublicKeyInfo, { data: bytes, signature: value, algorithm });
  if (signer.signedAttrs === undefined) return { ...read, fault: isSigned(data) ? null : 'changed' };
  // With attributes the signature covers them, and they cover the content by its digest.
  const [digest, contentType] = [valueOf(signer.signedAttrs, OID.messageDigest), valueOf(signer.signedAttrs, OID.contentType)];
  if (!(digest instanceof asn1js.OctetString) || !(contentType instanceof asn1js.ObjectIdentifier) || contentType.valueBlock.toString() !== type) return { ...read, fault: 'unreadable' };
  const expected = digestOf(algorithm, data);
  if (expected === undefined || !expected.equals(Buffer.from(digest.valueBlock.valueHexView))) return { ...read, fault: expected ? 'changed' : 'unreadable' };
  if (!isSigned(new Uint8Array(signer.signedAttrs.encodedValue))) return { ...read, fault: 'signature' };
  const reference = valueOf(signer.signedAttrs, OID.signingCertificateV2);
  return { ...read, fault: reference === undefined || isReferenceTo(reference, certificate) ? null : 'certificate' };
}

/** SigningCertificateV2 (RFC 5035): the digest of the signer's certificate, so that another one for the same key cannot be put in. */
function isReferenceTo(reference: unknown, certificate: Certificate): boolean {
  const parts = (value: unknown): unknown[] => (value instanceof asn1js.Sequence ? value.valueBlock.value : []);
  const id = parts(parts(parts(reference)[0])[0]);
  const named = parts(id[0])[0];
  const digest = id.find((part) => part instanceof asn1js.OctetString);
  const expected = digestOf(named instanceof asn1js.ObjectIdentifier ? named.valueBlock.toString() : SHA256, derOf(certificate));
  return digest !== undefined && expected !== undefined && expected.equals(Buffer.from(digest.valueBlock.valueHexView));
}

/** The instant that a time stamp (RFC 3161) names for this signature value; undefined when it is none of it. Its own certificate is unproven yet. */
export function readStamp(token: Bytes, value: Bytes): { readonly at: Date; readonly certificate: Certificate; readonly certificates: readonly Certificate[] } | undefined {
  const read = readCms(token, null, OID.stampInfo);
  const signer = read?.signers[0];
  if (!read?.inside || !signer || signer.fault !== null) return undefined;
  try {
    const { messageImprint, genTime } = pkijs.TSTInfo.fromBER(Uint8Array.from(read.inside));
    const expected = digestOf(messageImprint.hashAlgorithm.algorithmId, value);
    const isOfValue = expected?.equals(Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView)) ?? false;
    return isOfValue ? { at: genTime, certificate: signer.certificate, certificates: read.certificates } : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(algorithm: string, content: Bytes): Buffer | undefined {
  const gost = GOST_DIGESTS[algorithm];
  if (gost !== undefined) return Buffer.from(streebog(gost, content));
  const digest = DIGESTS[algorithm];
  return digest === undefined ? undefined : hash(digest, content, 'buffer');
}
