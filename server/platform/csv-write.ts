// Writing CSV that a Russian spreadsheet opens as is: UTF-8 with BOM, `;`, decimal comma, CRLF.
import { dayParts, plainNumber, type CellValue, type ColumnKind, type TableColumn } from './table-column.ts';

const PIECE_CHARACTERS = 1 << 16;

/** The file in pieces of about 64 KB; rows are taken as they are needed, so memory does not grow with them. */
export async function* writeCsv<Row>(columns: readonly TableColumn<Row>[], rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Uint8Array> {
  let piece = `\ufeff${csvLine(columns.map((column) => column.heading))}`;
  for await (const row of rows) {
    piece += `${columns.map((column) => csvCell(column.kind, column.value(row))).join(';')}\r\n`;
    if (piece.length >= PIECE_CHARACTERS) {
      yield Buffer.from(piece, 'utf8');
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece, 'utf8');
}

/** One line of texts, with its line break. */
export function csvLine(texts: readonly string[]): string {
  return `${texts.map((text) => csvCell('text', text)).join(';')}\r\n`;
}

function csvCell(kind: ColumnKind, value: CellValue): string {
  if (value === null || value === undefined || value === '') return '';
  switch (kind) {
    case 'text':
      return quoted(guarded(String(value)));
    case 'integer':
    case 'decimal':
    case 'money':
      return plainNumber(kind, value).replace('.', ',');
    case 'day':
    case 'month': {
      const { year, month, day } = dayParts(value);
      return [kind === 'day' ? day : undefined, month, year].filter((part) => part !== undefined).join('.');
    }
  }
}

/**
 * A text that begins like a formula would run in the reader's spreadsheet; an apostrophe makes it a text again.
 * Texts that begin with apostrophes and then so get one more: the reader takes off exactly one.
 */
function guarded(text: string): string {
  const oneKindOfBreak = text.replace(/\r\n?/g, '\n');
  const isNegativeNumber = /^-\d[\d \u00a0]*([.,]\d+)?$/.test(oneKindOfBreak); // no formula, and a clerk mends it as a number
  return /^'*[=+\-@\t]/.test(oneKindOfBreak) && !isNegativeNumber ? `'${oneKindOfBreak}` : oneKindOfBreak;
}

function quoted(text: string): string {
  return /[;"\n\t,|]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
