// What we ask of the acquirer for a payment, and what its answer says of ours. Pure: a repeated order is the same to the byte.
import type { PaymentMethod } from '#contract/payment-methods';
import { deriveId } from '#platform/ids';
import type { CreatePayment, ReceiptOrder, SumChange } from './acquirer.ts';
import type { AcquirerAnswer } from './acquirer-call.ts';
import type { AcquirerPayment } from './acquirer-wire.ts';
import type { PaymentRow, StoredPayment } from './payment-row.ts';
import type { Truth } from './payment-states.ts';
import { bankDescription, type Payee, payeesOf } from './payment-words.ts';

/** The acquirer's «без НДС»: payments for housing taken in by an agent carry no tax of the agent's own. */
const WITHOUT_VAT = 1;

/** One payment of ours is one payment there, however often it is asked for: the key comes from our id. */
export const acquirerKey = (paymentId: string): string => deriveId(paymentId, 'acquirer payment');
export const cancelKey = (paymentId: string): string => deriveId(paymentId, 'acquirer cancel');

/** The order. `publicUrl`: where the bank sends the payer back to; `token`: of the saved method that pays without the bank's page. */
export function acquirerOrder(payment: StoredPayment, { publicUrl, token }: { publicUrl: string; token?: string | undefined }): CreatePayment {
  const { row, bills } = payment;
  const payees = payeesOf(payment);
  return {
    key: acquirerKey(row.id),
    kopecks: row.total_kopecks,
    description: bankDescription(payees, bills.length > 0 ? 'Госплатёж' : 'Квартплата'),
    returnUrl: new URL(`/pay/${row.id}/result`, publicUrl).href,
    method: row.method as PaymentMethod,
    frame: row.frame,
    saveMethod: row.saves_method,
    ...(token !== undefined && { savedMethodId: token }),
    receipt: receiptOrder(row, payees),
    metadata: { payment: row.id },
  };
}

const receiptOrder = (row: PaymentRow, lines: readonly Payee[]): ReceiptOrder => ({
  to: row.email ? { email: row.email } : { phone: (row.phone ?? '').replaceAll(/\D/g, '') },
  lines: lines.map((line) => ({
    description: `${line.payee}, ${line.purpose}`.slice(0, 128),
    quantity: '1',
    kopecks: line.kopecks,
    vatCode: WITHOUT_VAT,
    mode: 'full_payment',
    subject: 'service',
  })),
});

/** The order of a refund, the same to the byte however often it is asked for. The payment must have its number at the acquirer. */
export function refundOrder({ row, parts }: StoredPayment, refund: { id: string; account_id: string; kopecks: bigint }): SumChange & { receipt: ReceiptOrder } {
  const part = parts.find((one) => one.account_id === refund.account_id)!;
  return {
    key: deriveId(refund.id, 'acquirer refund'),
    paymentId: row.acquirer_id!,
    kopecks: refund.kopecks,
    receipt: receiptOrder(row, payeesOf({ parts: [{ ...part, kopecks: refund.kopecks }], bills: [] })),
  };
}

/**
 * The truth in an answer. A payment of another sum or another id is no answer to ours. Only the acquirer's own «this cannot be done»
 * to a payment it does not know yet is a refusal: bad credentials or a path that is not found say nothing of what was done before.
 */
export function truthOf(answer: AcquirerAnswer<AcquirerPayment>, { row }: StoredPayment): Truth {
  if (answer.kind === 'unknown') return { kind: 'noAnswer' };
  if (answer.kind === 'refused') return answer.code === 'badRequest' && row.acquirer_id === null ? { kind: 'refused' } : { kind: 'noAnswer' };
  const { value } = answer;
  const isOurs = value.kopecks === row.total_kopecks && value.metadata['payment'] === row.id && (row.acquirer_id === null || row.acquirer_id === value.id);
  if (!isOurs) return { kind: 'noAnswer' };
  if (value.status === 'succeeded') return { kind: 'captured' };
  if (value.status === 'canceled') return { kind: 'canceled', decline: value.decline ?? 'other' };
  return { kind: 'pending' };
}
