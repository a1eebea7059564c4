// Time stamps (RFC 3161): a token says that bytes of this digest existed at this instant. The portal's own authority answers anybody and stamps
// what people sign (CAdES-T). Pure: no clock, no storage.
import { hash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Bytes } from './authority.ts';
import { makeDer, octetsOf, partsOf, readDer, TAG, tagged } from '#platform/der';
import { CMS, signDetached, type Signer, wrapped } from './detached-signature.ts';

/** An arc of a UUID (ITU-T X.667), which needs no registration: the policy is that of the portal's own clock, to a second. */
const POLICY = '2.25.187422105671930425178306242918404761';
/** Digests that may be stamped, with their lengths. */
const DIGESTS: Readonly<Record<string, number>> = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
  '1.2.643.7.1.1.2.2': 32,
  '1.2.643.7.1.1.2.3': 64,
};
const STATUS = { granted: 0, rejection: 2 };
/** Bits of PKIFailureInfo (RFC 3161, 2.4.2). */
const FAILURE = { badAlg: 0, badDataFormat: 5, unacceptedPolicy: 15, unacceptedExtension: 16 };

type Imprint = { readonly algorithm: string; readonly digest: Uint8Array; readonly nonce?: asn1js.Integer; readonly withCertificate: boolean };

/** The answer to a time-stamp query, in DER; a query that cannot be granted gets its rejection by name. Never throws for the query. */
export async function answerTimeStamp(query: Uint8Array, service: Signer, at: Date): Promise<Bytes> {
  const asked = readQuery(query);
  if (typeof asked === 'string') return rejection(asked);
  const token = await makeToken(asked, service, at);
  const answer = new pkijs.TimeStampResp({ status: new pkijs.PKIStatusInfo({ status: STATUS.granted }), timeStampToken: pkijs.ContentInfo.fromBER(token) });
  return new Uint8Array(answer.toSchema().toBER(false));
}

function readQuery(query: Uint8Array): Imprint | keyof typeof FAILURE {
  try {
    const request = pkijs.TimeStampReq.fromBER(Uint8Array.from(query));
    const algorithm = request.messageImprint.hashAlgorithm.algorithmId;
    const digest = request.messageImprint.hashedMessage.valueBlock.valueHexView;
    if (request.version !== 1) return 'badDataFormat';
    if (DIGESTS[algorithm] === undefined) return 'badAlg';
    if (digest.length !== DIGESTS[algorithm]) return 'badDataFormat';
    if (request.reqPolicy !== undefined && request.reqPolicy !== POLICY) return 'unacceptedPolicy';
    if ((request.extensions ?? []).some(({ critical }) => critical)) return 'unacceptedExtension';
    return { algorithm, digest, ...(request.nonce !== undefined && { nonce: request.nonce }), withCertificate: request.certReq ?? false };
  } catch {
    return 'badDataFormat';
  }
}

function rejection(why: keyof typeof FAILURE): Bytes {
  const bit = FAILURE[why];
  const bits = new Uint8Array(Math.floor(bit / 8) + 1);
  bits[bits.length - 1] = 0x80 >> (bit % 8);
  // Written by hand: the library's own failure info puts its bits elsewhere.
  const failure = new asn1js.BitString({ valueHex: bits.buffer, unusedBits: 7 - (bit % 8) });
  const status = new asn1js.Sequence({ value: [new asn1js.Integer({ value: STATUS.rejection }), failure] });
  return new Uint8Array(new asn1js.Sequence({ value: [status] }).toBER(false));
}

/** The token alone (a CMS with the stamp's facts inside). */
async function makeToken({ algorithm, digest, nonce, withCertificate }: Imprint, { signer, chain }: Signer, at: Date): Promise<Bytes> {
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: POLICY,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: algorithm, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: Uint8Array.from(digest).buffer }),
    }),
    serialNumber: new asn1js.Integer({ valueHex: newSerial().buffer }),
    genTime: new Date(Math.floor(at.getTime() / 1000) * 1000), // DER wants no trailing zeros in fractions: whole seconds
    accuracy: new pkijs.Accuracy({ seconds: 1 }),
    ...(nonce && { nonce }),
  });
  const token = await signDetached({ bytes: new Uint8Array(info.toSchema().toBER(false)), signer, chain, at, inside: CMS.stampInfo });
  return withCertificate ? token : withoutCertificates(token);
}

function withoutCertificates(token: Bytes): Bytes {
  const signed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(token).content });
  delete signed.certificates;
  return wrapped(signed);
}

/**
 * CAdES-T: the token over the signature's value goes among the unsigned attributes; with lists of the revoked beside it the signature is proven
 * after its certificate's term too (ETSI EN 319 122-1, level LT). Nothing signed changes. Throws when the bytes are no CMS of one signer.
 */
export async function stampSignature(cms: Uint8Array, service: Signer, { at, lists = [] }: { at: Date; lists?: readonly Uint8Array[] }): Promise<Bytes> {
  const [kind, wrapped] = partsOf(readDer(cms));
  const parts = partsOf(partsOf(wrapped!)[0]!);
  const [info, ...more] = partsOf(tagged(parts.pop(), TAG.set));
  if (!info || more.length > 0) throw new Error('a signature of one signer is stamped');
  const signer = partsOf(info).filter(({ tag }) => tag !== 0xa1);
  const digest = hash('sha256', octetsOf(signer.find(({ tag }) => tag === TAG.octets)), 'buffer');
  const token = await makeToken({ algorithm: '2.16.840.1.101.3.4.2.1', digest, withCertificate: true }, service, at);
  const stamp = makeDer(
    0xa1,
    makeDer(TAG.sequence, new Uint8Array(new asn1js.ObjectIdentifier({ value: CMS.stampToken }).toBER(false)), makeDer(TAG.set, token)),
  );
  const stamped = makeDer(TAG.set, makeDer(TAG.sequence, ...signer.map(({ bytes }) => bytes), stamp));
  const beside = lists.length === 0 ? [] : [makeDer(0xa1, ...lists)];
  const signed = makeDer(TAG.sequence, ...parts.filter(({ tag }) => tag !== 0xa1).map(({ bytes }) => bytes), ...beside, stamped);
  return new Uint8Array(makeDer(TAG.sequence, kind!.bytes, makeDer(0xa0, signed)));
}

/** A DER integer is signed: the first bit is 0, and the first byte is not 0. */
function newSerial(): Bytes {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}
