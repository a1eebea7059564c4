// The door of the ledger: personal accounts, the money on them, and who sees them.
import type { Module } from '#platform/module';
import './ledger.events.ts';
import { checkJob, overdueJob } from './ledger.jobs.ts';
import { type LedgerPorts, ledgerRoutes } from './ledger.routes.ts';

export { type Account, ACCOUNT_KINDS, type AccountKind, accountsByIds, accountsByNumbers, accountsByUnified, accountsOfHouse, accountsOfPremises, housesOfIssuer, isUnifiedNumber, linkedAccounts, type LinkedAccount, normalNumber, peopleOfAccounts } from './accounts.queries.ts';
export { type Balance, balances, type ChargeState, chargeStates, chargeStatesOf, history, type MonthOfAccount, monthsOf, openDebts, type Operation, type OperationKind, statementOf, type StatementFacts } from './balances.queries.ts';
export { type DebtMove, debtHistory } from './debt-history.ts';
export { checkLedger, type Invariant, INVARIANTS, type LedgerCheck, type LedgerFault } from './check-ledger.ts';
export { createAccounts, linkAccount, linkAccounts, type LinkProof, type NewAccount, type NewLink, unlinkAccount } from './create-accounts.ts';
export { type ChargeRow, postCharges, reverseSource, type Source } from './post-charges.ts';
export { postHistory } from './post-history.ts';
export { type PaymentPart, type PaymentPosting, postPayment, postPayments, postSettlements, refundPayment, type RefundPosting, releaseReserve, reserve, type SettlementRow } from './post-payment.ts';
export { type AccountKey, lockAccounts } from './post-transfers.ts';
export { type DebtPart, type PayerWish, spreadPayment } from './spread-payment.ts';

export type { BillsPort } from './add-account.ts';
export { accountInReach, isStaffOf } from './ledger.policy.ts';
export type { LedgerPorts } from './ledger.routes.ts';

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

export const ledgerModule = (ports: LedgerPorts): Module => ({
  name: 'ledger',
  routes: ledgerRoutes(ports),
  jobs: { 'ledger.check': checkJob, 'ledger.links.overdue': overdueJob },
  every: [{ task: 'ledger.check', seconds: DAY_SECONDS }, { task: 'ledger.links.overdue', seconds: HOUR_SECONDS }],
});
