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
import { openStatePayments, treasuryModule } from '#modules/treasury';
import { retentionRules } from './retention-rules.ts';
import { personalParts } from './personal-parts.ts';
import type { FileStore } from './platform/files.ts';
import { filesModule } from './platform/files-module.ts';
import { forgetModule } from './platform/forget-module.ts';
import type { JobLog, Module } from './platform/module.ts';
import { progressModule } from './platform/progress-module.ts';
import type { Settings } from './platform/settings.ts';
import { openTypesetter } from './platform/typst-pool.ts';
import { openVirusCheck } from './platform/virus-check.ts';
import type { Ground } from './platform/work.ts';

const TYPESETTING_PROCESSES = 2;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The modules in the order of server/modules.ts. `close` lets go of what they hold open; `openDoors` listens for what comes otherwise than by HTTP. */
export function composeModules(settings: Settings, ground: Ground): { modules: readonly Module[]; close(): Promise<void>; openDoors(log: JobLog): Promise<{ stop(): Promise<void> } | undefined> } {
  const files: FileStore = { dir: path.join(settings.dataDir, 'files'), ring: settings.encryptionKeys, clock: ground.clock };
  const intake = { files, virusCheck: settings.virusCheckUrl === undefined ? undefined : openVirusCheck(settings.virusCheckUrl, 30_000) };
  const mail = openMailChannel({ url: settings.smtpUrl, from: settings.mailFrom, timeoutMs: 10_000, requireTls: !LOOPBACK.has(new URL(settings.smtpUrl).hostname) });
  const sms = openSmsChannel({ url: settings.smsUrl, login: settings.smsLogin, key: settings.smsKey, sender: settings.smsSender, dialect: settings.smsDialect, timeoutMs: 10_000 }, smsReceiptsIn(ground.db, ground.clock));
  const push = openPushChannel({ subject: `mailto:${/[^<\s]+@[^>\s]+/.exec(settings.mailFrom)?.[0] ?? ''}`, hosts: settings.pushHosts, authority: settings.pushAuthority, timeoutMs: 10_000 });
  const messagesUrl = settings.demo ? settings.messagesUrl : undefined;
  const notifications = notificationsModule({ mail, sms, push, smsDayBudget: settings.smsDayBudget, contactsOf, publicUrl: settings.publicUrl, messagesUrl });
  const typesetter = openTypesetter({ processes: TYPESETTING_PROCESSES });
  const acquirer = openAcquirer({ url: settings.acquirerUrl, shopId: settings.acquirerShopId, secret: settings.acquirerSecret, timeoutMs: 10_000 });
  const billing = billingModule({ typesetter, files, publicUrl: settings.publicUrl.href, registerFiles: openSealedFiles(path.join(settings.dataDir, 'registers'), settings.encryptionKeys), refundsUnderWay });
  const payments = paymentsModule({ acquirer, webhookSecret: settings.acquirerWebhookSecret, publicUrl: settings.publicUrl.href, typesetter, agent: settings.agent });
  const reconciliation = reconciliationModule({ acquirer, transferInn: settings.acquirerTaxNumber, typesetter });
  const treasury = treasuryModule({ port: openStatePayments({ url: settings.stateUrl, sender: settings.stateSender, timeoutMs: 10_000, clock: ground.clock }), typesetter });
  const journal = journalModule({ masterKeys: ground.masterKeys, typesetter });
  const meters = metersModule({ typesetter, files, publicUrl: settings.publicUrl.href });
  const outside = openOutsideSystems({ state: settings.stateIdentity, banks: settings.openIdProviders }, { publicUrl: settings.publicUrl, timeoutMs: 10_000, clock: ground.clock });
  const federation = federationModule({ systems: outside, publicUrl: settings.publicUrl });
  const trust = openOutsideTrust({ authoritiesFile: settings.certificateAuthorities, lists: settings.certificateLists, timeoutMs: 10_000 });
  const examiner = openExaminer();
  const certificates = certificatesModule({ publicUrl: settings.publicUrl, trust });
  const addressSearch = openAddressSearch({ databaseUrl: settings.databaseUrl });
  const extractTrust = openOutsideTrust({ authoritiesFile: settings.extractAuthorities, lists: settings.extractLists, timeoutMs: 10_000 });
  const registers = openRegisters({ url: settings.registersUrl, timeoutMs: 10_000 });
  const confirming = settings.openIdProviders.find(({ confirms }) => confirms);
  const ownership = ownershipModule({ registers, bank: confirming ? openConfirmingBank(confirming, { timeoutMs: 10_000 }) : null, trust: extractTrust, examine: (context, document) => examineDocument(context, { trust, examiner }, document), files, typesetter, publicUrl: settings.publicUrl });
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
    privacyModule({ parts: personalParts, retention: retentionRules, files, typesetter, organizationNames: async (db, ids) => new Map((ids.length === 0 ? [] : await organizationsByIds(db, ids)).map(({ id, shortName }) => [id, shortName])) }),
    housingModule({ typesetter }),
    householdModule({ publicUrl: settings.publicUrl }),
    staffModule({ publicUrl: settings.publicUrl }),
    directoryModule(),
    documentsModule({ ...intake, ocrData: settings.ocrData, mailDomain: settings.vaultMail?.domain }),
    ledgerModule({ typesetter, bills: billsOfAccounts, publicUrl: settings.publicUrl.href }),
    peopleModule(),
    voiceModule(),
    signingModule({ publicUrl: settings.publicUrl, trust, examiner }),
    federation,
    certificates,
    addressesModule({ search: addressSearch }),
    agreementsModule({ files, typesetter }),
    ownership,
    billing,
    payments,
    reconciliation,
    treasury,
    meters,
    calculationModule({ files, typesetter }),
    casesModule({ typesetter }),
    recordsModule({ registers: registersToAsk(registers) }),
    reportsModule({ typesetter }),
    notifications,
    journal,
    overviewModule(),
  ];
  const openDoors = async (log: JobLog) => settings.vaultMail && openMailDoor(settings.vaultMail, intake, { ground, db: ground.db, now: ground.clock, log });
  return { modules, close, openDoors };
}

export { identify } from '#modules/identity';
