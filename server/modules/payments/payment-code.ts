// The one-time code of a payment (CONF-1): bound to its sum, payees, accounts and whether the way of paying is kept, so that a code for one pays nothing else.
import type { AnswerOf } from '#contract/endpoint';
import type { askPaymentCode as askPaymentCodeEndpoint } from '#contract/payments';
import { requestConfirmation, tryConfirmation, useConfirmation } from '#modules/identity';
import { found } from '#platform/errors';
import type { Flow } from '#platform/route';
import type { Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { audiencesOf, lockPayment, movePayment, type StoredPayment } from './payment-row.ts';
import { refuseState } from './payment-view.ts';
import { confirmationText, confirmedContent, payeesOf } from './payment-words.ts';
import { paymentCan } from './payments.policy.ts';

const PURPOSE = 'payment';
type Given = { confirmationId: string; code: string };

const contentOf = ({ row, parts, bills }: StoredPayment) =>
  confirmedContent({
    id: row.id,
    totalKopecks: row.total_kopecks,
    parts: parts.map((part) => ({ houseId: part.house_id, accountId: part.account_id, organizationId: part.organization_id, kopecks: part.kopecks })),
    bills,
    savesMethod: row.saves_method,
  });

/** Command: sends a code whose message names the sum and the payees. Asking anew is allowed while nothing was started. */
export async function askPaymentCode(work: Work, paymentId: string): Promise<AnswerOf<typeof askPaymentCodeEndpoint>> {
  const { personId } = payerOf(work.actor);
  const payment = found(await lockPayment(work.tx, { personId, paymentId }));
  if (!paymentCan(payment.row.status).askCode) refuseState(payment);
  const words = confirmationText(payment.row.total_kopecks, payeesOf(payment), payment.row.saves_method);
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { purpose: PURPOSE, content: contentOf(payment), words });
  const moved = await movePayment(work, payment, { action: 'askCode', cause: 'the payer asked for a code', changes: { confirmation_id: confirmationId } });
  work.emit('payment.changed', { paymentId, personId }, audiencesOf(moved));
  return { confirmationId, sentTo, expiresAt };
}

/** Tries the code before the command, in a transaction of its own: a wrong try stays counted. */
export const tryCode = (flow: Flow, { confirmationId, code }: Given): Promise<void> => tryConfirmation(flow.ground, flow.actor, { confirmationId, code });

/** Spends the code inside the command that starts the payment. */
export const takeCode = (work: Work, payment: StoredPayment, { confirmationId, code }: Given): Promise<void> =>
  useConfirmation(work, { confirmationId, code, purpose: PURPOSE, content: contentOf(payment) });
