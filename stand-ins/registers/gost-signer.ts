// Signs as the state registers do: GOST R 34.10-2012 with Streebog, certificates of a made-up authority, a revocation list. The keys are public
// and sign nothing real; numbers are taken from them and from what is signed, so that nothing here needs chance.
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { CURVES, modulo, sumOfMultiples } from '#platform/gost-curves';
import { streebog } from '#platform/streebog';

const OID = {
  key: '1.2.643.7.1.1.1.1',
  signature: '1.2.643.7.1.1.3.2',
  digest: '1.2.643.7.1.1.2.2',
  curve: '1.2.643.7.1.2.1.1.2',
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
};
const curve = CURVES[OID.curve]!;
const ISSUED = new Date('2026-01-01T00:00:00Z');
const EXPIRES = new Date('2041-01-01T00:00:00Z');

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const fromText = (text: string): bigint => modulo(numberOf(streebog(256, Buffer.from(text))), curve.order - 1n) + 1n;
const multiple = (factor: bigint): bigint => sumOfMultiples(curve, { first: factor, second: 0n, x: curve.x, y: curve.y })!;

type Key = { readonly name: string; readonly secret: bigint };
const keyOf = (name: string): Key => ({ name, secret: fromText(`учебный ключ ${name}`) });

/** The point of a secret. Its y is one of two roots; the right one is told by a second multiple. */
function publicPoint(secret: bigint): { x: bigint; y: bigint } {
  const { p, a, b } = curve;
  const x = multiple(secret);
  const y = power(modulo(x * x * x + a * x + b, p), (p + 1n) / 4n, p);
  return sumOfMultiples(curve, { first: 1n, second: 1n, x, y }) === multiple(secret + 1n) ? { x, y } : { x, y: p - y };
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, rest] = [1n, base, exponent];
  for (; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function signed(key: Key, message: Uint8Array): Buffer {
  const digest = modulo(numberOf(Uint8Array.from(streebog(256, message)).reverse()), curve.order) || 1n;
  const once = fromText(`${key.secret} ${digest}`);
  const r = modulo(multiple(once), curve.order);
  return Buffer.concat([bytesOf(modulo(r * key.secret + once * digest, curve.order)), bytesOf(r)]);
}

const nameOf = (text: string): pkijs.RelativeDistinguishedNames =>
  new pkijs.RelativeDistinguishedNames({
    typesAndValues: [new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new asn1js.Utf8String({ value: text }) })],
  });
const timeOf = (value: Date): pkijs.Time => new pkijs.Time({ type: 0, value });
const algorithm = (algorithmId: string, algorithmParams?: asn1js.BaseBlock): pkijs.AlgorithmIdentifier =>
  new pkijs.AlgorithmIdentifier({ algorithmId, ...(algorithmParams && { algorithmParams }) });
const extension = (extnID: string, value: asn1js.BaseBlock): pkijs.Extension => new pkijs.Extension({ extnID, critical: true, extnValue: value.toBER(false) });
const bits = (value: number, unused: number): asn1js.BitString => new asn1js.BitString({ valueHex: Uint8Array.of(value).buffer, unusedBits: unused });

function certificateOf(subject: Key, issuer: Key, { serial, isAuthority }: { serial: number; isAuthority: boolean }): pkijs.Certificate {
  const certificate = new pkijs.Certificate({ version: 2, serialNumber: new asn1js.Integer({ value: serial }) });
  certificate.subject = nameOf(subject.name);
  certificate.issuer = nameOf(issuer.name);
  certificate.notBefore = timeOf(ISSUED);
  certificate.notAfter = timeOf(EXPIRES);
  const { x, y } = publicPoint(subject.secret);
  const point = Buffer.concat([bytesOf(x).reverse(), bytesOf(y).reverse()]);
  certificate.subjectPublicKeyInfo = new pkijs.PublicKeyInfo({
    algorithm: algorithm(
      OID.key,
      new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: OID.curve }), new asn1js.ObjectIdentifier({ value: OID.digest })] }),
    ),
    subjectPublicKey: new asn1js.BitString({ valueHex: new asn1js.OctetString({ valueHex: Uint8Array.from(point).buffer }).toBER(false) }),
  });
  certificate.extensions = [
    extension('2.5.29.19', new pkijs.BasicConstraints(isAuthority ? { cA: true } : {}).toSchema()),
    extension('2.5.29.15', isAuthority ? bits(0b0000_0110, 1) : bits(0b1100_0000, 6)),
  ];
  certificate.signature = algorithm(OID.signature);
  certificate.signatureAlgorithm = algorithm(OID.signature);
  certificate.tbsView = new Uint8Array(certificate.encodeTBS().toBER(false));
  certificate.signatureValue = new asn1js.BitString({ valueHex: Uint8Array.from(signed(issuer, certificate.tbsView)).buffer });
  return certificate;
}

const SERIAL = { root: 1, signer: 2, revoked: 3 } as const;
export type GostAuthority = {
  /** PEM of the root. */
  readonly rootPem: string;
  /** The revocation list in DER, good for a month from the day; the second signer stands in it. */
  list(at: Date): Buffer;
  /** A detached signature (CMS) of the bytes. `by`: whose. */
  sign(bytes: Uint8Array, given: { at: Date; by?: 'signer' | 'revoked' }): Buffer;
};

/** The authority of a name: the same keys each time. */
export function gostAuthority(name = 'Учебный Росреестр'): GostAuthority {
  const root = keyOf(`${name}: удостоверяющий центр`);
  const rootCertificate = certificateOf(root, root, { serial: SERIAL.root, isAuthority: true });
  const signers = { signer: keyOf(`${name}: выписки`), revoked: keyOf(`${name}: отозванный`) };
  const certificates = {
    signer: certificateOf(signers.signer, root, { serial: SERIAL.signer, isAuthority: false }),
    revoked: certificateOf(signers.revoked, root, { serial: SERIAL.revoked, isAuthority: false }),
  };
  const der = (certificate: pkijs.Certificate): Buffer => Buffer.from(certificate.toSchema(true).toBER(false));
  return {
    rootPem: `-----BEGIN CERTIFICATE-----\n${der(rootCertificate).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    list(at) {
      const since = new Date(Math.floor(at.getTime() / 1000) * 1000);
      const list = new pkijs.CertificateRevocationList({
        version: 1,
        issuer: nameOf(root.name),
        thisUpdate: timeOf(since),
        nextUpdate: timeOf(new Date(since.getTime() + 30 * 86_400_000)),
      });
      list.signature = algorithm(OID.signature);
      list.signatureAlgorithm = algorithm(OID.signature);
      list.revokedCertificates = [
        new pkijs.RevokedCertificate({ userCertificate: new asn1js.Integer({ value: SERIAL.revoked }), revocationDate: timeOf(ISSUED) }),
      ];
      list.tbsView = new Uint8Array(toBeSigned(list).toBER(false));
      list.signatureValue = new asn1js.BitString({ valueHex: Uint8Array.from(signed(root, list.tbsView)).buffer });
      return Buffer.from(list.toSchema(true).toBER(false));
    },
    sign: (bytes, { at, by = 'signer' }) => detached(signers[by], certificates[by], { bytes, at }),
  };
}

/** The library keeps the part to be signed to itself: it is made of the list's own schema, without the signature that follows it. */
const toBeSigned = (list: pkijs.CertificateRevocationList): asn1js.BaseBlock => (list.toSchema(true) as asn1js.Sequence).valueBlock.value[0]!;

function detached(key: Key, certificate: pkijs.Certificate, { bytes, at }: { bytes: Uint8Array; at: Date }): Buffer {
  const attribute = (type: string, value: asn1js.BaseBlock): pkijs.Attribute => new pkijs.Attribute({ type, values: [value] });
  // DER wants a SET OF in order of the encoded bytes; these grow in length.
  const attributes = [
    attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute('1.2.840.113549.1.9.5', new asn1js.UTCTime({ valueDate: new Date(Math.floor(at.getTime() / 1000) * 1000) })),
    attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: Uint8Array.from(streebog(256, bytes)).buffer })),
  ];
  const signerInfo = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: algorithm(OID.digest),
    signatureAlgorithm: algorithm(OID.key),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
    signature: new asn1js.OctetString({
      valueHex: Uint8Array.from(signed(key, new Uint8Array(new asn1js.Set({ value: attributes.map((one) => one.toSchema()) }).toBER(false)))).buffer,
    }),
  });
  const content = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [algorithm(OID.digest)],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate],
    signerInfos: [signerInfo],
  });
  return Buffer.from(new pkijs.ContentInfo({ contentType: OID.signedData, content: content.toSchema(true) }).toSchema().toBER(false));
}
