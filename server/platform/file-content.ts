// The content of a file on its way in: does it agree with its declared kind, is there anything in it that runs; images lose their metadata.
import { fileURLToPath } from 'node:url';
import { askChild } from './ask-child.ts';
import { refuse } from './errors.ts';
import { type FileKind, fileKinds, hasControls, isActiveText, isActiveXml, isProgramName, sniff, SNIFF_BYTES } from './file-kinds.ts';
import type { HeicAnswer, HeicOrder } from './heic-child.ts';
import { pdfDanger } from './pdf-danger.ts';

const MOST_PIXELS = 100_000_000;
const MOST_ENTRIES = 10_000;
const MOST_UNPACKED = 2_000_000_000;
const MOST_RATIO = 200;
/** As much as what is looked for may take. */
const OVERLAP = 300;
type Parts = AsyncIterable<Buffer>;
/** The part without which an archive is no such document. */
const WITHIN: Partial<Record<FileKind, string>> = { xlsx: 'xl/workbook.xml', docx: 'word/document.xml' };
const HEIC_CHILD = fileURLToPath(new URL('heic-child.ts', import.meta.url));
const JPEG_QUALITY = 90;
const HEIC_MS = 60_000;

/** Yields what is to be stored. Refuses with file.active, file.mismatch or file.damaged. */
export async function* checkedContent(parts: Parts, kind: FileKind, { exact }: { exact: boolean }): AsyncGenerator<Buffer> {
  const { head, rest } = await withHead(parts);
  const sniffed = sniff(head).kind;
  if (sniffed === 'active') refuse('file.active');
  if (!agrees(kind, sniffed)) refuse('file.mismatch', { declared: fileKinds[kind].name });
  switch (kind) {
    case 'jpeg':
    case 'png':
    case 'webp':
      yield* exact ? rest : [await cleanImage(await whole(rest), kind)];
      return;
    case 'heic':
      yield* exact ? rest : [await heicAsJpeg(await whole(rest))];
      return;
    case 'zip':
    case 'docx':
    case 'xlsx': {
      const file = await whole(rest);
      await checkZip(file, kind);
      yield file;
      return;
    }
    case 'signature':
      yield* rest; // never altered
      return;
    case 'pdf': {
      const file = await whole(rest);
      const danger = pdfDanger(file);
      if (danger !== undefined) refuse(`file.${danger}`);
      yield file;
      return;
    }
    case 'xml':
    case 'csv':
    case 'json':
    case 'txt': {
      const isWide = head[0] === 0xff || head[0] === 0xfe; // UTF-16 has zero bytes
      yield* scanned(rest, (text, part) => {
        if (!isWide && hasControls(part)) refuse('file.mismatch', { declared: fileKinds[kind].name });
        const plain = isWide ? text.replaceAll('\0', '') : text;
        return kind === 'xml' ? isActiveXml(plain) : isActiveText(plain);
      });
    }
  }
}

function agrees(kind: FileKind, sniffed: ReturnType<typeof sniff>['kind']): boolean {
  if (kind in WITHIN) return sniffed === 'zip';
  if (kind === 'json') return sniffed === 'text';
  if (kind === 'csv' || kind === 'txt') return sniffed === 'text' || sniffed === 'xml';
  return kind === sniffed;
}

/** Collects what sniffing needs; `rest` gives everything from the beginning. */
async function withHead(parts: Parts): Promise<{ head: Buffer; rest: Parts }> {
  const iterator = parts[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < SNIFF_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head, rest: rest() };
}

async function whole(parts: Parts): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

/** Looks at the text part by part; what lies over the border of two parts is seen too. */
async function* scanned(parts: Parts, isActive: (text: string, part: Buffer) => boolean): AsyncGenerator<Buffer> {
  let tail = '';
  for await (const part of parts) {
    const text = tail + part.toString('latin1');
    if (isActive(text, part)) refuse('file.active');
    tail = text.slice(-OVERLAP);
    yield part;
  }
}

/** The picture anew: turned as its Exif says, in the same format, without Exif, XMP, IPTC, comments or anything hung on behind. */
async function cleanImage(file: Buffer, kind: 'jpeg' | 'png' | 'webp'): Promise<Buffer> {
  const { default: sharp } = await import('sharp'); // 20 MB with its library, for whoever sends a picture
  try {
    const picture = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate();
    if (kind === 'jpeg') return await picture.jpeg({ quality: JPEG_QUALITY }).toBuffer();
    return await (kind === 'png' ? picture.png() : picture.webp({ quality: JPEG_QUALITY })).toBuffer();
  } catch {
    return refuse('file.damaged');
  }
}

/** A phone's photograph as JPEG: browsers show no HEIC. */
async function heicAsJpeg(file: Buffer): Promise<Buffer> {
  const order: HeicOrder = { file, mostPixels: MOST_PIXELS, quality: JPEG_QUALITY };
  const answer = await askChild<HeicAnswer>(HEIC_CHILD, order, { timeLimitMs: HEIC_MS }).catch(() => undefined);
  return answer ? Buffer.from(answer.jpeg) : refuse('file.damaged');
}

/** An archive by its list: no programs, no macros, nothing that unpacks to a flood or lies over itself; a document or a spreadsheet has what makes it one,
 * and is unpacked once, for its list may lie. */
async function checkZip(file: Buffer, kind: 'zip' | 'docx' | 'xlsx'): Promise<void> {
  const names = new Set<string>();
  let [packed, unpacked] = [0, 0];
  const { fromBufferPromise } = await import('yauzl');
  try {
    const zip = await fromBufferPromise(file);
    if (zip.entryCount > MOST_ENTRIES) refuse('file.damaged');
    for await (const entry of zip.eachEntry()) {
      [packed, unpacked] = [packed + entry.compressedSize, unpacked + entry.uncompressedSize];
      names.add(entry.fileName);
    }
  } catch {
    return refuse('file.damaged');
  }
  const isActive = [...names].some(
    (name) => isProgramName(name) || /(^|\/)(vbaProject\.bin|classes\.dex|META-INF\/MANIFEST\.MF|AndroidManifest\.xml)$/i.test(name),
  );
  if (isActive) refuse('file.active');
  if (packed > file.length || unpacked > MOST_UNPACKED || (unpacked > 10_000_000 && unpacked / file.length > MOST_RATIO)) refuse('file.damaged');
  const is = (one: FileKind): boolean => names.has('[Content_Types].xml') && names.has(WITHIN[one]!);
  if (kind !== 'zip' && !(await isAsListed(file))) refuse('file.damaged');
  if (kind === 'zip' ? is('xlsx') || is('docx') : !is(kind)) refuse('file.mismatch', { declared: fileKinds[kind].name });
}

/** Whether every part unpacks to as much as the list says: less or more of it, and what was judged by the list is another file. */
async function isAsListed(file: Buffer): Promise<boolean> {
  const { fromBufferPromise } = await import('yauzl');
  try {
    const zip = await fromBufferPromise(file);
    for await (const entry of zip.eachEntry()) {
      for await (const part of await zip.openReadStreamPromise(entry)) void part; // it stops by itself when there is more
    }
    return true;
  } catch {
    return false;
  }
}
