// What the payer is told besides the page: notices and the letter with the receipt. Orders only; sending follows the commit.
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { kopecksToJson } from '#platform/money';
import { type DeclineCode, declineWords } from './decline-reasons.ts';
import type { PaymentKey, StoredPayment } from './payment-row.ts';

/** The letter waits so long for the cash register; what comes later is sent once more. */
const WAIT_FOR_FISCAL_SECONDS = 60;

function notice(work: Work, { row }: StoredPayment, kind: 'payment.captured' | 'payment.failed', facts: Readonly<Record<string, string | number>>): void {
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(row.id, kind),
      personIds: [row.person_id],
      kind,
      facts: { amountKopecks: kopecksToJson(row.total_kopecks), ...facts },
      link: `/payments/${row.id}`,
    },
  });
}

/** «Платёж прошёл», and the receipt by e-mail. */
export function tellCaptured(work: Work, payment: StoredPayment): void {
  const { row } = payment;
  notice(work, payment, 'payment.captured', {});
  const runAt = new Date(work.now.getTime() + WAIT_FOR_FISCAL_SECONDS * 1000).toISOString();
  work.order({ task: 'payments.mail-receipt', payload: { personId: row.person_id, paymentId: row.id, to: null, cause: 'captured' }, key: row.id, runAt });
}

/** «Платёж не прошёл», why and what to do. */
export function tellDeclined(work: Work, payment: StoredPayment): void {
  if (payment.row.source === 'autopayment') return; // told with the day of the next attempt
  const { why, whatToDo } = declineWords((payment.row.decline ?? 'other') as DeclineCode);
  notice(work, payment, 'payment.failed', { reason: `${why}. ${whatToDo}` });
}

/** The receipt is complete: the letter goes now, in place of the one that waits. */
export function orderReceiptMail(work: Work, { personId, paymentId }: PaymentKey): void {
  work.order({ task: 'payments.mail-receipt', payload: { personId, paymentId, to: null, cause: 'registered' }, key: paymentId });
}
