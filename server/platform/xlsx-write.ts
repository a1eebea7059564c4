// Writing .xlsx as a stream: the sheet is made row by row into the zip, so memory does not grow with the rows.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { dayParts, plainNumber, type CellValue, type ColumnKind, type TableColumn } from './table-column.ts';
import { TableFileError } from './table-file-error.ts';

const PIECE_CHARACTERS = 1 << 16;
/** The limits of the format itself: a spreadsheet refuses to open what exceeds them. */
const LARGEST_ROW = 1_048_576;
const LONGEST_TEXT = 32_767;
/** A spreadsheet keeps 15 digits of a number; a longer whole number is written as text so that none is lost. */
const EXACT_DIGITS = 15;
/** Positions in `cellXfs` below. */
const STYLE_OF = { text: 1, integer: 2, decimal: 0, money: 3, day: 4, month: 5, heading: 6 } as const;
const USUAL_WIDTH = { text: 24, integer: 12, decimal: 14, money: 16, day: 12, month: 10 } as const satisfies Record<ColumnKind, number>;

/**
 * The file as a readable stream. A failing source of rows destroys the stream with its error.
 * @throws (as the stream's error) TableFileError xlsx.tooManyRows, xlsx.textTooLong; RangeError for a value not of its kind
 */
export function writeXlsx<Row>(columns: readonly TableColumn<Row>[], rows: AsyncIterable<Row> | Iterable<Row>, sheetName = 'Лист1'): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  // One fixed time: the same rows give the same bytes, and no clock is asked.
  const options = { mtime: new Date(2020, 0, 1), mode: 0o100644 };
  for (const [name, text] of fixedParts(sheetName)) zip.addBuffer(Buffer.from(text, 'utf8'), name, options);
  const sheet = Readable.from(sheetXml(columns, rows), { objectMode: false });
  sheet.on('error', (error) => output.destroy(error)); // the zip does not listen to what it is fed
  output.once('close', () => sheet.destroy()); // a reader that went away stops the rows too
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', { ...options, compressionLevel: 6 });
  zip.end();
  return output;
}

async function* sheetXml<Row>(columns: readonly TableColumn<Row>[], rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Buffer> {
  const widths = columns.map(({ kind, width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width ?? USUAL_WIDTH[kind]}" customWidth="1"/>`);
  const letters = columns.map((_, index) => columnName(index));
  const headings = columns.map(({ heading }, index) => textCell(`${letters[index]}1`, heading, STYLE_OF.heading)).join('');
  let piece =
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData><row r="1">${headings}</row>`;
  let row = 1;
  for await (const values of rows) {
    row += 1;
    if (row > LARGEST_ROW) throw new TableFileError('xlsx.tooManyRows', { limit: LARGEST_ROW - 1 });
    piece += `<row r="${row}">`;
    for (const [index, column] of columns.entries()) piece += cellXml(`${letters[index]}${row}`, column.kind, column.value(values));
    piece += '</row>';
    if (piece.length >= PIECE_CHARACTERS) {
      yield Buffer.from(piece, 'utf8');
      piece = '';
    }
  }
  yield Buffer.from(`${piece}</sheetData></worksheet>`, 'utf8');
}

function cellXml(place: string, kind: ColumnKind, value: CellValue): string {
  if (value === null || value === undefined || value === '') return ''; // an empty cell is left out
  switch (kind) {
    case 'text':
      return textCell(place, String(value), STYLE_OF.text);
    case 'integer':
    case 'decimal':
    case 'money': {
      const text = plainNumber(kind, value);
      if (text.replace(/[-.]/g, '').length > EXACT_DIGITS) return textCell(place, text.replace('.', ','), STYLE_OF.text);
      return `<c r="${place}" s="${STYLE_OF[kind]}"><v>${text}</v></c>`;
    }
    case 'day':
    case 'month': {
      const { year, month, day } = dayParts(value);
      if (year < '1900') return textCell(place, [day, month, year].filter((part) => part !== undefined).join('.'), STYLE_OF.text); // before day 1 of the format
      return `<c r="${place}" s="${STYLE_OF[kind]}"><v>${serialOf(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)))}</v></c>`;
    }
  }
}

function textCell(place: string, text: string, style: number): string {
  if (text.length > LONGEST_TEXT) throw new TableFileError('xlsx.textTooLong', { limit: LONGEST_TEXT });
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeText(text)}</t></is></c>`;
}

/** Days since 1899-12-30; before March 1900 the format counts one less, because it believes in 29 February 1900. */
function serialOf(midnight: number): number {
  const days = (midnight - Date.UTC(1899, 11, 30)) / 86_400_000;
  return days < 61 ? days - 1 : days;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(index: number): string {
  return (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
}

// What XML cannot hold, and what reads like such an escape, goes as «_xHHHH_» (ECMA-376, 22.9.2.19).
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[&<>]|[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;

function escapeText(text: string): string {
  return text.replace(UNSAFE, (sign) => {
    if (sign === '&') return '&amp;';
    if (sign === '<') return '&lt;';
    if (sign === '>') return '&gt;';
    return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
  });
}

function fixedParts(sheetName: string): [string, string][] {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const pack = 'http://schemas.openxmlformats.org/package/2006';
  const format = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  // A sheet's name is at most 31 characters without : \ / ? * [ ].
  const name = escapeText(sheetName.replace(/[:\\/?*[\]]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;');
  const xf = (format: number, font = 0) => `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
  const styles =
    `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="mm\\.yyyy"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="7">${xf(0)}${xf(49)}${xf(1)}${xf(4)}${xf(164)}${xf(165)}${xf(49, 1)}</cellXfs></styleSheet>`;
  return [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${format}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${format}.worksheet+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${format}.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    ['xl/workbook.xml', `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', head + styles],
  ];
}
