import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { refusals, type RefusalText } from '#contract/errors';
import { personActor, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { zipOf as zip } from '#test/zip';
import { CipherError } from './key-ring.ts';
import { FILE_KINDS, type FileKind } from './file-kinds.ts';
import { type FileRules, type FileStore, findFile, forgetFile, keepFile, readFile, receiveFile, rekeyFiles, sweepFiles } from './files.ts';
import { newId } from './ids.ts';
import { attachment, readRange, serveFile } from './serve-file.ts';

const world = useWorld();
const store: FileStore = { dir: mkdtempSync(path.join(tmpdir(), 'files-')), ring: TEST_KEYS, clock: () => new Date() };
const any: FileRules = { accepts: FILE_KINDS, mostBytes: 1_000_000 };

const take = (content: Buffer | string, name: string, more: { mediaType?: string; rules?: FileRules } = {}) =>
  receiveFile(store, Readable.from(pieces(Buffer.from(content))), { name, mediaType: more.mediaType ?? '' }, more.rules ?? any);
/** As a socket gives it: in odd pieces. */
function* pieces(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += 1_371) yield content.subarray(at, at + 1_371);
}
const whole = async (parts: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
};
const onDisk = (): string[] => readdirSync(store.dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('-'));
const picture = (): ReturnType<typeof sharp> => sharp({ create: { width: 40, height: 20, channels: 3, background: '#a05' } });
const withSecrets = (made: ReturnType<typeof sharp>) => made.withExif({ IFD0: { Artist: 'Иванова' }, IFD3: { GPSLatitude: '56/1 50/1 0/1' } });
const workbook = { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' };

const good: readonly [FileKind, string, string, () => Promise<Buffer | string>][] = [
  ['pdf', 'акт.pdf', 'application/pdf', async () => packed(`<</Type/Catalog>>${'x'.repeat(70_000)}`)],
  ['jpeg', 'фото.JPG', 'image/jpeg', () => picture().jpeg().toBuffer()],
  ['png', 'план.png', 'image/png', () => picture().png().toBuffer()],
  ['webp', 'a.webp', 'image/webp', () => picture().webp().toBuffer()],
  ['xml', 'выписка.xml', 'text/xml', async () => '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><Extract><Object/><Head/></Extract>'],
  ['csv', 'реестр.csv', 'application/vnd.ms-excel', async () => '\ufeffсчёт;сумма\r\n1;2,50\r\n'],
  ['txt', 'a.txt', 'text/plain; charset=utf-8', async () => 'обычный текст: 2 < 3'],
  ['xlsx', 'a.xlsx', '', () => zip(workbook)],
  ['docx', 'a.docx', '', () => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>' })],
  ['zip', 'a.zip', 'application/x-zip-compressed', () => zip({ 'акт.pdf': '%PDF-1.7' })],
];

describe('X-10: what is accepted comes back as it was, and lies encrypted', () => {
  test.each(good)('%s', async (kind, name, mediaType, make) => {
    const content = Buffer.from(await make());
    const file = await take(content, name, { mediaType });
    expect(file).toMatchObject({ kind, name });
    const back = await whole(readFile(store, file));
    if (!['jpeg', 'png', 'webp'].includes(kind)) expect(back.equals(content)).toBe(true);
    expect(Number(file.bytes)).toBe(back.length);
    const stored = readFileSync(path.join(store.dir, file.path));
    for (const sign of ['%PDF', 'JFIF', 'IHDR', 'WEBP', 'Extract', 'сумма', 'обычный', 'workbook']) expect(stored.includes(sign)).toBe(false);
  });
});

const elf = Buffer.concat([Buffer.from('\x7fELF'), randomBytes(200)]);
const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
/** Objects packed into a stream, as most programs write them today. */
const packed = (objects: string, more = '/Filter /FlateDecode'): Buffer =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N 1 /First 4 ${more}>>\nstream\r\n`),
    deflateSync(Buffer.from(`7 0 ${objects}`)),
    Buffer.from('\nendstream\nendobj\n%%EOF'),
  ]);
/** A photograph of 64 × 32 points with the author and the place in its Exif. */
const HEIC = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAIAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAAGgACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACHwABAAAAAAAAAQIAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAIAAAABBwaXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAEkbWRhdAAAABYoAa9Y5vTqv//sq7kdI/IfGQ55Gp3wAAAAAElJKgAIAAAACAASAQMAAQAAAAEAAAAaAQUAAQAAAG4AAAAbAQUAAQAAAHYAAAAoAQMAAQAAAAIAAAA7AQIACAAAAH4AAAATAgMAAQAAAAEAAABphwQAAQAAAIYAAAAliAQAAQAAANQAAAAAAAAAOGMAAOgDAAA4YwAA6AMAAEl2YW5vdmEABgAAkAcABAAAADAyMTABkQcABAAAAAECAwAAoAcABAAAADAxMDABoAMAAQAAAP//AAACoAQAAQAAAEAAAAADoAQAAQAAACAAAAAAAAAAAQACAAUAAwAAAOYAAAAAAAAAOAAAAAEAAAAyAAAAAQAAAAAAAAABAAAA',
  'base64',
);
/** One byte of what stands behind the mark is another. */
function spoiled(file: Buffer, mark: Buffer, behind: number): Buffer {
  const changed = Buffer.from(file);
  changed.fill(0xff, changed.indexOf(mark) + behind, changed.indexOf(mark) + behind + 4);
  return changed;
}
/** A head that promises so much, and a few bytes. */
function resizedPng(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function resizedJpeg(file: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(file);
  const frame = changed.indexOf(Buffer.of(0xff, 0xc0));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}
function resizedHeic(width: number, height: number): Buffer {
  const changed = Buffer.from(HEIC);
  for (let at = changed.indexOf('ispe'); at >= 0; at = changed.indexOf('ispe', at + 1)) {
    changed.writeUInt32BE(width, at + 8);
    changed.writeUInt32BE(height, at + 12);
  }
  return changed;
}
/** The list names the one file fifty times. */
function overlapping(archive: Buffer): Buffer {
  const [from, end] = [archive.indexOf('PK\u0001\u0002'), archive.indexOf('PK\u0005\u0006')];
  const entry = archive.subarray(from, end);
  const tail = Buffer.from(archive.subarray(end));
  for (const at of [8, 10]) tail.writeUInt16LE(50, at);
  tail.writeUInt32LE(entry.length * 50, 12);
  return Buffer.concat([archive.subarray(0, from), ...Array.from({ length: 50 }, () => entry), tail]);
}
/** The list says so many bytes of the part that unpacks to the most. */
function lying(archive: Buffer, said: number): Buffer {
  const changed = Buffer.from(archive);
  let [most, largest] = [-1, -1];
  for (let at = archive.indexOf('PK\u0001\u0002'); at >= 0; at = archive.indexOf('PK\u0001\u0002', at + 1))
    if (archive.readUInt32LE(at + 24) > most) [most, largest] = [archive.readUInt32LE(at + 24), at];
  changed.writeUInt32LE(said, largest + 24);
  return changed;
}
const wordFile = (text: string | Buffer): Promise<Buffer> => zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': text });
const attacks: readonly [what: string, declared: [name: string, mediaType: string], make: () => Promise<Buffer | string>, code: string][] = [
  ['a program of Windows under the name of a picture', ['фото.jpg', 'image/jpeg'], async () => 'MZ\x90\0\x03', 'file.active'],
  ['a program of Linux under the name of a document', ['акт.pdf', 'application/pdf'], async () => elf, 'file.active'],
  ['a program by its name', ['setup.exe', 'application/octet-stream'], async () => '%PDF-1.7', 'file.active'],
  ['a program with two endings', ['акт.pdf.js', 'application/pdf'], async () => '%PDF-1.7', 'file.active'],
  ['a program whose name is written backwards', ['акт\u202efdp.exe', 'application/pdf'], async () => '%PDF-1.7', 'file.active'],
  ['a program whose name ends with dots and spaces', ['акт.exe. .', ''], async () => '%PDF-1.7', 'file.active'],
  ['a shell script under the name of a text', ['a.txt', 'text/plain'], async () => '#!/bin/sh\nrm -rf /', 'file.active'],
  ['a page under the name of a text', ['a.txt', 'text/plain'], async () => '\ufeff  <!DOCTYPE html><html>', 'file.active'],
  ['a page in UTF-16', ['a.txt', 'text/plain'], async () => Buffer.from('\ufeff<html><body>', 'utf16le'), 'file.active'],
  [
    'a script in the middle of a table, over the border of two parts',
    ['a.csv', 'text/csv'],
    async () => `${'a;b\n'.repeat(1_713)}x<script>alert(1)</script>`,
    'file.active',
  ],
  ['a drawing under the name of XML', ['a.xml', 'application/xml'], async () => `<?xml version="1.0"?><!-- x -->${script}`, 'file.active'],
  ['a drawing by its name', ['a.svg', 'image/svg+xml'], async () => script, 'file.active'],
  ['XML that defines entities', ['a.xml', 'application/xml'], async () => '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'file.active'],
  ['a PDF with a script', ['a.pdf', 'application/pdf'], async () => `%PDF-1.7\n${'x'.repeat(9_000)}/S /JavaScript /JS (app.alert(1))`, 'file.active'],
  ['a PDF whose script is written with codes', ['a.pdf', 'application/pdf'], async () => '%PDF-1.7\n/S /J#61vaScript', 'file.active'],
  ['a PDF that starts a program', ['a.pdf', 'application/pdf'], async () => '%PDF-1.7\n/S /Launch /F (cmd.exe)', 'file.active'],
  ['a PDF whose script is packed', ['a.pdf', 'application/pdf'], async () => packed('<</S/JavaScript/JS(app.alert\\(1\\))>>'), 'file.active'],
  ['a PDF whose script is packed and written with codes', ['a.pdf', 'application/pdf'], async () => packed('<</S/Java#53cript>>'), 'file.active'],
  ['a PDF that carries a file', ['a.pdf', 'application/pdf'], async () => packed('<</Type/EmbeddedFile>>'), 'file.active'],
  ['a PDF packed so that nobody can look in', ['a.pdf', 'application/pdf'], async () => packed('<<>>', '/Filter [/LZWDecode /FlateDecode]'), 'file.active'],
  [
    'a PDF whose packed objects hide behind a head in a comment',
    ['a.pdf', 'application/pdf'],
    async () => Buffer.from(packed('<</S/JavaScript>>').toString('latin1').replace('>>\nstream', '%1 0 obj<<\n>>\nstream'), 'latin1'),
    'file.active',
  ],
  [
    'a PDF whose packed objects hide behind a long head',
    ['a.pdf', 'application/pdf'],
    async () =>
      Buffer.from(
        packed('<</S/JavaScript>>')
          .toString('latin1')
          .replace('>>\nstream', `${' '.repeat(30_000)}>>\nstream`),
        'latin1',
      ),
    'file.active',
  ],
  [
    'a PDF whose packed objects do not say what they are',
    ['a.pdf', 'application/pdf'],
    async () =>
      Buffer.from(
        packed('<</S/JavaScript>>')
          .toString('latin1')
          .replace(/<<.*?>>/, `<</Filter/FlateDecode/Length 9 (${'1 0 obj<<>>'.repeat(99)})>>`),
        'latin1',
      ),
    'file.active',
  ],
  ['a PDF that plays a script as a film', ['a.pdf', 'application/pdf'], async () => '%PDF-1.7\n/S /Rendition /JS (app.alert(1))', 'file.active'],
  ['a PDF that sends what is typed into it', ['a.pdf', 'application/pdf'], async () => packed('<</S/SubmitForm/F(https://example.org)>>'), 'file.active'],
  [
    'a polyglot: a PDF that is an archive of a program too',
    ['a.pdf', 'application/pdf'],
    async () => Buffer.concat([Buffer.from('%PDF-1.7\n%%EOF\n'), await zip({ 'run.class': 'x' })]),
    'file.active',
  ],
  [
    'a PDF of three million words',
    ['a.pdf', 'application/pdf'],
    async () => `%PDF-1.7\n${'stream '.repeat(1_000_000)}${'trailer '.repeat(500_000)}/Encrypt`,
    'file.locked',
  ],
  ['a PDF of dictionaries that do not end', ['a.pdf', 'application/pdf'], async () => `%PDF-1.7\n${'obj<<stream '.repeat(1_000_000)}`, 'file.damaged'],
  ['a PDF that unpacks to a flood', ['a.pdf', 'application/pdf'], async () => packed(' '.repeat(140_000_000)), 'file.damaged'],
  ['a PDF behind a password', ['a.pdf', 'application/pdf'], async () => '%PDF-1.4\ntrailer\n<</Root 1 0 R /Encrypt 2 0 R>>\n%%EOF', 'file.locked'],
  ['an archive under the name of a document', ['a.docx', ''], () => zip({ ...workbook }), 'file.mismatch'],
  ['a spreadsheet with macros', ['a.xlsx', ''], () => zip({ ...workbook, 'xl/vbaProject.bin': 'x' }), 'file.active'],
  ['an archive with a program', ['a.zip', 'application/zip'], () => zip({ 'docs/run.exe': 'MZ' }), 'file.active'],
  ['an application of a phone under the name of an archive', ['a.zip', 'application/zip'], () => zip({ 'AndroidManifest.xml': 'x' }), 'file.active'],
  ['a document that unpacks to a flood', ['a.docx', ''], () => wordFile(Buffer.alloc(30_000_000, ' ')), 'file.damaged'],
  ['a document whose flood is listed as a few bytes', ['a.docx', ''], async () => lying(await wordFile(Buffer.alloc(30_000_000, ' ')), 1_000), 'file.damaged'],
  ['a document that is listed as more than it is', ['a.docx', ''], async () => lying(await wordFile('<w:document/>'), 5_000), 'file.damaged'],
  [
    'a document whose part cannot be unpacked',
    ['a.docx', ''],
    async () => spoiled(await wordFile('текст '.repeat(900)), Buffer.from('word/document.xml'), 17),
    'file.damaged',
  ],
  [
    'a spreadsheet whose flood is listed as a few bytes',
    ['a.xlsx', ''],
    async () => lying(await zip({ ...workbook, 'xl/worksheets/sheet1.xml': Buffer.alloc(30_000_000, ' ') }), 1_000),
    'file.damaged',
  ],
  [
    'a spreadsheet that unpacks to a flood',
    ['a.xlsx', ''],
    () => zip({ ...workbook, 'xl/worksheets/sheet1.xml': Buffer.alloc(30_000_000, ' ') }),
    'file.damaged',
  ],
  [
    'an archive whose files lie over one another',
    ['a.zip', 'application/zip'],
    async () => overlapping(await zip({ 'a.txt': Buffer.alloc(2_000_000) })),
    'file.damaged',
  ],
  ['an archive that unpacks to a flood', ['a.zip', 'application/zip'], () => zip({ 'a.txt': Buffer.alloc(30_000_000) }), 'file.damaged'],
  ['a cut archive', ['a.zip', 'application/zip'], async () => (await zip({ 'a.txt': 'x'.repeat(500) })).subarray(0, 60), 'file.damaged'],
  ['a table under the name of a document', ['a.pdf', 'application/pdf'], async () => 'a;b\n', 'file.mismatch'],
  ['an archive under the name of a spreadsheet', ['a.xlsx', ''], () => zip({ 'a.txt': 'x' }), 'file.mismatch'],
  ['a picture of another format', ['a.png', 'image/png'], () => picture().jpeg().toBuffer(), 'file.mismatch'],
  ['bytes in a text', ['a.txt', 'text/plain'], async () => Buffer.concat([Buffer.from('text\n'.repeat(2_000)), randomBytes(500)]), 'file.mismatch'],
  ['a type that contradicts the name', ['a.pdf', 'image/png'], async () => '%PDF-1.7', 'file.type'],
  ['an unknown kind', ['a.doc', 'application/msword'], async () => 'x', 'file.type'],
  [
    'a picture cut in the middle',
    ['a.jpg', 'image/jpeg'],
    async () =>
      (
        await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
          .jpeg()
          .toBuffer()
      ).subarray(0, 9_000),
    'file.damaged',
  ],
  ['a picture of ten thousand million points', ['a.png', 'image/png'], async () => resizedPng(100_000, 100_000), 'file.damaged'],
  [
    'a photograph of four thousand million points',
    ['a.jpg', 'image/jpeg'],
    async () => resizedJpeg(await picture().jpeg().toBuffer(), 65_535, 65_535),
    'file.damaged',
  ],
  ['a photograph of a phone of nine hundred million points', ['a.heic', 'image/heic'], async () => resizedHeic(30_000, 30_000), 'file.damaged'],
  [
    'a photograph with broken tables',
    ['a.jpg', 'image/jpeg'],
    async () => spoiled(await picture().jpeg().toBuffer(), Buffer.of(0xff, 0xc4), 4),
    'file.damaged',
  ],
  [
    'a photograph without its tables',
    ['a.jpg', 'image/jpeg'],
    async () => spoiled(await picture().jpeg().toBuffer(), Buffer.of(0xff, 0xdb), 2),
    'file.damaged',
  ],
  ['a picture with a broken sum', ['a.png', 'image/png'], async () => spoiled(await picture().png().toBuffer(), Buffer.from('IDAT'), 8), 'file.damaged'],
  ['a photograph of a phone with broken parameters', ['a.heic', 'image/heic'], async () => spoiled(HEIC, Buffer.from('hvcC'), 30), 'file.damaged'],
  [
    'a photograph of a phone whose list of places leads out of it',
    ['a.heic', 'image/heic'],
    async () => spoiled(HEIC, Buffer.from('iloc'), 14),
    'file.damaged',
  ],
  ['XML of comments without end', ['a.xml', 'application/xml'], async () => `${'<!---->'.repeat(500)}<head>`, 'file.active'],
  ['XML whose types are defined far away', ['a.xml', 'application/xml'], async () => `<a>${'<!doctype '.repeat(90_000)}<script>`, 'file.active'],
  [
    'a polyglot: a picture with an archive behind it, under the name of the archive',
    ['a.zip', 'application/zip'],
    async () => Buffer.concat([await picture().jpeg().toBuffer(), await zip({ 'run.exe': 'MZ' })]),
    'file.mismatch',
  ],
  [
    'a polyglot: a document that a browser takes for a page',
    ['a.pdf', 'application/pdf'],
    async () => '<html><!-- %PDF-1.7 --><script>alert(1)</script>',
    'file.active',
  ],
  ['a polyglot: a drawing that begins as a document', ['a.svg', 'image/svg+xml'], async () => `%PDF-1.7\n${script}`, 'file.active'],
  ['nothing', ['a.pdf', 'application/pdf'], async () => '', 'file.empty'],
  ['more than the limit', ['a.txt', 'text/plain'], async () => 'x'.repeat(30_000_001), 'file.tooLarge'],
];

describe('X-10: what is refused, by name, leaving nothing on the disk', () => {
  test.each(attacks)('%s', async (_what, [name, mediaType], make, code) => {
    const before = onDisk();
    const refusal = await refusalOf(take(await make(), name, { mediaType, rules: { ...any, mostBytes: 30_000_000 } }));
    expect(refusal.code).toBe(code);
    const { text }: RefusalText = refusals[refusal.code];
    expect(text(refusal.facts), 'what is said').toMatch(/^(?!.*(?:undefined|object)).*[а-яё]{4}/i);
    expect(onDisk()).toEqual(before);
  });
});

test('X-10: pictures lose their metadata and what hangs on behind, and are turned as their Exif said', async () => {
  for (const [name, made] of [
    ['a.jpg', withSecrets(picture().withMetadata({ orientation: 6 }).jpeg())],
    ['a.png', withSecrets(picture().png())],
    ['a.webp', withSecrets(picture().webp())],
  ] as const) {
    const source = Buffer.concat([await made.toBuffer(), ...(name === 'a.jpg' ? [Buffer.from('<script>alert(1)</script>')] : [])]);
    expect((await sharp(source).metadata()).exif).toBeDefined();
    const back = await whole(readFile(store, await take(source, name)));
    const { exif, xmp, iptc, width } = await sharp(back).metadata();
    expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    expect(back.includes('script')).toBe(false);
    if (name === 'a.jpg') expect(width).toBe(20);
  }
});

test('X-10, DOCS-1: a HEIC photograph becomes a JPEG without its Exif; one that cannot be read is refused, a signed one stays', async () => {
  const file = await take(HEIC, 'a.heic');
  expect(file).toMatchObject({ kind: 'jpeg', name: 'a.jpg', mediaType: 'image/jpeg' });
  const back = await whole(readFile(store, file));
  expect(await sharp(back).metadata()).toMatchObject({ format: 'jpeg', width: 64, height: 32 });
  expect(HEIC.includes('Ivanova')).toBe(true);
  expect(back.includes('Ivanova')).toBe(false);
  expect((await refusalOf(take(HEIC.subarray(0, 500), 'a.heic'))).code).toBe('file.damaged');
  expect((await whole(readFile(store, await take(HEIC, 'a.heic', { rules: { ...any, exact: true } })))).equals(HEIC)).toBe(true);
});

test('X-10: a signed file is not altered by a byte', async () => {
  const source = await withSecrets(picture().jpeg()).toBuffer();
  const file = await take(source, 'a.jpg', { rules: { ...any, exact: true } });
  expect((await whole(readFile(store, file))).equals(source)).toBe(true);
});

test('X-10: names lose folders, control characters and tricks of direction', async () => {
  expect((await take('x', '../../etc/па\u202eс\u0000порт.txt')).name).toBe('паспорт.txt');
  expect((await take('x', `${'я'.repeat(400)}.txt`)).name).toHaveLength(150);
});

test('X-10: a file changed on the disk, or put in place of another, does not open', async () => {
  const [one, two] = [await take('первый', 'a.txt'), await take('второй', 'b.txt')];
  const [a, b] = [one, two].map((file) => path.join(store.dir, file.path)) as [string, string];
  const original = readFileSync(a);
  writeFileSync(a, readFileSync(b));
  await expect(whole(readFile(store, one))).rejects.toThrow(CipherError);
  original[original.length - 1]! ^= 1;
  writeFileSync(a, original);
  await expect(whole(readFile(store, one))).rejects.toThrow(CipherError);
});

test('X-10: served as an attachment with nosniff, in ranges where asked', async () => {
  const text = Array.from({ length: 40_000 }, (_, i) => `${i} `).join('');
  const file = await take(text, 'паспорт "1".txt');
  await world.run(personActor(newId(new Date())), (work) => keepFile(work.tx, file, 'person:x', work.now));
  const kept = (await findFile(world.db, file.id))!;
  const app = Fastify();
  app.get('/file', (request, reply) => serveFile(store, kept, { request, reply }));
  const get = (range?: string) => app.inject({ url: '/file', headers: range ? { range } : {} });
  const full = await get();
  expect(full.body).toBe(text);
  expect(full.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-disposition': expect.stringMatching(/^attachment; .*filename\*=UTF-8''%D0%BF/),
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': 'private, no-store',
  });
  const part = await get('bytes=65530-65549');
  expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, text.slice(65_530, 65_550), `bytes 65530-65549/${text.length}`]);
  expect((await get('bytes=-5')).body).toBe(text.slice(-5));
  expect((await get('bytes=9999999-')).statusCode).toBe(416);
  await app.close();
});

test('X-10: a range that makes no sense is the whole file or refused, never an error', () => {
  expect([undefined, 'bytes=', 'bytes=-', 'lines=1-2', 'bytes=1-2,4-5'].map((header) => readRange(header, 10))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['bytes=10-', 'bytes=5-4', 'bytes=-0'].map((header) => readRange(header, 10))).toEqual(['bad', 'bad', 'bad']);
  expect(readRange('bytes=8-99', 10)).toEqual({ start: 8, end: 10 });
  expect(attachment('a"\r\nSet-Cookie: x')).not.toMatch(/[\r\n]/);
});

test('X-10: what no row names is swept after an hour; what a row names stays', async () => {
  const [kept, lost, fresh, forgotten] = [await take('1', 'a.txt'), await take('2', 'b.txt'), await take('3', 'c.txt'), await take('4', 'd.txt')];
  await world.run(personActor(newId(new Date())), async (work) => {
    for (const file of [kept, forgotten]) await keepFile(work.tx, file, 'person:x', work.now);
  });
  await world.run(personActor(newId(new Date())), (work) => forgetFile(work.tx, forgotten.id));
  const old = new Date(Date.now() - 2 * 3_600_000);
  for (const file of [kept, lost, forgotten]) utimesSync(path.join(store.dir, file.path), old, old);
  await sweepFiles(store, world.db);
  const left = onDisk().map((name) => path.basename(name));
  expect(left).toEqual(expect.arrayContaining([kept.id, fresh.id]));
  expect(left).not.toContain(lost.id);
  expect(left).not.toContain(forgotten.id);
});

test('X-10: after a change of the master key every kept file is put under the new one, once, and opens without the old', async () => {
  const file = await take('%PDF-1.7 secret', 'a.pdf');
  await world.db.transaction().execute((tx) => keepFile(tx, file, 'house:1', new Date()));
  const [[version, old]] = [...TEST_KEYS.keys] as [[number, Buffer]];
  const key = randomBytes(32);
  const both: FileStore = {
    ...store,
    ring: {
      current: version + 1,
      keys: new Map([
        [version, old],
        [version + 1, key],
      ]),
    },
  };
  expect(await rekeyFiles(both, world.db)).toBeGreaterThan(0);
  expect(await rekeyFiles(both, world.db)).toBe(0);
  const onlyNew: FileStore = { ...store, ring: { current: version + 1, keys: new Map([[version + 1, key]]) } };
  expect((await whole(readFile(onlyNew, (await findFile(world.db, file.id))!))).toString()).toBe('%PDF-1.7 secret');
});
