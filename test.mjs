// `npm test`: every suite, one after another, and one line with the sum of what they counted.
//   node test.mjs [suite…]     static, pure, database, matrix, browser, faults, simulation
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { judgesEnvironment } from './judges.mjs';
import { prepare } from './start.mjs';

const root = import.meta.dirname;
const SUITES = ['static', 'pure', 'database', 'matrix', 'browser', 'faults', 'simulation'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}: choose of ${SUITES.join(', ')}.`);
  process.exit(2);
}

const node = prepare({ build: wanted.length === 0 || wanted.includes('browser') || wanted.includes('faults') });
const judges = wanted.length === 1 && wanted[0] === 'static' ? {} : judgesEnvironment(path.join(root, '.cache', 'judges'));
const bin = (name) => path.join(root, 'node_modules', ...name);
const reports = path.join(root, '.cache', 'test-reports');
fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const suite of wanted.length > 0 ? wanted : SUITES) runSuite(suite);
if (sum.skipped > 0) console.log(`${sum.skipped} skipped: a judge or the samples are not on this machine`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed > 0 ? 1 : 0);

function runSuite(suite) {
  const started = Date.now();
  console.log(`\n── ${suite} ──`);
  if (suite === 'static') for (const [name, args] of staticChecks()) countCheck(name, args);
  countVitest(suite);
  console.log(`${suite}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function staticChecks() {
  return [
    ['types', [bin(['typescript', 'bin', 'tsc']), '--noEmit', '-p', root]],
    ['lint', [bin(['oxlint', 'bin', 'oxlint']), '--quiet']],
    ['layout', [bin(['oxfmt', 'bin', 'oxfmt']), '--check', '**/*.{ts,tsx,mjs}']],
    ['nothing unused', [bin(['knip', 'bin', 'knip.js']), '--no-progress']],
  ];
}

function countCheck(name, args) {
  const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment() });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}  ${name}`);
  sum[status === 0 ? 'passed' : 'failed'] += 1;
}

function countVitest(suite) {
  const report = path.join(reports, `${suite}.json`);
  const args = [
    bin(['vitest', 'vitest.mjs']),
    'run',
    '--project',
    suite,
    '--passWithNoTests',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment() });
  if (!fs.existsSync(report)) {
    if (status !== 0) sum.failed += 1;
    return;
  }
  const counted = JSON.parse(fs.readFileSync(report, 'utf8'));
  sum.passed += counted.numPassedTests;
  sum.failed += counted.numFailedTests;
  sum.skipped += counted.numPendingTests + counted.numTodoTests;
  // A file that does not load, or a leak after the last test, fails the run without a failed test of its own.
  if (status !== 0 && counted.numFailedTests === 0) sum.failed += 1;
}

/** Node 24 first in the path, so that what the suites start runs under it as well. */
function environment() {
  const env = { ...process.env, ...judges };
  return { ...env, PATH: `${path.dirname(node)}${path.delimiter}${env.PATH}`, NODE_ENV: 'test' };
}
