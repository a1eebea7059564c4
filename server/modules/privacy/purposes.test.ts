import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PURPOSES } from '#contract/privacy';

const MODULES = path.join(import.meta.dirname, '..');
const SOURCES = fs
  .globSync('*/*.ts', { cwd: MODULES })
  .filter((name) => !name.startsWith('privacy/') && !name.endsWith('.test.ts'))
  .map((name) => fs.readFileSync(path.join(MODULES, name), 'utf8'));
const asks = (source: string, purpose: string): boolean => new RegExp(`(?:needsConsent|demandConsent|whoAgreed)\\([^\\n]*'${purpose}'`).test(source);

test('PRIV-1: nobody is asked for a consent behind which nothing is done: each purpose is asked for by a module', () => {
  expect(PURPOSES.filter((purpose) => !SOURCES.some((source) => asks(source, purpose)))).toEqual([]);
});

test('planted: a purpose that no module asks for is seen', () => {
  expect(SOURCES.some((source) => asks(source, 'weather'))).toBe(false);
});
