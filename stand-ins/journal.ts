// State that survives a restart: a file of JSON lines, one per change, read back at start.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Journal<Line> = {
  /** Adds lines by one write: a process that dies has all of them or none. */
  append(lines: readonly Line[]): void;
  /** Puts these lines in place of the whole file: a new file that takes the old one's name. */
  replace(lines: readonly Line[]): void;
};

const asText = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/**
 * Opens a journal file (its folder is made when missing) and returns what it holds, oldest first.
 * A last line cut by a crash is left out: its change was never answered to anybody.
 */
export function openJournal<Line>(file: string): { lines: Line[]; journal: Journal<Line> } {
  mkdirSync(dirname(file), { recursive: true });
  const texts = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const lines: Line[] = [];
  for (const text of texts) {
    if (text === '') continue;
    try {
      lines.push(JSON.parse(text) as Line);
    } catch {
      break;
    }
  }
  const journal: Journal<Line> = {
    append: (added) => {
      if (added.length > 0) appendFileSync(file, asText(added));
    },
    replace: (all) => {
      writeFileSync(`${file}.new`, asText(all));
      renameSync(`${file}.new`, file);
    },
  };
  return { lines, journal };
}
