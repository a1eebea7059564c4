// The door of payments: how people pay, and how it ends exactly once.
import type { Module } from '#platform/module';
import './payments.events.ts';
import './payments.tables.ts';
import { paymentsJobs, paymentsTimetable } from './payments.jobs.ts';
import { paymentsRoutes } from './payments.routes.ts';
import type { PaymentPorts } from './ports.ts';
import { endWithAccount } from './switch-autopayment.ts';

export { paymentsPersonal } from './payments.personal.ts';
export { brokenPayments, paymentBooks } from './books.ts';
export { type Acquirer, openAcquirer } from './acquirer.ts';
export {
  paymentsByAcquirer,
  paymentsByIds,
  paymentsTaken,
  refundsByAcquirer,
  refundsDone,
  settleRefunds,
  type TakenPayment,
  type TakenRefund,
} from './payments-taken.ts';
export type { PayeeBill } from './make-payment.ts';
export { draftForBills, type HeldBill, heldBills, paidBills } from './pay-bills.ts';
export { payerOf, payerZone } from './payer.ts';
export { pauseSeconds } from './payment-states.ts';
export { recordPastAutopayment } from './record-past-autopayment.ts';
export { type PastPayment, recordPastPayments } from './record-past-payments.ts';
export { refundsUnderWay } from './refund-row.ts';
export { reminderStep, USUAL_REMINDER_DAYS } from './reminder-plan.ts';
export { reminderWishes } from './reminder-wish.ts';
export { readBack as settleAtAcquirer } from './take-webhook.ts';
export { lookAtPayers } from './work-payments.ts';

/** Outside systems come in as ports; `agent` is the operator that takes payments in for the payees. */
export function paymentsModule(ports: PaymentPorts): Module {
  return {
    name: 'payments',
    routes: paymentsRoutes(ports),
    jobs: paymentsJobs(ports),
    on: { 'account.unlinked': endWithAccount },
    every: paymentsTimetable,
  };
}
