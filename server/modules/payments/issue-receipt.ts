// The electronic receipt: one per payment, made in the transaction that books the money (PAY-3, PAY-8).
import type { Work } from '#platform/work';
import type { AcquirerPayment } from './acquirer-wire.ts';
import type { StoredPayment } from './payment-row.ts';
import { receiptNumber } from './receipt-number.ts';

const FIRST_LOOK_SECONDS = 3;

/** Writes the receipt and its public number. `fiscal`: how far the cash register is; what it registers is read later. */
export async function issueReceipt(work: Work, { row }: StoredPayment, fiscal: AcquirerPayment['fiscal']): Promise<void> {
  const number = receiptNumber(row.id);
  const awaited = fiscal === 'pending' || fiscal === 'registered';
  await work.tx
    .insertInto('payments.receipt')
    .values({
      person_id: row.person_id,
      payment_id: row.id,
      number,
      issued_at: work.now.toISOString(),
      fiscal_state: awaited ? 'pending' : fiscal,
      ask_at: awaited ? new Date(work.now.getTime() + FIRST_LOOK_SECONDS * 1000).toISOString() : null,
    })
    .execute();
  await work.tx.insertInto('payments.receipt_number').values({ number, person_id: row.person_id, payment_id: row.id }).execute();
}
