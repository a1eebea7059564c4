import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from './journal.ts';

test('PAY-9: a journal cut in its last line gives everything before it, and goes on cleanly once replaced', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'journal-')), 'deep', 'state.jsonl');
  const { lines, journal } = openJournal<{ n: number }>(file);
  expect(lines).toEqual([]);
  journal.append([{ n: 1 }, { n: 2 }]);
  appendFileSync(file, '{"n":');
  const again = openJournal<{ n: number }>(file);
  expect(again.lines).toEqual([{ n: 1 }, { n: 2 }]);
  again.journal.replace(again.lines);
  again.journal.append([{ n: 3 }]);
  expect(openJournal(file).lines).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});
