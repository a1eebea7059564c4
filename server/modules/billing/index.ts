// The door of billing: what others may count and draw with, the charges of a run, and the bills that numbers on paper mean.
import type { Module } from '#platform/module';
import { announceChargesJob } from './announce-charges.ts';
import { billingRoutes } from './billing.routes.ts';
import { checkRegisterJob } from './check-register.ts';
import { loadRegisterJob } from './load-register.ts';
import type { BillingPorts } from './ports.ts';
import { printJob } from './print-file.ts';
import { sweepRegistersJob } from './sweep-registers.ts';
import { takeBackRegisterJob } from './take-back-register.ts';
import './billing.events.ts';
import './billing.tables.ts';

export { billingPersonal } from './billing.personal.ts';
export { type BankPaymentMark, bankPaymentsOn } from './bank-payments.ts';
export { billingBooks, lostOperations, paymentsWithoutRegister } from './books.ts';
export { billsOfAccounts } from './bills.queries.ts';
export { billedThrough, chargesInForce, postedThrough, volumeMethods } from './charges-in-force.ts';
export { columnsOfTerms, countedLine, formulaOf, sumOfTerms } from './charge-terms.ts';
export { type InstalmentGround, interestOf } from './recalculation-terms.ts';
export { splitByRanges } from './consumption-ranges.ts';
export { explainCharge } from './explain-charge.ts';
export { dueDay } from './due-date.ts';
export { explainAccount } from './explain-at-console.ts';
export { buildPaymentText, type PaymentFields, paymentQr } from './payment-qr.ts';
export { type HouseReference, type ReferenceOf, referencesOf } from './house-reference.ts';
export { postComputedCharges } from './post-computed-charges.ts';
export { recalculationRows } from './recalculation-rows.ts';
export { normalHeading } from './register-own-columns.ts';
export { parseDay } from './register-values.ts';
export { type PastBill, recordPastCharges } from './record-past-charges.ts';
export { openSealedFiles } from './sealed-files.ts';
export { writeErrorsFile } from './register-errors-file.ts';
export type { RegisterError, RegisterWish, StatementRow } from './register-format.ts';
export { readRegister } from './register-read.ts';
export { keptUntil } from './register-keeping.ts';
export { readingsOfRegister, registerName } from './register-readings.ts';
export { recogniseRegister } from './register-recognise.ts';
export { countWaitingForBookkeeper } from './unmatched.queries.ts';
export { loadRegisterFile, recentLoads, takeBackLoad } from './register-console.ts';

const DAY_SECONDS = 86_400;

export const billingModule = (ports: BillingPorts): Module => ({
  name: 'billing',
  routes: billingRoutes(ports),
  jobs: {
    'billing.announce': announceChargesJob,
    'billing.check-register': checkRegisterJob(ports.registerFiles),
    'billing.load-register': loadRegisterJob(ports.registerFiles),
    'billing.print': printJob(ports),
    'billing.sweep-registers': sweepRegistersJob(ports.registerFiles),
    'billing.take-back-register': takeBackRegisterJob,
  },
  every: [{ task: 'billing.sweep-registers', seconds: DAY_SECONDS }],
});
