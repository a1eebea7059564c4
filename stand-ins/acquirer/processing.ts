// What happens to a payment: created, entered, asked for a code, authorized, taken, given back.
// Every function changes the book and announces; the caller commits.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Bank } from './bank.ts';
import type { PaymentRecord, SavedMethod } from './book.ts';
import { fastPaymentLink } from './fast-payment-link.ts';
import { checkReceipt, orderReceipt } from './fiscal.ts';
import { knownToken, THREE_D_SECURE_CODE, type Outcome, type TestCard } from './test-cards.ts';
import {
  ApiRefusal,
  invalid,
  toKopecks,
  toMoney,
  type CreatePayment,
  type CreateRefund,
  type Money,
  type Payment,
  type PaymentMethod,
  type Refund,
} from './wire.ts';

const CARD_TERM_MS = 3600_000;
const QR_TERM_MS = 15 * 60_000;
const CODE_TRIES = 3;
/** The fee in hundredths of a per cent. */
const FEES = { bank_card: 120n, yoo_money: 120n, sbp: 40n } as const;

const STAGES = { bank_card: 'card', yoo_money: 'wallet', sbp: 'qr' } as const;

const isoAt = (milliseconds: number) => new Date(milliseconds).toISOString();
const save = (bank: Bank, record: PaymentRecord) => bank.book.put('payments', record.payment.id, record);
const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

/** The payment of that id, or the API's 404. */
export function findPayment(bank: Bank, id: string): PaymentRecord {
  const record = bank.book.payments.get(id);
  if (record === undefined) throw new ApiRefusal({ status: 404, code: 'not_found', description: 'Payment not found' });
  return record;
}

/** Creates a payment: with a confirmation by the payer, or at once by a saved method. Throws ApiRefusal. */
export function createPayment(bank: Bank, wanted: CreatePayment): Payment {
  const total = toKopecks(wanted.amount);
  if (total <= 0n) throw invalid('amount.value', 'The sum must be more than nothing');
  if (wanted.receipt) checkReceipt(wanted.receipt, total);
  const payment: Payment = {
    id: randomUUID(),
    status: 'pending',
    paid: false,
    refundable: false,
    test: true,
    amount: toMoney(total),
    refunded_amount: toMoney(0n),
    created_at: isoAt(bank.now()),
    ...(wanted.description ? { description: wanted.description } : {}),
    ...(wanted.metadata ? { metadata: wanted.metadata } : {}),
  };
  const record: PaymentRecord = {
    payment,
    mode: 'saved',
    stage: 'processing',
    token: randomBytes(24).toString('base64url'),
    returnUrl: wanted.confirmation?.return_url ?? '',
    capture: wanted.capture ?? false,
    save: wanted.save_payment_method ?? false,
    triesLeft: CODE_TRIES,
    ...(wanted.receipt ? { receipt: wanted.receipt } : {}),
  };
  if (wanted.payment_method_id === undefined) askPayer(bank, record, wanted);
  else payBySavedMethod(bank, record, wanted.payment_method_id);
  save(bank, record);
  return payment;
}

function askPayer(bank: Bank, record: PaymentRecord, wanted: CreatePayment): void {
  const { payment, token } = record;
  const asked = wanted.confirmation;
  if (asked === undefined) throw invalid('confirmation', 'A payment without a saved method needs a confirmation');
  const type = wanted.payment_method_data?.type ?? 'bank_card';
  const byQr = type === 'sbp';
  if (byQr !== (asked.type === 'qr') || (type === 'yoo_money' && asked.type !== 'redirect'))
    throw invalid('confirmation.type', 'The kind of confirmation does not suit the method');
  record.mode = asked.type;
  record.stage = STAGES[type];
  payment.expires_at = isoAt(bank.now() + (byQr ? QR_TERM_MS : CARD_TERM_MS));
  if (asked.type === 'qr') {
    record.token = `AD${randomBytes(15).toString('hex').toUpperCase()}`;
    payment.payment_method = { type: 'sbp', id: payment.id, saved: false };
    payment.confirmation = { type: 'qr', confirmation_data: fastPaymentLink(bank.publicUrl(), record.token, toKopecks(payment.amount)) };
    return;
  }
  const page = `${bank.publicUrl()}/checkout/${token}`;
  if (!URL.canParse(record.returnUrl)) throw invalid('confirmation.return_url', 'An absolute address is needed');
  payment.confirmation =
    asked.type === 'redirect'
      ? { type: 'redirect', confirmation_url: page, return_url: record.returnUrl }
      : { type: 'embedded', confirmation_token: token, confirmation_url: page };
}

function knownMethod(token: string): SavedMethod | undefined {
  const card = knownToken(token);
  return card && { method: { ...methodOf(card, { id: token, month: '12', year: '2039' }), saved: true }, scenario: card };
}

function methodOf({ number }: TestCard, { id, month, year }: { id: string; month: string; year: string }): PaymentMethod {
  const card = { first6: number.slice(0, 6), last4: number.slice(-4), expiry_month: month, expiry_year: year, card_type: 'Mir' };
  return { type: 'bank_card', id, saved: false, title: `Bank card *${card.last4}`, card };
}

function payBySavedMethod(bank: Bank, record: PaymentRecord, methodId: string): void {
  const saved = bank.book.methods.get(methodId) ?? knownMethod(methodId);
  if (saved === undefined) throw invalid('payment_method_id', 'No such saved method');
  record.payment.payment_method = saved.method;
  record.scenario = saved.scenario;
  const reason = bank.faults.nextSavedDecline;
  bank.faults.nextSavedDecline = '';
  authorize(bank, record, reason === '' ? (saved.scenario.savedOutcome ?? saved.scenario.outcome) : { declined: reason });
}

/** The payer gave a card. Nothing happens when the payment already went on: a form sent twice pays once. */
export function giveCard(bank: Bank, record: PaymentRecord, entered: { card: TestCard; month: string; year: string }): void {
  if (record.stage !== 'card') return;
  const { threeDSecure, outcome, savedOutcome } = entered.card;
  record.payment.payment_method = methodOf(entered.card, { id: record.payment.id, month: entered.month, year: entered.year });
  record.scenario = { threeDSecure, outcome, ...(savedOutcome ? { savedOutcome } : {}) };
  if (threeDSecure) record.stage = 'code';
  else authorize(bank, record, outcome);
  save(bank, record);
}

/** The payer gave the code of 3-D Secure. Three wrong ones end the payment. */
export function giveCode(bank: Bank, record: PaymentRecord, code: string): void {
  if (record.stage !== 'code') return;
  if (code === THREE_D_SECURE_CODE) authorize(bank, record, record.scenario!.outcome);
  else {
    record.triesLeft -= 1;
    if (record.triesLeft <= 0) cancelAs(bank, record, { party: 'payment_network', reason: '3d_secure_failed' });
  }
  save(bank, record);
}

/** The payer answered in the bank's app that the QR link opened, or on the wallet's page. */
export function answerFromAccount(bank: Bank, record: PaymentRecord, enoughMoney: boolean): void {
  if (record.stage !== 'qr' && record.stage !== 'wallet') return;
  if (record.stage === 'wallet') {
    const number = `4100${digits(11)}`;
    record.payment.payment_method = { type: 'yoo_money', id: record.payment.id, saved: false, title: `YooMoney wallet ${number}`, account_number: number };
  }
  record.scenario = { threeDSecure: false, outcome: 'pays' };
  authorize(bank, record, enoughMoney ? 'pays' : { declined: 'insufficient_funds' });
  save(bank, record);
}

function authorize(bank: Bank, record: PaymentRecord, outcome: Outcome): void {
  if (typeof outcome === 'object') return cancelAs(bank, record, { party: 'payment_network', reason: outcome.declined });
  if (outcome === 'pays') return takeMoney(bank, record);
  record.stage = 'processing';
  record.resolvesAt = bank.now() + bank.faults.processingMs;
  record.silent = outcome === 'unknown';
}

function takeMoney(bank: Bank, record: PaymentRecord): void {
  const { payment } = record;
  record.stage = 'done';
  record.silent = false;
  payment.paid = true;
  payment.authorization_details = {
    rrn: digits(12),
    auth_code: digits(6),
    three_d_secure: { applied: record.scenario?.threeDSecure === true && record.mode !== 'saved' },
  };
  if (record.save && payment.payment_method && record.scenario) {
    payment.payment_method.saved = true;
    bank.book.put('methods', payment.payment_method.id, { method: payment.payment_method, scenario: record.scenario });
  }
  if (record.capture) return succeed(bank, record);
  payment.status = 'waiting_for_capture';
  payment.expires_at = isoAt(bank.now() + 7 * 24 * CARD_TERM_MS);
  return bank.notify('payment.waiting_for_capture', payment);
}

function succeed(bank: Bank, record: PaymentRecord): void {
  const { payment } = record;
  delete payment.expires_at;
  Object.assign(payment, { status: 'succeeded', paid: true, refundable: true, captured_at: isoAt(bank.now()), income_amount: incomeOf(payment) });
  if (record.receipt) {
    payment.receipt_registration = 'pending';
    orderReceipt(bank, { order: record.receipt, type: 'payment', paymentId: payment.id });
  }
  bank.notify('payment.succeeded', payment);
}

function incomeOf({ amount, payment_method: method }: Payment): Money {
  const kopecks = toKopecks(amount);
  return toMoney(kopecks - (kopecks * FEES[method?.type ?? 'bank_card'] + 5_000n) / 10_000n);
}

function cancelAs(bank: Bank, record: PaymentRecord, details: { party: string; reason: string }): void {
  record.stage = 'done';
  record.silent = false;
  delete record.payment.expires_at;
  Object.assign(record.payment, { status: 'canceled', paid: false, cancellation_details: details });
  bank.notify('payment.canceled', record.payment);
}

/** Takes held money, all or a part of it. Throws ApiRefusal. */
export function capturePayment(bank: Bank, id: string, amount: Money | undefined): Payment {
  const record = findPayment(bank, id);
  const { payment } = record;
  if (payment.status !== 'waiting_for_capture') throw invalid('payment_id', 'The payment is not held');
  const wanted = toKopecks(amount ?? payment.amount);
  if (wanted <= 0n || wanted > toKopecks(payment.amount)) throw invalid('amount', 'More than was held');
  payment.amount = toMoney(wanted);
  succeed(bank, record);
  save(bank, record);
  return payment;
}

/** Lets held money go, or ends a payment that nobody confirmed. Throws ApiRefusal once it is settled or in processing. */
export function cancelPayment(bank: Bank, id: string): Payment {
  const record = findPayment(bank, id);
  const { status } = record.payment;
  const open = status === 'waiting_for_capture' || (status === 'pending' && record.stage !== 'processing');
  if (!open) throw invalid('payment_id', 'The payment can no longer be canceled');
  cancelAs(bank, record, { party: 'merchant', reason: 'canceled_by_merchant' });
  save(bank, record);
  return record.payment;
}

/** Gives back all or a part of a payment. Throws ApiRefusal when more is asked than is left. */
export function createRefund(bank: Bank, wanted: CreateRefund): Refund {
  const record = findPayment(bank, wanted.payment_id);
  const { payment } = record;
  const sum = toKopecks(wanted.amount);
  const refunded = toKopecks(payment.refunded_amount) + sum;
  if (sum <= 0n || !payment.refundable || refunded > toKopecks(payment.amount)) throw invalid('amount', 'More than is left to give back');
  if (wanted.receipt) checkReceipt(wanted.receipt, sum);
  payment.refunded_amount = toMoney(refunded);
  payment.refundable = refunded < toKopecks(payment.amount);
  const refund: Refund = { id: randomUUID(), payment_id: payment.id, status: 'succeeded', amount: toMoney(sum), created_at: isoAt(bank.now()) };
  if (wanted.description) refund.description = wanted.description;
  if (wanted.receipt) {
    refund.receipt_registration = 'pending';
    orderReceipt(bank, { order: wanted.receipt, type: 'refund', paymentId: payment.id, refundId: refund.id });
  }
  bank.book.put('refunds', refund.id, refund);
  save(bank, record);
  bank.notify('refund.succeeded', refund);
  return refund;
}

/** What time does to a payment: a slow one gets its money, an unconfirmed one ends. */
export function passTime(bank: Bank, record: PaymentRecord): void {
  if (record.stage === 'processing') takeMoney(bank, record);
  else cancelAs(bank, record, { party: 'yoo_money', reason: record.stage === 'done' ? 'expired_on_capture' : 'expired_on_confirmation' });
  save(bank, record);
}

/** When passTime is due, in milliseconds of the epoch; undefined for a settled payment. */
export function dueAt({ payment, stage, resolvesAt }: PaymentRecord): number | undefined {
  if (payment.status !== 'pending' && payment.status !== 'waiting_for_capture') return undefined;
  if (stage === 'processing') return resolvesAt;
  return payment.expires_at === undefined ? undefined : Date.parse(payment.expires_at);
}
