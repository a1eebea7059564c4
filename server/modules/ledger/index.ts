// The door of the ledger: personal accounts, the money on them, and who sees them.
import type { Module } from '#platform/module';
import { followRights } from './follow-rights.ts';
import './ledger.events.ts';
import { checkJob, endedTermsJob, foldJob, overdueJob } from './ledger.jobs.ts';
import { type LedgerPorts, ledgerRoutes } from './ledger.routes.ts';

export { amongOwnAccounts, ledgerPersonal } from './ledger.personal.ts';
export {
  type Account,
  accountsByIds,
  accountsByNumbers,
  accountsByUnified,
  accountsOfHouse,
  accountsOfPremises,
  housesOfIssuer,
  linkedAccounts,
  listenersOfAccounts,
  peopleByAccountNumber,
  peopleOfAccounts,
  suspendedAccounts,
  suspensionOf,
} from './accounts.queries.ts';
export { keepShare, otherRepairAccounts, type Share, shareIn, sharesOfAccounts } from './account-shares.ts';
export { holdAdvance } from './hold-advance.ts';
export { balances, chargeStates, chargeStatesOf, history, linkedBalances, monthsOf, openDebts } from './balances.queries.ts';
export { debtsByLink, type LinkedDebt } from './debts-by-link.ts';
export { type DebtMove, debtHistory } from './debt-history.ts';
export { bookedPayments } from './booked-payments.ts';
export { lastPayments } from './last-payments.ts';
export { ledgerBooks } from './books.ts';
export { statementOf } from './statement-file.ts';
export { noticeListeners } from './notice-listeners.ts';
export { accountsWithOpening, openingLeft, refundOpening } from './opening-advance.ts';
export { checkLedger, type Invariant } from './check-ledger.ts';
export { createAccounts, linkAccount, linkAccounts, type LinkProof, type NewAccount } from './create-accounts.ts';
export { lookAtAccount, lookAtAccounts, lookAtHomes } from './look-at-accounts.ts';
export { type ChargeRow, postCharges, reverseSource } from './post-charges.ts';
export { postHistory } from './post-history.ts';
export { bookedForPayees, postPayeePayment, postPayeeSettlement } from './payee-transfers.ts';
export { type PaymentPosting, postPayment, postPayments, releaseReserve, reserve } from './post-payment.ts';
export { handedOver, type HandedOver, postSettlements } from './post-settlements.ts';
export { countWaitingLinks } from './work.pages.ts';
export { refundPayment, refundPayments } from './refund-payments.ts';
export { hasMoreAccounts, openItems, turnoverRows } from './turnover.ts';
export type { AccountKey } from './post-transfers.ts';

export type { BillsPort } from './add-account.ts';
export type { LedgerPorts } from './ledger.routes.ts';

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

export const ledgerModule = (ports: LedgerPorts): Module => ({
  name: 'ledger',
  routes: ledgerRoutes(ports),
  jobs: { 'ledger.check': checkJob, 'ledger.fold-sums': foldJob, 'ledger.links.overdue': overdueJob, 'ledger.links.ended-terms': endedTermsJob },
  on: { 'owners.changed': followRights, 'household.changed': followRights },
  every: [
    { task: 'ledger.check', seconds: DAY_SECONDS },
    { task: 'ledger.fold-sums', seconds: HOUR_SECONDS },
    { task: 'ledger.links.overdue', seconds: HOUR_SECONDS },
    { task: 'ledger.links.ended-terms', seconds: HOUR_SECONDS },
  ],
});
