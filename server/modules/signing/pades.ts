// Signatures inside a PDF (PAdES, ETSI EN 319 142-1): an incremental update with room for a CAdES over everything but that room. The same place is
// made anew from the same facts, so that the bytes to be signed need not be kept while a person decides.
import { appendUpdate, openPdf, type PdfFile, refTo, type Update } from './pdf-file.ts';
import { findPage, pageAsForm, pagesAppended } from './pdf-pages.ts';
import { isDict, isList, isName, isRef, isText, type PdfDict, PdfError, type PdfValue, textOf, writeValue } from './pdf-syntax.ts';

/** Room for one signature: with chain and time stamp it takes 4 to 5 KB. */
const SIGNATURE_BYTES = 12_288;
const RANGE_DIGITS = 10;
const INVISIBLE = 132; // printed, locked

/** A place for a signature. `shown`: a picture of the signature, one page of PDF, at this rectangle (points) of the last page. */
export type Place = {
  readonly name: string;
  readonly reason: string;
  readonly at: Date;
  readonly shown?: { readonly pdf: Uint8Array; readonly box: readonly [number, number, number, number] };
};
export type Prepared = {
  /** The whole file with empty room. */
  readonly pdf: Buffer;
  /** What is signed: all but the room. */
  readonly toSign: Buffer;
  /** Where the room's hex digits begin, and how many fit. */
  readonly room: { readonly offset: number; readonly digits: number };
};
export type PdfFault = 'damaged' | 'encrypted';

/** What the file is refused with, or null. */
export function pdfFault(bytes: Uint8Array): PdfFault | null {
  try {
    findPage(openPdf(bytes), 'last');
    return null;
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return error.message === 'encrypted' ? 'encrypted' : 'damaged';
  }
}

/** The file with the pages of another behind its own. Throws PdfError. */
export function appendPages(pdf: Uint8Array, more: Uint8Array): Buffer {
  const file = openPdf(pdf);
  return appendUpdate(file, pagesAppended(file, openPdf(more))).bytes;
}

/** Makes room for the next signature. Throws PdfError when the file cannot be followed. */
export function prepareSignature(pdf: Uint8Array, place: Place): Prepared {
  const file = openPdf(pdf);
  const root = file.trailer.get('Root');
  if (!isRef(root)) throw new PdfError('no root');
  const catalog = file.dict(root);
  const form = catalog.get('AcroForm') === undefined ? new Map<string, PdfValue>() : file.dict(catalog.get('AcroForm'));
  const fields = file.get(form.get('Fields'));
  const known = isList(fields) ? fields : [];
  const page = findPage(file, 'last');
  const [signature, widget] = [file.size, file.size + 1];
  const shown = place.shown && pageAsForm(openPdf(place.shown.pdf), file.size + 3);
  const annotations = file.get(page.dict.get('Annots'));
  const updates: Update[] = [
    { number: signature, value: signatureDict(place) },
    {
      number: widget,
      value: widgetDict({
        signature,
        page: page.ref,
        name: `Signature${known.length + 1}`,
        ...(shown && place.shown && { look: file.size + 2, box: place.shown.box }),
      }),
    },
    ...(shown ? [{ number: file.size + 2, value: shown.form }, ...shown.updates] : []),
    { number: page.ref.ref, value: new Map([...page.dict, ['Annots', [...(isList(annotations) ? annotations : []), refTo(widget)]]]) },
    {
      number: root.ref,
      value: new Map<string, PdfValue>([
        ...catalog,
        ['AcroForm', new Map<string, PdfValue>([...form, ['Fields', [...known, refTo(widget)]], ['SigFlags', 3]])],
      ]),
    },
  ];
  const { bytes, offsets } = appendUpdate(file, updates);
  return measured(bytes, offsets.get(signature)!);
}

const emptyRange = `/ByteRange [0 ${`${'0'.repeat(RANGE_DIGITS)} `.repeat(3)}]`;

function signatureDict({ name, reason, at }: Place): Buffer {
  const facts = writeValue(
    new Map<string, PdfValue>([
      ['Type', { name: 'Sig' }],
      ['Filter', { name: 'Adobe.PPKLite' }],
      ['SubFilter', { name: 'ETSI.CAdES.detached' }],
      ['Name', textOf(name)],
      ['Reason', textOf(reason)],
      ['M', { bytes: Buffer.from(`D:${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`) }],
    ]),
  );
  return Buffer.concat([facts.subarray(0, -2), Buffer.from(`${emptyRange}\n/Contents <${'0'.repeat(SIGNATURE_BYTES * 2)}>\n>>`)]);
}

function widgetDict({
  signature,
  page,
  name,
  look,
  box,
}: {
  signature: number;
  page: PdfValue;
  name: string;
  look?: number;
  box?: readonly number[];
}): PdfDict {
  return new Map<string, PdfValue>([
    ['Type', { name: 'Annot' }],
    ['Subtype', { name: 'Widget' }],
    ['FT', { name: 'Sig' }],
    ['T', { bytes: Buffer.from(name) }],
    ['V', refTo(signature)],
    ['F', INVISIBLE],
    ['Rect', box ?? [0, 0, 0, 0]],
    ['P', page],
    ...(look === undefined ? [] : [['AP', new Map([['N', refTo(look)]])] as [string, PdfValue]]),
  ]);
}

/** Writes the true range over the zeros: its length does not change. */
function measured(pdf: Buffer, signatureAt: number): Prepared {
  const rangeAt = pdf.indexOf(emptyRange, signatureAt);
  const open = pdf.indexOf('/Contents <', rangeAt) + '/Contents '.length;
  const digits = SIGNATURE_BYTES * 2;
  const close = open + digits + 2;
  const range = `/ByteRange [0 ${open} ${close} ${pdf.length - close}`;
  pdf.write(`${range.padEnd(emptyRange.length - 1)}]`, rangeAt, 'latin1');
  return { pdf, toSign: Buffer.concat([pdf.subarray(0, open), pdf.subarray(close)]), room: { offset: open + 1, digits } };
}

/** Puts the signature into its room. Throws when it does not fit. */
export function embedSignature({ pdf, room }: Prepared, cms: Uint8Array): Buffer {
  const hex = Buffer.from(cms).toString('hex');
  if (hex.length > room.digits) throw new Error(`a signature of ${cms.length} bytes does not fit into its room`);
  const signed = Buffer.from(pdf);
  signed.write(hex, room.offset, 'latin1');
  return signed;
}

/** `signed`: joined anew each time it is asked for. */
export type PdfSignature = {
  readonly cms: Buffer;
  readonly signed: Buffer;
  readonly name: string | null;
  /** What the file says of the time. */ readonly at: Date | null;
  /** How many bytes of the file it is of, its own room among them. */ readonly covers: number;
};
export type PdfRead = { readonly ok: true; readonly signatures: readonly PdfSignature[] } | { readonly ok: false; readonly fault: PdfFault };

/** The signatures of a file in their order, unproven yet. Never throws for the bytes. */
export function readPdfSignatures(bytes: Uint8Array): PdfRead {
  try {
    const file = openPdf(bytes);
    const form = file.get(file.dict(file.trailer.get('Root')).get('AcroForm'));
    const fields = isDict(form) ? file.get(form.get('Fields')) : null;
    const found = isList(fields) ? leavesOf(file, fields).flatMap((field) => signatureOf(file, field)) : [];
    if (found.length > MOST_SIGNATURES) throw new PdfError('too many signatures');
    return { ok: true, signatures: found.toSorted((a, b) => a.covers - b.covers) };
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { ok: false, fault: error.message === 'encrypted' ? 'encrypted' : 'damaged' };
  }
}

const MOST_FIELDS = 1_000;
const MOST_SIGNATURES = 30;
const DEEPEST_FIELD = 20;

/** Fields may stand in fields, which say once for all of them what kind they are. */
function leavesOf(file: PdfFile, fields: readonly PdfValue[]): PdfDict[] {
  const [leaves, open]: [PdfDict[], { value: PdfValue; above: PdfDict; depth: number }[]] = [
    [],
    fields.map((value) => ({ value, above: new Map(), depth: 0 })),
  ];
  for (let n = 0; n < Math.min(open.length, MOST_FIELDS); n++) {
    const { value, above, depth } = open[n]!;
    const field = file.get(value);
    if (!isDict(field) || depth > DEEPEST_FIELD) continue;
    const whole = new Map([...['FT', 'V'].flatMap((name): [string, PdfValue][] => (above.has(name) ? [[name, above.get(name)!]] : [])), ...field]);
    const kids = file.get(field.get('Kids'));
    // A field with a value is one signature, however many places show it.
    if (isList(kids) && !field.has('V')) open.push(...kids.map((kid) => ({ value: kid, above: whole, depth: depth + 1 })));
    else leaves.push(whole);
  }
  return leaves;
}

/** The range must be all but the room, and the room the very hex text in the file: else something unsigned hides in the gap. */
function signatureOf(file: PdfFile, field: PdfDict): PdfSignature[] {
  if (!isName(file.get(field.get('FT')), 'Sig')) return [];
  const value = file.get(field.get('V'));
  if (!isDict(value)) return [];
  const [range, contents] = [file.get(value.get('ByteRange')), file.get(value.get('Contents'))];
  if (!isList(range) || range.length !== 4 || !range.every((one) => typeof one === 'number' && Number.isInteger(one) && one >= 0) || !isText(contents))
    throw new PdfError('a signature without its range');
  const [start, open, close, rest] = range as [number, number, number, number];
  const gap = Buffer.from(file.bytes.subarray(open, close)).toString('latin1');
  const isWhole =
    start === 0 &&
    close + rest <= file.bytes.length &&
    gap.startsWith('<') &&
    gap.endsWith('>') &&
    gap.slice(1, -1).toLowerCase() === Buffer.from(contents.bytes).toString('hex');
  if (!isWhole) throw new PdfError('a signature of a strange range');
  const name = file.get(value.get('Name'));
  return [
    {
      cms: withoutPadding(contents.bytes),
      get signed() {
        return Buffer.concat([file.bytes.subarray(0, open), file.bytes.subarray(close, close + rest)]);
      },
      name: isText(name) ? peopleText(name.bytes) : null,
      at: pdfDate(file.get(value.get('M'))),
      covers: close + rest,
    },
  ];
}

/** The room is filled with zeros behind the signature, whose length stands in its head. */
function withoutPadding(bytes: Uint8Array): Buffer {
  const room = Buffer.from(bytes);
  if (room[0] !== 0x30 || room.length < 4) return room;
  const sizeBytes = room[1]! < 0x80 ? 0 : room[1]! & 0x7f;
  if (sizeBytes === 0) return room[1] === 0x80 ? room : room.subarray(0, 2 + room[1]!); // 0x80: the length is not said (BER), the reader finds the end
  return sizeBytes > 4 ? room : room.subarray(0, 2 + sizeBytes + room.readUIntBE(2, sizeBytes));
}

const peopleText = (bytes: Uint8Array): string =>
  bytes[0] === 0xfe && bytes[1] === 0xff
    ? Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
        .swap16()
        .toString('utf16le')
    : Buffer.from(bytes).toString('latin1');

function pdfDate(value: PdfValue): Date | null {
  const found = isText(value) ? /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(Buffer.from(value.bytes).toString('latin1')) : null;
  if (!found) return null;
  const [, year, month, day, hour, minute, second, sign, hours, minutes] = found;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const shift = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000 * (sign === '-' ? -1 : 1);
  return Number.isNaN(local) ? null : new Date(local - shift);
}
