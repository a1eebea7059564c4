// The zip of XML parts that an .xlsx file is, with limits: a file from outside may be a bomb.
import { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fromRandomAccessReader, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import type { ByteSource } from './byte-source.ts';
import { TableFileError } from './table-file-error.ts';

export type XlsxLimits = { partBytes: number; ratio: number; parts: number; stringCharacters: number };
export const usualXlsxLimits: XlsxLimits = { partBytes: 4_000_000_000, ratio: 300, parts: 5_000, stringCharacters: 200_000_000 };
/** Below this size a high ratio harms nobody (empty styles compress a thousandfold). */
const SMALL_PART_BYTES = 10_000_000;
/** Between two tags stands at most a cell's text (32,767 characters, escaped); a text without end would fill the memory. */
const LARGEST_TEXT = 2_000_000;

export type XlsxParts = { zip: ZipFile; parts: ReadonlyMap<string, Entry>; limits: XlsxLimits };

class SourceReader extends RandomAccessReader {
  readonly source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.source.read(start, end), { objectMode: false });
  }
}

/** @throws TableFileError zip.broken, zip.bomb, xlsx.encrypted */
export async function openXlsx(source: ByteSource, limits: XlsxLimits = usualXlsxLimits): Promise<XlsxParts> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false };
    fromRandomAccessReader(new SourceReader(source), source.size, options, (error, opened) => (error ? reject(broken(error)) : resolve(opened)));
  });
  const parts = new Map<string, Entry>();
  try {
    if (zip.entryCount > limits.parts) throw new TableFileError('zip.bomb', { parts: zip.entryCount });
    for await (const entry of zip.eachEntry()) {
      const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
      if (entry.uncompressedSize > limits.partBytes || (ratio > limits.ratio && entry.uncompressedSize > SMALL_PART_BYTES)) {
        throw new TableFileError('zip.bomb', { part: entry.fileName, bytes: entry.uncompressedSize });
      }
      if (entry.isEncrypted()) throw new TableFileError('xlsx.encrypted');
      parts.set(entry.fileName, entry);
    }
    return { zip, parts, limits };
  } catch (error) {
    zip.close();
    throw broken(error);
  }
}

export type PartHandlers = { open: (tag: SaxesTagPlain) => void; text?: (value: string) => void; close?: (name: string) => void };

/**
 * Parses a part, giving the consumer a turn after each piece of it (between pieces the consumer sets the pace).
 * Names come without their namespace prefix.
 * @throws TableFileError zip.broken, xlsx.broken
 */
export async function* parsePart({ zip }: XlsxParts, part: Entry, handlers: PartHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let sinceTag = 0;
  parser.on('opentag', (tag) => {
    sinceTag = 0;
    handlers.open(tag.name.includes(':') ? { ...tag, name: localName(tag.name) } : tag);
  });
  parser.on('closetag', ({ name }) => {
    sinceTag = 0;
    handlers.close?.(localName(name));
  });
  if (handlers.text !== undefined) {
    parser.on('text', handlers.text);
    parser.on('cdata', handlers.text);
  }
  try {
    const stream = (await zip.openReadStreamPromise(part)).setEncoding('utf8');
    for await (const piece of stream as AsyncIterable<string>) {
      sinceTag += piece.length;
      parser.write(piece);
      if (sinceTag > LARGEST_TEXT) throw new TableFileError('xlsx.broken', { part: part.fileName });
      yield;
    }
  } catch (error) {
    throw broken(error, part.fileName);
  }
  try {
    parser.close();
  } catch (error) {
    throw broken(error, part.fileName);
  }
}

/** Parses a whole small part. */
export async function readPart(xlsx: XlsxParts, name: string, handlers: PartHandlers): Promise<void> {
  const part = xlsx.parts.get(name);
  if (part === undefined) return;
  for await (const _ of parsePart(xlsx, part, handlers)) continue;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function broken(error: unknown, part?: string): TableFileError {
  if (error instanceof TableFileError) return error;
  // saxes tells the place («12:7: …»); everything else is the zip's: its directory, a size, a checksum, the packing.
  const inXml = error instanceof Error && /^\d+:\d+: /.test(error.message);
  return new TableFileError(inXml ? 'xlsx.broken' : 'zip.broken', part === undefined ? {} : { part }, error);
}
