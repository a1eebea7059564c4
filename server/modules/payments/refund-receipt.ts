// The receipt of a refund as PDF: the return of an income (54-FZ), for its payer.
import { personNames } from '#modules/identity';
import { found, refuse } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import type { Db } from '#platform/tables';
import { loadPayment, loadReceipt, type PaymentKey } from './payment-row.ts';
import { receiptNumber } from './receipt-number.ts';
import { drawReceipt, type DrawnReceipt, receiptFacts, type ReceiptPorts } from './receipt-pdf.ts';
import { loadRefund } from './refund-row.ts';

/** The PDF of a person's own refund. Refuses with object.notFound while its money was not given back. */
export async function refundReceiptPdf(
  ports: ReceiptPorts,
  db: Db,
  { personId, paymentId, refundId }: PaymentKey & { refundId: string },
): Promise<DrawnReceipt> {
  const payment = found(await loadPayment(db, { personId, paymentId }));
  const refund = found(await loadRefund(db, { personId, refundId }));
  const part = payment.parts.find((one) => one.account_id === refund.account_id);
  const receipt = await loadReceipt(db, { personId, paymentId });
  if (refund.payment_id !== paymentId || refund.status !== 'done' || refund.done_at === null || !part || !receipt) return refuse('object.notFound');
  const payerName = (await personNames(db, [personId])).get(personId)?.full ?? '';
  const number = receiptNumber(refund.id);
  const { fiscal_state, fiscal_drive, fiscal_document, fiscal_sign, fiscal_registered_at } = refund;
  const facts = receiptFacts(
    {
      payment: { row: { ...payment.row, total_kopecks: refund.kopecks, paid_at: refund.done_at }, parts: [{ ...part, kopecks: refund.kopecks }], bills: [] },
      receipt: { ...receipt, number, fiscal_state, fiscal_drive, fiscal_document, fiscal_sign, fiscal_registered_at },
      payerName,
    },
    ports,
  );
  return drawReceipt(ports, `чек-возврата-${number}.pdf`, {
    id: refundId,
    personId,
    facts: { ...facts, operation: 'incomeReturn', totalKopecks: kopecksToJson(refund.kopecks) },
  });
}
