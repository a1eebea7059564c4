// The public check of a receipt: whoever holds its number learns that it is genuine, and nothing personal.
import type { AnswerOf } from '#contract/endpoint';
import type { checkReceipt as checkReceiptEndpoint } from '#contract/payments';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import { dayIn } from '#platform/time';
import { loadPayment, loadReceipt } from './payment-row.ts';
import { fiscalOf } from './payment-view.ts';
import { payeesOf } from './payment-words.ts';
import { readReceiptNumber } from './receipt-number.ts';

/** Query, four statements. A number that was never given and one that cannot be are answered alike: not valid. */
export async function checkReceipt({ db }: Reading, code: string): Promise<AnswerOf<typeof checkReceiptEndpoint>> {
  const number = readReceiptNumber(code);
  const owner = number && (await db.selectFrom('payments.receipt_number').selectAll().where('number', '=', number).executeTakeFirst());
  if (!owner) return { valid: false, receipt: null };
  const key = { personId: owner.person_id, paymentId: owner.payment_id };
  const [payment, receipt] = [await loadPayment(db, key), await loadReceipt(db, key)];
  if (!payment || !receipt) return { valid: false, receipt: null };
  return {
    valid: true,
    receipt: {
      number: receipt.number,
      kopecks: kopecksToJson(payment.row.total_kopecks),
      paidOn: dayIn(payment.row.time_zone, new Date(payment.row.paid_at ?? receipt.issued_at)),
      payees: [...new Set(payeesOf(payment).map((one) => one.payee))],
      refunded: payment.row.status === 'refunded',
      fiscal: fiscalOf(receipt),
    },
  };
}
