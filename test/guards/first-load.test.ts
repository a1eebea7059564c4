// What a browser loads before a page works, in brotli as it is served: the built web app is weighed, where it was built.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const CLIENT = path.join(import.meta.dirname, '..', '..', 'web', 'build', 'client');
const SERVER = path.join(CLIENT, '..', 'server', 'index.js');
const isBuilt = fs.existsSync(SERVER);

type Part = { module: string; imports?: string[]; css?: string[]; parentId?: string };
type Manifest = { entry: Part; routes: Record<string, Part>; url: string };

/** As the server has it: the browser's own list does not say what else a page loads. */
async function readManifest(): Promise<Manifest> {
  const { assets } = (await import(pathToFileURL(SERVER).href)) as { assets: Manifest };
  return assets;
}

const SCRIPTS = 120 * 1_024;
const STYLES = 15 * 1_024;

const weigh = (urls: Iterable<string>): number => [...new Set(urls)].reduce((sum, url) => sum + fs.statSync(path.join(CLIENT, `${url}.br`)).size, 0);

test.skipIf(!isBuilt)('every page first loads at most 120 KiB of JavaScript and 15 KiB of styles, compressed beforehand', async () => {
  const { entry, routes, url } = await readManifest();
  const heavy: string[] = [];
  for (const [id, route] of Object.entries(routes)) {
    const parts = [entry, routes['root']!, route];
    const scripts = weigh([url, ...parts.flatMap((part) => [part.module, ...(part.imports ?? [])])]);
    const styles = weigh(parts.flatMap((part) => part.css ?? []));
    if (scripts > SCRIPTS || styles > STYLES) heavy.push(`${id}: ${scripts} and ${styles} bytes`);
  }
  expect(Object.keys(routes).length).toBeGreaterThan(10);
  expect(heavy).toEqual([]);
});
