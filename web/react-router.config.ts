import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Config } from '@react-router/dev/config';

const ASSETS = path.join(import.meta.dirname, 'build', 'client', 'assets');

/**
 * What of the list of routes the browser asks for. Which further files a page needs the server says in the page, and a file itself names them: of two
 * hundred routes that is half of the list, which every page loads. Styles of the root are on every page; whether a page shows anything is asked nowhere.
 */
function shortenList(): void {
  const file = path.join(
    ASSETS,
    fs.readdirSync(ASSETS).find((name) => /^manifest-.*\.js$/.test(name))!,
  );
  const [, name, list] = /^([^=]+=)(.*);\s*$/s.exec(fs.readFileSync(file, 'utf8'))!;
  const { routes, ...rest } = JSON.parse(list!) as { routes: Record<string, { css?: string[] }> };
  const everywhere = new Set(routes['root']!.css);
  const ownStyles = (id: string, { css = [] }: { css?: string[] }) => (id === 'root' ? css : css.filter((file) => !everywhere.has(file)));
  const isNeeded = ([member, value]: [string, unknown]): boolean =>
    member !== 'imports' && member !== 'hasDefaultExport' && value !== false && value !== null && !(Array.isArray(value) && value.length === 0);
  const needed = Object.entries(routes).map(([id, route]) => [
    id,
    Object.fromEntries(Object.entries({ ...route, css: ownStyles(id, route) }).filter(isNeeded)),
  ]);
  fs.writeFileSync(file, `${name}${JSON.stringify({ ...rest, routes: Object.fromEntries(needed) })};`);
}

/** Beside each text that a browser loads lies the same in brotli, as small as it gets: nothing is compressed while people wait. */
function compressAssets(): void {
  for (const name of fs.readdirSync(ASSETS))
    if (/\.(js|css|svg)$/.test(name)) fs.writeFileSync(path.join(ASSETS, `${name}.br`), brotliCompressSync(fs.readFileSync(path.join(ASSETS, name))));
}

// 'initial': the whole route manifest comes with the page. Asked for lazily it would fail offline.
export default {
  ssr: true,
  appDirectory: 'app',
  buildDirectory: 'build',
  routeDiscovery: { mode: 'initial' },
  buildEnd: () => {
    shortenList();
    compressAssets();
  },
} satisfies Config;
