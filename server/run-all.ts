// One machine, one command: PostgreSQL, migrations, stand-ins and the demo town, then server and worker as processes of
// their own, started again when they fall.
import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { startStandIns, type StandIns, type StandInSecrets } from '#stand-ins/main';
import { NODE_FLAGS } from './node-flags.ts';
import { startPostgres } from './platform/embedded-postgres.ts';
import { migrate } from './platform/migrate.ts';
import type { Settings } from './platform/settings.ts';

const CALM_MS = 30_000; // a process that lived as long starts again at once
const DATABASE_WATCH_MS = 1_000;

/** Runs until a signal. What children need reaches them by their environment, the same as in an installation on many machines. */
export async function runAll(settings: Settings): Promise<void> {
  const started = Date.now();
  const closers: (() => unknown)[] = [];
  const stopping = { now: false };
  const stop = async (): Promise<void> => {
    if (stopping.now) return;
    stopping.now = true;
    for (const close of closers.reverse()) await close();
    process.exit(0);
  };
  // Before the first of them is started: a signal in the middle of a long first start must not leave a database behind.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop());
  const database = await openDatabaseServer(settings);
  closers.push(() => database.stop());
  await migrate(database.ownerUrl);
  const standIns = settings.demo ? await startStandIns(standInSettings(settings)) : undefined;
  closers.push(() => standIns?.stop());
  const environment = { ...process.env, ...environmentOf(settings, database, standIns) };
  // In a process of its own: the town is made in half a gigabyte, which the supervisor has no use for afterwards.
  if (settings.demo) await runOnce('fill-town', { ...environment, MIGRATE_DATABASE_URL: database.ownerUrl }, closers);
  if (stopping.now) return;
  const children = [keepRunning('server', environment, stopping), keepRunning('worker', environment, stopping)];
  closers.push(() => Promise.all(children.map((child) => child.stop())));
  await children[0]!.ready;
  console.log(`\n  «Мой дом» is ready in ${((Date.now() - started) / 1000).toFixed(1)} s: ${settings.publicUrl.href}`);
  if (settings.demo) console.log(`  Demo people stand in the README; codes and mails: ${new URL('/demo/outbox', settings.publicUrl).href}`);
}

type Database = { ownerUrl: string; appUrl: string; stop(): void };

/** The server of DATABASE_URL, else the packaged one below the data folder, started again at its address when it falls. */
async function openDatabaseServer(settings: Settings): Promise<Database> {
  if (settings.databaseUrl && settings.migrateDatabaseUrl) return { ownerUrl: settings.migrateDatabaseUrl, appUrl: settings.databaseUrl, stop: () => {} };
  const options = {
    dataDir: path.join(settings.dataDir, 'postgres'),
    openDir: path.join(os.tmpdir(), `moidom-${process.getuid?.() ?? 0}`),
    database: 'moidom',
  };
  let server = await startPostgres(options);
  let mending = false;
  const watch = setInterval(() => {
    if (mending || server.isAlive()) return;
    mending = true;
    console.error('The database ended; it starts again.');
    startPostgres({ ...options, port: server.port })
      .then(
        (again) => (server = again),
        (error: unknown) => console.error('The database does not start.', error),
      )
      .finally(() => (mending = false));
  }, DATABASE_WATCH_MS);
  const stop = (): void => {
    clearInterval(watch);
    if (server.isAlive()) server.stop();
  };
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl, stop };
}

function standInSettings(settings: Settings): Parameters<typeof startStandIns>[0] {
  const port =
    settings.port === 0
      ? {}
      : {
          acquirer: settings.port + 1,
          messages: settings.port + 2,
          smtp: settings.port + 3,
          treasury: settings.port + 4,
          stateIdentity: settings.port + 5,
          bankIdentity: settings.port + 6,
          smpp: settings.port + 7,
          registers: settings.port + 8,
        };
  return {
    dataDir: path.join(settings.dataDir, 'stand-ins'),
    ports: port,
    publicHost: settings.publicUrl.hostname,
    portalOrigin: settings.publicUrl.origin,
    webhookUrl: `http://127.0.0.1:${settings.port}/api/v1/acquirer/webhook`,
    secrets: secretsOfThisMachine(settings.dataDir),
  };
}

/** Made once: the stand-ins keep their state between starts, and so must what they share with the server. */
function secretsOfThisMachine(dataDir: string): StandInSecrets {
  const file = path.join(dataDir, 'stand-in-secrets.json');
  const secret = (): string => randomBytes(18).toString('base64url');
  const known: Partial<StandInSecrets> = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const secrets: StandInSecrets = {
    shopId: 'demo-shop',
    secretKey: secret(),
    webhookSecret: secret(),
    smsLogin: 'moidom',
    smsKey: secret(),
    smtpUser: 'moidom',
    smtpPassword: secret(),
    bankIdentitySecret: secret(),
    ...known,
  };
  // A folder of an earlier version lacks the newest of them.
  if (Object.keys(known).length < Object.keys(secrets).length) {
    fs.writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
  return secrets;
}

function environmentOf(settings: Settings, database: Database, standIns: StandIns | undefined): Record<string, string> {
  const secrets = standIns && secretsOfThisMachine(settings.dataDir);
  return {
    DATABASE_URL: database.appUrl,
    DATA_DIR: settings.dataDir,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl.href,
    ...(standIns &&
      secrets && {
        SMTP_URL: standIns.smtpUrl,
        SMS_URL: standIns.smsUrl,
        SMS_LOGIN: secrets.smsLogin,
        SMS_KEY: secrets.smsKey,
        MESSAGES_URL: standIns.messagesUrl,
        PUSH_HOSTS: [standIns.push.host, ...settings.pushHosts].join(','),
        PUSH_AUTHORITY: standIns.push.authorityFile,
        STATE_PAYMENTS_URL: standIns.treasuryUrl,
        STATE_PAYMENTS_SENDER: 'moidom',
        STATE_IDENTITY_URL: standIns.stateIdentity.url,
        STATE_IDENTITY_CLIENT: 'MOIDOM',
        STATE_IDENTITY_ISSUER: 'http://esia.gosuslugi.ru',
        STATE_IDENTITY_SIGNER: 'software',
        STATE_IDENTITY_KEY: standIns.stateIdentity.keyFile,
        STATE_IDENTITY_CERTIFICATE: standIns.stateIdentity.certificateFile,
        STATE_IDENTITY_SYSTEM_KEY: standIns.stateIdentity.systemKeyFile,
        REGISTERS_URL: standIns.registers.url,
        EXTRACT_AUTHORITIES: standIns.registers.authoritiesFile,
        EXTRACT_LISTS: standIns.registers.listUrl,
        OPENID_PROVIDERS: JSON.stringify([
          {
            id: 'bank',
            name: 'Учебный банк ID',
            issuer: standIns.bankIdentity.url,
            clientId: standIns.bankIdentity.clientId,
            clientSecret: secrets.bankIdentitySecret,
            confirms: true,
            appUrl: `${standIns.bankIdentity.url}/app`,
          },
        ]),
        ...(settings.port !== 0 && { VAULT_MAIL_URL: `smtp://127.0.0.1:${settings.port + 9}`, VAULT_MAIL_DOMAIN: 'papers.moidom.example' }),
        ACQUIRER_URL: standIns.acquirerUrl,
        ACQUIRER_PAGE_URL: standIns.acquirerPublicUrl,
        ACQUIRER_SHOP_ID: secrets.shopId,
        ACQUIRER_SECRET: secrets.secretKey,
        ACQUIRER_WEBHOOK_SECRET: secrets.webhookSecret,
      }),
  };
}

/** Runs a role to its end. Throws when it fails. */
function runOnce(role: 'fill-town', environment: NodeJS.ProcessEnv, closers: (() => unknown)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, 'main.ts'), [role], { env: environment });
    closers.push(() => child.kill());
    child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`${role} ended (${signal ?? code})`))));
  });
}

/** Starts the role and starts it again when it ends unasked, with growing pauses up to half a minute. */
function keepRunning(role: 'server' | 'worker', environment: NodeJS.ProcessEnv, stopping: { now: boolean }): { ready: Promise<void>; stop(): Promise<void> } {
  let child: ChildProcess;
  let pauseMs = 250;
  let isReady = (): void => {};
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const start = (): void => {
    if (stopping.now) return;
    const since = Date.now();
    child = fork(path.join(import.meta.dirname, 'main.ts'), [role], { env: environment, execArgv: [...process.execArgv, ...NODE_FLAGS[role]] });
    child.once('message', () => isReady());
    child.on('exit', (code, signal) => {
      if (stopping.now) return;
      pauseMs = Date.now() - since > CALM_MS ? 250 : Math.min(pauseMs * 2, 30_000);
      console.error(`The ${role} ended (${signal ?? code}); it starts again in ${pauseMs} ms.`);
      setTimeout(start, pauseMs);
    });
  };
  start();
  return {
    ready,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
