// What the bank formats have in common: a line is a row, the separator is fixed, there are no quotes and no headings.
import { readLines, type TextLine } from '#platform/line-read';
import { UNREADABLE, decodeStream } from '#platform/text-encoding';
import { RegisterRefusal, RowCheck } from './register-check.ts';
import type { RegisterInput } from './register-format.ts';

/** The lines of the file that are not empty (a DOS end-of-file mark counts as nothing). */
export async function* registerLines({ source, recognised }: RegisterInput): AsyncGenerator<TextLine> {
  for await (const line of readLines(decodeStream(source.read(0, source.size), recognised.encoding))) {
    if (line.text.trim() !== '' && line.text !== '\u001a') yield line;
  }
}

/**
 * The cells of a line and a check begun for them.
 * @throws RegisterRefusal file.cut when the last line, without its line break, is shorter than a row
 */
export function splitLine(line: TextLine, separator: string, expected: { least: number; most: number }): { cells: string[]; check: RowCheck; fits: boolean } {
  const cells = line.text.split(separator).map((cell) => cell.trim());
  const check = new RowCheck(line.row);
  if (cells.length < expected.least) {
    if (line.unfinished) throw new RegisterRefusal('file.cut', { row: line.row, facts: { row: line.row } });
    check.refuse('row.short', { facts: { found: cells.length, expected: expected.least }, value: line.text });
  }
  if (cells.length > expected.most && cells.slice(expected.most).some((cell) => cell !== ''))
    check.refuse('row.long', { facts: { found: cells.length, expected: expected.most }, value: line.text });
  if (line.text.includes(UNREADABLE)) check.refuse('row.unreadable');
  return { cells, check, fits: check.errors.length === 0 };
}
