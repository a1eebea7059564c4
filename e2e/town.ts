// Before the browser suite: the whole portal with the demo town, in a folder and on ports of its own; after it nothing is left.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPortal } from '#test/portal-process';

declare module 'vitest' {
  interface ProvidedContext {
    town: { url: string; dataDir: string };
  }
}

const ROOT = path.join(import.meta.dirname, '..');

/** Vitest's `globalSetup` of the browser suite. E2E_URL and E2E_DATA name a portal that runs already: for writing tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { E2E_URL: url, E2E_DATA: data } = process.env;
  if (url && data) {
    project.provide('town', { url, dataDir: data });
    return async () => {};
  }
  buildWhenMissing();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-town-'));
  const portal = await startPortal({ dataDir });
  project.provide('town', { url: portal.url, dataDir });
  return async () => {
    const end = await portal.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
    // What the processes wrote would be lost with them; a suite that passed over errors must show them.
    const errors = portal
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":50') || line.includes('"level":60'));
    if (errors.length > 0) console.error(`The portal logged ${errors.length} errors; the first:\n${errors.slice(0, 5).join('\n')}`);
    if (end !== 0) throw new Error(`the portal ended with ${end}:\n${portal.output().slice(-2000)}`);
  };
}

/** `npm test` has built it already; a single run of this suite may find nothing. */
function buildWhenMissing(): void {
  if (fs.existsSync(path.join(ROOT, 'web', 'build', 'server', 'index.js'))) return;
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', '@react-router', 'dev', 'bin.cjs'), 'build'], {
    cwd: path.join(ROOT, 'web'),
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error('the web app does not build');
}
