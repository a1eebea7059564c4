// The payer gives up a payment that is not paid. At the acquirer money that is already moving cannot be stopped: then its end is shown.
import type { AnswerOf } from '#contract/endpoint';
import type { cancelPayment as cancelPaymentEndpoint } from '#contract/payments';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { audiencesOf, lockPayment, movePayment, type PaymentKey } from './payment-row.ts';
import { isUnderWay } from './payment-states.ts';
import { refuseState } from './payment-view.ts';
import { paymentCan } from './payments.policy.ts';
import { readPayment } from './payments.queries.ts';
import { type AskPorts, endAtAcquirer } from './settle-payment.ts';

/** Flow. Refuses with payments.cannotCancel when the bank is already taking the money. */
export async function cancelPayment(ports: AskPorts, flow: Flow, paymentId: string): Promise<AnswerOf<typeof cancelPaymentEndpoint>> {
  const key: PaymentKey = { personId: payerOf(flow.actor).personId, paymentId };
  const request = { actor: flow.actor, id: deriveId(flow.id, 'cancel'), route: flow.route, body: { paymentId }, now: flow.now };
  const { answer } = await runCommand(flow.ground, request, (work) => giveUp(work, key));
  if (answer.atAcquirer) {
    const { refused } = await endAtAcquirer(ports, flow.ground, key, 'the payer cancelled it');
    if (refused) refuse('payments.cannotCancel');
  }
  return readPayment(flow, key);
}

/** Command: ends what was not started; of what was, notes that the payer wishes its end. */
export async function giveUp(work: Work, key: PaymentKey): Promise<{ atAcquirer: boolean }> {
  const payment = found(await lockPayment(work.tx, key));
  if (payment.row.status === 'cancelled') return { atAcquirer: false };
  if (!paymentCan(payment.row.status).cancel) refuseState(payment);
  if (isUnderWay(payment.row.status)) {
    await work.tx
      .updateTable('payments.payment')
      .set({ ending: 'cancelled' })
      .where('person_id', '=', key.personId)
      .where('id', '=', key.paymentId)
      .where('ending', 'is', null)
      .execute();
    work.journal({ stream: `person:${key.personId}`, action: 'payment.cancelAsked', object: { kind: 'payment', id: key.paymentId }, personId: key.personId });
    return { atAcquirer: true };
  }
  const moved = await movePayment(work, payment, { action: 'cancel', cause: 'the payer cancelled it', changes: { ask_at: null } });
  work.emit('payment.changed', { paymentId: key.paymentId, personId: key.personId }, audiencesOf(moved));
  return { atAcquirer: false };
}
