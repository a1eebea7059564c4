// Faults that are seen in the text of a file: no style attribute, no float near money, no clock in a core, no large or stray file.
import { expect, test } from 'vitest';
import { type Fault, type Source, sources } from './sources.ts';

const isTest = (file: string): boolean => /\.(test|spec|fixture)\.tsx?$/.test(file);
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** The content security policy blocks them for good: classes and SVG attributes instead. */
const styleFaults = (files: readonly Source[]): Fault[] =>
  files
    .filter(({ path, text }) => /\.(tsx|ts|html)$/.test(path) && !isTest(path) && /\sstyle=[{"'\\]/.test(withoutComments(text)))
    .map(({ path }) => ({ path, what: 'a style attribute' }));

/** Money is bigint kopecks, numbers of the field are scaled bigints; a float loses kopecks. */
const FLOATS = [/parseFloat\s*\(/, /\.toFixed\s*\(/, /[Kk]opecks\w*\s*[*/]\s*\d+\.\d/, /\d+\.\d+\s*\*\s*\w*[Kk]opecks/, /Number\s*\([^)]*\)\s*\/\s*100\b/];
const floatFaults = (files: readonly Source[]): Fault[] =>
  files
    .filter(
      ({ path }) =>
        (path.startsWith('server/modules/') ||
          path === 'server/platform/money.ts' ||
          path === 'server/platform/decimal.ts' ||
          path === 'contract/russian.ts') &&
        !isTest(path),
    )
    .flatMap(({ path, text }) =>
      FLOATS.filter((pattern) => pattern.test(withoutComments(text))).map((pattern) => ({ path, what: `a float near money: ${pattern.source}` })),
    );

/** The clock is an argument: a rule that asks for the time cannot be tested at the edge of a deadline. */
const clockFaults = (files: readonly Source[]): Fault[] =>
  files
    .filter(({ path }) => path.startsWith('server/modules/') && !isTest(path))
    .filter(({ text }) => /Date\.now\s*\(|new Date\s*\(\s*\)/.test(withoutComments(text)))
    .map(({ path }) => ({ path, what: 'asks the clock' }));

const BANNED_NAMES = /(service|manager|helper|util|impl)s?\.(ts|tsx|mjs)$|\b(data|misc|common)\.(ts|tsx)$/i;
const nameFaults = (files: readonly Source[]): Fault[] =>
  files.filter(({ path }) => BANNED_NAMES.test(path)).map(({ path }) => ({ path, what: 'a name that tells nothing' }));

/** A test that is skipped shows nothing; absent samples and judges are skipped by condition. */
const skipFaults = (files: readonly Source[]): Fault[] =>
  files
    .filter(
      ({ path, text }) =>
        /\.(test|spec)\.tsx?$/.test(path) &&
        /\b(it|test|describe)\.(skip|only|todo|fixme)\b(?!If)/.test(withoutComments(text).replace(/(['"`])(?:(?!\1).)*\1/g, '')),
    )
    .map(({ path }) => ({ path, what: 'a skipped test' }));

const all = sources(/\.(ts|tsx|mjs|html)$/);

test('no style attribute anywhere', () => expect(styleFaults(all)).toEqual([]));
test('no float near money', () => expect(floatFaults(all)).toEqual([]));
test('no clock inside a module', () => expect(clockFaults(all)).toEqual([]));
test('every file name tells its job', () => expect(nameFaults(all)).toEqual([]));
test('no test is skipped for good', () => expect(skipFaults(all)).toEqual([]));
test('files are code, not blobs: none over 400 KB but the lockfile', () => {
  const large = sources(/./).filter(({ path, text }) => text.length > 400_000 && path !== 'package-lock.json');
  expect(large.map(({ path }) => path)).toEqual([]);
});

test('planted: a style attribute, a float, a clock, an empty name and a skipped test are caught', () => {
  expect(
    styleFaults([
      { path: 'web/x.tsx', text: '<p style={{ color: "red" }}>' },
      { path: 'web/y.ts', text: '`<p style="x">`' },
    ]),
  ).toHaveLength(2);
  const floats = ['parseFloat(x)', 'x.toFixed(2)', 'sumKopecks * 0.5', '1.5 * kopecks', 'Number(kopecks) / 100'];
  for (const text of floats) expect(floatFaults([{ path: 'server/modules/ledger/x.ts', text }])).not.toEqual([]);
  expect(
    clockFaults([
      { path: 'server/modules/ledger/x.ts', text: 'const now = new Date();' },
      { path: 'server/modules/ledger/y.ts', text: 'Date.now()' },
    ]),
  ).toHaveLength(2);
  expect(
    nameFaults([
      { path: 'server/x/payment-service.ts', text: '' },
      { path: 'server/x/utils.ts', text: '' },
    ]),
  ).toHaveLength(2);
  expect(skipFaults([{ path: 'a.test.ts', text: `${['test', 'skip'].join('.')}('x', () => {})` }])).toHaveLength(1);
});
