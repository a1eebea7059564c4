// Reads what the cash register made of a payment's receipt (54-FZ): storage, document, sign and time. They come some seconds after the money.
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { type Ground, runOnce, type Work } from '#platform/work';
import type { Acquirer } from './acquirer.ts';
import type { FiscalReceipt } from './acquirer-wire.ts';
import { loadPayment, type PaymentKey } from './payment-row.ts';
import { pauseSeconds } from './payment-states.ts';
import { orderReceiptMail } from './tell-payer.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;

/** Job: every receipt whose time to look has come. A lease keeps two workers from asking for the same one. */
export async function readFiscal(acquirer: Acquirer, { ground, db }: Pick<JobContext, 'ground' | 'db'>): Promise<void> {
  const now = ground.clock();
  const { rows } = await sql<{ personId: string; paymentId: string }>`
    update payments.receipt set ask_at = ${new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString()}
    where (person_id, payment_id) in (select person_id, payment_id from payments.receipt where ask_at <= ${now.toISOString()} order by ask_at limit ${BATCH} for update skip locked)
    returning person_id as "personId", payment_id as "paymentId"`.execute(db);
  for (const key of rows) await readFiscalOf(acquirer, ground, key);
}

/** One receipt: asks outside a transaction, books inside one. */
export async function readFiscalOf(acquirer: Acquirer, ground: Ground, key: PaymentKey): Promise<void> {
  const payment = await loadPayment(ground.db, key);
  if (!payment?.row.acquirer_id) return;
  const answer = await acquirer.getReceipts(payment.row.acquirer_id);
  const receipt = answer.kind === 'ok' ? answer.value.find((one) => one.type === 'payment') : undefined;
  await runOnce(ground, { actor: system('payments.fiscal'), id: newId(ground.clock()), now: ground.clock() }, (work) => bookFiscal(work, key, receipt));
}

/** Command of the portal: writes the attributes once. What is registered already stays as it is. */
export async function bookFiscal(work: Work, { personId, paymentId }: PaymentKey, read: FiscalReceipt | undefined): Promise<void> {
  const receipt = await work.tx
    .selectFrom('payments.receipt')
    .selectAll()
    .where('person_id', '=', personId)
    .where('payment_id', '=', paymentId)
    .forUpdate()
    .executeTakeFirst();
  if (!receipt || receipt.fiscal_state === 'registered') return;
  const own = work.tx.updateTable('payments.receipt').where('person_id', '=', personId).where('payment_id', '=', paymentId);
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
      action: 'receipt.registered',
      object: { kind: 'payment', id: paymentId },
      personId,
      facts: { drive: storageNumber, document: documentNumber, sign: attribute },
    });
    work.emit('receipt.registered', { paymentId, personId }, [`person:${personId}`]);
    orderReceiptMail(work, { personId, paymentId });
    return;
  }
  if (read?.state === 'failed') {
    await own.set({ fiscal_state: 'failed', ask_at: null }).execute();
    work.journal({ stream: `person:${personId}`, action: 'receipt.failed', object: { kind: 'payment', id: paymentId }, personId });
    return;
  }
  await own.set({ ask_at: new Date(work.now.getTime() + pauseSeconds(receipt.asked) * 1000).toISOString(), asked: receipt.asked + 1 }).execute();
}
