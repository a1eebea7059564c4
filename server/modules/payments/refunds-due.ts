// The clock's job of refunds: what a crash or a silent bank left open is asked again, then the cash register's receipt is awaited.
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { type Ground, runOnce, type Work } from '#platform/work';
import type { FiscalReceipt } from './acquirer-wire.ts';
import { loadPayment } from './payment-row.ts';
import { pauseSeconds } from './payment-states.ts';
import { loadRefund, type RefundKey } from './refund-row.ts';
import { isRefundUnderWay } from './refund-states.ts';
import { askRefund, type AskRefundPorts } from './settle-refund.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;

/** Job. A lease keeps two workers from asking for the same refund; asking twice would do no harm but cost a call. */
export async function refundsDue(ports: AskRefundPorts, { ground, db, log }: Pick<JobContext, 'ground' | 'db' | 'log'>): Promise<void> {
  const now = ground.clock();
  const { rows } = await sql<RefundKey>`
    update payments.refund set ask_at = ${new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString()}
    where (person_id, id) in (select person_id, id from payments.refund where ask_at <= ${now.toISOString()} order by ask_at limit ${BATCH} for update skip locked)
    returning person_id as "personId", id as "refundId"`.execute(db);
  for (const key of rows) {
    try {
      await settleOne(ports, ground, key);
    } catch (error) {
      log.error({ err: error }, 'a refund could not be settled, it will be asked again');
    }
  }
}

async function settleOne(ports: AskRefundPorts, ground: Ground, key: RefundKey): Promise<void> {
  const refund = await loadRefund(ground.db, key);
  if (!refund) return;
  if (isRefundUnderWay(refund.status)) return askRefund(ports, ground, key);
  const payment = await loadPayment(ground.db, { personId: key.personId, paymentId: refund.payment_id });
  if (!payment?.row.acquirer_id) return;
  const answer = await ports.acquirer.getReceipts(payment.row.acquirer_id);
  const receipt = answer.kind === 'ok' ? answer.value.find((one) => one.type === 'refund' && one.refundId === refund.acquirer_id) : undefined;
  await runOnce(ground, { actor: system('payments.refunds'), id: newId(ground.clock()), now: ground.clock() }, (work) => bookRefundReceipt(work, key, receipt));
}

/** Command of the portal: the attributes of the refund's receipt (54-FZ, article 4.7), once. */
export async function bookRefundReceipt(work: Work, { personId, refundId }: RefundKey, read: FiscalReceipt | undefined): Promise<void> {
  const refund = await work.tx
    .selectFrom('payments.refund')
    .selectAll()
    .where('person_id', '=', personId)
    .where('id', '=', refundId)
    .forUpdate()
    .executeTakeFirst();
  if (!refund || refund.status !== 'done' || refund.fiscal_state !== 'pending') return;
  const own = work.tx.updateTable('payments.refund').where('person_id', '=', personId).where('id', '=', refundId);
  if (read?.state === 'registered' && read.fiscal) {
    const { storageNumber, documentNumber, attribute, registeredAt } = read.fiscal;
    await own
      .set({
        fiscal_state: 'registered',
        fiscal_drive: storageNumber,
        fiscal_document: documentNumber,
        fiscal_sign: attribute,
        fiscal_registered_at: registeredAt,
        ask_at: null,
      })
      .execute();
    work.journal({
      stream: `person:${personId}`,
      action: 'refund.receiptRegistered',
      object: { kind: 'payment', id: refund.payment_id },
      personId,
      facts: { drive: storageNumber, document: documentNumber, sign: attribute },
    });
    work.emit('receipt.registered', { paymentId: refund.payment_id, personId }, [`person:${personId}`]);
    return;
  }
  if (read?.state === 'failed') {
    await own.set({ fiscal_state: 'failed', ask_at: null }).execute();
    return;
  }
  await own.set({ ask_at: new Date(work.now.getTime() + pauseSeconds(refund.asked) * 1000).toISOString(), asked: refund.asked + 1 }).execute();
}
