// Fiscal receipts: ordered with a payment or a refund, registered a little later, as by a rented cash machine.
import { createHash, randomUUID } from 'node:crypto';
import type { Bank } from './bank.ts';
import type { ReceiptRecord } from './book.ts';
import { invalid, toKopecks, type Receipt, type ReceiptOrder } from './wire.ts';

/** Numbers of a storage that begin with 9999 are for tests. */
const STORAGE_NUMBER = '9999078902005430';

/** Throws ApiRefusal when the receipt has no buyer or its lines do not add up to `total` kopecks. */
export function checkReceipt(order: ReceiptOrder, total: bigint): void {
  if (!order.customer.email && !order.customer.phone) throw invalid('receipt.customer', 'An e-mail or a phone of the buyer is needed');
  const sum = order.items.reduce((sum, item) => sum + lineTotal(item.quantity, toKopecks(item.amount, 'receipt.items.amount')), 0n);
  if (order.items.length === 0 || sum !== total) throw invalid('receipt.items', 'The lines of the receipt do not add up to the sum');
}

/** Price × quantity of up to three decimals, rounded half up. */
function lineTotal(quantity: string, kopecks: bigint): bigint {
  const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(quantity) ?? [];
  if (whole === undefined) throw invalid('receipt.items.quantity', 'A number of up to three decimals');
  const thousandths = BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, '0'));
  return (kopecks * thousandths + 500n) / 1000n;
}

/** Puts a receipt in the queue of the cash machine. */
export function orderReceipt(bank: Bank, wanted: { order: ReceiptOrder; type: Receipt['type']; paymentId: string; refundId?: string }): void {
  const receipt: Receipt = {
    id: randomUUID(),
    type: wanted.type,
    payment_id: wanted.paymentId,
    ...(wanted.refundId ? { refund_id: wanted.refundId } : {}),
    status: 'pending',
    items: wanted.order.items,
    tax_system_code: wanted.order.tax_system_code ?? 1,
  };
  bank.book.put('receipts', receipt.id, { receipt, registersAt: bank.now() + bank.faults.receiptDelayMs });
}

/** The cash machine answers: the receipt and its payment or refund say so. */
export function registerReceipt(bank: Bank, record: ReceiptRecord): void {
  const { book } = bank;
  const { receipt } = record;
  const number = (book.counters.get('fiscalDocument') ?? 1000) + 1;
  book.put('counters', 'fiscalDocument', number);
  receipt.status = 'succeeded';
  receipt.fiscal_storage_number = STORAGE_NUMBER;
  receipt.fiscal_document_number = String(number);
  receipt.fiscal_attribute = String(createHash('sha256').update(receipt.id).digest().readUInt32BE()).padStart(10, '0');
  receipt.fiscal_provider_id = 'demo-ofd';
  receipt.registered_at = new Date(bank.now()).toISOString();
  book.put('receipts', receipt.id, record);
  const owner = book.payments.get(receipt.payment_id);
  if (receipt.type === 'payment' && owner) {
    owner.payment.receipt_registration = 'succeeded';
    book.put('payments', owner.payment.id, owner);
  }
  const refund = book.refunds.get(receipt.refund_id ?? '');
  if (refund) book.put('refunds', refund.id, { ...refund, receipt_registration: 'succeeded' });
}
