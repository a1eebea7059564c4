// Outside judges of our documents and codes (zbar, poppler, qpdf, GOST for openssl, Russian letters to read scans by): what the machine has
// not got is downloaded and unpacked into .cache, root or not, so that nothing of the system changes. Debian and its relatives.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PACKAGES = ['zbar-tools', 'poppler-utils', 'qpdf', 'libengine-gost-openssl', 'tesseract-ocr-rus'];
/** Without a network it is known soon. */
const LIMITS = ['Acquire::Retries=0', 'Acquire::http::Timeout=15', 'Acquire::https::Timeout=15'];
const MOST_MS = 180_000;

/** The environment in which the judges are found. What cannot be had is said, and the tests that need it skip. */
export function judgesEnvironment(cacheDir) {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return withOcrData({}, '/');
  const root = path.join(cacheDir, 'root');
  const stamp = path.join(cacheDir, 'unpacked.json'); // written last: what was interrupted is done again
  const wanted = JSON.stringify(missing);
  try {
    if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== wanted) {
      unpack(cacheDir, root, missing);
      fs.writeFileSync(stamp, wanted);
    }
    return environmentOf(root);
  } catch (error) {
    console.log(`judges not to be had (${missing.join(', ')}): ${String(error.message).split('\n')[0].slice(0, 200)}`);
    return {};
  }
}

function unpack(cacheDir, root, packages) {
  const state = path.join(cacheDir, 'state');
  const archives = path.join(cacheDir, 'archives');
  for (const folder of [root, path.join(state, 'lists', 'partial'), path.join(archives, 'partial')]) fs.mkdirSync(folder, { recursive: true });
  // Lists and archives are ours; the record of what is installed stays the system's, so that only what is missing comes.
  const own = [
    `Dir::State::lists=${state}/lists`,
    `Dir::Cache=${cacheDir}`,
    `Dir::Cache::archives=${archives}`,
    'Debug::NoLocking=true',
    'Acquire::Languages=none',
    'APT::Sandbox::User=',
    ...LIMITS,
  ].flatMap((option) => ['-o', option]);
  must('apt-get', ['-qq', ...own, '--error-on=any', 'update']);
  must('apt-get', ['-qq', ...own, 'install', '--yes', '--no-install-recommends', '--download-only', ...packages]);
  for (const file of fs.readdirSync(archives).filter((name) => name.endsWith('.deb'))) must('dpkg', ['-x', path.join(archives, file), root]);
}

function environmentOf(root) {
  const lib = path.join(root, 'usr', 'lib');
  const libraries = fs
    .readdirSync(lib)
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => path.join(lib, name));
  // Where no ImageMagick is installed, the one that comes with zbar seeks its readers of pictures in the system's folders.
  const coders = libraries.flatMap((folder) =>
    under(folder, /^ImageMagick-/).flatMap((magick) => under(magick, /^modules-/).map((modules) => path.join(modules, 'coders'))),
  );
  const engines = libraries.map((folder) => path.join(folder, 'engines-3')).find((folder) => fs.existsSync(folder));
  return withOcrData(
    {
      PATH: [path.join(root, 'usr', 'bin'), process.env.PATH].join(path.delimiter),
      LD_LIBRARY_PATH: [...libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(path.delimiter),
      ...(engines && { OPENSSL_ENGINES: engines }),
      ...(coders.length > 0 && { MAGICK_CODER_MODULE_PATH: coders.join(path.delimiter) }),
    },
    root,
  );
}

/** The folders in a folder whose names match. */
const under = (folder, pattern) =>
  fs
    .readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => path.join(folder, name));

function withOcrData(env, root) {
  const releases = path.join(root, 'usr', 'share', 'tesseract-ocr');
  const folders = fs.existsSync(releases) ? fs.readdirSync(releases).map((release) => path.join(releases, release, 'tessdata')) : [];
  const data = folders.find((folder) => fs.existsSync(path.join(folder, 'rus.traineddata')));
  return data ? { ...env, OCR_DATA: data } : env;
}

const isInstalled = (name) => spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], { encoding: 'utf8' }).stdout === 'installed';

function must(command, args) {
  const { status, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: MOST_MS,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.trim()}`);
}
