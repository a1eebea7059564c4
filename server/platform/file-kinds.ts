// What a file is, by its first bytes and by its name, and what is never taken. Pure.

export const FILE_KINDS = ['pdf', 'jpeg', 'png', 'webp', 'heic', 'xml', 'csv', 'xlsx', 'docx', 'txt', 'json', 'zip', 'signature'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

type Known = { readonly mediaType: string; readonly extensions: readonly string[]; readonly name: string };
export const fileKinds: Readonly<Record<FileKind, Known>> = {
  pdf: { mediaType: 'application/pdf', extensions: ['pdf'], name: 'PDF' },
  jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'], name: 'JPEG' },
  png: { mediaType: 'image/png', extensions: ['png'], name: 'PNG' },
  webp: { mediaType: 'image/webp', extensions: ['webp'], name: 'WEBP' },
  heic: { mediaType: 'image/heic', extensions: ['heic', 'heif'], name: 'HEIC' },
  xml: { mediaType: 'application/xml', extensions: ['xml'], name: 'XML' },
  csv: { mediaType: 'text/csv', extensions: ['csv'], name: 'CSV' },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'], name: 'XLSX' },
  docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'], name: 'DOCX' },
  txt: { mediaType: 'text/plain', extensions: ['txt'], name: 'TXT' },
  json: { mediaType: 'application/json', extensions: ['json'], name: 'JSON' },
  zip: { mediaType: 'application/zip', extensions: ['zip'], name: 'ZIP' },
  signature: { mediaType: 'application/pkcs7-signature', extensions: ['sig', 'p7s'], name: 'файл подписи' },
};

/** How many first bytes `sniff` needs. */
export const SNIFF_BYTES = 4_096;

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const MAGIC: readonly [Buffer, FileKind][] = [
  [Buffer.from('%PDF-'), 'pdf'],
  [bytes('ff d8 ff'), 'jpeg'],
  [bytes('89 50 4e 47 0d 0a 1a 0a'), 'png'],
  [bytes('50 4b 03 04'), 'zip'],
];
/** Programs of Windows, Linux, macOS, Java, Android, WebAssembly, a shortcut, and what a shell runs. */
const PROGRAMS: readonly Buffer[] = [
  Buffer.from('MZ'),
  bytes('7f 45 4c 46'),
  bytes('fe ed fa ce'),
  bytes('fe ed fa cf'),
  bytes('cf fa ed fe'),
  bytes('ce fa ed fe'),
  bytes('ca fe ba be'),
  Buffer.from('dex\n'),
  bytes('00 61 73 6d'),
  bytes('4c 00 00 00 01 14 02 00'),
  Buffer.from('#!'),
];
/** The object identifier of signed data (RFC 5652), with which a signature in DER begins. */
const SIGNED_DATA = bytes('06 09 2a 86 48 86 f7 0d 01 07 02');
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1']);

/** `active`: a program, a script, a page or a drawing that can run something. `unknown`: none of the kinds we take. */
export type Sniffed = { kind: 'xml' | 'text' | Exclude<FileKind, 'txt' | 'csv' | 'json' | 'xml' | 'xlsx' | 'docx'> } | { kind: 'active' | 'unknown' };

/** What the content looks like. An .xlsx is a `zip` until its list of parts is read; .csv, .txt and .json are all `text`. */
export function sniff(head: Buffer): Sniffed {
  if (PROGRAMS.some((magic) => head.subarray(0, magic.length).equals(magic))) return { kind: 'active' };
  const found = MAGIC.find(([magic]) => head.subarray(0, magic.length).equals(magic));
  if (found) return { kind: found[1] as 'pdf' };
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return { kind: 'webp' };
  if (head.toString('latin1', 4, 8) === 'ftyp' && HEIC_BRANDS.has(head.toString('latin1', 8, 12))) return { kind: 'heic' };
  if (head[0] === 0x30 && head.subarray(0, 20).includes(SIGNED_DATA)) return { kind: 'signature' };
  const text = textOf(head);
  if (text === undefined) return { kind: 'unknown' };
  const isXml = /^\s*<(?:[?!]|[A-Za-zА-Яа-я_])/.test(text);
  if (isXml ? PAGE_ROOT.test(withoutHead(text)) || isActiveXml(text) : isActiveText(text)) return { kind: 'active' };
  return { kind: isXml ? 'xml' : 'text' };
}

/** Text in UTF-8, UTF-16 or a one-byte Cyrillic encoding: no control characters but line breaks and tabs. */
function textOf(head: Buffer): string | undefined {
  if (head.subarray(0, 2).equals(bytes('ff fe'))) return head.subarray(2).toString('utf16le');
  if (head.subarray(0, 2).equals(bytes('fe ff')))
    return Buffer.from(head.subarray(2, head.length - (head.length % 2)))
      .swap16()
      .toString('utf16le');
  if (hasControls(head)) return undefined;
  const text = head.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** Bytes that no text holds. */
export function hasControls(part: Buffer): boolean {
  for (const byte of part) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a) return true;
  return false;
}

/** XML that is a page or a drawing, or that defines entities. The names of other elements are the business of whoever made the file. */
export const isActiveXml = (text: string): boolean =>
  /<(?:[\w-]+:)?(?:html|script|svg|iframe)[\s>/]|<!entity|<!doctype[^>[]{0,250}\[|javascript:|https?:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg|1999\/XSL)/i.test(
    text,
  );

/** The same in plain text, where no tag of a page has any business. */
export const isActiveText = (text: string): boolean =>
  isActiveXml(text) || /<(?:!doctype\s+html|head|body|object|embed|meta|link|style)[\s>/]|<\?php/i.test(text);

const PAGE_ROOT = /^<(?:!doctype\s+(?:html|svg)|head|body|object|embed|meta|link|style|\?php)[\s>/]/i;

/** Behind the declaration and the comments with which XML may begin. Step by step: an expression for all of them tries every way to part them. */
function withoutHead(text: string): string {
  let rest = text.replace(/^\s*<\?xml[^>]*>/, '').trimStart();
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->');
    rest = end === -1 ? '' : rest.slice(end + 3).trimStart();
  }
  return rest;
}

const PROGRAM_EXTENSIONS = new Set(
  'exe com bat cmd ps1 psm1 vbs vbe js mjs cjs jse wsf wsh hta scr pif cpl msi msp dll sys jar apk app deb rpm dmg sh bash zsh py rb pl php phtml jsp asp aspx html htm xhtml shtml mht mhtml svg svgz xsl xslt lnk reg inf url desktop docm xlsm pptm xlsb xlam iso img vhd'.split(
    ' ',
  ),
);

/** Whether the last ending of a name belongs to a program, a script or a page. */
export const isProgramName = (name: string): boolean => PROGRAM_EXTENSIONS.has(extensionOf(name));
const extensionOf = (name: string): string => /\.([^./\\]+)$/.exec(name.toLowerCase().replace(/[. ]+$/, ''))?.[1] ?? '';

// What programs send when they do not know better; it declares nothing.
const VAGUE = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/x-download']);
const ALSO: Readonly<Record<string, readonly FileKind[]>> = {
  'image/jpg': ['jpeg'],
  'image/heif': ['heic'],
  'text/xml': ['xml'],
  'application/x-zip-compressed': ['zip'],
  'text/plain': ['txt', 'csv'],
  'application/vnd.ms-excel': ['csv', 'xlsx'],
  'application/csv': ['csv'],
  'text/comma-separated-values': ['csv'],
};

/** The kind that name and media type declare together; undefined when they contradict each other or declare none of ours. */
export function declaredKind(name: string, mediaType: string): FileKind | undefined {
  const byName = FILE_KINDS.find((kind) => fileKinds[kind].extensions.includes(extensionOf(name)));
  const type = mediaType.split(';')[0]!.trim().toLowerCase();
  if (byName === undefined || VAGUE.has(type)) return byName;
  const byType = [...FILE_KINDS.filter((kind) => fileKinds[kind].mediaType === type), ...(ALSO[type] ?? [])];
  return byType.includes(byName) ? byName : undefined;
}

// oxlint-disable-next-line no-control-regex
const UNSHOWN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"<>|:*?]/g;

/** A name to show and to save under: no folders, no control or direction-changing characters, at most 150 characters with its ending kept. */
export function cleanName(name: string): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replace(UNSHOWN, '').trim().replace(/^\.+/, '');
  if (plain === '') return 'файл';
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? '';
  const letters = Array.from(plain.slice(0, plain.length - ending.length));
  return letters.slice(0, 150 - ending.length).join('') + ending;
}
