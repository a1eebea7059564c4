// Values of ASN.1 as they stand in bytes (X.690): a walk that copies nothing and looks only where it is asked to. DER, and of BER what signatures use:
// lengths that are not said, strings in pieces. Bytes from anybody: whatever they are, the only exception is DerError.

export type Bytes = Uint8Array;
/** `tag`: the first byte as it stands. `bytes`: the whole value, `content`: without its head. */
export type Der = { readonly tag: number; readonly bytes: Bytes; readonly content: Bytes };

export class DerError extends Error {
  override readonly name = 'DerError';
}

export const TAG = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utcTime: 0x17, time: 0x18, sequence: 0x30, set: 0x31, piecedOctets: 0x24 };
const DEEPEST = 32;
const MOST_PARTS = 5_000;
const MOST_PIECES = 100_000;
/** Of a number or an identifier, in bytes. */
const LONGEST = 64;

function headOf(bytes: Bytes, at: number): { tag: number; start: number; /** Null: up to the mark of the end. */ length: number | null } {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('no value');
  if (first < 0x80) return { tag, start: at + 2, length: first };
  const count = first & 0x7f;
  if (count === 0 && (tag & 0x20) !== 0) return { tag, start: at + 2, length: null };
  if (count === 0 || count > 4 || at + 2 + count > bytes.length) throw new DerError('a strange length');
  let length = 0;
  for (let n = 0; n < count; n++) length = length * 256 + bytes[at + 2 + n]!;
  return { tag, start: at + 2 + count, length };
}

function endOf(bytes: Bytes, at: number, depth = DEEPEST): number {
  const { start, length } = headOf(bytes, at);
  if (length !== null) {
    if (start + length > bytes.length) throw new DerError('cut');
    return start + length;
  }
  if (depth === 0) throw new DerError('too deep');
  let next = start;
  while (bytes[next] !== 0 || bytes[next + 1] !== 0) next = endOf(bytes, next, depth - 1);
  return next + 2;
}

/** The value that begins there; what follows it is left alone. */
export function readDer(bytes: Bytes, at = 0): Der {
  const { tag, start, length } = headOf(bytes, at);
  const end = endOf(bytes, at);
  return { tag, bytes: bytes.subarray(at, end), content: bytes.subarray(start, length === null ? end - 2 : end) };
}

/** The values inside, one after another. */
export function* eachPart({ content }: Der): Generator<Der> {
  for (let at = 0; at < content.length;) {
    const part = readDer(content, at);
    yield part;
    at += part.bytes.length;
  }
}

export function partsOf(value: Der): Der[] {
  const parts: Der[] = [];
  for (const part of eachPart(value)) if (parts.push(part) > MOST_PARTS) throw new DerError('too many parts');
  return parts;
}

/** The value, if it is there and of this tag. */
export function tagged(value: Der | undefined, tag: number): Der {
  if (value?.tag !== tag) throw new DerError(`no value of the tag ${tag}`);
  return value;
}

function short({ content }: Der): Bytes {
  if (content.length > LONGEST) throw new DerError('too long');
  return content;
}

/** «1.2.643.7.1.1.1.1» */
export function oidOf(value: Der | undefined): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of short(tagged(value, TAG.oid))) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0) arcs.push(arc < 80n ? arc / 40n : 2n, arc < 80n ? arc % 40n : arc - 80n);
    else arcs.push(arc);
    arc = 0n;
  }
  return arcs.join('.');
}

/** The algorithm of an AlgorithmIdentifier. */
export const algorithmOf = (value: Der | undefined): string => oidOf(partsOf(tagged(value, TAG.sequence))[0]);

/** A whole number in hex capitals, without the zero in front that keeps it positive. */
export function numberOf(value: Der | undefined): string {
  const content = short(tagged(value, TAG.integer));
  return Buffer.from(content[0] === 0 && content.length > 1 ? content.subarray(1) : content)
    .toString('hex')
    .toUpperCase();
}

export function octetsOf(value: Der | undefined): Bytes {
  if (value?.tag !== TAG.piecedOctets) return tagged(value, TAG.octets).content;
  const pieces: Bytes[] = [];
  for (const piece of eachPart(value)) if (pieces.push(tagged(piece, TAG.octets).content) > MOST_PIECES) throw new DerError('too many pieces');
  return Buffer.concat(pieces);
}

/** Bits of a whole number of bytes: a signature, a key. */
export const bitsOf = (value: Der | undefined): Bytes => tagged(value, TAG.bits).content.subarray(1);

const TIMES: Readonly<Record<number, RegExp>> = {
  [TAG.utcTime]: /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/,
  [TAG.time]: /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?(Z|[+-]\d{4})$/,
};

/** To the second. Two digits of a year are of 1950 to 2049 (RFC 5280, 4.1.2.5.1). */
export function timeOf(value: Der | undefined): Date {
  const found = value === undefined ? undefined : TIMES[value.tag]?.exec(Buffer.from(value.content).toString('latin1'));
  if (!found) throw new DerError('no time');
  const [, year, month, day, hour, minute, second = '00', zone] = found;
  const shift = zone === 'Z' ? zone : `${zone!.slice(0, 3)}:${zone!.slice(3)}`;
  const at = new Date(`${year!.length === 4 ? year : `${Number(year) < 50 ? 20 : 19}${year}`}-${month}-${day}T${hour}:${minute}:${second}${shift}`);
  if (Number.isNaN(at.getTime())) throw new DerError('no time');
  return at;
}

/** Any of the kinds of text. */
export function textOf({ tag, content }: Der): string {
  const bytes = Buffer.from(content);
  if (tag === 0x0c) return bytes.toString('utf8');
  return tag === 0x1e
    ? bytes
        .subarray(0, bytes.length & ~1)
        .swap16()
        .toString('utf16le')
    : bytes.toString('latin1');
}

/** A value made of these pieces, in DER. */
export function makeDer(tag: number, ...parts: readonly Bytes[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const size = Buffer.from(length.toString(16).padStart(length > 0xff_ffff ? 8 : length > 0xffff ? 6 : length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 + size.length), size, content]);
}
