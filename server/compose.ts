// Which modules run here and with which ports to the outside world.
import path from 'node:path';
import { addressesModule, openAddressSearch } from '#modules/addresses';
import { agreementsModule } from '#modules/agreements';
import { billingModule, billsOfAccounts, openSealedFiles } from '#modules/billing';
import { calculationModule } from '#modules/calculation';
import { casesModule } from '#modules/cases';
import { certificatesModule } from '#modules/certificates';
import { directoryModule } from '#modules/directory';
import { documentsModule, openMailDoor } from '#modules/documents';
import { federationModule, openOutsideSystems } from '#modules/federation';
import { householdModule } from '#modules/household';
import { housingModule, organizationsByIds } from '#modules/housing';
import { contactsOf, identityModule } from '#modules/identity';
import { journalModule } from '#modules/journal';
import { ledgerModule } from '#modules/ledger';
import { metersModule } from '#modules/meters';
import { notificationsModule, openMailChannel, openPushChannel, openSmsChannel, smsReceiptsIn } from '#modules/notifications';
import { overviewModule } from '#modules/overview';
import { openConfirmingBank, openRegisters, ownershipModule } from '#modules/ownership';
import { openAcquirer, paymentsModule, refundsUnderWay } from '#modules/payments';
import { peopleModule } from '#modules/people';
import { privacyModule } from '#modules/privacy';
import { voiceModule } from '#modules/voice';
import { reconciliationModule } from '#modules/reconciliation';
import { recordsModule, registersToAsk } from '#modules/records';
import { reportsModule } from '#modules/reports';
import { examineDocument, openExaminer, openOutsideTrust, signingModule } from '#modules/signing';
import { staffModule } from '#modules/staff';
import { openStatePayments, type StatePayments, treasuryModule } from '#modules/treasury';
import { retentionRules } from './retention-rules.ts';
import { personalParts } from './personal-parts.ts';
import type { FileStore } from './platform/files.ts';
import { filesModule } from './platform/files-module.ts';
import { forgetModule } from './platform/forget-module.ts';
import type { JobLog, Module } from './platform/module.ts';
import { progressModule } from './platform/progress-module.ts';
import type { Settings } from './platform/settings.ts';
import { openTypesetter, type Typesetter } from './platform/typst-pool.ts';
import { openVirusCheck } from './platform/virus-check.ts';
import type { Ground } from './platform/work.ts';

const TYPESETTING_PROCESSES = 2;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Where messages leave the portal. */
function openChannels(settings: Settings, ground: Ground) {
  const mail = openMailChannel({
    url: settings.smtpUrl,
    from: settings.mailFrom,
    timeoutMs: 10_000,
    requireTls: !LOOPBACK.has(new URL(settings.smtpUrl).hostname),
  });
  const sms = openSmsChannel(
    { url: settings.smsUrl, login: settings.smsLogin, key: settings.smsKey, sender: settings.smsSender, dialect: settings.smsDialect, timeoutMs: 10_000 },
    smsReceiptsIn(ground.db, ground.clock),
  );
  const push = openPushChannel({
    subject: `mailto:${/[^<\s]+@[^>\s]+/.exec(settings.mailFrom)?.[0] ?? ''}`,
    hosts: settings.pushHosts,
    authority: settings.pushAuthority,
    timeoutMs: 10_000,
  });
  return { mail, sms, push };
}

/** Who keeps the truth that people's rights are checked by: other systems to sign in by, authorities of certificates, registers, banks. */
function openOutside(settings: Settings, { clock }: Ground) {
  const confirming = settings.openIdProviders.find(({ confirms }) => confirms);
  return {
    systems: openOutsideSystems(
      { state: settings.stateIdentity, banks: settings.openIdProviders },
      { publicUrl: settings.publicUrl, timeoutMs: 10_000, clock },
    ),
    trust: openOutsideTrust({ authoritiesFile: settings.certificateAuthorities, lists: settings.certificateLists, timeoutMs: 10_000 }),
    extractTrust: openOutsideTrust({ authoritiesFile: settings.extractAuthorities, lists: settings.extractLists, timeoutMs: 10_000 }),
    registers: openRegisters({ url: settings.registersUrl, timeoutMs: 10_000 }),
    confirmingBank: confirming ? openConfirmingBank(confirming, { timeoutMs: 10_000 }) : null,
    statePayments: openStatePayments({ url: settings.stateUrl, sender: settings.stateSender, timeoutMs: 10_000, clock }),
  };
}

/** What charges, takes in and tells money: one acquirer is paid by and reconciled with. */
function moneyModules(
  settings: Settings,
  { files, typesetter, statePayments }: { files: FileStore; typesetter: Typesetter; statePayments: StatePayments },
): Module[] {
  const acquirer = openAcquirer({ url: settings.acquirerUrl, shopId: settings.acquirerShopId, secret: settings.acquirerSecret, timeoutMs: 10_000 });
  return [
    billingModule({
      typesetter,
      files,
      publicUrl: settings.publicUrl.href,
      registerFiles: openSealedFiles(path.join(settings.dataDir, 'registers'), settings.encryptionKeys),
      refundsUnderWay,
    }),
    paymentsModule({ acquirer, webhookSecret: settings.acquirerWebhookSecret, publicUrl: settings.publicUrl.href, typesetter, agent: settings.agent }),
    reconciliationModule({ acquirer, transferInn: settings.acquirerTaxNumber, typesetter }),
    treasuryModule({ port: statePayments, typesetter }),
  ];
}

/** The modules in the order of server/modules.ts. `close` lets go of what they hold open; `openDoors` listens for what comes otherwise than by HTTP. */
export function composeModules(
  settings: Settings,
  ground: Ground,
): { modules: readonly Module[]; close(): Promise<void>; openDoors(log: JobLog): Promise<{ stop(): Promise<void> } | undefined> } {
  const files: FileStore = { dir: path.join(settings.dataDir, 'files'), ring: settings.encryptionKeys, clock: ground.clock };
  const intake = { files, virusCheck: settings.virusCheckUrl === undefined ? undefined : openVirusCheck(settings.virusCheckUrl, 30_000) };
  const { mail, sms, push } = openChannels(settings, ground);
  const { systems, trust, extractTrust, registers, confirmingBank, statePayments } = openOutside(settings, ground);
  const messagesUrl = settings.demo ? settings.messagesUrl : undefined;
  const notifications = notificationsModule({ mail, sms, push, smsDayBudget: settings.smsDayBudget, contactsOf, publicUrl: settings.publicUrl, messagesUrl });
  const typesetter = openTypesetter({ processes: TYPESETTING_PROCESSES });
  const examiner = openExaminer();
  const addressSearch = openAddressSearch({ databaseUrl: settings.databaseUrl });
  const ownership = ownershipModule({
    registers,
    bank: confirmingBank,
    trust: extractTrust,
    examine: (context, document) => examineDocument(context, { trust, examiner }, document),
    files,
    typesetter,
    publicUrl: settings.publicUrl,
  });
  const close = async (): Promise<void> => {
    await addressSearch.close();
    mail.close();
    sms.close();
    await examiner.stop();
    await typesetter.stop();
  };
  const modules: Module[] = [
    progressModule(),
    forgetModule(),
    filesModule(files),
    identityModule({ publicUrl: settings.publicUrl, files }),
    privacyModule({
      parts: personalParts,
      retention: retentionRules,
      files,
      typesetter,
      organizationNames: async (db, ids) => new Map((ids.length === 0 ? [] : await organizationsByIds(db, ids)).map(({ id, shortName }) => [id, shortName])),
    }),
    housingModule({ typesetter }),
    householdModule({ publicUrl: settings.publicUrl }),
    staffModule({ publicUrl: settings.publicUrl }),
    directoryModule(),
    documentsModule({ ...intake, ocrData: settings.ocrData, mailDomain: settings.vaultMail?.domain }),
    ledgerModule({ typesetter, bills: billsOfAccounts, publicUrl: settings.publicUrl.href }),
    peopleModule(),
    voiceModule(),
    signingModule({ publicUrl: settings.publicUrl, trust, examiner }),
    federationModule({ systems, publicUrl: settings.publicUrl }),
    certificatesModule({ publicUrl: settings.publicUrl, trust }),
    addressesModule({ search: addressSearch }),
    agreementsModule({ files, typesetter }),
    ownership,
    ...moneyModules(settings, { files, typesetter, statePayments }),
    metersModule({ typesetter, files, publicUrl: settings.publicUrl.href }),
    calculationModule({ files, typesetter }),
    casesModule({ typesetter }),
    recordsModule({ registers: registersToAsk(registers) }),
    reportsModule({ typesetter }),
    notifications,
    journalModule({ masterKeys: ground.masterKeys, typesetter }),
    overviewModule(),
  ];
  const openDoors = async (log: JobLog) => settings.vaultMail && openMailDoor(settings.vaultMail, intake, { ground, db: ground.db, now: ground.clock, log });
  return { modules, close, openDoors };
}

export { identify } from '#modules/identity';
