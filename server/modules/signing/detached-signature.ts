// Detached signatures CAdES-BES (ETSI EN 319 122-1) of bytes, by a key whose certificate the portal's authority issued.
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { readCms } from '#platform/cms';
import { chainFault, readCertificate, subjectPart } from '#platform/x509';
import { type Bytes, importKey, type KeyWithCertificate } from './authority.ts';
import { OID } from './object-identifiers.ts';

const { subtle } = globalThis.crypto;
export const CMS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  stampToken: '1.2.840.113549.1.9.16.2.14',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
};

export type SignedBy = {
  /** As on documents: hex in capitals. */
  readonly certificateNumber: string;
  readonly organization: string | null;
  readonly inn: string | null;
  /** What the signer's clock said; no time stamp of a third party. */
  readonly signedAt: Date;
  readonly validFrom: Date;
  readonly validUntil: Date;
};
/**
 * `unreadable`: not such a signature. `changed`: the bytes are not those that were signed. `signature`: broken, or made with another key.
 * `certificate`: the certificate inside was exchanged. `untrusted`: not from the given authority, or not in force when signed.
 */
export type SignatureProblem = 'unreadable' | 'changed' | 'signature' | 'certificate' | 'algorithm' | 'untrusted';
export type Verification = { readonly valid: true; readonly by: SignedBy } | { readonly valid: false; readonly problem: SignatureProblem };

/** What signs, and the certificates to be put in so that the root alone is enough to verify. */
export type Signer = { readonly signer: KeyWithCertificate; readonly chain: readonly Bytes[] };
type ToSign = Signer & {
  readonly bytes: Bytes;
  /** Left out where the document names the time itself (PAdES). */
  readonly at: Date | null;
  /** Content of this type goes inside; else the signature is detached. */
  readonly inside?: string;
};

/** Signs bytes as they are. Throws when the private key is not PKCS#8 of P-256. */
export async function signDetached({ bytes, signer, chain, at, inside }: ToSign): Promise<Bytes> {
  const certificate = pkijs.Certificate.fromBER(signer.certificate);
  const type = inside ?? CMS.data;
  const attributes = [
    attribute(CMS.contentType, new asn1js.ObjectIdentifier({ value: type })),
    ...(at === null ? [] : [attribute(CMS.signingTime, new asn1js.UTCTime({ valueDate: new Date(Math.floor(at.getTime() / 1000) * 1000) }))]),
    attribute(CMS.messageDigest, new asn1js.OctetString({ valueHex: await subtle.digest('SHA-256', bytes) })),
    attribute(CMS.signingCertificateV2, await certificateReference(signer.certificate, certificate)),
  ];
  // DER wants a SET OF ordered by its encoded bytes.
  const inOrder = attributes
    .map((one) => ({ one, der: Buffer.from(one.toSchema().toBER(false)) }))
    .toSorted((a, b) => Buffer.compare(a.der, b.der))
    .map(({ one }) => one);
  const signerInfo = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: inOrder }),
  });
  const signed = new pkijs.SignedData({
    version: inside === undefined ? 1 : 3,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: type,
      ...(inside !== undefined && { eContent: new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer }) }),
    }),
    certificates: [certificate, ...chain.map((one) => pkijs.Certificate.fromBER(one))],
    signerInfos: [signerInfo],
  });
  await signed.sign(await importKey(signer.privateKey), 0, 'SHA-256', ...(inside === undefined ? [Uint8Array.from(bytes).buffer] : []));
  return wrapped(signed);
}

/** A CMS in its envelope, in DER. */
export const wrapped = (signed: pkijs.SignedData): Bytes =>
  new Uint8Array(new pkijs.ContentInfo({ contentType: CMS.signedData, content: signed.toSchema(true) }).toSchema().toBER(false));

/** Says who signed these bytes and when, or what is wrong. Bytes from outside: never throws. Revocation is asked elsewhere. */
export function verifyDetached({ signature, bytes, root }: { signature: Bytes; bytes: Bytes; root: Bytes }): Verification {
  const read = readCms(signature, bytes);
  const [signer, ...more] = read?.signers ?? [];
  if (!read || !signer || !signer.at || more.length > 0) return { valid: false, problem: 'unreadable' };
  const { certificate, at } = signer;
  if (signer.fault !== null) return { valid: false, problem: signer.fault };
  const trusted = readCertificate(root);
  if (!trusted || chainFault(certificate, { roots: [trusted], others: read.certificates, lists: 'elsewhere', at }) !== null)
    return { valid: false, problem: 'untrusted' };
  return {
    valid: true,
    by: {
      certificateNumber: certificate.number,
      organization: subjectPart(certificate, OID.organization),
      inn: subjectPart(certificate, OID.innOfOrganization),
      signedAt: at,
      validFrom: certificate.notBefore,
      validUntil: certificate.notAfter,
    },
  };
}

/**
 * SigningCertificateV2 (RFC 5035) ties the signature to its certificate: another one for the same key cannot be put in.
 * ESSCertIDv2 = { hash, issuer and serial }; SHA-256 is the default algorithm and is left out.
 */
async function certificateReference(der: Bytes, certificate: pkijs.Certificate): Promise<asn1js.Sequence> {
  const issuerName = new asn1js.Constructed({ idBlock: { tagClass: 3, tagNumber: 4 }, value: [certificate.issuer.toSchema()] });
  const hash = new asn1js.OctetString({ valueHex: await subtle.digest('SHA-256', der) });
  return sequence([sequence([sequence([hash, sequence([sequence([issuerName]), certificate.serialNumber])])])]);
}

const sequence = (value: asn1js.BaseBlock[]) => new asn1js.Sequence({ value });
const attribute = (type: string, value: asn1js.BaseBlock) => new pkijs.Attribute({ type, values: [value] });
