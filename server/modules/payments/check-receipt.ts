// The public check of a receipt: whoever holds its number learns that it is genuine, and nothing personal.
import type { AnswerOf } from '#contract/endpoint';
import type { checkReceipt as checkReceiptEndpoint } from '#contract/payments';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Reading } from '#platform/route';
import { dayIn } from '#platform/time';
import { loadPayment, loadReceipt, type StoredPayment } from './payment-row.ts';
import { fiscalOf } from './payment-view.ts';
import { payeesOf } from './payment-words.ts';
import { readReceiptNumber, receiptNumber } from './receipt-number.ts';
import { type RefundRow, refundsOf } from './refund-row.ts';

/** Query, five statements. A number that was never given and one that cannot be are answered alike: not valid. */
export async function checkReceipt({ db }: Reading, code: string): Promise<AnswerOf<typeof checkReceiptEndpoint>> {
  const number = readReceiptNumber(code);
  const owner = number && (await db.selectFrom('payments.receipt_number').selectAll().where('number', '=', number).executeTakeFirst());
  if (!owner) return { valid: false, receipt: null };
  const key = { personId: owner.person_id, paymentId: owner.payment_id };
  const [payment, receipt] = [await loadPayment(db, key), await loadReceipt(db, key)];
  if (!payment || !receipt) return { valid: false, receipt: null };
  const refunds = (await refundsOf(db, key)).filter((one) => one.status === 'done');
  const returned = refunds.find((one) => receiptNumber(one.id) === number);
  if (returned) return { valid: true, receipt: returnOf(payment, returned, number) };
  return {
    valid: true,
    receipt: {
      isReturn: false,
      number: receipt.number,
      kopecks: kopecksToJson(payment.row.total_kopecks),
      paidOn: dayIn(payment.row.time_zone, new Date(payment.row.paid_at ?? receipt.issued_at)),
      payees: [...new Set(payeesOf(payment).map((one) => one.payee))],
      refundedKopecks: kopecksToJson(sumKopecks(refunds.map((one) => one.kopecks))),
      fiscal: fiscalOf(receipt),
    },
  };
}

/** The receipt of a return: its own sum, day and fiscal attributes. Pure. */
function returnOf({ row, parts }: StoredPayment, refund: RefundRow, number: string): NonNullable<AnswerOf<typeof checkReceiptEndpoint>['receipt']> {
  return {
    number,
    isReturn: true,
    kopecks: kopecksToJson(refund.kopecks),
    paidOn: dayIn(row.time_zone, new Date(refund.done_at!)),
    payees: parts.filter((part) => part.account_id === refund.account_id).map((part) => part.payee),
    refundedKopecks: 0,
    fiscal: fiscalOf(refund),
  };
}
