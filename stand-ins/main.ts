// Outside systems for one machine: acquirer, SMS gateway, mail, push service, the state payments system. Each speaks the real protocol, so that the clients
// under test are the ones that run in production. Also a program: `node stand-ins/main.ts`.
import { randomBytes } from 'node:crypto';
import { startAcquirer } from './acquirer/start.ts';
import { type BankIdentityStandIn, startBankIdentity } from './bank-identity/start.ts';
import { type PushStandIn, startMessages } from './messages/start.ts';
import { type RegistersStandIn, startRegisters } from './registers/start.ts';
import { startStateIdentity, type StateIdentityStandIn } from './state-identity/start.ts';
import { startTreasury } from './treasury/start.ts';

export type StandInSecrets = {
  shopId: string;
  secretKey: string;
  webhookSecret: string;
  smsLogin: string;
  smsKey: string;
  smtpUser: string;
  smtpPassword: string;
  bankIdentitySecret: string;
};
export type StandInSettings = {
  /** Where state and received messages are kept. */
  dataDir: string;
  /** A missing one, or 0: any free port of 127.0.0.1. */
  ports?: {
    acquirer?: number;
    messages?: number;
    smtp?: number;
    treasury?: number;
    stateIdentity?: number;
    bankIdentity?: number;
    smpp?: number;
    registers?: number;
  };
  /** How a browser reaches the bank's pages: a host name, or a whole origin when something stands in front. */
  publicHost: string;
  /** Where the acquirer tells about payments. */
  webhookUrl: string;
  /** The portal as a browser sees it: where the identity systems send people back. */
  portalOrigin: string;
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
  /** The same SMS over SMPP. */
  smppUrl: string;
  smtpUrl: string;
  messagesUrl: string;
  push: PushStandIn;
  /** Where the state payments system takes requests. */
  treasuryUrl: string;
  stateIdentity: StateIdentityStandIn;
  bankIdentity: BankIdentityStandIn;
  /** The property register, the tax service, the interior ministry. */
  registers: RegistersStandIn;
  stop(): Promise<void>;
};

/** Starts all of them on 127.0.0.1 with the state found in the data folder. Throws when a port is taken. */
export async function startStandIns(settings: StandInSettings): Promise<StandIns> {
  const { dataDir, ports = {}, secrets, publicHost } = settings;
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(running.map((one) => one.stop())));
  const started = async <One extends { stop(): Promise<void> }>(starting: Promise<One>): Promise<One> => {
    const one = await starting.catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    running.push(one);
    return one;
  };
  const acquirer = await started(
    startAcquirer({
      dataDir,
      port: ports.acquirer ?? 0,
      publicHost,
      shopId: secrets.shopId,
      secretKey: secrets.secretKey,
      webhook: { url: settings.webhookUrl, secret: secrets.webhookSecret, firstRetryMs: settings.firstRetryMs ?? 1000 },
    }),
  );
  const { smsUrl, smppUrl, smtpUrl, messagesUrl, push } = await started(
    startMessages({
      dataDir,
      ports: { http: ports.messages ?? 0, smtp: ports.smtp ?? 0, smpp: ports.smpp ?? 0 },
      sms: { login: secrets.smsLogin, key: secrets.smsKey },
      smtp: { user: secrets.smtpUser, password: secrets.smtpPassword },
    }),
  );
  const treasury = await started(startTreasury({ dataDir, port: ports.treasury ?? 0 }));
  const portalOrigins = [settings.portalOrigin];
  const stateIdentity = await started(startStateIdentity({ dataDir, port: ports.stateIdentity ?? 0, publicHost, portalOrigins }));
  const bankIdentity = await started(startBankIdentity({ port: ports.bankIdentity ?? 0, publicHost, portalOrigins, clientSecret: secrets.bankIdentitySecret }));
  const registers = await started(startRegisters({ dataDir, port: ports.registers ?? 0 }));
  return {
    acquirerUrl: acquirer.url,
    acquirerPublicUrl: acquirer.publicUrl,
    smsUrl,
    smppUrl,
    smtpUrl,
    messagesUrl,
    push,
    treasuryUrl: treasury.url,
    stateIdentity,
    bankIdentity,
    registers,
    stop,
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
    bankIdentitySecret: secret('BANK_IDENTITY_SECRET'),
  };
  const running = await startStandIns({
    dataDir: environment['STAND_INS_DATA'] ?? '.data/stand-ins',
    ports: {
      acquirer: port('ACQUIRER_PORT'),
      messages: port('MESSAGES_PORT'),
      smtp: port('SMTP_PORT'),
      treasury: port('TREASURY_PORT'),
      stateIdentity: port('STATE_IDENTITY_PORT'),
      bankIdentity: port('BANK_IDENTITY_PORT'),
      registers: port('REGISTERS_PORT'),
      smpp: port('SMPP_PORT'),
    },
    publicHost: environment['STAND_INS_PUBLIC_HOST'] ?? '127.0.0.1',
    portalOrigin: environment['PUBLIC_URL'] ?? 'http://localhost:8080',
    webhookUrl: environment['ACQUIRER_WEBHOOK_URL'] ?? 'http://127.0.0.1:8080/api/v1/acquirer/webhook',
    secrets,
  });
  console.log(JSON.stringify({ ...running, secrets }, null, 2));
  const end = () => void running.stop().finally(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (import.meta.main) await runAsProgram(process.env);
