// `npm start` on a fresh clone: the machine's own Node 20 runs this file before anything is installed, so it imports
// nothing but node: modules. It installs, builds what changed and goes on under the Node 24 of the lockfile.
//   node start.mjs [role]                      role: all (default), server, worker, migrate
//   node start.mjs --only FILE [arguments]     another program of the project, without building the web app
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;
const BUILDS = [
  {
    name: 'web app',
    out: 'web/build',
    dir: 'web',
    run: ['../node_modules/@react-router/dev/bin.cjs', 'build'],
    inputs: ['package-lock.json', 'contract', 'web/app', 'web/ui', 'web/features', 'web/vite.config.ts', 'web/react-router.config.ts'],
  },
  // One file for each role: half of the memory and a third of the start of the same from its sources (docs/adr).
  { name: 'server', out: 'build', dir: '.', run: ['server/bundle.ts'], inputs: ['package-lock.json', 'contract', 'server'] },
];

/** As `all` runs them (server/node-flags.ts); the roles that do one thing and end go faster without. */
const YOUNG_SPACE = { server: ['--max-semi-space-size=16'], worker: ['--max-semi-space-size=4'] };

/** Installs when the lockfile changed, builds what changed of web app and server, and answers the path of Node 24. */
export function prepare({ build = true } = {}) {
  installWhenNeeded();
  const node = node24();
  if (build) {
    for (const one of BUILDS) buildWhenNeeded(node, one);
    process.env['MOIDOM_BUNDLED'] = '1';
  }
  return node;
}

/** A stamp holds the hash of what was done and is written last: an interrupted step is done again. */
function installWhenNeeded() {
  const stamp = path.join(root, 'node_modules', '.installed-lockfile');
  const wanted = hashOf(['package-lock.json']);
  if (readStamp(stamp) === wanted) return;
  console.log('Installing packages…');
  // `install`, not `ci`: some optional packages for other platforms are not in every registry, and `ci` insists on them.
  // What is installed comes from the lockfile with its integrity; nothing is saved, no install script runs.
  mustRun('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root);
  fs.writeFileSync(stamp, wanted);
}

function buildWhenNeeded(node, { name, out, dir, run, inputs }) {
  const stamp = path.join(root, out, '.built-sources');
  const wanted = hashOf(inputs);
  if (readStamp(stamp) === wanted) return;
  console.log(`Building the ${name}…`);
  mustRun(node, run, path.join(root, dir));
  fs.writeFileSync(stamp, wanted);
}

/** An optional dependency per platform, with integrity in the lockfile and no install script. */
function node24() {
  const packaged = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (fs.existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(`There is no packaged Node 24 for ${process.platform}-${process.arch}: install Node 24 and start again.`);
  process.exit(1);
}

/** Runs a program under `node` with our terminal and our signals, and ends with its exit code. */
export function goOnUnder(node, args) {
  // What was compiled once is read by the next start, and its processes: half of the CPU of each until it is ready.
  // The system's allocator gives each thread a pool of its own and each keeps what it once had: 5 MB in all.
  const env = { NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'), MALLOC_ARENA_MAX: '2', ...process.env };
  const child = spawn(node, args, { stdio: 'inherit', cwd: root, env });
  // Ctrl-C reaches the whole foreground group, so the child has it already: only stay until it has finished.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
}

/** By content, not by time: a checkout changes times and not contents. */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const full = path.join(root, input);
    if (!fs.existsSync(full)) continue;
    const files = fs.statSync(full).isDirectory()
      ? fs
          .readdirSync(full, { recursive: true })
          .map((name) => path.join(full, name))
          .sort()
      : [full];
    for (const file of files) if (fs.statSync(file).isFile()) hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function readStamp(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function mustRun(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] === import.meta.filename) {
  const [first, ...rest] = process.argv.slice(2);
  if (first === '--only') goOnUnder(prepare({ build: false }), rest);
  else goOnUnder(prepare(), [...(YOUNG_SPACE[first] ?? []), 'server/main.ts', first ?? 'all', ...rest]);
}
