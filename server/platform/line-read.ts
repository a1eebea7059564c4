// Reading a text line by line with a limit on the line: formats of fixed separators know no quotes, a line is a row.
import { TableFileError } from './table-file-error.ts';

/** `unfinished`: the file ended with this line, without a line break after it. */
export type TextLine = { row: number; text: string; unfinished: boolean };

/**
 * The lines of a text, numbered from 1; LF and CRLF end a line, as does a lone CR when the text has no LF at all.
 * @throws TableFileError csv.rowTooLong
 */
export async function* readLines(text: AsyncIterable<string>, limit = 1_000_000): AsyncGenerator<TextLine> {
  let waiting = '';
  let row = 0;
  let sawLf = false;
  for await (const piece of text) {
    waiting += piece;
    let from = 0;
    for (let end = waiting.indexOf('\n'); end >= 0; end = waiting.indexOf('\n', from)) {
      sawLf = true;
      row += 1;
      yield { row, text: waiting.slice(from, waiting[end - 1] === '\r' && end > from ? end - 1 : end), unfinished: false };
      from = end + 1;
    }
    waiting = waiting.slice(from);
    if (waiting.length > limit) throw new TableFileError('csv.rowTooLong', { row: row + 1, limit });
  }
  if (waiting === '') return;
  // At most `limit` characters wait here, so a text of the old Macintosh kind is small enough to split at once.
  const lines = sawLf ? [waiting] : waiting.split('\r');
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    if (isLast && line === '') return;
    row += 1;
    yield { row, text: isLast && line.endsWith('\r') ? line.slice(0, -1) : line, unfinished: isLast };
  }
}
