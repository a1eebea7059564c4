// Outside systems for one machine: acquirer, SMS gateway, mail, the state payments system. Each speaks the real protocol, so that the clients
// under test are the ones that run in production. Also a program: `node stand-ins/main.ts`.
import { randomBytes } from 'node:crypto';
import { startAcquirer } from './acquirer/start.ts';
import { startMessages } from './messages/start.ts';
import { startTreasury } from './treasury/start.ts';

export type StandInSecrets = {
  shopId: string;
  secretKey: string;
  webhookSecret: string;
  smsLogin: string;
  smsKey: string;
  smtpUser: string;
  smtpPassword: string;
};
export type StandInSettings = {
  /** Where state and received messages are kept. */
  dataDir: string;
  /** A missing one, or 0: any free port of 127.0.0.1. */
  ports?: { acquirer?: number; messages?: number; smtp?: number; treasury?: number };
  /** How a browser reaches the bank's pages: a host name, or a whole origin when something stands in front. */
  publicHost: string;
  /** Where the acquirer tells about payments. */
  webhookUrl: string;
  secrets: StandInSecrets;
  /** The pause before the first repeat of a webhook, in milliseconds; each next one is twice as long. */
  firstRetryMs?: number;
};
export type StandIns = {
  /** For the server; the API stands under /v3. */
  acquirerUrl: string;
  /** The origin of the bank's pages: the portal allows it in frame-src. */
  acquirerPublicUrl: string;
  smsUrl: string;
  smtpUrl: string;
  messagesUrl: string;
  /** Where the state payments system takes requests. */
  treasuryUrl: string;
  stop(): Promise<void>;
};

/** Starts all of them on 127.0.0.1 with the state found in the data folder. Throws when a port is taken. */
export async function startStandIns(settings: StandInSettings): Promise<StandIns> {
  const { dataDir, ports = {}, secrets } = settings;
  const acquirer = await startAcquirer({
    dataDir,
    port: ports.acquirer ?? 0,
    publicHost: settings.publicHost,
    shopId: secrets.shopId,
    secretKey: secrets.secretKey,
    webhook: { url: settings.webhookUrl, secret: secrets.webhookSecret, firstRetryMs: settings.firstRetryMs ?? 1000 },
  });
  const messages = await startMessages({
    dataDir,
    ports: { http: ports.messages ?? 0, smtp: ports.smtp ?? 0 },
    sms: { login: secrets.smsLogin, key: secrets.smsKey },
    smtp: { user: secrets.smtpUser, password: secrets.smtpPassword },
  }).catch(async (error: unknown) => {
    await acquirer.stop();
    throw error;
  });
  const treasury = await startTreasury({ dataDir, port: ports.treasury ?? 0 }).catch(async (error: unknown) => {
    await Promise.all([acquirer.stop(), messages.stop()]);
    throw error;
  });
  const { smsUrl, smtpUrl, messagesUrl } = messages;
  return {
    acquirerUrl: acquirer.url,
    acquirerPublicUrl: acquirer.publicUrl,
    smsUrl,
    smtpUrl,
    messagesUrl,
    treasuryUrl: treasury.url,
    stop: async () => {
      await Promise.all([acquirer.stop(), messages.stop(), treasury.stop()]);
    },
  };
}

/** Settings by the environment; what is missing gets a default, secrets get chance ones that are printed. */
async function runAsProgram(environment: NodeJS.ProcessEnv): Promise<void> {
  const secret = (name: string) => environment[name] ?? randomBytes(12).toString('hex');
  const port = (name: string) => Number(environment[name] ?? 0);
  const secrets: StandInSecrets = {
    shopId: environment['ACQUIRER_SHOP_ID'] ?? 'demo-shop',
    secretKey: secret('ACQUIRER_SECRET'),
    webhookSecret: secret('ACQUIRER_WEBHOOK_SECRET'),
    smsLogin: environment['SMS_LOGIN'] ?? 'demo',
    smsKey: secret('SMS_KEY'),
    smtpUser: environment['SMTP_USER'] ?? 'demo',
    smtpPassword: secret('SMTP_PASSWORD'),
  };
  const running = await startStandIns({
    dataDir: environment['STAND_INS_DATA'] ?? '.data/stand-ins',
    ports: { acquirer: port('ACQUIRER_PORT'), messages: port('MESSAGES_PORT'), smtp: port('SMTP_PORT'), treasury: port('TREASURY_PORT') },
    publicHost: environment['STAND_INS_PUBLIC_HOST'] ?? '127.0.0.1',
    webhookUrl: environment['ACQUIRER_WEBHOOK_URL'] ?? 'http://127.0.0.1:8080/api/v1/acquirer/webhook',
    secrets,
  });
  console.log(JSON.stringify({ ...running, secrets }, null, 2));
  const end = () => void running.stop().finally(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (import.meta.main) await runAsProgram(process.env);
