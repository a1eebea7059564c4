// Payments: what a person pays, how it goes on, its receipt. Card data never come here: they are typed on the acquirer's own page.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { METHOD_NAMES, PAYMENT_METHODS } from './payment-methods.ts';
import { Refund } from './refunds.ts';
import { fiscalStates, paymentStatuses } from './statuses/payments.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, PositiveKopecks, Text, Version } from './types.ts';

export const PAYMENT_STATUSES = keysOf(paymentStatuses);
export type PaymentStatus = keyof typeof paymentStatuses;

/** Who began it: the person, or the portal under the person's consent. */
export const PAYMENT_SOURCES = ['person', 'autopayment'] as const;

/** A status in one or two words and in a sentence. */
const Words = obj({ word: Type.String(), says: Type.String() });
const Picture = obj({ side: Type.Integer(), path: Type.String({ description: 'SVG path in modules of the code, quiet zone included' }) });

const Part = obj({
  houseId: Id,
  accountId: Id,
  accountNumber: Type.String(),
  address: Type.String({ description: 'Short: «Липовая, 14, кв. 37»' }),
  payee: Type.String(),
  kopecks: Kopecks,
});

const Fiscal = obj({
  drive: Type.String({ description: 'ФН' }),
  document: Type.String({ description: 'ФД' }),
  sign: Type.String({ description: 'ФПД' }),
  registeredAt: Instant,
});

const Receipt = obj({ number: Type.String(), issuedAt: Instant, fiscalState: OneOf(keysOf(fiscalStates)), fiscal: Nullable(Fiscal) });

export const Payment = obj({
  id: Id,
  status: OneOf(PAYMENT_STATUSES),
  words: Words,
  method: OneOf(PAYMENT_METHODS),
  methodWords: Type.String({ description: '«Карта •• 4417», «QR-код»' }),
  saved: Type.Boolean({ description: 'By a saved method: the bank asks nothing more' }),
  source: OneOf(PAYMENT_SOURCES),
  kopecks: Kopecks,
  email: Nullable(Type.String()),
  createdAt: Instant,
  paidAt: Nullable(Instant),
  expiresAt: Nullable(Instant),
  /** The code that was asked for last, while it may still be given. */
  confirmationId: Nullable(Id),
  timeZone: Type.String(),
  parts: Type.Array(Part),
  bills: Type.Array(obj({ number: Type.String({ description: 'УИН' }), name: Type.String(), payee: Type.String(), kopecks: Kopecks }), {
    description: 'Bills of outside payees; a payment is for these or for accounts',
  }),
  decline: Nullable(obj({ code: Type.String(), why: Type.String(), whatToDo: Type.String(), again: Type.Boolean() })),
  next: Nullable(obj({ kind: OneOf(['redirect', 'frame', 'qr']), url: Type.String(), qr: Nullable(Picture) })),
  receipt: Nullable(Receipt),
  refunds: Type.Array(Refund),
  can: obj({ askCode: Type.Boolean(), start: Type.Boolean(), cancel: Type.Boolean(), retry: Type.Boolean() }),
  version: Version,
});

const PayableAccount = obj({
  houseId: Id,
  accountId: Id,
  premisesId: Id,
  number: Type.String(),
  address: Type.String(),
  payee: Type.String(),
  balanceKopecks: Kopecks,
  reservedKopecks: Type.Integer({ minimum: 0, description: 'On its way in other payments' }),
  toPayKopecks: Type.Integer({ minimum: 0, description: 'What is left to pay in full' }),
  dueDay: Day,
  overdueSince: Nullable(Day),
});

export const getPayableAccounts = endpoint({
  method: 'GET',
  url: '/api/v1/payable-accounts',
  summary: 'Accounts the person may pay, each with its balance and the next due date',
  answer: obj({ accounts: Type.Array(PayableAccount), email: Nullable(Type.String()), limitKopecks: Kopecks }),
});

const WantedPart = obj({ houseId: Id, accountId: Id, kopecks: Type.Optional(PositiveKopecks) });

export const makePayment = endpoint({
  method: 'POST',
  url: '/api/v1/payments',
  summary: 'Makes a draft of a payment of one or more accounts; a part without a sum is the full debt',
  body: obj({
    parts: Type.Array(WantedPart, { minItems: 1, maxItems: 20 }),
    method: OneOf(PAYMENT_METHODS),
    savedMethodId: Type.Optional(Id),
    save: Type.Optional(Type.Boolean({ description: 'Keep the card or the wallet for later payments; an account is kept always' })),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
  }),
  answer: Payment,
  errors: ['payments.accountUnknown', 'payments.accountTwice', 'payments.nothingToPay', 'payments.accountClosed', 'payments.tooMuch', 'payments.methodGone'],
});

const ofPayment = obj({ id: Id });

export const getPayment = endpoint({
  method: 'GET',
  url: '/api/v1/payments/:id',
  summary: 'A payment of the person: its state, next step and receipt',
  params: ofPayment,
  answer: Payment,
});

/** The columns of the history. */
export const paymentColumns = {
  createdAt: { title: 'Когда', kind: 'instant', filter: 'range', sortable: true },
  addresses: { title: 'Адрес', kind: 'text', filter: 'search' },
  payees: { title: 'Кому', kind: 'text', filter: 'search', sortable: true },
  accounts: { title: 'Лицевые счета', kind: 'text', filter: 'search' },
  method: { title: 'Как', kind: 'status', filter: 'oneOf', words: METHOD_NAMES },
  source: { title: 'Кто начал', kind: 'status', filter: 'oneOf', words: { person: 'Вы', autopayment: 'Автоплатёж' } },
  status: {
    title: 'Состояние',
    kind: 'status',
    filter: 'oneOf',
    words: wordsOf(paymentStatuses, ['starting', 'waiting', 'unknown', 'paid', 'declined', 'cancelled', 'expired', 'refunded']),
  },
  kopecks: { title: 'Сумма', kind: 'money', filter: 'range', sortable: true, total: true },
  receipt: { title: 'Чек', kind: 'text', filter: 'search', nullable: true },
  timeZone: { title: 'Часовой пояс', kind: 'text' },
} as const satisfies ListColumns;

export const listPayments = listEndpoint(paymentColumns, { url: '/api/v1/payments', summary: 'The history of the payments of the person' });
export const exportPayments = exportEndpoint(paymentColumns, { url: '/api/v1/payments', summary: 'The history of the payments of the person' });

export const askPaymentCode = endpoint({
  method: 'POST',
  url: '/api/v1/payments/:id/code',
  summary: 'Sends a one-time code bound to the sum, the payees and the accounts of this payment',
  params: ofPayment,
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant }),
  errors: ['payments.state'],
});

export const startPayment = endpoint({
  method: 'POST',
  url: '/api/v1/payments/:id/start',
  summary: 'Takes the code and opens the payment at the acquirer; the answer says where the card is typed',
  params: ofPayment,
  body: obj({ confirmationId: Id, code: Text(12, 1), frame: Type.Boolean({ description: 'The page of the acquirer may stand in a frame of ours' }) }),
  answer: Payment,
  errors: [
    'payments.state',
    'payments.underWay',
    'payments.paidMeanwhile',
    'payments.billUnderWay',
    'payments.billPaid',
    'payments.billChanged',
    'payments.methodGone',
    'confirm.wrong',
    'confirm.expired',
    'confirm.used',
    'confirm.otherContent',
  ],
});

export const cancelPayment = endpoint({
  method: 'POST',
  url: '/api/v1/payments/:id/cancel',
  summary: 'Cancels a payment that is not paid yet',
  params: ofPayment,
  answer: Payment,
  errors: ['payments.state', 'payments.cannotCancel'],
});

export const acquirerWebhook = endpoint({
  method: 'POST',
  url: '/api/v1/acquirer/webhook',
  summary: 'A signed hint of the acquirer; the truth is read back',
  answer: obj({}),
  errors: ['payments.webhook'],
});

export const getReceiptPdf = endpoint({
  method: 'GET',
  url: '/api/v1/payments/:id/receipt.pdf',
  summary: 'The electronic receipt as PDF',
  params: ofPayment,
  answer: Type.Any(),
});

export const sendReceipt = endpoint({
  method: 'POST',
  url: '/api/v1/payments/:id/receipt/send',
  summary: 'Sends the receipt by e-mail once more',
  params: ofPayment,
  body: obj({ email: Type.String({ format: 'email', maxLength: 254 }) }),
  answer: obj({ sentTo: Type.String() }),
});

export const checkReceipt = endpoint({
  method: 'GET',
  url: '/api/v1/receipts/:code',
  summary: 'Public check of a receipt by its code: whether it is genuine, its sum, day and payees; nothing personal',
  params: obj({ code: Text(40, 1) }),
  answer: obj({
    valid: Type.Boolean(),
    receipt: Nullable(
      obj({
        number: Type.String(),
        isReturn: Type.Boolean({ description: 'Of money given back; then paidOn is the day of the return' }),
        kopecks: Kopecks,
        paidOn: Day,
        payees: Type.Array(Type.String()),
        refundedKopecks: Kopecks,
        fiscal: Nullable(Fiscal),
      }),
    ),
  }),
});

export const getPaymentQr = endpoint({
  method: 'GET',
  url: '/api/v1/accounts/:houseId/:accountId/payment-qr',
  summary: 'Printable payment code of an account (GOST R 56042) with the requisites, read by bank apps',
  params: obj({ houseId: Id, accountId: Id }),
  query: obj({ kopecks: Type.Optional(PositiveKopecks) }),
  answer: obj({
    payee: Type.String(),
    accountNumber: Type.String(),
    address: Type.String(),
    kopecks: Kopecks,
    dueDay: Day,
    overdueSince: Nullable(Day),
    requisites: Type.Array(obj({ name: Type.String(), value: Type.String() })),
    qr: Picture,
  }),
  errors: ['payments.noRequisites'],
});
