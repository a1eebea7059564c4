// What the acquirer says of a refund becomes its state and the ledger's entry, exactly once: payment and refund are locked.
import { refundPayment as refundInLedger } from '#modules/ledger';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import { kopecksToJson, sumKopecks } from '#platform/money';
import { dayIn } from '#platform/time';
import { type Ground, runOnce, type Work } from '#platform/work';
import type { Acquirer } from './acquirer.ts';
import type { AcquirerAnswer } from './acquirer-call.ts';
import { refundOrder } from './acquirer-order.ts';
import type { AcquirerRefund } from './acquirer-wire.ts';
import { daysOfParts } from './payment-ledger.ts';
import { audiencesOf, loadPayment, lockPayment, movePayment, type StoredPayment } from './payment-row.ts';
import { pauseSeconds } from './payment-states.ts';
import { receiptNumber } from './receipt-number.ts';
import { loadRefund, type RefundKey, type RefundRow, refundsOf } from './refund-row.ts';
import { isRefundUnderWay, ORDER_AGAIN_HOURS, refundAfter, type RefundTruth, refundTruth } from './refund-states.ts';

export type AskRefundPorts = { readonly acquirer: Acquirer };
const HOUR_MS = 3_600_000;
const FISCAL_LOOK_SECONDS = 3;

/** Asks the acquirer for the refund, or how it stands, and books the answer. No transaction is open while the acquirer thinks. */
export async function askRefund({ acquirer }: AskRefundPorts, ground: Ground, key: RefundKey): Promise<void> {
  const refund = await loadRefund(ground.db, key);
  const payment = refund && (await loadPayment(ground.db, { personId: key.personId, paymentId: refund.payment_id }));
  if (!refund || !payment?.row.acquirer_id || !isRefundUnderWay(refund.status)) return;
  const truth = await truthAbout(acquirer, ground, { payment, refund, paymentAcquirerId: payment.row.acquirer_id });
  await runOnce(ground, { actor: system('payments.refunds'), id: newId(ground.clock()), now: ground.clock() }, (work) => settleRefund(work, key, truth));
}

type Asked = { payment: StoredPayment; refund: RefundRow; paymentAcquirerId: string };

async function truthAbout(acquirer: Acquirer, ground: Ground, asked: Asked): Promise<RefundTruth> {
  const { payment, refund, paymentAcquirerId } = asked;
  const told = (answer: AcquirerAnswer<AcquirerRefund>) => refundTruth(answer, { kopecks: refund.kopecks, paymentAcquirerId, acquirerId: refund.acquirer_id });
  if (refund.acquirer_id !== null) return told(await acquirer.getRefund(refund.acquirer_id));
  const isLate = ground.clock().getTime() - Date.parse(refund.ordered_at) > ORDER_AGAIN_HOURS * HOUR_MS;
  return isLate ? lookedFor(acquirer, ground, asked) : told(await acquirer.refund(refundOrder(payment, refund)));
}

/** The refund in the acquirer's lists of the days since the order: found, or never made. */
async function lookedFor(acquirer: Acquirer, ground: Ground, { refund, paymentAcquirerId }: Asked): Promise<RefundTruth> {
  const known = new Set((await refundsOf(ground.db, { personId: refund.person_id, paymentId: refund.payment_id })).map((one) => one.acquirer_id));
  const ordered = Date.parse(refund.ordered_at);
  for (const hours of [0, 24]) {
    const answer = await acquirer.listRefunds(dayIn('Europe/Moscow', new Date(ordered + hours * HOUR_MS)));
    if (answer.kind !== 'ok') return { kind: 'noAnswer' };
    const ours = answer.value.find((one) => one.paymentId === paymentAcquirerId && one.kopecks === refund.kopecks && !known.has(one.id));
    if (ours) return refundTruth({ kind: 'ok', value: ours }, { kopecks: refund.kopecks, paymentAcquirerId, acquirerId: null });
  }
  return { kind: 'refused' };
}

/** Command of the portal: a truth that comes late, twice or out of order changes nothing. */
export async function settleRefund(work: Work, key: RefundKey, told: RefundTruth): Promise<void> {
  const seen = await loadRefund(work.tx, key);
  const payment = seen && (await lockPayment(work.tx, { personId: key.personId, paymentId: seen.payment_id }));
  const refund = payment && (await loadRefund(work.tx, key)); // as it stands under the payment's lock
  const truth = refund && (await isTaken(work, refund, told)) ? NO_ANSWER : told;
  const status = refund && refundAfter(refund.status, truth);
  if (!refund || !status) return;
  const own = work.tx.updateTable('payments.refund').where('person_id', '=', key.personId).where('id', '=', key.refundId);
  const later = (seconds: number) => new Date(work.now.getTime() + seconds * 1000).toISOString();
  const acquirerId = truth.kind === 'done' || truth.kind === 'pending' ? truth.acquirerId : refund.acquirer_id;
  if (status === 'done') {
    await own
      .set({ status, acquirer_id: acquirerId, done_at: work.now.toISOString(), fiscal_state: 'pending', ask_at: later(FISCAL_LOOK_SECONDS), asked: 0 })
      .execute();
    await work.tx
      .insertInto('payments.receipt_number')
      .values({ number: receiptNumber(refund.id), person_id: key.personId, payment_id: refund.payment_id })
      .execute();
    await bookRefund(work, payment, refund);
  } else if (status === 'refused') {
    await own.set({ status, ask_at: null }).execute();
    journalRefund(work, refund, 'refund.refused');
  } else {
    await own.set({ status, acquirer_id: acquirerId, ask_at: later(pauseSeconds(refund.asked)), asked: refund.asked + 1 }).execute();
  }
  if (status !== refund.status)
    work.emit(status === 'done' ? 'payment.refunded' : 'payment.changed', { paymentId: refund.payment_id, personId: key.personId }, [
      ...audiencesOf(payment),
      `organization:${refund.organization_id}`,
    ]);
}

const NO_ANSWER: RefundTruth = { kind: 'noAnswer' };

/** The acquirer's refund is another one of ours already: two of one sum that were looked for at the same time found the same. It is looked for again. */
async function isTaken(work: Work, refund: RefundRow, told: RefundTruth): Promise<boolean> {
  if (told.kind !== 'done' && told.kind !== 'pending') return false;
  const refunds = await refundsOf(work.tx, { personId: refund.person_id, paymentId: refund.payment_id });
  return refunds.some((one) => one.id !== refund.id && one.acquirer_id === told.acquirerId);
}

/** What money given back brings with it: the ledger's entry, the payment's end when nothing is left, the notice. */
async function bookRefund(work: Work, payment: StoredPayment, refund: RefundRow): Promise<void> {
  const { row, parts } = payment;
  const part = parts.find((one) => one.account_id === refund.account_id)!;
  await refundInLedger(work, {
    paymentId: row.id,
    parts: [{ houseId: part.house_id, accountId: part.account_id, kopecks: refund.kopecks }],
    happenedOn: (await daysOfParts(work.tx, payment, work.now))(part),
    book: 'acquirer',
    note: refund.reason,
  });
  const done = (await refundsOf(work.tx, { personId: row.person_id, paymentId: row.id })).filter((one) => one.status === 'done');
  if (row.status === 'paid' && sumKopecks(done.map((one) => one.kopecks)) === row.total_kopecks)
    await movePayment(work, payment, { action: 'refund', cause: 'all of its money was given back' });
  journalRefund(work, refund, 'refund.done');
  const notice = {
    id: deriveId(refund.id, 'payment.refunded'),
    personIds: [row.person_id],
    kind: 'payment.refunded',
    facts: { amountKopecks: kopecksToJson(refund.kopecks) },
    link: `/payments/${row.id}`,
  };
  work.order({ task: 'notifications.notify', payload: notice, key: notice.id });
}

const journalRefund = (work: Work, refund: RefundRow, action: 'refund.done' | 'refund.refused'): void =>
  work.journal({
    stream: `person:${refund.person_id}`,
    action,
    object: { kind: 'payment', id: refund.payment_id },
    personId: refund.person_id,
    organizationId: refund.organization_id,
    facts: { amountKopecks: refund.kopecks.toString(), reason: refund.reason },
  });
