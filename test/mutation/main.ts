// `npm run mutate`: plants small faults in the pure cores, one at a time, and counts how many the tests beside them catch.
//   npm run mutate -- server/modules/meters/reading-rules.ts     only these files
// Stryker stands in .cache, not among our packages: it is as large as half of them and only this command needs it.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const STRYKER = '10.1.1';
/** The least share of planted faults that must be caught, per cent. */
const LEAST = 85;
/** The files that hold the rules: no I/O, no clock. */
const CORES = [
  'contract/identifiers.ts',
  'contract/russian.ts',
  'server/platform/{calendar,decimal,money,time}.ts',
  'server/modules/billing/{charge-factors,charge-terms,consumption-ranges,due-date,payment-qr,recalculation-terms,register-values}.ts',
  'server/modules/calculation/{absence,area-terms,benefits,charge-house,common-property,communal-flat,estimate-correction,even-heating,flat-volumes,gas-heating,heating-line,heating-terms,instalment-parts,interruption,meter-state,penalty,repair-shares,replaced-meters,room-lines,service-line,service-prices,social-norm,tampered-days,tampered-volume,tampering-correction,tariff-pieces,utility-terms,volume-of-month,year-correction}.ts',
  'server/modules/directory/{periods,plan-prices}.ts',
  'server/modules/housing/{card-checks,over-norm,own-heating}.ts',
  'server/modules/ledger/{settle-plan,spread-payment}.ts',
  'server/modules/meters/{faulty-use,reading-rules,reading-window,usage-history}.ts',
  'server/modules/payments/{payment-states,refund-states}.ts',
  'server/modules/reconciliation/{compare-transfers,day-account,settlement}.ts',
];

const root = path.resolve(import.meta.dirname, '../..');
const home = path.join(root, '.cache', 'mutation');
const packages = path.join(home, 'node_modules', '@stryker-mutator');

fs.mkdirSync(home, { recursive: true });
if (!fs.existsSync(path.join(packages, 'vitest-runner')))
  run('npm', [
    'install',
    '--prefix',
    home,
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    `@stryker-mutator/core@${STRYKER}`,
    `@stryker-mutator/vitest-runner@${STRYKER}`,
  ]);
const config = path.join(home, 'stryker.json');
fs.writeFileSync(
  config,
  JSON.stringify({
    testRunner: 'vitest',
    plugins: [path.join(packages, 'vitest-runner', 'dist', 'src', 'index.js')],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    mutate: process.argv.length > 2 ? process.argv.slice(2) : CORES,
    // Stryker rewrites the tsconfig by TypeScript's old API, which TypeScript 7 has not; ours needs no rewriting.
    tsconfigFile: '.cache/none.json',
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // On a machine with other work a slow test is no caught fault.
    timeoutMS: 60_000,
    tempDirName: '.cache/mutation/sandbox',
    ignorePatterns: ['.data', '.cache', 'build', 'web/build', 'docs', 'e2e'],
    incremental: true,
    incrementalFile: '.cache/mutation/incremental.json',
    reporters: ['clear-text'],
    clearTextReporter: { logTests: false, allowColor: process.stdout.isTTY, allowEmojis: false },
    thresholds: { high: 95, low: LEAST, break: LEAST },
  }),
);
process.exitCode = run(process.execPath, [path.join(packages, 'core', 'bin', 'stryker.js'), 'run', config]);

function run(command: string, args: readonly string[]): number {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}
