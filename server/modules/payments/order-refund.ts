// The accountant gives money back: the refund is written first, so that nothing of it is lost or doubled, then the acquirer is asked.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { refundPayment as refundEndpoint } from '#contract/refunds';
import { formatKopecks } from '#contract/russian';
import { type AccountKey, holdAdvance } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksFromJson, kopecksToJson } from '#platform/money';
import type { Flow } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { audiencesOf, lockPayment, payerKey } from './payment-row.ts';
import { refundOrganizations } from './payments.policy.ts';
import { freeAdvance, leftOf, type RefundKey, refundsOf, refundsUnderWay } from './refund-row.ts';
import { type AskRefundPorts, askRefund } from './settle-refund.ts';
import { readWorkPayment } from './work-payments.ts';

type Input = InputOf<typeof refundEndpoint>;
const FIRST_LOOK_SECONDS = 5;

/** Flow. Refuses with object.changed, payments.refundTooMuch, payments.refundElsewhere; a payment of another organization is not found. */
export async function refundPayment(ports: AskRefundPorts, flow: Flow, { params, body }: Input): Promise<AnswerOf<typeof refundEndpoint>> {
  const request = { actor: flow.actor, id: deriveId(flow.id, 'refund'), route: flow.route, body: { params, body }, now: flow.now };
  const { answer } = await runCommand(flow.ground, request, (work) => orderRefund(work, params.id, body));
  await askRefund(ports, flow.ground, answer);
  return readWorkPayment(flow.ground, flow, params.id);
}

/** Command: writes the refund down and takes its sum off what may be given back. The payment's lock keeps two from taking the same money. */
export async function orderRefund(work: Work, paymentId: string, wanted: Input['body']): Promise<RefundKey> {
  const key = found(await payerKey(work.tx, paymentId));
  const payment = found(await lockPayment(work.tx, key));
  const organizations = refundOrganizations(work.actor);
  const part = found(payment.parts.find((one) => one.account_id === wanted.accountId && organizations.includes(one.organization_id)));
  if (payment.row.status !== 'paid' && payment.row.status !== 'refunded') refuse('object.notFound'); // no money came: to the payee there is no such payment
  const { leftKopecks } = leftOf(part, await refundsOf(work.tx, key));
  if (kopecksFromJson(wanted.leftKopecks) !== leftKopecks) refuseChanged({ leftKopecks: kopecksToJson(leftKopecks) });
  const kopecks = kopecksFromJson(wanted.kopecks);
  const left = formatKopecks(leftKopecks);
  if (kopecks > leftKopecks) refuse('payments.refundTooMuch', { left });
  await refuseReopened(work, { houseId: part.house_id, accountId: part.account_id }, { kopecks, reopensKopecks: kopecksFromJson(wanted.reopensKopecks) });
  if (wanted.reason.trim().length < 3) refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите причину: её увидит плательщик' }]);
  if (payment.row.acquirer_id === null) refuse('payments.refundElsewhere');
  const refundId = deriveId(work.id, 'refund');
  // Should this process end here, the clock's job asks the acquirer a few seconds later.
  const soon = new Date(work.now.getTime() + FIRST_LOOK_SECONDS * 1000).toISOString();
  await work.tx
    .insertInto('payments.refund')
    .values({
      person_id: key.personId,
      id: refundId,
      payment_id: paymentId,
      account_id: part.account_id,
      organization_id: part.organization_id,
      kopecks,
      reason: wanted.reason.trim(),
      status: 'starting',
      ordered_by: found(personIdOf(work.actor)),
      ordered_at: work.now.toISOString(),
      ask_at: soon,
    })
    .execute();
  work.journal({
    stream: `person:${key.personId}`,
    action: 'refund.ordered',
    object: { kind: 'payment', id: paymentId },
    personId: key.personId,
    organizationId: part.organization_id,
    facts: { amountKopecks: kopecks.toString(), number: part.account_number, reason: wanted.reason.trim() },
  });
  work.emit('payment.changed', { paymentId, personId: key.personId }, [...audiencesOf(payment), `organization:${part.organization_id}`]);
  return { personId: key.personId, refundId };
}

/** Money ahead may have gone back by another way meanwhile (another refund, the organization's bank): then this refund would take what paid for debts, which the caller must have been shown. */
async function refuseReopened(work: Work, account: AccountKey, { kopecks, reopensKopecks }: { kopecks: bigint; reopensKopecks: bigint }): Promise<void> {
  const advance = await holdAdvance(work, account);
  const free = freeAdvance(advance, (await refundsUnderWay(work.tx, [account.accountId])).get(account.accountId));
  const reopens = kopecks > free ? kopecks - free : 0n;
  if (reopens > reopensKopecks) refuse('payments.refundReopens', { advance: formatKopecks(free), reopens: formatKopecks(reopens) });
}
