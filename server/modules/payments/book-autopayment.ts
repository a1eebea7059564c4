// How a payment made by itself ended, for its month: done, tried again in some days, or given up (PAY-5).
import { monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { retryAfter } from './autopayment-plan.ts';
import { doneOf, lockAutopayment, lookAgain, type MonthRow } from './autopayment-row.ts';
import type { DeclineCode } from './decline-reasons.ts';
import type { StoredPayment } from './payment-row.ts';
import { isUnderWay } from './payment-states.ts';
import { tellFailed } from './tell-autopayment.ts';

/** In the transaction that ends the payment. A payment that its payer cancelled is not tried again; one the bank never answered is. */
export async function bookAutopayment(work: Work, { row: payment, parts }: StoredPayment): Promise<void> {
  if (payment.source !== 'autopayment' || isUnderWay(payment.status)) return;
  const [{ account_id: accountId, house_id: houseId, address }] = parts as [StoredPayment['parts'][number]];
  const key = { personId: payment.person_id, houseId, accountId };
  const inForce = await lockAutopayment(work.tx, key);
  const month = (await work.tx
    .selectFrom('payments.autopayment_month')
    .selectAll()
    .where('person_id', '=', payment.person_id)
    .where('payment_id', '=', payment.id)
    .forUpdate()
    .executeTakeFirstOrThrow()) as MonthRow;
  const nextOn = payment.status === 'declined' || payment.status === 'expired' ? retryAfter(doneOf(month)) : null;
  const state = payment.status === 'paid' ? 'paid' : nextOn === null ? 'failed' : 'retry';
  await work.tx
    .updateTable('payments.autopayment_month')
    .set({ state, reason: state === 'paid' ? null : (payment.decline ?? payment.status), updated_at: work.now.toISOString() })
    .where('person_id', '=', payment.person_id)
    .where('payment_id', '=', payment.id)
    .execute();
  work.emit('autopayment.changed', key, [`person:${payment.person_id}`]);
  if (!inForce) return;
  if (state !== 'paid' && payment.status !== 'cancelled')
    tellFailed(work, inForce, {
      period: monthOf(month.period),
      kopecks: payment.total_kopecks,
      address,
      decline: (payment.decline ?? 'bankUnavailable') as DeclineCode,
      attempt: month.attempts,
      nextOn: inForce.state === 'active' ? nextOn : null,
    });
  if (inForce.state === 'active') await lookAgain(work, inForce);
}
