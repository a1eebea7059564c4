// A PDF file as it stands after its last update: the table of objects (plain or compressed), objects, and an update appended to it.
// Incremental: not a byte of what was there changes, so earlier signatures hold.
import { hash } from 'node:crypto';
import { inflated } from './pdf-streams.ts';
import {
  type Cursor,
  expectWord,
  isDict,
  isList,
  isName,
  isRef,
  isStream,
  isText,
  type PdfDict,
  PdfError,
  type PdfRef,
  type PdfStream,
  type PdfValue,
  readCount,
  readValue,
  readWord,
  skipSpace,
  writeValue,
} from './pdf-syntax.ts';

const MOST_HOLDERS = 100;
const MOST_OBJECTS = 1_000_000;
/** Bytes that are read as values, of all and of one, bytes that are unpacked, and lines of tables: what lies twice over itself is read twice. */
const MOST_READ = 8 * 1_048_576;
const LARGEST_VALUE = 2 * 1_048_576;
const MOST_UNPACKED = 64 * 1_048_576;
const MOST_LINES = 3_000_000;
const MOST_SECTIONS = 1_000;

export type Place = { readonly offset: number } | { readonly inside: number; readonly index: number } | null;
export type PdfFile = {
  readonly bytes: Uint8Array;
  readonly trailer: PdfDict;
  /** The next free number of an object. */
  readonly size: number;
  /** The object behind a reference, or the value itself. An object that is not there is null. */
  get(value: PdfValue | undefined): PdfValue;
  /** Where each object lies; null for one that was taken away. */
  readonly places: ReadonlyMap<number, Place>;
  dict(value: PdfValue | undefined): PdfDict;
  /** Where the newest table lies, and whether it is a stream. */
  readonly table: { readonly offset: number; readonly isStream: boolean };
};

/** Throws PdfError when the bytes are no PDF, are cut or damaged, or are encrypted. */
export function openPdf(bytes: Uint8Array): PdfFile {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 2_048))).toString('latin1');
  const start = tail.lastIndexOf('startxref');
  if (!Buffer.from(bytes.subarray(0, 5)).equals(Buffer.from('%PDF-')) || start === -1) throw new PdfError('no PDF, or cut');
  const offset = readCount({ bytes, at: bytes.length - tail.length + start + 'startxref'.length });
  const places = new Map<number, Place>();
  const { trailer, isStream: isStreamTable } = readTables(bytes, offset, places);
  if (trailer.has('Encrypt')) throw new PdfError('encrypted');
  const given = trailer.get('Size');
  const size = Math.max(typeof given === 'number' ? given : 0, places.size === 0 ? 0 : [...places.keys()].reduce((most, one) => Math.max(most, one)) + 1);
  const { get, dict } = reader(bytes, places);
  return { bytes, trailer, size, table: { offset, isStream: isStreamTable }, places, get, dict };
}

function reader(bytes: Uint8Array, places: ReadonlyMap<number, Place>): Pick<PdfFile, 'get' | 'dict'> {
  const known = new Map<number, PdfValue>();
  const opened = new Map<number, Held>();
  let [taken, unpacked] = [0, 0];
  const count = (length: number): void => {
    taken += length;
    if (taken > MOST_READ) throw new PdfError('too much to read');
  };
  const read = (number: number): PdfValue => {
    const place = places.get(number);
    if (!place) return null;
    if ('offset' in place) return readObject(bytes, { number, offset: place.offset, get, count });
    let inside = opened.get(place.inside);
    if (!inside) {
      if (opened.size >= MOST_HOLDERS) throw new PdfError('too many streams of objects');
      const holder = places.get(place.inside);
      if (!holder || !('offset' in holder)) throw new PdfError('objects in no stream');
      inside = objectsInside(readObject(bytes, { number: place.inside, offset: holder.offset, get, count }));
      unpacked += inside.bytes.length;
      if (unpacked > MOST_UNPACKED) throw new PdfError('too much to unpack');
      opened.set(place.inside, inside);
    }
    const at = inside.places[place.index];
    if (at === undefined) return null;
    const cursor: Cursor = { bytes: inside.bytes.subarray(0, at + LARGEST_VALUE), at };
    const value = readValue(cursor);
    count(cursor.at - at);
    return value;
  };
  const get = (value: PdfValue | undefined): PdfValue => {
    if (!isRef(value)) return value ?? null;
    if (!known.has(value.ref)) {
      known.set(value.ref, null); // an object that leads to itself leads nowhere
      known.set(value.ref, read(value.ref));
    }
    return known.get(value.ref)!;
  };
  const dict = (value: PdfValue | undefined): PdfDict => {
    const found = get(value);
    if (!isDict(found)) throw new PdfError('a dictionary is missing');
    return found;
  };
  return { get, dict };
}

type Reading = {
  readonly number: number;
  readonly offset: number;
  readonly get: (value: PdfValue | undefined) => PdfValue;
  readonly count: (length: number) => void;
};
/** Objects inside a stream, and where each begins. */
type Held = { readonly bytes: Uint8Array; readonly places: readonly number[] };

function readObject(bytes: Uint8Array, { number, offset, get, count }: Reading): PdfValue {
  const cursor: Cursor = { bytes: bytes.subarray(0, offset + LARGEST_VALUE), at: offset };
  if (offset >= bytes.length || readCount(cursor) !== number) throw new PdfError(`object ${number} is not at its place`);
  readCount(cursor);
  expectWord(cursor, 'obj');
  const value = readValue(cursor);
  count(cursor.at - offset);
  if (!isDict(value)) return value;
  skipSpace(cursor);
  if (Buffer.from(bytes.subarray(cursor.at, cursor.at + 6)).toString('latin1') !== 'stream') return value;
  cursor.at += 6;
  if (bytes[cursor.at] === 13) cursor.at += 1;
  if (bytes[cursor.at] === 10) cursor.at += 1;
  const length = get(value.get('Length'));
  if (typeof length !== 'number' || length < 0 || cursor.at + length > bytes.length) throw new PdfError(`object ${number} is cut`);
  return { dict: value, data: bytes.subarray(cursor.at, cursor.at + length) };
}

function objectsInside(holder: PdfValue): Held {
  if (!isStream(holder)) throw new PdfError('objects in no stream');
  const [count, first] = [holder.dict.get('N'), holder.dict.get('First')];
  if (typeof count !== 'number' || typeof first !== 'number' || count > MOST_OBJECTS) throw new PdfError('objects in no stream');
  const bytes = inflated(holder);
  const heads: Cursor = { bytes, at: 0 };
  const places = Array.from({ length: count }, () => {
    readCount(heads);
    return first + readCount(heads);
  });
  return { bytes, places };
}

/** Reads the newest table and those before it; the newest place of an object wins. */
function readTables(bytes: Uint8Array, offset: number, places: Map<number, Place>): { trailer: PdfDict; isStream: boolean } {
  const seen = new Set<number>();
  let newest: { trailer: PdfDict; isStream: boolean } | undefined;
  let [next, left]: [number | undefined, number] = [offset, MOST_LINES];
  const read = (at: number): Section | undefined => {
    if (seen.has(at) || at >= bytes.length) return undefined;
    if (seen.add(at).size > MOST_SECTIONS) throw new PdfError('too many updates');
    const table: Table = { places: new Map(), left };
    const cursor: Cursor = { bytes, at };
    const isPlain = readWord(cursor) === 'xref';
    const trailer = isPlain ? readPlainTable(cursor, table) : readStreamTable(bytes, at, table);
    left = table.left;
    return { trailer, isStream: !isPlain, places: table.places };
  };
  for (let section = read(offset); section; section = next === undefined ? undefined : read(next)) {
    newest ??= section;
    const beside = section.trailer.get('XRefStm');
    const hidden = typeof beside === 'number' ? read(beside) : undefined;
    for (const [number, place] of hidden ? together(section.places, hidden.places) : section.places) if (!places.has(number)) places.set(number, place);
    const before = section.trailer.get('Prev');
    next = typeof before === 'number' ? before : undefined;
  }
  if (!newest) throw new PdfError('no table of objects');
  return newest;
}

type Section = { readonly trailer: PdfDict; readonly isStream: boolean; readonly places: ReadonlyMap<number, Place> };
type Table = { readonly places: Map<number, Place>; /** How many lines may still be read. */ left: number };

/** A plain table with a stream beside it, for readers that know streams: what is free in the table may have its place in the stream. */
function together(table: ReadonlyMap<number, Place>, stream: ReadonlyMap<number, Place>): Map<number, Place> {
  const both = new Map(stream);
  for (const [number, place] of table) {
    const other = both.get(number) ?? null;
    if (place !== null && other !== null && !isSamePlace(place, other)) throw new PdfError(`object ${number} has two places`);
    both.set(number, place ?? other);
  }
  return both;
}

/** Which of two places in one table counts, programs do not agree on: such a file shows one page here and another there. */
function put(table: Table, number: number, place: Place): void {
  table.left -= 1;
  if (number > MOST_OBJECTS || table.left < 0) throw new PdfError('too many objects');
  const known = table.places.get(number);
  if (known !== undefined && !isSamePlace(known, place)) throw new PdfError(`object ${number} has two places`);
  table.places.set(number, place);
}

const isSamePlace = (one: Place, other: Place): boolean =>
  one === null || other === null
    ? one === other
    : 'offset' in one
      ? 'offset' in other && one.offset === other.offset
      : 'inside' in other && one.inside === other.inside && one.index === other.index;

function readPlainTable(cursor: Cursor, table: Table): PdfDict {
  for (;;) {
    const word = readWord(cursor);
    if (word === 'trailer') break;
    if (!/^\d+$/.test(word)) throw new PdfError('the table of objects is damaged');
    const count = readCount(cursor);
    for (let n = 0; n < count; n++) {
      const offset = readCount(cursor);
      readCount(cursor);
      const kind = readWord(cursor);
      if (kind !== 'n' && kind !== 'f') throw new PdfError('the table of objects is damaged');
      put(table, Number(word) + n, kind === 'n' ? { offset } : null);
    }
  }
  const trailer = readValue(cursor);
  if (!isDict(trailer)) throw new PdfError('no trailer');
  return trailer;
}

function readStreamTable(bytes: Uint8Array, offset: number, lines: Table): PdfDict {
  const number = readCount({ bytes, at: offset });
  const table = readObject(bytes, { number, offset, get: (value) => value ?? null, count: () => {} });
  if (!isStream(table) || !isName(table.dict.get('Type'), 'XRef')) throw new PdfError('no table of objects');
  const counts = (name: string): number[] | undefined => {
    const list = table.dict.get(name);
    return isList(list) && list.every((one) => typeof one === 'number' && one >= 0) ? (list as number[]) : undefined;
  };
  const widths = counts('W');
  const size = table.dict.get('Size');
  const index = counts('Index') ?? [0, typeof size === 'number' ? size : 0];
  if (widths?.length !== 3 || widths.some((one) => one > 8)) throw new PdfError('no table of objects');
  const data = inflated(table);
  lines.left -= data.length >> 3;
  let at = 0;
  const field = (place: number, otherwise: number): number => {
    const width = widths[place]!;
    if (width === 0) return otherwise;
    let value = 0;
    for (const byte of data.subarray(at, at + width)) value = value * 256 + byte;
    at += width;
    return value;
  };
  for (let part = 0; part + 1 < index.length; part += 2) {
    for (let n = 0; n < index[part + 1]! && at < data.length; n++) {
      const [kind, second, third] = [field(0, 1), field(1, 0), field(2, 0)];
      put(lines, index[part]! + n, kind === 1 ? { offset: second } : kind === 2 ? { inside: second, index: third } : null);
    }
  }
  return table.dict;
}

export type Update = { readonly number: number; readonly value: PdfValue | Buffer };

/** The file with these objects new or changed. `Buffer`: a value already written. Throws PdfError when the trailer names no root. */
export function appendUpdate(file: PdfFile, updates: readonly Update[]): { readonly bytes: Buffer; readonly offsets: ReadonlyMap<number, number> } {
  const parts: Buffer[] = [Buffer.from(file.bytes), Buffer.from('\n')];
  let length = file.bytes.length + 1;
  const offsets = new Map<number, number>();
  const add = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  const addObject = ({ number, value }: Update): void => {
    offsets.set(number, length);
    add(Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.isBuffer(value) ? value : writeValue(value), Buffer.from('\nendobj\n')]));
  };
  for (const update of updates) addObject(update);
  const size = Math.max(file.size, ...updates.map(({ number }) => number + 1));
  const trailer = new Map<string, PdfValue>([['Size', file.table.isStream ? size + 1 : size], ...kept(file), ['Prev', file.table.offset]]);
  const start = length;
  if (file.table.isStream) {
    offsets.set(size, length);
    addObject({ number: size, value: streamTable(trailer, offsets) });
  } else add(plainTable(trailer, offsets));
  add(Buffer.from(`startxref\n${start}\n%%EOF\n`));
  return { bytes: Buffer.concat(parts), offsets };
}

function kept({ trailer, bytes }: PdfFile): [string, PdfValue][] {
  if (!isRef(trailer.get('Root'))) throw new PdfError('no root');
  const id = trailer.get('ID');
  const first = isList(id) && isText(id[0]) ? id[0] : { bytes: hash('sha256', bytes, 'buffer').subarray(0, 16) };
  const info = trailer.get('Info');
  return [
    ['Root', trailer.get('Root')!],
    ...(info === undefined ? [] : [['Info', info] as [string, PdfValue]]),
    ['ID', [first, { bytes: hash('sha256', bytes, 'buffer').subarray(0, 16) }]],
  ];
}

/** Runs of numbers that follow one another. */
function runsOf(offsets: ReadonlyMap<number, number>): { first: number; offsets: number[] }[] {
  const runs: { first: number; offsets: number[] }[] = [];
  for (const [number, offset] of [...offsets].toSorted(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last && last.first + last.offsets.length === number) last.offsets.push(offset);
    else runs.push({ first: number, offsets: [offset] });
  }
  return runs;
}

function plainTable(trailer: PdfDict, offsets: ReadonlyMap<number, number>): Buffer {
  const sections = runsOf(offsets).map(
    ({ first, offsets: places }) => `${first} ${places.length}\n${places.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`,
  );
  return Buffer.concat([Buffer.from(`xref\n${sections.join('')}trailer\n`), writeValue(trailer), Buffer.from('\n')]);
}

function streamTable(trailer: PdfDict, offsets: ReadonlyMap<number, number>): PdfStream {
  const runs = runsOf(offsets);
  const data = Buffer.concat(
    runs.flatMap(({ offsets: places }) =>
      places.map((offset) => {
        const entry = Buffer.alloc(7);
        entry[0] = 1;
        entry.writeUInt32BE(offset, 1);
        return entry;
      }),
    ),
  );
  return {
    dict: new Map<string, PdfValue>([
      ['Type', { name: 'XRef' }],
      ...trailer,
      ['W', [1, 4, 2]],
      ['Index', runs.flatMap(({ first, offsets: places }) => [first, places.length])],
    ]),
    data,
  };
}

export const refTo = (number: number): PdfRef => ({ ref: number, generation: 0 });
