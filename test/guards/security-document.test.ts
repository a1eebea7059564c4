// docs/security.md names a test for each demand: each of them is there.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const NAMED = /`([\w./-]+\.(?:test|spec)\.ts)` › ([^|;\n]+)/g;

/** What the document names and the files do not have. */
function missing(document: string): string[] {
  return [...document.matchAll(NAMED)].flatMap(([, file = '', title = '']) => {
    const place = path.join(ROOT, file);
    const isThere = fs.existsSync(place) && fs.readFileSync(place, 'utf8').includes(title.trim());
    return isThere ? [] : [`${file}: ${title.trim()}`];
  });
}

test('AUTH-2 ROLE-2: every line of docs/security.md names a test that exists', () => {
  const document = fs.readFileSync(path.join(ROOT, 'docs', 'security.md'), 'utf8');
  expect([...document.matchAll(NAMED)].length).toBeGreaterThan(40);
  expect(missing(document)).toEqual([]);
});

test('planted: a test that nobody wrote is seen', () => {
  expect(missing('| 1.1 | x | `server/no-such.test.ts` › a test that nobody wrote |')).toHaveLength(1);
});
