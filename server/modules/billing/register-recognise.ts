// Which format, encoding and separator a file has, from its first bytes and lines; or by name why it cannot be one.
import { CSV_SEPARATORS, detectSeparator } from '#platform/csv-read';
import { firstBytes, type ByteSource } from '#platform/byte-source';
import { decodeText, encodingOf } from '#platform/text-encoding';
import { openXlsx } from '#platform/xlsx-parts';
import { RegisterRefusal } from './register-check.ts';
import type { ColumnMapping, RecognisedRegister, RegisterFormat, RegisterKind } from './register-format.ts';
import { looksLikeHeadings } from './register-own-columns.ts';
import type { RegisterErrorCode } from './register-texts.ts';

const SAMPLE_BYTES = 1 << 16;
/** The first lines asked: one of them may be damaged without making the file another one. */
const ASKED_LINES = 8;
/** Enough to know a line by; it also bounds the work of the patterns below. */
const ASKED_CHARACTERS = 1_000;

/** What the formats with one meaning bring; our own tables tell by their headings. */
export const kindOfFormat: Readonly<Record<RegisterFormat, RegisterKind | undefined>> = {
  'own-csv': undefined,
  'own-xlsx': undefined,
  'sber-debts': 'charges',
  'sber-charges-a': 'charges',
  'sber-charges-b': 'charges',
  'sber-payments-tagged': 'payments',
  'sber-payments-positional': 'payments',
  'settlement-pack': 'payments',
  'one-c': 'statement',
};

/**
 * @throws RegisterRefusal file.empty, file.binary, file.oldExcel, file.dbf, file.pdf, file.archive, file.markup,
 *   file.notSpreadsheet, file.unknownFormat; TableFileError zip.broken, zip.bomb, xlsx.encrypted
 */
export async function recogniseRegister(source: ByteSource, mapping?: ColumnMapping): Promise<RecognisedRegister> {
  if (source.size === 0) throw new RegisterRefusal('file.empty');
  const start = await firstBytes(source, SAMPLE_BYTES);
  const foreign = foreignFormat(start);
  if (foreign !== undefined) throw new RegisterRefusal(foreign);
  if (startsWith(start, [0x50, 0x4b])) return recogniseBook(source);

  const encoding = await encodingOf(source);
  const text = decodeText(start, encoding).replace(/^\ufeff/, '');
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u0019\u001b-\u001f]/.test(text)) throw new RegisterRefusal('file.binary');
  if (/^\s*</.test(text)) throw new RegisterRefusal('file.markup');
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new RegisterRefusal('file.noRows');
  const asked = lines.slice(0, ASKED_LINES).map((line) => line.slice(0, ASKED_CHARACTERS));
  // Our own table goes first: a line of its values may look like a line of a bank's.
  const hasHeadings = asked.some((line) => CSV_SEPARATORS.some((sign) => looksLikeHeadings(line.split(sign), mapping)));
  const fixed = hasHeadings
    ? undefined
    : fixedFormats.find(({ shape, isPlain }) => asked.some((line) => shape.test(line)) && (isPlain !== true || /^[^;]*\d/.test(asked[0] ?? '')));
  if (fixed !== undefined) return { format: fixed.format, encoding, separator: fixed.format === 'settlement-pack' ? '|' : ';' };
  const separator = detectSeparator(text) ?? CSV_SEPARATORS.find((sign) => lines[0]?.includes(sign));
  if (separator === undefined) throw new RegisterRefusal('file.unknownFormat');
  return { format: 'own-csv', encoding, separator };
}

/** In the order they are asked: the more telling first. `isPlain`: tables of other people look like it too, but they begin with a line of names. */
const fixedFormats: readonly { format: RegisterFormat; shape: RegExp; isPlain?: true }[] = [
  { format: 'one-c', shape: /^1CClientBankExchange\s*$/ },
  { format: 'settlement-pack', shape: /^(\*\*\*|###)\|([^|]*\|){9,}/ },
  { format: 'sber-charges-b', shape: /^#(FILESUM|TYPE|SERVICE)\b|^[^;]*;\d\d[А-ЯA-Z]{2}\d{6};[0-9a-f-]{36},[^;]*;/i },
  { format: 'sber-payments-positional', shape: /^\d\d-\d\d-\d{4};\d\d-\d\d-\d\d;/ },
  { format: 'sber-payments-tagged', shape: /^[^;]*;[^;]*;\d\d\/\d\d\/\d{4};[^;]*;|;CLIENTNO:/ },
  { format: 'sber-charges-a', shape: /^[^;]*\d[^;]*;[^;]*;-?\d+[.,]\d\d;[^;]*$/, isPlain: true },
  { format: 'sber-debts', shape: /^[^;]*\d[^;]*;[^;\d]*;-?\d+([.,]\d+)?;?$/, isPlain: true },
];

async function recogniseBook(source: ByteSource): Promise<RecognisedRegister> {
  const { zip, parts } = await openXlsx(source);
  zip.close();
  if (!parts.has('xl/workbook.xml'))
    throw new RegisterRefusal([...parts.keys()].some((name) => name === '[Content_Types].xml' || name === 'mimetype') ? 'file.notSpreadsheet' : 'file.archive');
  return { format: 'own-xlsx', encoding: 'utf-8', separator: ';' };
}

function foreignFormat(start: Uint8Array): RegisterErrorCode | undefined {
  if (startsWith(start, [0xd0, 0xcf, 0x11, 0xe0])) return 'file.oldExcel';
  if (startsWith(start, [0x25, 0x50, 0x44, 0x46])) return 'file.pdf';
  if (startsWith(start, [0x52, 0x61, 0x72, 0x21]) || startsWith(start, [0x37, 0x7a, 0xbc, 0xaf]) || startsWith(start, [0x1f, 0x8b])) return 'file.archive';
  if (looksLikeDbf(start)) return 'file.dbf';
  return undefined;
}

/** dBase: a version byte, the day of the last change, and a carriage return that closes the header. */
function looksLikeDbf(start: Uint8Array): boolean {
  const [version = 0, , month = 0, day = 0] = start;
  const headerLength = (start[8] ?? 0) + (start[9] ?? 0) * 256;
  return (
    [0x03, 0x30, 0x83, 0x8b, 0xf5].includes(version) &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    headerLength > 32 &&
    (start[headerLength - 1] === 0x0d || version === 0x30)
  );
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}
