// A Chromium for the tests, with or without root and without a download of its own: the machine's, else the one inside
// the npm package @sparticuz/chromium (x64). Only that package's files are used. Its code would unpack to one fixed
// folder that a second user may not enter, would leave the libraries and fonts packed outside the cloud it was made
// for, and its arguments switch web security and site isolation off, so tests of CSP and origins would lie.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { LaunchOptions } from 'playwright-core';

const CACHE = path.join(import.meta.dirname, '..', '.cache');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
// Inside containers Chromium's own sandbox finds no privileges to work with. Of protection nothing else is switched off;
// the other flags keep the browser from talking to anybody but the page's own server.
const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-gpu'];

/** What `chromium.launch` takes. Unpacks the packaged browser into .cache at the first call (two or three seconds). */
export async function testBrowser(): Promise<LaunchOptions> {
  const system = process.env['CHROMIUM_PATH'] ?? findInPath(NAMES);
  if (system) return { executablePath: system, args: ARGS };
  const unpacked = await unpackOnce(CACHE);
  // The bare machine lacks nss, nspr and expat, and has no font with Cyrillic letters: the package carries them.
  const env = { ...definedOf(process.env), LD_LIBRARY_PATH: path.join(unpacked, 'lib'), FONTCONFIG_PATH: path.join(unpacked, 'fonts') };
  return { executablePath: path.join(unpacked, 'chromium'), args: ARGS, env };
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));

function findInPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

/** 200 MB, once per version. Unpacked aside and renamed, so that a whole folder or none exists. */
async function unpackOnce(cacheDir: string): Promise<string> {
  let packageDir = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  while (!fs.existsSync(path.join(packageDir, 'bin'))) packageDir = path.dirname(packageDir); // its entry file has moved between versions
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const target = path.join(cacheDir, `chromium-${version}`);
  if (fs.existsSync(target)) return target;

  const partial = `${target}.${process.pid}`;
  fs.mkdirSync(partial, { recursive: true });
  const archives = fs
    .readdirSync(path.join(packageDir, 'bin'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.br') && !name.includes('arm64'));
  for (const archive of archives) await unpack(path.join(packageDir, 'bin', archive), partial);
  writeFontConfig(partial, target);
  try {
    fs.renameSync(partial, target);
  } catch (error) {
    if (!fs.existsSync(target)) throw error; // else another process was quicker
    fs.rmSync(partial, { recursive: true });
  }
  return target;
}

async function unpack(archive: string, folder: string): Promise<void> {
  const plain = path.join(folder, path.basename(archive, '.br'));
  await pipeline(fs.createReadStream(archive), createBrotliDecompress(), fs.createWriteStream(plain, { mode: 0o755 }));
  if (!plain.endsWith('.tar')) return;
  const { status, stderr, error } = spawnSync('tar', ['--no-same-owner', '-xf', plain, '-C', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar ${archive}: ${error?.message ?? stderr}`);
  fs.rmSync(plain);
}

/** The packaged configuration names the folders of that cloud, so the fonts would not be found: ours names this one. */
function writeFontConfig(partial: string, target: string): void {
  const config = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${target}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${target}/font-cache</cachedir></fontconfig>
`;
  fs.writeFileSync(path.join(partial, 'fonts', 'fonts.conf'), config);
}
