// What a run of tests writes beside the project lies in one folder of the system's temporary ones, which goes with the run.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Called by Vitest before the first worker of a project starts: they inherit the folder as their `os.tmpdir()`. Answers what clears it away. */
export default function openOwnFolder(): () => void {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'moidom-tests-'));
  chmodSync(folder, 0o1777); // like the system's: some tests go on as another user
  process.env['TMPDIR'] = folder;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    // A process of a test that ends this very moment may still write into it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
}
