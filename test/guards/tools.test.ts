// The tools that `npm test` runs over the project do catch what they are there for.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './sources.ts';

const run = (program: string[], args: string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', ...program), ...args], { cwd: ROOT, encoding: 'utf8' });
  return { text: stdout + stderr, status };
};

test('planted: the compiler refuses a wrong type', () => {
  const { text, status } = run(
    ['typescript', 'bin', 'tsc'],
    ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--types', 'node', 'test/violations/types/wrong-type.ts'],
  );
  expect(text).toContain('TS2322');
  expect(status).not.toBe(0);
});

test('planted: the linter refuses a forgotten promise, any, a way past a door and a function without end', () => {
  const { text, status } = run(['oxlint', 'bin', 'oxlint'], ['-c', 'test/violations/lint/oxlintrc.json', 'test/violations/lint']);
  for (const rule of ['no-floating-promises', 'no-explicit-any', 'no-restricted-imports', 'max-lines-per-function', 'max-params']) expect(text).toContain(rule);
  expect(status).not.toBe(0);
});

test('planted: the formatter names a file that is not laid out', () => {
  const { text, status } = run(['oxfmt', 'bin', 'oxfmt'], ['-c', 'test/violations/format/oxfmtrc.json', '--check', 'test/violations/format']);
  expect(text).toContain('crowded.ts');
  expect(status).not.toBe(0);
});

test('planted: knip names a dead file and a dead export', () => {
  const { text, status } = run(['knip', 'bin', 'knip.js'], ['--no-progress', '--directory', 'test/violations/knip']);
  expect(text).toContain('dead-file.ts');
  expect(text).toContain('deadExport');
  expect(status).not.toBe(0);
});
