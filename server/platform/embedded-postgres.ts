// PostgreSQL from the npm package of binaries (Linux), with no installation and no privileges asked for.
//
// Why an own launcher: the package's wrapper fails as root, dies in a checkout that others may not enter, and rejects
// with nothing when a killed parent left its server behind. How the binaries are run is in embedded-postgres-runner.ts.
import type { SpawnSyncReturns } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { chooseRunner, type RunProgram } from './embedded-postgres-runner.ts';

type Passwords = { superuser: string; owner: string; app: string };

/** A running server and how to reach it in the owner's and in the application's role. */
export type Postgres = {
  ownerUrl: string; // MIGRATE_DATABASE_URL: owns the schema
  appUrl: string; // DATABASE_URL: may only do what the migrations grant
  /** True when a server was already up: left by a killed parent, or another command's. Who stops it is the caller's choice. */
  adopted: boolean;
  port: number;
  /** Whether the server's process lives; asks /proc, so it costs a file read. */
  isAlive(): boolean;
  stop(): void;
};

/**
 * `openDir` is used only by root without namespaces: a folder that every user may enter. `parameters` are PostgreSQL's own.
 * `port`: where it must listen again after a crash, because others hold that address; any free one when missing.
 */
export type PostgresOptions = { dataDir: string; openDir: string; database: string; port?: number; parameters?: Readonly<Record<string, string>> };

/**
 * Starts the packaged PostgreSQL on a free loopback port, or adopts the one that a killed parent left running.
 * Two starts at the same moment on one folder wait for each other. Throws with the server's own words when it cannot run.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const unlock = await lockFolder(path.resolve(options.dataDir));
  try {
    return await startLocked(options);
  } finally {
    unlock();
  }
}

async function startLocked(options: PostgresOptions): Promise<Postgres> {
  const { run, dir } = chooseRunner(path.resolve(options.dataDir), options.openDir);
  const cluster = path.join(dir, 'cluster');
  const log = path.join(dir, 'server.log');
  const passwords = readOrMakePasswords(dir);

  if (!fs.existsSync(cluster)) initialise(run, dir, cluster, passwords);

  const name = clusterName(cluster);
  const adopted = await isRunning(cluster, name);
  if (!adopted) {
    // Loopback TCP only: a socket path is limited to 107 bytes and a deep checkout exceeds it.
    const parameters = Object.entries({ listen_addresses: '127.0.0.1', cluster_name: name, ...options.parameters });
    const serverOptions = `-p ${options.port ?? (await freePort())} -k '' ${parameters.map(([key, value]) => `-c ${key}=${value}`).join(' ')}`;
    must(run('pg_ctl', ['-D', cluster, '-l', log, '-w', '-t', '120', '-o', serverOptions, 'start']), 'start', log);
  }
  // An adopted server may listen elsewhere than we would have asked: line 4 of its pid file is the truth.
  const [postmaster, , , line4] = fs.readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  const port = Number(line4);
  const url = (role: string, password: string, database: string): string => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  await makeRolesAndDatabase(url('postgres', passwords.superuser, 'postgres'), passwords, options.database);
  return {
    ownerUrl: url('moidom_owner', passwords.owner, options.database),
    appUrl: url('moidom_app', passwords.app, options.database),
    adopted,
    port,
    isAlive: () => isNamed(postmaster!, name),
    stop: () => must(run('pg_ctl', ['-D', cluster, '-m', 'fast', '-w', '-t', '60', 'stop']), 'stop', log),
  };
}

/** The pid in the lock file tells a lock in use from one that its killed owner left. */
async function lockFolder(dataDir: string): Promise<() => void> {
  const file = `${dataDir}.starting`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readIfThere(file);
    if (owner !== undefined && owner !== '' && !fs.existsSync(`/proc/${owner}`)) fs.rmSync(file, { force: true });
    await setTimeout(100);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // its owner has just finished
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const clusterName = (cluster: string): string => `moidom-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`;

/**
 * `pg_ctl status` believes the pid file. After kill -9 that pid can be a zombie (a container's first process may never
 * reap it) or another program, and then PostgreSQL too refuses to start. The cluster's name stands in the command line
 * of the server and of each of its children, which everyone may read and which a zombie has lost.
 */
async function isRunning(cluster: string, name: string): Promise<boolean> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return false;
  const [pid] = fs.readFileSync(pidFile, 'utf8').split('\n');
  if (processesNamed(name).includes(pid!)) return true;
  // Only when the last child is gone may the pid file go: it also guards the shared memory.
  for (let waited = 0; processesNamed(name).length > 0; waited += 100) {
    if (waited > 20_000) throw new Error(`processes of a killed PostgreSQL remain: ${processesNamed(name).join(', ')}`);
    await setTimeout(100);
  }
  fs.rmSync(pidFile);
  return false;
}

function processesNamed(name: string): string[] {
  return fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isNamed(entry, name));
}

function isNamed(pid: string, name: string): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name);
  } catch {
    return false; // ended meanwhile
  }
}

function readOrMakePasswords(dir: string): Passwords {
  const file = path.join(dir, 'passwords.json');
  if (!fs.existsSync(file)) {
    const secret = (): string => randomBytes(24).toString('base64url');
    const passwords: Passwords = { superuser: secret(), owner: secret(), app: secret() };
    fs.writeFileSync(`${file}.new`, JSON.stringify(passwords), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** initdb works in a sibling folder: an interrupted one is thrown away, and `cluster` exists only when it is whole. */
function initialise(run: RunProgram, dir: string, cluster: string, passwords: Passwords): void {
  const fresh = `${cluster}.new`;
  const passwordFile = path.join(dir, 'superuser-password');
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.writeFileSync(passwordFile, passwords.superuser, { mode: 0o600 });
  const owner = fs.statSync(dir);
  if (process.getuid?.() === 0) fs.chownSync(passwordFile, owner.uid, owner.gid); // initdb reads it, as nobody in the last case
  const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const text = ['-E', 'UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  must(run('initdb', ['-D', fresh, ...access, ...text, '--data-checksums']), 'initdb');
  fs.rmSync(passwordFile);
  fs.renameSync(fresh, cluster);
}

/** Asked for at every start, because the process may have died between initdb and here. */
async function makeRolesAndDatabase(superuserUrl: string, passwords: Passwords, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const has = async (catalogue: 'pg_roles' | 'pg_database', column: string, name: string): Promise<boolean> =>
      (await client.query(`select 1 from ${catalogue} where ${column} = $1`, [name])).rowCount === 1;
    // createdb: the tests clone databases. Neither role is a superuser; trusted extensions are the database owner's to create.
    if (!(await has('pg_roles', 'rolname', 'moidom_owner')))
      await client.query(`create role moidom_owner login createdb password ${pg.escapeLiteral(passwords.owner)}`);
    if (!(await has('pg_roles', 'rolname', 'moidom_app'))) await client.query(`create role moidom_app login password ${pg.escapeLiteral(passwords.app)}`);
    // So that the owner may end the application's sessions, as dropping a test database asks for.
    await client.query('grant moidom_app to moidom_owner');
    if (!(await has('pg_database', 'datname', database))) await client.query(`create database ${pg.escapeIdentifier(database)} owner moidom_owner`);
  } finally {
    await client.end();
  }
}

function must(result: SpawnSyncReturns<string>, what: string, log?: string): void {
  if (result.status === 0) return;
  const serverSays = log && fs.existsSync(log) ? fs.readFileSync(log, 'utf8').slice(-800) : '';
  throw new Error(`PostgreSQL ${what} failed: ${result.error?.message ?? result.stderr}\n${serverSays}`);
}
