// Values of a PDF file (ISO 32000-1, 7.3): read from bytes and written back. Bytes come from anybody: what is wrong is a PdfError.

export type PdfName = { readonly name: string };
export type PdfText = { readonly bytes: Uint8Array };
export type PdfRef = { readonly ref: number; readonly generation: number };
export type PdfDict = ReadonlyMap<string, PdfValue>;
/** `data` as it lies in the file, still encoded. */
export type PdfStream = { readonly dict: PdfDict; readonly data: Uint8Array };
export type PdfValue = null | boolean | number | PdfName | PdfText | PdfRef | PdfDict | PdfStream | readonly PdfValue[];

/** The bytes are no PDF that can be followed. */
export class PdfError extends Error {}

export const isDict = (value: PdfValue | undefined): value is PdfDict => value instanceof Map;
export const isList = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);
const isObject = (value: PdfValue | undefined): value is PdfName | PdfText | PdfRef | PdfStream =>
  typeof value === 'object' && value !== null && !isDict(value) && !isList(value);
export const isName = (value: PdfValue | undefined, name?: string): value is PdfName =>
  isObject(value) && 'name' in value && (name === undefined || value.name === name);
export const isText = (value: PdfValue | undefined): value is PdfText => isObject(value) && 'bytes' in value;
export const isRef = (value: PdfValue | undefined): value is PdfRef => isObject(value) && 'ref' in value;
export const isStream = (value: PdfValue | undefined): value is PdfStream => isObject(value) && 'dict' in value;

const DEEPEST = 60;
const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITER = new Set(Buffer.from('()<>[]{}/%'));
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

export type Cursor = { readonly bytes: Uint8Array; at: number };

export function skipSpace(cursor: Cursor): void {
  const { bytes } = cursor;
  while (cursor.at < bytes.length) {
    const byte = bytes[cursor.at]!;
    if (byte === 0x25) while (cursor.at < bytes.length && bytes[cursor.at] !== 10 && bytes[cursor.at] !== 13) cursor.at += 1;
    else if (SPACE.has(byte)) cursor.at += 1;
    else return;
  }
}

/** A word of signs that are neither space nor delimiter; '' at a delimiter. */
export function readWord(cursor: Cursor): string {
  skipSpace(cursor);
  const from = cursor.at;
  const { bytes } = cursor;
  while (cursor.at < bytes.length && !SPACE.has(bytes[cursor.at]!) && !DELIMITER.has(bytes[cursor.at]!)) cursor.at += 1;
  return Buffer.from(bytes.subarray(from, cursor.at)).toString('latin1');
}

/** Throws unless the word stands next. */
export function expectWord(cursor: Cursor, word: string): void {
  if (readWord(cursor) !== word) throw new PdfError(`no ${word} at ${cursor.at}`);
}

/** A whole number that is not negative. */
export function readCount(cursor: Cursor): number {
  const word = readWord(cursor);
  if (!/^\d{1,10}$/.test(word)) throw new PdfError(`no number at ${cursor.at}`);
  return Number(word);
}

/** The value that stands next. */
export function readValue(cursor: Cursor, depth = 0): PdfValue {
  if (depth > DEEPEST) throw new PdfError('too deep');
  skipSpace(cursor);
  const { bytes } = cursor;
  const sign = String.fromCharCode(bytes[cursor.at] ?? 0);
  if (sign === '/') return readName(cursor);
  if (sign === '(') return readLiteral(cursor);
  if (sign === '[') return readList(cursor, depth);
  if (sign === '<') return bytes[cursor.at + 1] === 0x3c ? readDict(cursor, depth) : readHex(cursor);
  const word = readWord(cursor);
  if (/^[+-]?\d+$/.test(word)) return referenceOr(cursor, Number(word));
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return Number(word);
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  throw new PdfError(`an unknown word at ${cursor.at}`);
}

function referenceOr(cursor: Cursor, number: number): PdfValue {
  const after = { bytes: cursor.bytes, at: cursor.at };
  const generation = readWord(after);
  if (number < 0 || !/^\d{1,5}$/.test(generation) || readWord(after) !== 'R') return number;
  cursor.at = after.at;
  return { ref: number, generation: Number(generation) };
}

function readName(cursor: Cursor): PdfName {
  cursor.at += 1;
  const from = cursor.at;
  const { bytes } = cursor;
  while (cursor.at < bytes.length && !SPACE.has(bytes[cursor.at]!) && !DELIMITER.has(bytes[cursor.at]!)) cursor.at += 1;
  const written = Buffer.from(bytes.subarray(from, cursor.at)).toString('latin1');
  return { name: written.replace(/#([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) };
}

function readLiteral(cursor: Cursor): PdfText {
  const { bytes } = cursor;
  const out: number[] = [];
  let open = 0;
  for (;;) {
    const byte = bytes[cursor.at];
    if (byte === undefined) throw new PdfError('a text without its end');
    cursor.at += 1;
    if (byte === 0x5c) readEscape(cursor, out);
    else {
      if (byte === 0x28) open += 1;
      if (byte === 0x29) open -= 1;
      if (open === 0) return { bytes: Uint8Array.from(out) };
      if (!(byte === 0x28 && open === 1)) out.push(byte);
    }
  }
}

function readEscape(cursor: Cursor, out: number[]): void {
  const octal = /^[0-7]{1,3}/.exec(Buffer.from(cursor.bytes.subarray(cursor.at, cursor.at + 3)).toString('latin1'))?.[0];
  if (octal !== undefined) {
    cursor.at += octal.length;
    out.push(Number.parseInt(octal, 8) & 0xff);
    return;
  }
  const byte = cursor.bytes[cursor.at] ?? 0;
  cursor.at += 1;
  if (byte === 13 && cursor.bytes[cursor.at] === 10) cursor.at += 1;
  if (byte !== 13 && byte !== 10) out.push(ESCAPES[String.fromCharCode(byte)] ?? byte);
}

function readHex(cursor: Cursor): PdfText {
  const end = cursor.bytes.indexOf(0x3e, cursor.at);
  if (end === -1) throw new PdfError('a text without its end');
  const hex = Buffer.from(cursor.bytes.subarray(cursor.at + 1, end))
    .toString('latin1')
    .replaceAll(/[\0\t\n\f\r ]/g, '');
  if (!/^[0-9A-Fa-f]*$/.test(hex)) throw new PdfError('a text of other signs');
  cursor.at = end + 1;
  return { bytes: Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex') };
}

function readList(cursor: Cursor, depth: number): readonly PdfValue[] {
  cursor.at += 1;
  const values: PdfValue[] = [];
  for (;;) {
    skipSpace(cursor);
    if (cursor.bytes[cursor.at] === 0x5d) break;
    values.push(readValue(cursor, depth + 1));
  }
  cursor.at += 1;
  return values;
}

function readDict(cursor: Cursor, depth: number): PdfDict {
  cursor.at += 2;
  const dict = new Map<string, PdfValue>();
  for (;;) {
    skipSpace(cursor);
    if (cursor.bytes[cursor.at] === 0x3e && cursor.bytes[cursor.at + 1] === 0x3e) break;
    if (cursor.bytes[cursor.at] !== 0x2f) throw new PdfError(`no name at ${cursor.at}`);
    const { name } = readName(cursor);
    dict.set(name, readValue(cursor, depth + 1));
  }
  cursor.at += 2;
  return dict;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const writeName = (name: string): string =>
  `/${name.replaceAll(/[^!"$&'*-.0-;=?-Z\\^-z|~]/g, (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
/** At most six decimals, never with an exponent, which PDF has not. */
const writeNumber = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** The value as a file holds it. */
export function writeValue(value: PdfValue): Buffer {
  if (value === null || typeof value === 'boolean') return latin(String(value));
  if (typeof value === 'number') return latin(writeNumber(value));
  if (isList(value)) return Buffer.concat([latin('['), ...value.flatMap((one) => [writeValue(one), latin(' ')]), latin(']')]);
  if (isDict(value))
    return Buffer.concat([latin('<<'), ...[...value].flatMap(([name, one]) => [latin(`${writeName(name)} `), writeValue(one), latin('\n')]), latin('>>')]);
  if (isStream(value))
    return Buffer.concat([writeValue(new Map([...value.dict, ['Length', value.data.length]])), latin('\nstream\n'), value.data, latin('\nendstream')]);
  if (isName(value)) return latin(writeName(value.name));
  if (isRef(value)) return latin(`${value.ref} ${value.generation} R`);
  return latin(`<${Buffer.from(value.bytes).toString('hex')}>`);
}

/** Text for people: UTF-16 with its mark. */
export const textOf = (text: string): PdfText => ({ bytes: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]) });
