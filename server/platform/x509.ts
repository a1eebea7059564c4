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
const OID = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37', messageDigest: '1.2.840.113549.1.9.4', contentType: '1.2.840.113549.1.9.3', content: '1.2.840.113549.1.7.1' };
/** What a critical extension may say here: others are not understood, and a certificate with one is not taken (RFC 5280, 4.2). */
const UNDERSTOOD = new Set([OID.keyUsage, OID.basicConstraints, OID.extendedKeyUsage, '2.5.29.32', '2.5.29.17', '1.2.643.100.111', '1.2.643.100.112']);
const KEY_USAGE = { digitalSignature: 0x80, keyCertSign: 0x04, crlSign: 0x02 };
const LONGEST_CHAIN = 6;
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
export type Trust = { readonly roots: readonly Certificate[]; /** Sent along or configured; trusted only through a root. */ readonly others: readonly Certificate[]; readonly lists: readonly RevocationList[]; readonly at: Date };

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

function revocationOf(certificate: Certificate, issuer: Certificate, { lists, at }: Trust): 'revoked' | 'revocationUnknown' | null {
  const fresh = lists.filter((list) => list.issuer.isEqual(issuer.subject) && list.thisUpdate.value <= at && list.nextUpdate !== undefined && at <= list.nextUpdate.value && isListOf(list, issuer));
  if (fresh.length === 0) return 'revocationUnknown';
  return fresh.some((list) => list.isCertificateRevoked(certificate)) ? 'revoked' : null;
}

const isListOf = (list: RevocationList, issuer: Certificate): boolean =>
  mayDo(issuer, 'crlSign') && isSignedByKey(issuer.subjectPublicKeyInfo, { data: list.tbsView, signature: list.signatureValue.valueBlock.valueHexView, algorithm: list.signatureAlgorithm.algorithmId });

export type CmsRead = { readonly ok: true; readonly certificate: Certificate; readonly others: readonly Certificate[] } | { readonly ok: false; readonly fault: 'unreadable' | 'changed' | 'signature' };

/** Who signed the content by this detached CMS, the certificate itself being unproven yet. One signer only. */
export function readDetachedCms(cms: Bytes, content: Bytes): CmsRead {
  try {
    return readSigned(new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(Uint8Array.from(cms)).content }), content);
  } catch {
    return { ok: false, fault: 'unreadable' };
  }
}

function readSigned(signed: pkijs.SignedData, content: Bytes): CmsRead {
  const [signer, ...more] = signed.signerInfos;
  if (!signer || more.length > 0 || !(signer.sid instanceof pkijs.IssuerAndSerialNumber)) return { ok: false, fault: 'unreadable' };
  const { issuer, serialNumber } = signer.sid;
  const all = (signed.certificates ?? []).filter((one): one is Certificate => one instanceof pkijs.Certificate);
  const certificate = all.find((one) => one.serialNumber.isEqual(serialNumber) && one.issuer.isEqual(issuer));
  if (!certificate) return { ok: false, fault: 'unreadable' };
  let data = content;
  const algorithm = signer.digestAlgorithm.algorithmId;
  if (signer.signedAttrs !== undefined) {
    // With attributes the signature covers them, and they cover the content by its digest.
    const valueOf = (type: string): unknown => signer.signedAttrs?.attributes.find((attribute) => attribute.type === type)?.values[0];
    const [digest, type] = [valueOf(OID.messageDigest), valueOf(OID.contentType)];
    if (!(digest instanceof asn1js.OctetString) || !(type instanceof asn1js.ObjectIdentifier) || type.valueBlock.toString() !== OID.content) return { ok: false, fault: 'unreadable' };
    const expected = digestOf(algorithm, content);
    if (expected === undefined || !expected.equals(Buffer.from(digest.valueBlock.valueHexView))) return { ok: false, fault: 'changed' };
    data = new Uint8Array(signer.signedAttrs.encodedValue);
  }
  const isSigned = isSignedByKey(certificate.subjectPublicKeyInfo, { data, signature: signer.signature.valueBlock.valueHexView, algorithm });
  return isSigned ? { ok: true, certificate, others: all.filter((one) => one !== certificate) } : { ok: false, fault: signer.signedAttrs === undefined ? 'changed' : 'signature' };
}

function digestOf(algorithm: string, content: Bytes): Buffer | undefined {
  const gost = GOST_DIGESTS[algorithm];
  if (gost !== undefined) return Buffer.from(streebog(gost, content));
  const digest = DIGESTS[algorithm];
  return digest === undefined ? undefined : hash(digest, content, 'buffer');
}
