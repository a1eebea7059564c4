// The door of the ledger: personal accounts, the money on them, and who sees them.
import type { Module } from '#platform/module';
import './ledger.events.ts';
import { checkJob } from './ledger.jobs.ts';

export { type Account, ACCOUNT_KINDS, type AccountKind, accountsByIds, accountsByNumbers, accountsByUnified, accountsOfHouse, accountsOfPremises, housesOfIssuer, isUnifiedNumber, linkedAccounts, type LinkedAccount, normalNumber, peopleOfAccounts } from './accounts.queries.ts';
export { type Balance, balances, type ChargeState, chargeStates, chargeStatesOf, history, type MonthOfAccount, monthsOf, openDebts, type Operation, type OperationKind, statementOf, type StatementFacts } from './balances.queries.ts';
export { checkLedger, type Invariant, INVARIANTS, type LedgerCheck, type LedgerFault } from './check-ledger.ts';
export { createAccounts, linkAccount, linkAccounts, type LinkProof, type NewAccount, type NewLink, unlinkAccount } from './create-accounts.ts';
export { type ChargeRow, postCharges, reverseSource, type Source } from './post-charges.ts';
export { type PaymentPart, type PaymentPosting, postPayment, postPayments, postSettlements, refundPayment, type RefundPosting, releaseReserve, reserve, type SettlementRow } from './post-payment.ts';
export { type AccountKey, lockAccounts } from './post-transfers.ts';
export { type DebtPart, type PayerWish, spreadPayment } from './spread-payment.ts';

const DAY_SECONDS = 86_400;

export const ledgerModule = (): Module => ({
  name: 'ledger',
  jobs: { 'ledger.check': checkJob },
  every: [{ task: 'ledger.check', seconds: DAY_SECONDS }],
});
