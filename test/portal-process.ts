// The whole portal (`server/main.ts`) as a process of its own on free ports, for suites that look at it from outside.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = path.join(import.meta.dirname, '..');
const READY_MS = 120_000;
const STOP_MS = 40_000;

export type PortalProcess = {
  url: string;
  port: number;
  dataDir: string;
  /** The supervisor's. */
  pid: number;
  /** What it has written so far, both streams. */
  output(): string;
  /** Resolves when it has ended, with its exit code or the name of the signal. */
  ended: Promise<number | string>;
  /** Asks to stop, waits, and answers the exit code; kills what is left of it after 40 seconds. */
  stop(): Promise<number | string>;
};

/** `port`: the first of ten in a row; chosen free when missing. `environment` adds to a clean one: nothing of this machine's settings gets in, and no push goes out. */
export type PortalOptions = { dataDir: string; port?: number; environment?: Readonly<Record<string, string>> };

/** Starts it and waits for «is ready». Throws with what it wrote when it ends or stays silent for two minutes. */
export async function startPortal(options: PortalOptions): Promise<PortalProcess> {
  const portal = await beginPortal(options);
  const started = Date.now();
  while (!portal.output().includes('is ready')) {
    const end = await Promise.race([portal.ended, pause(50)]);
    if (end !== undefined) throw new Error(`the portal ended (${end}) before it was ready:\n${portal.output()}`);
    if (Date.now() - started > READY_MS) {
      await portal.stop();
      throw new Error(`the portal is not ready after ${READY_MS / 1000} s:\n${portal.output()}`);
    }
  }
  return portal;
}

/** Starts it and does not wait: for tests that interrupt a start. */
export async function beginPortal({ dataDir, port, environment = {} }: PortalOptions): Promise<PortalProcess> {
  const first = port ?? (await freePorts(10));
  const url = `http://localhost:${first}`;
  const child = spawn(process.execPath, [path.join(ROOT, 'server', 'main.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TMPDIR: process.env['TMPDIR'],
      NODE_ENV: 'test',
      MOIDOM_BUNDLED: process.env['MOIDOM_BUNDLED'],
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
      PORT: String(first),
      PUBLIC_URL: url,
      PUSH_HOSTS: 'localhost:9',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = endOf(child);
  return { url, port: first, dataDir, pid: child.pid!, output: () => output, ended, stop: () => stopPortal(child, ended) };
}

async function stopPortal(child: ChildProcess, ended: Promise<number | string>): Promise<number | string> {
  const family = descendants(child.pid!);
  child.kill('SIGTERM');
  const late = Symbol('late');
  const end = await Promise.race([ended, pause(STOP_MS, late, { ref: false })]);
  if (typeof end !== 'symbol') return end;
  for (const { pid } of family) killIfThere(pid);
  child.kill('SIGKILL');
  return ended;
}

function endOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // 'close', not 'exit': what it wrote last is read by then.
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
}

/** How to reach the portal's packaged database in the owner's and in the application's role, as its folder tells. */
export function databaseOf(dataDir: string): { ownerUrl: string; appUrl: string; postmaster: number } {
  const dir = path.join(dataDir, 'postgres');
  const { owner, app } = JSON.parse(fs.readFileSync(path.join(dir, 'passwords.json'), 'utf8')) as Record<'owner' | 'app', string>;
  const lines = fs.readFileSync(path.join(dir, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  const url = (role: string, password: string): string => `postgres://${role}:${password}@127.0.0.1:${lines[3]}/moidom`;
  return { ownerUrl: url('moidom_owner', owner), appUrl: url('moidom_app', app), postmaster: Number(lines[0]) };
}

export type ProcessLine = { pid: number; parent: number; command: string };

/** The living processes below this one, children first. */
export function descendants(pid: number): ProcessLine[] {
  const children = processes().filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendants(child.pid)]);
}

/** Every process that is alive (a zombie is not), as /proc shows them. */
export function processes(): ProcessLine[] {
  return fs.readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const [, state, parent] = /\) (\S) (\d+)/.exec(fs.readFileSync(`/proc/${entry}/stat`, 'latin1')) ?? [];
      const command = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return state === 'Z' ? [] : [{ pid: Number(entry), parent: Number(parent), command }];
    } catch {
      return []; // ended meanwhile
    }
  });
}

/** kill -9 of a process of our own; one that is gone already is no error. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The first of so many free loopback ports in a row. */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 12_000); // below the range from which the system gives its own
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
