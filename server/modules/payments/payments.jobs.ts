import type { Job, Module } from '#platform/module';
import { carryAutopayments } from './carry-autopayments.ts';
import type { PaymentPorts } from './ports.ts';
import { readFiscal } from './read-fiscal.ts';
import { mailReceipt, type MailReceipt } from './receipt-pdf.ts';
import { refundsDue } from './refunds-due.ts';
import { remindPayers } from './remind-payers.ts';
import { settleDue } from './settle-due.ts';
import { forgetWebhooks, readBack } from './take-webhook.ts';

const LOOK_EVERY_SECONDS = 15;

/** The jobs of the module, by task name. */
export const paymentsJobs = (ports: PaymentPorts): Readonly<Record<string, Job>> => ({
  'payments.settle': { run: (context) => settleDue(ports, context), attempts: 2 },
  'payments.refunds': { run: (context) => refundsDue(ports, context), attempts: 2 },
  'payments.fiscal': { run: (context) => readFiscal(ports.acquirer, context), attempts: 2 },
  'payments.read-back': { run: ({ ground }, payload) => readBack(ports.acquirer, ground, (payload as { acquirerId: string }).acquirerId), attempts: 5 },
  'payments.mail-receipt': { run: (context, payload) => mailReceipt(ports, context, payload as MailReceipt) },
  'payments.autopayments': { run: (context) => carryAutopayments(context), attempts: 2 },
  'payments.reminders': { run: (context) => remindPayers(context), attempts: 2 },
  'payments.forget-webhooks': { run: (context) => forgetWebhooks(context, context.now()), attempts: 2 },
});

export const paymentsTimetable: NonNullable<Module['every']> = [
  { task: 'payments.settle', seconds: LOOK_EVERY_SECONDS },
  { task: 'payments.refunds', seconds: LOOK_EVERY_SECONDS },
  { task: 'payments.fiscal', seconds: LOOK_EVERY_SECONDS },
  { task: 'payments.autopayments', seconds: LOOK_EVERY_SECONDS },
  { task: 'payments.reminders', seconds: 1_800 },
  { task: 'payments.forget-webhooks', seconds: 86_400 },
];
