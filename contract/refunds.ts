// The accountant's side of payments: what people paid to the organization, and money given back (PAY-7).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { METHOD_NAMES } from './payment-methods.ts';
import { refundStatuses, takenStates } from './statuses/payments.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Id, Instant, Kopecks, Nullable, obj, OneOf, PositiveKopecks, Text } from './types.ts';

export type RefundStatus = keyof typeof refundStatuses;

/** A refund as its payer sees it. */
export const Refund = obj({
  id: Id,
  accountNumber: Type.String(),
  kopecks: Kopecks,
  status: OneOf(keysOf(refundStatuses)),
  reason: Type.String(),
  orderedAt: Instant,
  doneAt: Nullable(Instant),
  receiptNumber: Nullable(Type.String({ description: 'Of the receipt of the refund, once the money was given back' })),
});

/** One row is one account of the organization in one payment. */
export const workPaymentColumns = {
  paidAt: { title: 'Когда', kind: 'instant', filter: 'range', sortable: true },
  payer: { title: 'Плательщик', kind: 'text', filter: 'search', sortable: true },
  account: { title: 'Лицевой счёт', kind: 'text', filter: 'search' },
  address: { title: 'Адрес', kind: 'text', filter: 'search', sortable: true },
  method: { title: 'Как', kind: 'status', filter: 'oneOf', words: METHOD_NAMES },
  state: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(takenStates) },
  kopecks: { title: 'Сумма', kind: 'money', filter: 'range', sortable: true, total: true },
  refundedKopecks: { title: 'Возвращено', kind: 'money', total: true },
  receipt: { title: 'Чек', kind: 'text', filter: 'search', nullable: true },
  paymentId: { title: 'Платёж', kind: 'id' },
} as const satisfies ListColumns;

export const listWorkPayments = listEndpoint(workPaymentColumns, {
  url: '/api/v1/work/payments',
  summary: 'Payments that people made to the organization through the portal',
});
export const exportWorkPayments = exportEndpoint(workPaymentColumns, {
  url: '/api/v1/work/payments',
  summary: 'Payments that people made to the organization through the portal',
});

const ofPayment = obj({ id: Id });

const WorkPart = obj({
  accountId: Id,
  houseId: Id,
  accountNumber: Type.String(),
  address: Type.String(),
  kopecks: Kopecks,
  refundedKopecks: Kopecks,
  leftKopecks: Type.Integer({ minimum: 0, description: 'What may still be given back; refunds under way are taken off' }),
  advanceKopecks: Type.Integer({ minimum: 0, description: 'Money ahead on the account that is not going back already: a refund beyond it opens debts again' }),
  can: obj({ refund: Type.Boolean() }),
});

export const WorkPayment = obj({
  id: Id,
  payer: Type.String(),
  methodWords: Type.String(),
  kopecks: Kopecks,
  othersKopecks: Type.Integer({ minimum: 0, description: 'Of this payment for other organizations' }),
  paidAt: Instant,
  timeZone: Type.String(),
  receiptNumber: Nullable(Type.String()),
  acquirerId: Nullable(Type.String({ description: 'The number of the payment at the acquirer' })),
  parts: Type.Array(WorkPart),
  refunds: Type.Array(Refund),
});

export const getWorkPayment = endpoint({
  method: 'GET',
  url: '/api/v1/work/payments/:id',
  summary: 'A payment as far as it concerns the organization, with its refunds',
  params: ofPayment,
  answer: WorkPayment,
});

export const refundPayment = endpoint({
  method: 'POST',
  url: '/api/v1/work/payments/:id/refunds',
  summary: 'Gives the payer money of an account’s part back, all of it or less',
  params: ofPayment,
  body: obj({
    accountId: Id,
    kopecks: PositiveKopecks,
    leftKopecks: Type.Integer({ minimum: 0, description: 'What was left when the caller looked: another refund meanwhile is noticed (X-5)' }),
    reopensKopecks: Type.Integer({
      minimum: 0,
      description: 'So much of the sum, which had paid for debts, may be owed again: money ahead that went back by another way meanwhile is noticed',
    }),
    reason: Text(300, 3),
  }),
  answer: WorkPayment,
  errors: ['object.changed', 'payments.refundTooMuch', 'payments.refundReopens', 'payments.refundElsewhere'],
});

export const getRefundReceipt = endpoint({
  method: 'GET',
  url: '/api/v1/payments/:id/refunds/:refundId/receipt.pdf',
  summary: 'The receipt of a refund as PDF',
  params: obj({ id: Id, refundId: Id }),
  answer: Type.Any(),
});
