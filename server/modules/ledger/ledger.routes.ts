// Routes of personal accounts.
import {
  addAccount as addAccountEndpoint,
  closeAccount as closeEndpoint,
  decideLink as decideLinkEndpoint,
  exportWorkAccounts,
  getAccount,
  getAccountHistory,
  getAccountHouses,
  getAccounts,
  getHomes,
  getHouseSuppliers,
  getStatement,
  getWaitingLinks,
  getWorkAccount,
  getWorkAccounts,
  openAccounts as openEndpoint,
} from '#contract/ledger';
import {
  askRemovalCode,
  askSuspensionCode,
  changeAccountSettings,
  getAccountSettings,
  removeAccount as removeEndpoint,
  resumeAccount as resumeEndpoint,
  suspendAccount as suspendEndpoint,
} from '#contract/account-settings';
import { confirmed } from '#modules/identity';
import { exportRoute } from '#platform/list-export';
import { anyone, command, only, query, type Route, secured, stream, within } from '#platform/route';
import type { Typesetter } from '#platform/typst-pool';
import { readAccount, readAccounts, readHistory, readHomes, readSuppliers } from './account.pages.ts';
import { askAccountCode, changeSettings, readAccountSettings, removeAccount, resumeAccount, suspendAccount } from './account-settings.ts';
import { addAccount, type BillsPort } from './add-account.ts';
import { closeAccount } from './close-account.ts';
import { decideLink } from './decide-link.ts';
import { openAccounts, readAccountHouses } from './open-accounts.ts';
import { sendStatement } from './statement-file.ts';
import { lookAtWorkAccounts, readWorkAccounts, tellAccounts, workAccountList, workAccountScope } from './work-accounts.ts';
import { readWaitingLinks, readWorkAccount } from './work.pages.ts';

export type LedgerPorts = { typesetter: Typesetter; bills: BillsPort; publicUrl: string };

const staff = only('accountant', 'manager');

export const ledgerRoutes = ({ typesetter, bills, publicUrl }: LedgerPorts): Route[] => [
  query(getHomes, within('bills'), (reading) => readHomes(reading)),
  query(getHouseSuppliers, anyone, (reading, { params }) => readSuppliers(reading, params.houseId)),
  query(getAccounts, within('bills'), (reading) => readAccounts(reading)),
  query(getAccount, within('bills'), (reading, { params }, ground) => readAccount(ground, reading, params)),
  query(getAccountHistory, within('bills'), (reading, input, ground) => readHistory(ground, reading, input)),
  stream(getStatement, within('documents'), (streaming, _request, reply) => sendStatement({ typesetter, publicUrl }, streaming, reply)),
  command(addAccountEndpoint, secured, (work, { body }) => addAccount(work, body, bills)),
  query(getAccountSettings, secured, (reading, { params }, ground) => readAccountSettings(reading, ground.masterKeys, params)),
  command(changeAccountSettings, secured, (work, { params, body }) => changeSettings(work, params, body)),
  command(askSuspensionCode, secured, (work, { params }) => askAccountCode(work, params, 'suspension')),
  confirmed(suspendEndpoint, secured, (work, { params, body }) => suspendAccount(work, params, body)),
  command(resumeEndpoint, secured, (work, { params, body }) => resumeAccount(work, params, body)),
  command(askRemovalCode, secured, (work, { params }) => askAccountCode(work, params, 'removal')),
  confirmed(removeEndpoint, secured, (work, { params, body }) => removeAccount(work, params, body)),
  query(getWaitingLinks, staff, (reading, { query: { limit } }, ground) => readWaitingLinks(ground, reading, limit)),
  command(decideLinkEndpoint, staff, (work, { params, body }) => decideLink(work, params.requestId, body)),
  query(getWorkAccounts, staff, (reading, input, ground) => readWorkAccounts(ground, reading, input)),
  exportRoute(exportWorkAccounts, staff, { list: workAccountList, scope: workAccountScope, tell: tellAccounts, seen: lookAtWorkAccounts, typesetter }),
  query(getAccountHouses, only('accountant'), (reading, { query: { q } }) => readAccountHouses(reading, q ?? '')),
  command(openEndpoint, only('accountant'), (work, { body }) => openAccounts(work, body)),
  query(getWorkAccount, staff, (reading, { params }, ground) => readWorkAccount(ground, reading, params)),
  command(closeEndpoint, only('accountant'), (work, { params, body }) => closeAccount(work, params, body)),
];
