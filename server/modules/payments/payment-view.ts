// A payment as the API shows it.
import type { AnswerOf } from '#contract/endpoint';
import type { getPayment } from '#contract/payments';
import { refuse } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import { qrPath } from '#platform/qr-code';
import { type DeclineCode, declineWords } from './decline-reasons.ts';
import type { ReceiptRow, StoredPayment } from './payment-row.ts';
import { methodWords, statusWords } from './payment-words.ts';
import { paymentCan } from './payments.policy.ts';

export type PaymentView = AnswerOf<typeof getPayment>;

/** Pure: the same row gives the same view. */
export function paymentView({ row, parts, bills }: StoredPayment, receipt?: ReceiptRow, refunds: PaymentView['refunds'] = []): PaymentView {
  const decline = row.decline as DeclineCode | null;
  return {
    id: row.id,
    status: row.status,
    words: statusWords(row.status),
    method: row.method as PaymentView['method'],
    methodWords: methodWords(row.method, row.last4),
    saved: row.method_id !== null,
    source: row.source as PaymentView['source'],
    kopecks: kopecksToJson(row.total_kopecks),
    email: row.email,
    createdAt: row.created_at,
    paidAt: row.paid_at,
    expiresAt: row.expires_at,
    confirmationId: row.status === 'confirming' ? row.confirmation_id : null,
    timeZone: row.time_zone,
    parts: parts.map((part) => ({
      houseId: part.house_id,
      accountId: part.account_id,
      accountNumber: part.account_number,
      address: part.address,
      payee: part.payee,
      kopecks: kopecksToJson(part.kopecks),
    })),
    bills: bills.map(({ number, name, payee, kopecks }) => ({ number, name, payee, kopecks: kopecksToJson(kopecks) })),
    decline: decline && { code: decline, ...declineWords(decline) },
    next: nextOf(row),
    receipt: receipt ? receiptView(receipt) : null,
    refunds,
    can: paymentCan(row.status),
    version: row.version,
  };
}

function nextOf(row: StoredPayment['row']): PaymentView['next'] {
  if (row.status !== 'waiting' || !row.next_kind || !row.next_url) return null;
  const kind = row.next_kind as 'redirect' | 'frame' | 'qr';
  return { kind, url: row.next_url, qr: kind === 'qr' ? qrPath(row.next_url) : null };
}

/** The attributes of the law on cash registers, once they came; null before. */
export const fiscalOf = (receipt: Pick<ReceiptRow, 'fiscal_drive' | 'fiscal_document' | 'fiscal_sign' | 'fiscal_registered_at'>) =>
  receipt.fiscal_drive && receipt.fiscal_document && receipt.fiscal_sign && receipt.fiscal_registered_at
    ? { drive: receipt.fiscal_drive, document: receipt.fiscal_document, sign: receipt.fiscal_sign, registeredAt: receipt.fiscal_registered_at }
    : null;

const receiptView = (receipt: ReceiptRow): PaymentView['receipt'] => ({
  number: receipt.number,
  issuedAt: receipt.issued_at,
  fiscalState: receipt.fiscal_state as 'none' | 'pending' | 'registered' | 'failed',
  fiscal: fiscalOf(receipt),
});

/** Refuses an action that the payment's state no longer allows, in its own words. */
export const refuseState = ({ row }: StoredPayment): never => refuse('payments.state', { now: statusWords(row.status).word.toLowerCase() });
