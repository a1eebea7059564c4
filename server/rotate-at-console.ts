// `moidom keys rotate` and `moidom keys status` (PRIV-4). With a key file of its own the portal is given a new key without being stopped: its
// processes read the file anew every second. With ENCRYPTION_KEYS the new version is named by whoever runs the portal, and this seals anew.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSealedFiles } from '#modules/billing';
import { recoveryCodesLeft } from '#modules/identity';
import type { FileStore } from './platform/files.ts';
import { rekeyFiles } from './platform/files.ts';
import { addKeyToFile, KEY_FILE_READ_MS, useKeyOfFile } from './platform/key-ring.ts';
import { countOld, countVersions, rotateColumn } from './platform/rotate-keys.ts';
import type { Settings } from './platform/settings.ts';
import type { Ground } from './platform/work.ts';
import { sealedColumns } from './sealed-columns.ts';

/** Every process has read the file by then. */
const HEARD_MS = 2 * KEY_FILE_READ_MS + 500;
const TELL_EVERY_MS = 1_000;
type Console = { ground: Ground; settings: Settings };

const leftOf = async ({ db, masterKeys }: Ground): Promise<number> =>
  (await Promise.all(sealedColumns.map((column) => countOld(db, column, masterKeys)))).reduce((sum, n) => sum + n, 0);

/** Goes on where an earlier run was stopped; else begins with a new key where the portal keeps its own file. Answers the exit code. */
export async function rotateKeys({ ground, settings }: Console): Promise<number> {
  const { db, masterKeys } = ground;
  if (settings.keyFile !== undefined) await newKey(settings.keyFile, async () => (await leftOf(ground)) > 0);
  console.log(`Sealing under version ${masterKeys.current}. The portal goes on working.`);
  let bad = 0;
  for (const column of sealedColumns) {
    let last = 0;
    const { name, resealed, broken, left } = await rotateColumn(db, masterKeys, column, (report) => {
      if (performance.now() - last < TELL_EVERY_MS) return;
      last = performance.now();
      console.log(`  ${report.name}: ${report.resealed} done, ${report.left} were waiting`);
    });
    console.log(`${name}: ${resealed} sealed anew, ${left} left under an older version${broken > 0 ? `, ${broken} of them do not open` : ''}`);
    bad += left;
  }
  const store: FileStore = { dir: path.join(settings.dataDir, 'files'), ring: masterKeys, clock: ground.clock };
  console.log(`files: ${await rekeyFiles(store, db)} put under the new key, their content untouched`);
  console.log(`registers: ${await openSealedFiles(path.join(settings.dataDir, 'registers'), masterKeys).rekey()} put under the new key`);
  const codes = await recoveryCodesLeft(db);
  if (codes > 0)
    console.log(`recovery codes: ${codes} unused ones hold by the key they were made with; keep older versions in the ring until their owners take new ones`);
  console.log(
    bad === 0 ? 'Everything opens and lies under the current version.' : `${bad} values are left under older versions: keep those keys, and run this again.`,
  );
  return bad === 0 ? 0 : 1;
}

/** A key that was added and not used yet, or used and not done, is gone on with. */
async function newKey(file: string, isUnderWay: () => Promise<boolean>): Promise<void> {
  if (await isUnderWay()) return console.log('An earlier rotation was not finished: going on with it.');
  const version = addKeyToFile(file);
  console.log(`Version ${version} is in the key file. Waiting until every process of the portal knows it.`);
  await pause(HEARD_MS);
  useKeyOfFile(file, version);
  await pause(HEARD_MS);
}

/** How many values lie under each version. */
export async function showKeys({ ground }: Console): Promise<number> {
  console.log(`Versions in the ring: ${[...ground.masterKeys.keys.keys()].join(', ')}; ${ground.masterKeys.current} seals.`);
  for (const column of sealedColumns) console.log(`${column.table}.${column.column}: ${JSON.stringify(await countVersions(ground.db, column))}`);
  return 0;
}
