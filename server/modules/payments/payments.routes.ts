// The routes of payments: contract entry, who may call, one call each.
import {
  acquirerWebhook,
  askPaymentCode as askCodeEndpoint,
  cancelPayment as cancelEndpoint,
  checkReceipt as checkEndpoint,
  exportPayments,
  getPayableAccounts,
  getPayment,
  getPaymentQr as qrEndpoint,
  getReceiptPdf,
  listPayments,
  makePayment as makeEndpoint,
  sendReceipt as sendEndpoint,
  startPayment as startEndpoint,
} from '#contract/payments';
import { getPaymentReminders, setPaymentReminders } from '#contract/reminders';
import { exportWorkPayments, getRefundReceipt, getWorkPayment, listWorkPayments, refundPayment as refundEndpoint } from '#contract/refunds';
import {
  askAutopaymentCode as askAutopaymentEndpoint,
  getAutopayment,
  setAutopayment as setAutopaymentEndpoint,
  switchAutopayment as switchEndpoint,
} from '#contract/autopayments';
import { getSavedMethods, removeSavedMethod } from '#contract/payment-methods';
import { confirmed } from '#modules/identity';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { anyone, command, flow, only, query, type Route, secured, stream, within } from '#platform/route';
import { cancelPayment } from './cancel-payment.ts';
import { checkReceipt } from './check-receipt.ts';
import { makePayment } from './make-payment.ts';
import { readPayableAccounts } from './payable-accounts.ts';
import { askPaymentCode } from './payment-code.ts';
import { refundPayment } from './order-refund.ts';
import { getPaymentQr } from './payment-qr.ts';
import { payerOf } from './payer.ts';
import type { PaymentPorts } from './ports.ts';
import { historyScope, paymentHistory, readPayment } from './payments.queries.ts';
import { giveOut, receiptPdf, sendReceipt } from './receipt-pdf.ts';
import { refundReceiptPdf } from './refund-receipt.ts';
import { readReminders, setReminders } from './reminder-wish.ts';
import { removeMethod } from './remove-method.ts';
import { savedMethodsOf, savedMethodView } from './saved-method.ts';
import { readAutopayment } from './read-autopayment.ts';
import { askAutopaymentCode, setAutopayment } from './set-autopayment.ts';
import { switchAutopayment } from './switch-autopayment.ts';
import { startPayment } from './start-payment.ts';
import { takeWebhook } from './take-webhook.ts';
import { lookAtPayers, readWorkPayment, workPayments, workPaymentScope } from './work-payments.ts';

const bookkeeper = only('accountant');
const shown = (name: string) => `inline; filename*=UTF-8''${encodeURIComponent(name)}`;

export const paymentsRoutes = (ports: PaymentPorts): Route[] => [
  query(getPayableAccounts, within('bills'), (reading) => readPayableAccounts(reading)),
  query(listPayments, within('bills'), async ({ db, actor }, input) =>
    readList(db, paymentHistory, await historyScope(db, payerOf(actor).personId), input.query),
  ),
  exportRoute(exportPayments, within('documents'), {
    list: paymentHistory,
    scope: ({ db, actor }) => historyScope(db, payerOf(actor).personId),
    typesetter: ports.typesetter,
  }),
  query(getPayment, within('bills'), (reading, { params }) => readPayment(reading, { personId: payerOf(reading.actor).personId, paymentId: params.id })),
  query(qrEndpoint, within('pay'), (reading, { params, query: asked }) => getPaymentQr(reading, params, asked.kopecks)),
  query(checkEndpoint, anyone, (reading, { params }) => checkReceipt(reading, params.code)),
  command(makeEndpoint, within('pay'), (work, input) => makePayment(work, input)),
  command(askCodeEndpoint, within('pay'), (work, { params }) => askPaymentCode(work, params.id)),
  flow(startEndpoint, within('pay'), (flow, input) => startPayment(ports, flow, input)),
  flow(cancelEndpoint, within('pay'), (flow, { params }) => cancelPayment(ports, flow, params.id)),
  query(getSavedMethods, within('pay'), async ({ db, actor, now }) => ({
    methods: (await savedMethodsOf(db, payerOf(actor).personId)).map((row) => savedMethodView(row, now)),
  })),
  command(removeSavedMethod, secured, (work, { params }) => removeMethod(work, params.id)),
  query(getPaymentReminders, secured, (reading) => readReminders(reading)),
  command(setPaymentReminders, secured, (work, { body }) => setReminders(work, body)),
  query(getAutopayment, secured, (reading, { params }) => readAutopayment(reading, params)),
  command(askAutopaymentEndpoint, secured, (work, { params, body }) => askAutopaymentCode(work, params, body)),
  confirmed(setAutopaymentEndpoint, secured, (work, { params, body }) => setAutopayment(work, params, body)),
  command(switchEndpoint, secured, (work, { params, body }) => switchAutopayment(work, params, body)),
  command(sendEndpoint, secured, (work, { params, body }) => sendReceipt(work, params.id, body.email)),
  stream(getReceiptPdf, within('documents'), async (streaming, _request, reply) => {
    const { db, actor, input } = streaming;
    const drawn = await receiptPdf(ports, db, { personId: payerOf(actor).personId, paymentId: (input.params as { id: string }).id });
    await giveOut(streaming, drawn);
    const { name, pdf } = drawn;
    return reply.type('application/pdf').header('content-disposition', shown(name)).send(pdf);
  }),
  stream(getRefundReceipt, within('documents'), async (streaming, _request, reply) => {
    const { db, actor, input } = streaming;
    const { id, refundId } = input.params as { id: string; refundId: string };
    const drawn = await refundReceiptPdf(ports, db, { personId: payerOf(actor).personId, paymentId: id, refundId });
    await giveOut(streaming, drawn);
    const { name, pdf } = drawn;
    return reply.type('application/pdf').header('content-disposition', shown(name)).send(pdf);
  }),
  query(listWorkPayments, bookkeeper, async (reading, input, ground) => {
    const page = await readList(reading.db, workPayments, workPaymentScope(reading.actor), input.query);
    await lookAtPayers({ ground, ...reading }, page.rows);
    return page;
  }),
  exportRoute(exportWorkPayments, bookkeeper, {
    list: workPayments,
    scope: async ({ actor }) => workPaymentScope(actor),
    seen: lookAtPayers,
    typesetter: ports.typesetter,
  }),
  query(getWorkPayment, bookkeeper, (reading, { params }, ground) => readWorkPayment(ground, reading, params.id)),
  flow(refundEndpoint, bookkeeper, (flow, input) => refundPayment(ports, flow, input)),
  stream(acquirerWebhook, { ...anyone, accepts: 'raw' }, (streaming, request, reply) => takeWebhook(ports.webhookSecret, streaming, request, reply)),
];
