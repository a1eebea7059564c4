// What the acquirer says becomes the state of ours, exactly once: the row is locked, and a truth that comes late, twice or out of order changes nothing.
import { system } from '#platform/actor';
import { newId } from '#platform/ids';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { type Ground, runOnce } from '#platform/work';
import type { Acquirer, CreatePayment } from './acquirer.ts';
import type { AcquirerAnswer } from './acquirer-call.ts';
import { acquirerOrder, cancelKey, truthOf } from './acquirer-order.ts';
import type { AcquirerPayment } from './acquirer-wire.ts';
import { bookAutopayment } from './book-autopayment.ts';
import { postPaid, releaseAll } from './payment-ledger.ts';
import { audiencesOf, loadPayment, lockPayment, movePayment, type PaymentKey, type StoredPayment } from './payment-row.ts';
import { actionOf, isUnderWay, PAY_WITHIN_MINUTES, pauseSeconds, type Truth } from './payment-states.ts';
import { ORDER_AGAIN_HOURS } from './refund-states.ts';
import { issueReceipt } from './issue-receipt.ts';
import { keepMethod, tokenOf } from './saved-method.ts';
import { tellCaptured, tellDeclined } from './tell-payer.ts';

/** What asking the acquirer needs. `publicUrl`: the portal's address as people see it. */
export type AskPorts = { readonly acquirer: Acquirer; readonly publicUrl: string };
type Answer = AcquirerAnswer<AcquirerPayment>;
const HOUR_MS = 3_600_000;
/** In none of the acquirer's lists: no money was taken. */
const NEVER_MADE: Answer = { kind: 'refused', code: 'badRequest', detail: 'it is in no list' };

/**
 * Asks the acquirer how a payment under way stands and books the answer. With no number of the acquirer's the order itself is repeated
 * under the same key: it makes the payment or finds the one made before. No transaction is open while the acquirer thinks.
 */
export async function askAcquirer(ports: AskPorts, ground: Ground, key: PaymentKey, cause: string): Promise<void> {
  const payment = await loadPayment(ground.db, key);
  if (!payment || !isUnderWay(payment.row.status)) return;
  const { acquirer_id: acquirerId } = payment.row;
  const answer = acquirerId === null ? await orderOnce(ports, ground, payment) : await ports.acquirer.getPayment(acquirerId);
  await book(ground, key, answer, cause);
}

/** The order under its own key, while the acquirer keeps the key; later the same order would be a second payment, so it is looked for instead. */
async function orderOnce(ports: AskPorts, ground: Ground, payment: StoredPayment): Promise<Answer> {
  const [startedAt, now] = [Date.parse(payment.row.expires_at) - PAY_WITHIN_MINUTES * 60_000, ground.clock().getTime()];
  if (now - startedAt <= ORDER_AGAIN_HOURS * HOUR_MS) return ports.acquirer.createPayment(await orderOf(ports, ground, payment));
  const days = new Set([0, 24, 48].map((hours) => dayIn('Europe/Moscow', new Date(Math.min(startedAt + hours * HOUR_MS, now)))));
  for (const day of days) {
    const taken = await ports.acquirer.listPayments(day);
    if (taken.kind !== 'ok') return taken;
    const ours = taken.value.find((one) => one.metadata['payment'] === payment.row.id);
    if (ours) return { kind: 'ok', value: ours };
  }
  return NEVER_MADE;
}

async function orderOf({ publicUrl }: AskPorts, ground: Ground, payment: StoredPayment): Promise<CreatePayment> {
  const { person_id: personId, method_id: methodId } = payment.row;
  return acquirerOrder(payment, { publicUrl, token: methodId === null ? undefined : await tokenOf(ground, { personId, methodId }) });
}

/** Asks the acquirer to end a payment that is not paid; tells whether it refused because the money is already moving. */
export async function endAtAcquirer(ports: AskPorts, ground: Ground, key: PaymentKey, cause: string): Promise<{ refused: boolean }> {
  await askAcquirer(ports, ground, key, cause); // the newest truth first, and a number of the acquirer's if there was none
  const payment = await loadPayment(ground.db, key);
  if (!payment || !isUnderWay(payment.row.status) || payment.row.acquirer_id === null) return { refused: false };
  const answer = await ports.acquirer.cancel({ key: cancelKey(payment.row.id), paymentId: payment.row.acquirer_id });
  if (answer.kind === 'ok') await book(ground, key, answer, cause);
  return { refused: answer.kind === 'refused' };
}

/** Books a truth that was read from the acquirer. */
export const book = (ground: Ground, key: PaymentKey, answer: Answer, cause: string): Promise<void> =>
  runOnce(ground, { actor: system('payments.settle'), id: newId(ground.clock()), now: ground.clock() }, (work) => settlePayment(work, key, answer, cause));

/** Command of the portal: see the head of this file. */
export async function settlePayment(work: Work, key: PaymentKey, answer: Answer, cause: string): Promise<void> {
  const payment = await lockPayment(work.tx, key);
  if (!payment || !isUnderWay(payment.row.status)) return;
  const truth = truthOf(answer, payment);
  const seen = seenIn(truth, answer);
  const action = actionOf(truth, payment.row.ending as 'cancelled' | 'expired' | null);
  if (isNews(payment, truth, seen)) {
    const moved = await movePayment(work, payment, { action, cause, changes: { ...seen, ...nextAsking(work, payment, truth) } });
    await follow(work, moved, answer);
  } else {
    await work.tx
      .updateTable('payments.payment')
      .set({ ...nextAsking(work, payment, truth) })
      .where('person_id', '=', key.personId)
      .where('id', '=', key.paymentId)
      .execute();
  }
}

type Seen = Partial<Pick<StoredPayment['row'], 'acquirer_id' | 'next_kind' | 'next_url' | 'last4' | 'decline' | 'paid_at'>>;

/** What the answer tells besides the state. Nothing of an answer that is not about this payment. */
function seenIn(truth: Truth, answer: Answer): Seen {
  if (truth.kind === 'refused') return { decline: 'other' };
  if (truth.kind === 'noAnswer' || answer.kind !== 'ok') return {};
  const { id, next, last4, decline, capturedAt } = answer.value;
  return {
    acquirer_id: id,
    next_kind: next?.kind ?? null,
    next_url: next?.url ?? null,
    ...(last4 !== undefined && { last4 }),
    ...(truth.kind === 'canceled' && { decline: decline ?? 'other' }),
    ...(truth.kind === 'captured' && { paid_at: capturedAt ?? answer.value.createdAt }),
  };
}

/** A payer who waits is not told the same twice. */
function isNews({ row }: StoredPayment, truth: Truth, seen: Seen): boolean {
  if (truth.kind === 'noAnswer') return row.status !== 'unknown';
  if (truth.kind === 'pending') return row.status !== 'waiting' || row.next_url !== (seen.next_url ?? null) || row.acquirer_id === null;
  return true;
}

function nextAsking(work: Work, { row }: StoredPayment, truth: Truth): { ask_at: string | null; asked: number } {
  if (truth.kind !== 'pending' && truth.kind !== 'noAnswer') return { ask_at: null, asked: row.asked + 1 };
  return { ask_at: new Date(work.now.getTime() + pauseSeconds(row.asked) * 1000).toISOString(), asked: row.asked + 1 };
}

/** What each new state brings with it, in the same transaction. */
async function follow(work: Work, payment: StoredPayment, answer: Answer): Promise<void> {
  const { row } = payment;
  const event = { paymentId: row.id, personId: row.person_id };
  await bookAutopayment(work, payment);
  if (row.status === 'paid') {
    await postPaid(work, payment);
    if (row.saves_method && answer.kind === 'ok') await keepMethod(work, payment, answer.value);
    await issueReceipt(work, payment, answer.kind === 'ok' ? answer.value.fiscal : 'none');
    work.emit('payment.captured', event, audiencesOf(payment));
    tellCaptured(work, payment);
    return;
  }
  if (!isUnderWay(row.status)) await releaseAll(work, payment);
  if (row.status === 'declined') {
    work.emit('payment.declined', event, audiencesOf(payment));
    tellDeclined(work, payment);
  } else work.emit('payment.changed', event, audiencesOf(payment));
}
