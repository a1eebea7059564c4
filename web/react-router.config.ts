import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Config } from '@react-router/dev/config';

const ASSETS = path.join(import.meta.dirname, 'build', 'client', 'assets');

/** Beside each text that a browser loads lies the same in brotli, as small as it gets: nothing is compressed while people wait. */
function compressAssets(): void {
  for (const name of fs.readdirSync(ASSETS)) if (/\.(js|css|svg)$/.test(name)) fs.writeFileSync(path.join(ASSETS, `${name}.br`), brotliCompressSync(fs.readFileSync(path.join(ASSETS, name))));
}

// 'initial': the whole route manifest comes with the page. Asked for lazily it would fail offline.
export default { ssr: true, appDirectory: 'app', buildDirectory: 'build', routeDiscovery: { mode: 'initial' }, buildEnd: compressAssets } satisfies Config;
