// Everything that may differ between installations, read from the environment once, at start.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type KeyRing, openKeyFile, readKeyRing } from './key-ring.ts';
import type { TlsFiles } from './tls.ts';
import { checkTaxNumber } from '#contract/identifiers';

export type Settings = {
  /** The address people see; cookies, links and Origin checks follow it. */
  publicUrl: URL;
  /** The site's own certificate; without it a proxy in front ends TLS. */
  tls: TlsFiles | undefined;
  host: string;
  port: number;
  /** The application's role; without it the embedded PostgreSQL is started. */
  databaseUrl: string | undefined;
  /** The owner's role, which migrates. */
  migrateDatabaseUrl: string | undefined;
  /** Embedded database, files, keys, state of the stand-ins. */
  dataDir: string;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy: string | false;
  /** Demo mode fills the demo town, shows the demo outbox and starts the stand-ins. */
  demo: boolean;
  logLevel: string;
  /** JSON of versions and base64 keys of 32 bytes, `{"1": "…", "2": "…"}`; the highest version is used to write, or the one named by `"current": 1`. */
  encryptionKeys: KeyRing;
  /** Where the keys lie when the environment names none: `moidom keys rotate` adds to it. */
  keyFile: string | undefined;
  /** Where mail goes out, with user and password in the address. */
  smtpUrl: string;
  mailFrom: string;
  smsUrl: string;
  smsLogin: string;
  smsKey: string;
  /** The sender's name that the carrier agreed to. */
  smsSender: string | undefined;
  /** How many SMS may go out in 24 hours. */
  smsDayBudget: number;
  /** How the HTTP gateway speaks: messages-v2, smsc, smsru. An address smpp:// needs none. */
  smsDialect: string;
  /** Push services of browsers: names, `*.` for any below. */
  pushHosts: readonly string[];
  /** A PEM file of the authority of a push service of one's own. */
  pushAuthority: string | undefined;
  acquirerUrl: string;
  /** The origin of the acquirer's card page: it may stand in a frame of ours. */
  acquirerPageUrl: string;
  acquirerShopId: string;
  acquirerSecret: string;
  acquirerWebhookSecret: string;
  /** The tax number of whoever transfers the acquirer's money: its transfers are told from other banks' by it. */
  acquirerTaxNumber: string;
  /** The operator that takes payments in for the payees, as receipts name it. */
  agent: { name: string; inn: string; address: string; taxation: string };
  /** The gateway to the state payments system, and the portal's identifier there. */
  stateUrl: string;
  stateSender: string;
  /** The state identity system, when the portal is connected to it; files are PEM (README). */
  stateIdentity: StateIdentity | undefined;
  /** Outside authorities whose certificates open the portal (a PEM file), and where their revocation lists are. */
  certificateAuthorities: string | undefined;
  certificateLists: readonly string[];
  /** The gateway to the registers of property, taxpayers and passports; authorities and lists by which signatures of extracts are checked. */
  registersUrl: string;
  extractAuthorities: string | undefined;
  extractLists: readonly string[];
  /** Other systems to sign in by over OpenID Connect. */
  openIdProviders: readonly OpenIdProvider[];
  /** The folder of `rus.traineddata`, by which the text of scans is read; unset: where Debian puts it. */
  ocrData: string | undefined;
  /** Where letters to vaults come in, from the operator's own mail server, and what stands after the @; unset: nowhere. */
  vaultMail: { host: string; port: number; domain: string } | undefined;
  /** clamd, which looks at what people send: tcp://host:3310 or unix:///path; unset: nobody does. */
  virusCheckUrl: string | undefined;
  /** In demo mode, where the stand-ins list the messages that went out. */
  messagesUrl: string | undefined;
};

export type StateIdentity = {
  url: string;
  clientId: string;
  issuer: string;
  generation: 'cms' | 'raw';
  signer: 'gost' | 'software';
  keyFile: string;
  certificateFile: string;
  systemKeyFile: string;
};
export type OpenIdProvider = {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scope?: string;
  /** Its customers confirm in its application (CIBA), which `appUrl` opens. */ confirms?: boolean;
  appUrl?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from environment variables (the README has the table).
 * Throws an Error naming the variable when a value cannot be used.
 */
export function readSettings(env: Environment = process.env): Settings {
  const port = Number(env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT must be a port number, not «${env['PORT']}»`);
  const dataDir = path.resolve(env['DATA_DIR'] ?? '.data');
  const tls = readTlsFiles(env);
  return {
    publicUrl: new URL(env['PUBLIC_URL'] ?? `${tls ? 'https' : 'http'}://localhost:${port}`),
    tls,
    host: env['HOST'] ?? '127.0.0.1',
    port,
    databaseUrl: env['DATABASE_URL'],
    migrateDatabaseUrl: env['MIGRATE_DATABASE_URL'] ?? env['DATABASE_URL'],
    dataDir,
    trustProxy: env['TRUST_PROXY'] ?? false,
    demo: (env['DEMO'] ?? '1') !== '0',
    logLevel: env['LOG_LEVEL'] ?? 'warn',
    ...keysOf(env, dataDir),
    smtpUrl: env['SMTP_URL'] ?? 'smtp://127.0.0.1:25',
    mailFrom: env['MAIL_FROM'] ?? '«Мой дом» <no-reply@moidom.example>',
    smsUrl: env['SMS_URL'] ?? 'http://127.0.0.1:1',
    smsLogin: env['SMS_LOGIN'] ?? 'moidom',
    smsKey: env['SMS_KEY'] ?? '',
    smsSender: env['SMS_SENDER'],
    smsDayBudget: wholeNumber(env, 'SMS_DAY_LIMIT', 20_000),
    smsDialect: env['SMS_DIALECT'] ?? 'messages-v2',
    pushHosts: namesOf(env['PUSH_HOSTS'] ?? 'fcm.googleapis.com,updates.push.services.mozilla.com,*.push.apple.com,*.notify.windows.com'),
    pushAuthority: env['PUSH_AUTHORITY'],
    acquirerUrl: env['ACQUIRER_URL'] ?? 'http://127.0.0.1:1',
    acquirerPageUrl: env['ACQUIRER_PAGE_URL'] ?? env['ACQUIRER_URL'] ?? 'http://127.0.0.1:1',
    acquirerShopId: env['ACQUIRER_SHOP_ID'] ?? '',
    acquirerSecret: env['ACQUIRER_SECRET'] ?? '',
    acquirerWebhookSecret: env['ACQUIRER_WEBHOOK_SECRET'] ?? '',
    acquirerTaxNumber: taxNumber(env, 'ACQUIRER_TAX_NUMBER'),
    agent: {
      name: env['AGENT_NAME'] ?? 'ООО «Мой дом»',
      inn: taxNumber(env, 'AGENT_TAX_NUMBER'),
      address: env['AGENT_ADDRESS'] ?? 'moidom.example',
      taxation: env['AGENT_TAXATION'] ?? 'упрощённая, доходы',
    },
    stateUrl: env['STATE_PAYMENTS_URL'] ?? 'http://127.0.0.1:1',
    stateSender: env['STATE_PAYMENTS_SENDER'] ?? '',
    stateIdentity: readStateIdentity(env),
    certificateAuthorities: env['CERTIFICATE_AUTHORITIES'],
    certificateLists: namesOf(env['CERTIFICATE_LISTS'] ?? ''),
    registersUrl: env['REGISTERS_URL'] ?? 'http://127.0.0.1:1',
    extractAuthorities: env['EXTRACT_AUTHORITIES'],
    extractLists: namesOf(env['EXTRACT_LISTS'] ?? ''),
    openIdProviders: readOpenIdProviders(env['OPENID_PROVIDERS']),
    messagesUrl: env['MESSAGES_URL'],
    ocrData: env['OCR_DATA'],
    vaultMail: readVaultMail(env),
    virusCheckUrl: env['CLAMD_URL'],
  };
}

function readTlsFiles(env: Environment): TlsFiles | undefined {
  const [certificateFile, keyFile] = [env['TLS_CERTIFICATE'], env['TLS_KEY']];
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  return {
    certificateFile: certificateFile ?? fail('TLS_KEY is set, so TLS_CERTIFICATE is needed'),
    keyFile: keyFile ?? fail('TLS_CERTIFICATE is set, so TLS_KEY is needed'),
  };
}

function wholeNumber(env: Environment, name: string, usual: number): number {
  const value = Number(env[name] ?? usual);
  return Number.isInteger(value) && value >= 0 ? value : fail(`${name} must be a whole number, not «${env[name]}»`);
}

const namesOf = (list: string): string[] =>
  list
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** Of the demo's operator, which is its acquirer too, unless set. */
const DEMO_TAX_NUMBER = '6670000021';

function taxNumber(env: Environment, name: string): string {
  const checked = checkTaxNumber(env[name] ?? DEMO_TAX_NUMBER);
  return checked.ok ? checked.value : fail(`${name}: ${checked.detail}`);
}

function readVaultMail(env: Environment): Settings['vaultMail'] {
  const url = env['VAULT_MAIL_URL'];
  if (url === undefined) return undefined;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'smtp:') throw new Error(`VAULT_MAIL_URL must be smtp://host:port, not «${url}»`);
  return {
    host: hostname,
    port: Number(port || 25),
    domain: (env['VAULT_MAIL_DOMAIN'] ?? fail('VAULT_MAIL_URL is set, so VAULT_MAIL_DOMAIN is needed')).toLowerCase(),
  };
}

function readStateIdentity(env: Environment): StateIdentity | undefined {
  const url = env['STATE_IDENTITY_URL'];
  if (url === undefined) return undefined;
  const needed = (name: string): string => {
    const value = env[`STATE_IDENTITY_${name}`];
    if (value === undefined) throw new Error(`STATE_IDENTITY_URL is set, so STATE_IDENTITY_${name} is needed`);
    return value;
  };
  const oneOf = <Value extends string>(name: string, values: readonly [Value, ...Value[]]): Value => {
    const given = env[`STATE_IDENTITY_${name}`] ?? values[0];
    return values.find((value) => value === given) ?? fail(`STATE_IDENTITY_${name} must be one of ${values.join(', ')}`);
  };
  return {
    url: url.replace(/\/$/, ''),
    clientId: needed('CLIENT'),
    issuer: env['STATE_IDENTITY_ISSUER'] ?? 'http://esia.gosuslugi.ru/',
    generation: oneOf('GENERATION', ['raw', 'cms']),
    signer: oneOf('SIGNER', ['gost', 'software']),
    keyFile: needed('KEY'),
    certificateFile: needed('CERTIFICATE'),
    systemKeyFile: needed('SYSTEM_KEY'),
  };
}

const fail = (message: string): never => {
  throw new Error(message);
};

/** A JSON list; the id becomes a part of addresses. */
function readOpenIdProviders(text: string | undefined): OpenIdProvider[] {
  const list = JSON.parse(text ?? '[]') as OpenIdProvider[];
  const isRight = (one: OpenIdProvider): boolean =>
    /^[a-z][a-z0-9-]{0,29}$/.test(one.id) &&
    one.id !== 'state' &&
    [one.name, one.issuer, one.clientId, one.clientSecret].every((value) => typeof value === 'string' && value !== '');
  return Array.isArray(list) && list.every(isRight) ? list : fail('OPENID_PROVIDERS must be a JSON list of { id, name, issuer, clientId, clientSecret }');
}

function keysOf(env: Environment, dataDir: string): Pick<Settings, 'encryptionKeys' | 'keyFile'> {
  const given = env['ENCRYPTION_KEYS'];
  if (given !== undefined) return { encryptionKeys: readKeyRing(given), keyFile: undefined };
  const keyFile = keysOfThisMachine(dataDir);
  return { encryptionKeys: openKeyFile(keyFile), keyFile };
}

/** One machine without settings keeps a key of its own beside the data, readable by its user alone. */
function keysOfThisMachine(dataDir: string): string {
  const file = path.join(dataDir, 'encryption-keys.json');
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(file, JSON.stringify({ 1: randomBytes(32).toString('base64') }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}

/** With https the name binds the cookie to this host and to a secure connection. */
export const sessionCookieName = (settings: Settings): string => (settings.publicUrl.protocol === 'https:' ? '__Host-sid' : 'sid');
/** A browser that signed in before keeps this one for a month. */
export const deviceCookieName = (settings: Settings): string => (settings.publicUrl.protocol === 'https:' ? '__Host-did' : 'did');
