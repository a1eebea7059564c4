// Takes the code, reserves the debt, opens the payment at the acquirer. Between the two stands a commit: a crash after it is settled by
// the same key, a crash before it has done nothing.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { startPayment as startPaymentEndpoint } from '#contract/payments';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { takeCode, tryCode } from './payment-code.ts';
import { payerOf } from './payer.ts';
import { reserveAll } from './payment-ledger.ts';
import { audiencesOf, lockPayment, movePayment, type PaymentKey } from './payment-row.ts';
import { isFinal, isUnderWay, PAY_WITHIN_MINUTES } from './payment-states.ts';
import { refuseState } from './payment-view.ts';
import { readPayment } from './payments.queries.ts';
import { paymentCan } from './payments.policy.ts';
import { holdMethod } from './saved-method.ts';
import { askAcquirer, type AskPorts } from './settle-payment.ts';

type Input = InputOf<typeof startPaymentEndpoint>;

/** Flow. The same key again, and a second press under another key, answer how the payment stands. */
export async function startPayment(ports: AskPorts, flow: Flow, input: Input): Promise<AnswerOf<typeof startPaymentEndpoint>> {
  const key: PaymentKey = { personId: payerOf(flow.actor).personId, paymentId: input.params.id };
  const request = { actor: flow.actor, id: deriveId(flow.id, 'reserve'), route: flow.route, body: { params: input.params, body: input.body }, now: flow.now };
  await tryCode(flow, input.body);
  await runCommand(flow.ground, request, (work) => beginPayment(work, key, input.body));
  await askAcquirer(ports, flow.ground, key, 'the payer started it');
  return readPayment(flow, key);
}

/** Command: the code is taken and the debt reserved, both or neither. */
export async function beginPayment(work: Work, key: PaymentKey, given: Input['body']): Promise<{ started: boolean }> {
  const payment = found(await lockPayment(work.tx, key));
  if (isUnderWay(payment.row.status) || payment.row.status === 'paid') return { started: false };
  if (isFinal(payment.row.status) || !paymentCan(payment.row.status).start) refuseState(payment);
  if (payment.row.method_id !== null && !(await holdMethod(work.tx, { personId: key.personId, methodId: payment.row.method_id })))
    refuse('payments.methodGone');
  await takeCode(work, payment, given);
  await reserveAll(work, payment);
  const until = new Date(work.now.getTime() + PAY_WITHIN_MINUTES * 60_000).toISOString();
  // Should this process end here, the clock's job asks the acquirer a few seconds later.
  const soon = new Date(work.now.getTime() + 5_000).toISOString();
  const moved = await movePayment(work, payment, {
    action: 'start',
    cause: 'the payer gave the code',
    changes: { frame: given.frame, confirmation_id: given.confirmationId, expires_at: until, ask_at: soon, asked: 0 },
  });
  work.emit('payment.changed', { paymentId: key.paymentId, personId: key.personId }, audiencesOf(moved));
  return { started: true };
}
