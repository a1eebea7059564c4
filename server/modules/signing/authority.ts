// The portal's own certificate authority: a root, an issuing authority under it, certificates of organizations' keys.
// Unqualified signature (Federal Law 63-FZ, art. 5 part 3): any standard tool verifies it, a certified tool is another matter.
// Keys are ECDSA P-256; private keys leave here as PKCS#8 to be sealed at once (signing-key.ts). No clock, no storage.
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { readCertificate } from '#platform/x509';
import { OID } from './object-identifiers.ts';

const { subtle } = globalThis.crypto;
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const ROOT_YEARS = 15;
const ISSUING_YEARS = 10;

/** Bits of RFC 5280 §4.2.1.3, the first in the high bit: signature and non-repudiation; certificates and revocation lists. */
const SIGNATURE = { bits: 0b1100_0000, unused: 6 };
const AUTHORITY = { bits: 0b0000_0110, unused: 1 };
const PROOF = { bits: 0b1000_0000, unused: 7 };
const USAGE = { root: AUTHORITY, issuing: AUTHORITY, signer: SIGNATURE, entrant: PROOF, stamp: PROOF };
const PURPOSE = { signer: OID.emailProtection, entrant: OID.clientAuthentication, stamp: OID.timeStamping };

export type Bytes = Uint8Array<ArrayBuffer>;
/** A certificate in DER with its private key in PKCS#8. */
export type KeyWithCertificate = { readonly certificate: Bytes; readonly privateKey: Bytes };
export type Authority = { readonly root: KeyWithCertificate; readonly issuing: KeyWithCertificate };
export type OrganizationSubject = { readonly name: string; readonly inn: string; readonly ogrn: string | null };

type Name = readonly (readonly [oid: string, value: string, kind: 'utf8' | 'printable' | 'numeric'])[];
type Draft = {
  /** `entrant`: a key by which a person signs in, and nothing else. `stamp`: of the time-stamping authority. */
  readonly kind: 'root' | 'issuing' | 'signer' | 'entrant' | 'stamp';
  readonly subject: pkijs.RelativeDistinguishedNames;
  readonly issuer: { readonly name: pkijs.RelativeDistinguishedNames; readonly keyId: ArrayBuffer };
  readonly publicKey: CryptoKey;
  readonly at: Date;
  readonly years: number;
  /** Where the list of revoked certificates lies. */
  readonly listUrl?: string | undefined;
};
type Term = { readonly at: Date; readonly years: number; readonly listUrl?: string };

const authorityName = (name: string, role: string) =>
  distinguishedName([
    [OID.country, 'RU', 'printable'],
    [OID.organization, name, 'utf8'],
    [OID.commonName, `${name}: ${role}`, 'utf8'],
  ]);

/** A new root: it signs issuing authorities and its list of the revoked ones. `at`: the start of its time. */
export async function makeRoot({ name, at }: { name: string; at: Date }): Promise<KeyWithCertificate> {
  const { publicKey, privateKey } = await newKeys();
  const subject = authorityName(name, 'корневой сертификат');
  const certificate = await certify(privateKey, {
    kind: 'root',
    subject,
    issuer: { name: subject, keyId: await keyIdentifier(publicKey) },
    publicKey,
    at,
    years: ROOT_YEARS,
  });
  return { certificate, privateKey: await exportKey(privateKey) };
}

/** A new issuing authority under the root. */
export async function makeIssuing(root: KeyWithCertificate, { name, ...term }: { name: string; at: Date; listUrl?: string }): Promise<KeyWithCertificate> {
  const { publicKey, privateKey } = await newKeys();
  const certificate = await certify(await importKey(root.privateKey), {
    kind: 'issuing',
    subject: authorityName(name, 'выдача сертификатов'),
    issuer: await issuerOf(root),
    publicKey,
    years: ISSUING_YEARS,
    ...term,
  });
  return { certificate, privateKey: await exportKey(privateKey) };
}

/** A new root and an issuing authority under it. */
export async function makeAuthority({ name, at }: { name: string; at: Date }): Promise<Authority> {
  const root = await makeRoot({ name, at });
  return { root, issuing: await makeIssuing(root, { name, at }) };
}

async function issuerOf({ certificate }: KeyWithCertificate): Promise<Draft['issuer']> {
  const authority = pkijs.Certificate.fromBER(certificate);
  return { name: authority.subject, keyId: await keyIdentifier(await authority.getPublicKey()) };
}

/** A new key of an organization and its certificate. The subject comes from our own records. */
export async function issueOrganizationCertificate(
  issuing: KeyWithCertificate,
  subject: OrganizationSubject,
  { years = 3, ...term }: { at: Date; years?: number; listUrl?: string },
): Promise<KeyWithCertificate> {
  const keys = await newKeys();
  const name: Name = [
    [OID.country, 'RU', 'printable'],
    [OID.organization, subject.name, 'utf8'],
    [OID.commonName, subject.name, 'utf8'],
    [OID.innOfOrganization, subject.inn, 'numeric'],
    ...(subject.ogrn === null ? [] : [[OID.ogrn, subject.ogrn, 'numeric'] as const]),
  ];
  return {
    certificate: await issue(issuing, { kind: 'signer', name, publicKey: keys.publicKey }, { ...term, years }),
    privateKey: await exportKey(keys.privateKey),
  };
}

/** A certificate for a key that somebody else keeps: good for signing in, not for documents. Throws when the bytes are no P-256 key (SubjectPublicKeyInfo). */
export async function issueEntrantCertificate(
  issuing: KeyWithCertificate,
  { publicKey, name }: { publicKey: Bytes; name: string },
  term: Term,
): Promise<Bytes> {
  return issue(
    issuing,
    {
      kind: 'entrant',
      name: [
        [OID.country, 'RU', 'printable'],
        [OID.commonName, name, 'utf8'],
      ],
      publicKey: await readKey(publicKey),
    },
    term,
  );
}

/** A certificate for a key that a person keeps and signs documents with. Throws when the bytes are no P-256 key. */
export async function issuePersonCertificate(
  issuing: KeyWithCertificate,
  { publicKey, lastName, givenNames }: { publicKey: Bytes; lastName: string; givenNames: string },
  term: Term,
): Promise<Bytes> {
  const name: Name = [
    [OID.country, 'RU', 'printable'],
    [OID.commonName, `${lastName} ${givenNames}`, 'utf8'],
    [OID.surname, lastName, 'utf8'],
    [OID.givenName, givenNames, 'utf8'],
  ];
  return issue(issuing, { kind: 'signer', name, publicKey: await readKey(publicKey) }, term);
}

/** A new key of the portal itself: `stamp` for time stamps, `signer` for its seal under documents. */
export async function issuePortalKey(
  issuing: KeyWithCertificate,
  { kind, name }: { kind: 'stamp' | 'signer'; name: string },
  term: Term,
): Promise<KeyWithCertificate> {
  const keys = await newKeys();
  const subject: Name = [
    [OID.country, 'RU', 'printable'],
    [OID.organization, name, 'utf8'],
    [OID.commonName, name, 'utf8'],
  ];
  return { certificate: await issue(issuing, { kind, name: subject, publicKey: keys.publicKey }, term), privateKey: await exportKey(keys.privateKey) };
}

async function issue(
  issuing: KeyWithCertificate,
  { kind, name, publicKey }: { kind: Draft['kind']; name: Name; publicKey: CryptoKey },
  term: Term,
): Promise<Bytes> {
  return certify(await importKey(issuing.privateKey), { kind, subject: distinguishedName(name), issuer: await issuerOf(issuing), publicKey, ...term });
}

export type Revoked = { readonly certificateNumber: string; readonly at: Date };

/** The list of what was revoked (RFC 5280, section 5), in DER. `number` grows from list to list. */
export async function makeRevocationList(
  issuing: KeyWithCertificate,
  revoked: readonly Revoked[],
  { number, at, until }: { number: number; at: Date; until: Date },
): Promise<Bytes> {
  const authority = pkijs.Certificate.fromBER(issuing.certificate);
  const authorityKey = new pkijs.AuthorityKeyIdentifier({
    keyIdentifier: new asn1js.OctetString({ valueHex: await keyIdentifier(await authority.getPublicKey()) }),
  });
  const list = new pkijs.CertificateRevocationList({
    version: 1,
    issuer: authority.subject,
    thisUpdate: timeOf(wholeSeconds(at)),
    nextUpdate: timeOf(wholeSeconds(until)),
    // An empty list of the revoked is left out, not written empty.
    ...(revoked.length > 0 && {
      revokedCertificates: revoked.map(
        (one) =>
          new pkijs.RevokedCertificate({
            userCertificate: new asn1js.Integer({ valueHex: Uint8Array.from(Buffer.from(one.certificateNumber, 'hex')).buffer }),
            revocationDate: timeOf(wholeSeconds(one.at)),
          }),
      ),
    }),
    crlExtensions: new pkijs.Extensions({
      extensions: [extension(OID.authorityKeyIdentifier, authorityKey.toSchema()), extension(OID.revocationListNumber, new asn1js.Integer({ value: number }))],
    }),
  });
  await list.sign(await importKey(issuing.privateKey), 'SHA-256');
  return new Uint8Array(list.toSchema(true).toBER(false));
}

const readKey = (spki: Bytes): Promise<CryptoKey> => subtle.importKey('spki', spki, P256, true, ['verify']);
const wholeSeconds = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** The number people see on documents and compare: hex in capitals. */
export function certificateNumber(certificate: Bytes): string {
  return readCertificate(certificate)!.number;
}

/** Issuer and number of a certificate as they stand in it, in DER: what a signature names its certificate by. */
export function nameParts(certificate: Bytes): { issuer: Bytes; serial: Bytes } {
  const { issuer, serialNumber } = pkijs.Certificate.fromBER(certificate);
  return { issuer: new Uint8Array(issuer.toSchema().toBER(false)), serial: new Uint8Array(serialNumber.toBER(false)) };
}

/** A private key for signing. Throws when the bytes are not PKCS#8 of P-256. */
export function importKey(pkcs8: Bytes): Promise<CryptoKey> {
  return subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
}

/** PEM of a certificate, for people's tools. */
export function certificatePem(certificate: Bytes): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const newKeys = () => subtle.generateKey(P256, true, ['sign', 'verify']);

async function exportKey(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await subtle.exportKey('pkcs8', key));
}

async function certify(signingKey: CryptoKey, draft: Draft): Promise<Bytes> {
  const certificate = new pkijs.Certificate({ version: 2, serialNumber: new asn1js.Integer({ valueHex: randomSerial().buffer }) });
  certificate.subject = draft.subject;
  certificate.issuer = draft.issuer.name;
  // Whole seconds: DER has no fractions here.
  const notBefore = wholeSeconds(draft.at);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + draft.years);
  certificate.notBefore = timeOf(notBefore);
  certificate.notAfter = timeOf(notAfter);
  await certificate.subjectPublicKeyInfo.importKey(draft.publicKey);
  certificate.extensions = await extensions(draft);
  await certificate.sign(signingKey, 'SHA-256');
  return new Uint8Array(certificate.toSchema(true).toBER(false));
}

async function extensions({ kind, publicKey, issuer, listUrl }: Draft): Promise<pkijs.Extension[]> {
  const usage = USAGE[kind];
  const isAuthority = kind === 'root' || kind === 'issuing';
  const constraints = new pkijs.BasicConstraints(isAuthority ? { cA: true, pathLenConstraint: kind === 'root' ? 1 : 0 } : {});
  const authorityKey = new pkijs.AuthorityKeyIdentifier({ keyIdentifier: new asn1js.OctetString({ valueHex: issuer.keyId }) });
  return [
    extension(OID.basicConstraints, constraints.toSchema(), true),
    extension(OID.keyUsage, new asn1js.BitString({ valueHex: Uint8Array.of(usage.bits).buffer, unusedBits: usage.unused }), true),
    extension(OID.subjectKeyIdentifier, new asn1js.OctetString({ valueHex: await keyIdentifier(publicKey) })),
    extension(OID.authorityKeyIdentifier, authorityKey.toSchema()),
    // A time stamp's purpose is alone and critical (RFC 3161, 2.3).
    ...(isAuthority ? [] : [extension(OID.extendedKeyUsage, new pkijs.ExtKeyUsage({ keyPurposes: [PURPOSE[kind]] }).toSchema(), kind === 'stamp')]),
    ...(listUrl === undefined
      ? []
      : [
          extension(
            OID.revocationLists,
            new pkijs.CRLDistributionPoints({
              distributionPoints: [new pkijs.DistributionPoint({ distributionPoint: [new pkijs.GeneralName({ type: 6, value: listUrl })] })],
            }).toSchema(),
          ),
        ]),
  ];
}

const extension = (extnID: string, value: asn1js.BaseBlock, critical = false): pkijs.Extension =>
  new pkijs.Extension({ extnID, critical, extnValue: value.toBER(false) });

function distinguishedName(name: Name): pkijs.RelativeDistinguishedNames {
  const types = { utf8: asn1js.Utf8String, printable: asn1js.PrintableString, numeric: asn1js.NumericString };
  return new pkijs.RelativeDistinguishedNames({
    typesAndValues: name.map(([type, value, kind]) => new pkijs.AttributeTypeAndValue({ type, value: new types[kind]({ value }) })),
  });
}

/** From 2050 on the standard wants GeneralizedTime (RFC 5280 §4.1.2.5). */
function timeOf(value: Date): pkijs.Time {
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? pkijs.TimeType.UTCTime : pkijs.TimeType.GeneralizedTime, value });
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the key's bits, an identifier and no protection. */
async function keyIdentifier(publicKey: CryptoKey): Promise<ArrayBuffer> {
  return subtle.digest('SHA-1', await subtle.exportKey('raw', publicKey));
}

/** 16 random bytes; DER integers are signed: the first bit must be 0, and the first byte not 0. */
function randomSerial(): Bytes {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}
