// A detached signature CAdES-BES (ETSI EN 319 122-1) written by hand: a signing page loads this and no library. Digest SHA-256, keys P-256.

export type Bytes = Uint8Array<ArrayBuffer>;
/** What the portal gives of a key's certificate: it and what stands above it, and the names by which a signature calls it, all in DER. */
export type Certified = { readonly certificates: readonly Bytes[]; readonly issuer: Bytes; readonly serial: Bytes };
type ToSign = Certified & {
  readonly content: Bytes;
  /** Left out where the document names the time itself (PAdES). */
  readonly at: Date | null;
  /** r and s side by side, as WebCrypto gives them. */
  readonly sign: (bytes: Bytes) => Promise<ArrayBuffer>;
};

const joined = (parts: readonly Bytes[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** One value in DER: tag, length, content. */
function der(tag: number, ...parts: Bytes[]): Bytes {
  const content = joined(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x1_0000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return joined([Uint8Array.of(tag, ...size), content]);
}

const fromHex = (hex: string): Bytes => Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
const oid = (hex: string): Bytes => der(0x06, fromHex(hex));
const OID = {
  data: oid('2a864886f70d010701'),
  signedData: oid('2a864886f70d010702'),
  contentType: oid('2a864886f70d010903'),
  messageDigest: oid('2a864886f70d010904'),
  signingTime: oid('2a864886f70d010905'),
  signingCertificateV2: oid('2a864886f70d010910022f'),
  sha256: oid('608648016503040201'),
  ecdsaWithSha256: oid('2a8648ce3d040302'),
};
const sequence = (...parts: Bytes[]): Bytes => der(0x30, ...parts);
const octets = (bytes: ArrayBuffer): Bytes => der(0x04, new Uint8Array(bytes));
const ONE = der(0x02, Uint8Array.of(1));
const SHA256 = sequence(OID.sha256);
const digest = (bytes: Bytes): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', bytes);
const attribute = (type: Bytes, value: Bytes): Bytes => sequence(type, der(0x31, value));
/** `261122093000Z`; good until 2049. */
const utcTime = (at: Date): Bytes => der(0x17, new TextEncoder().encode(`${at.toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));

const inOrder = (a: Bytes, b: Bytes): number => {
  const place = a.findIndex((byte, at) => byte !== b[at]);
  return place === -1 ? a.length - b.length : a[place]! - (b[place] ?? -1);
};

/** A number without the zeros in front, and with one where it would read as negative. */
function integer(bytes: Bytes): Bytes {
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte !== 0),
  );
  const short = bytes.subarray(first);
  return der(0x02, short[0]! >= 0x80 ? joined([Uint8Array.of(0), short]) : short);
}

/** The CMS in DER. The content is not in it. */
export async function signCades({ content, certificates, issuer, serial, at, sign }: ToSign): Promise<Bytes> {
  const reference = sequence(octets(await digest(certificates[0]!)), sequence(sequence(der(0xa4, issuer)), serial));
  const attributes = joined(
    [
      attribute(OID.contentType, OID.data),
      ...(at === null ? [] : [attribute(OID.signingTime, utcTime(at))]),
      attribute(OID.messageDigest, octets(await digest(content))),
      attribute(OID.signingCertificateV2, sequence(sequence(reference))),
    ].toSorted(inOrder),
  );
  // They are signed as a SET, and stand in the signature under a tag of their own (RFC 5652, 5.4).
  const value = new Uint8Array(await sign(der(0x31, attributes)));
  const half = value.length / 2;
  const signature = sequence(integer(value.subarray(0, half)), integer(value.subarray(half)));
  const signer = sequence(ONE, sequence(issuer, serial), SHA256, der(0xa0, attributes), sequence(OID.ecdsaWithSha256), octets(signature.buffer));
  const signed = sequence(ONE, der(0x31, SHA256), sequence(OID.data), der(0xa0, ...certificates), der(0x31, signer));
  return sequence(OID.signedData, der(0xa0, signed));
}
