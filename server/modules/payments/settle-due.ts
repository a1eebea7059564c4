// The clock's job: payments whose time to be asked about has come. It finishes what a crash, a silent bank or a closed page left open (PAY-3).
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { type Ground, runOnce, type Work } from '#platform/work';
import { audiencesOf, lockPayment, movePayment, type PaymentKey } from './payment-row.ts';
import { isUnderWay } from './payment-states.ts';
import { askAcquirer, type AskPorts, endAtAcquirer } from './settle-payment.ts';

const BATCH = 100;
const AT_ONCE = 5;
const LEASE_SECONDS = 60;

type Due = PaymentKey & { status: string; expiresAt: string };

/** Job. A lease keeps two workers from asking for the same payment; asking twice would do no harm but cost a call. */
export async function settleDue(ports: AskPorts, { ground, db, log }: Pick<JobContext, 'ground' | 'db' | 'log'>): Promise<void> {
  const now = ground.clock();
  const { rows } = await sql<Due>`
    update payments.payment set ask_at = ${new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString()}
    where (person_id, id) in (select person_id, id from payments.payment where ask_at <= ${now.toISOString()} order by ask_at limit ${BATCH} for update skip locked)
    returning person_id as "personId", id as "paymentId", status, expires_at as "expiresAt"`.execute(db);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const settled = await Promise.allSettled(rows.slice(from, from + AT_ONCE).map((due) => settleOne(ports, ground, due)));
    for (const one of settled)
      if (one.status === 'rejected') log.error({ err: one.reason as unknown }, 'a payment could not be settled, it will be asked again');
  }
}

async function settleOne(ports: AskPorts, ground: Ground, due: Due): Promise<void> {
  const key = { personId: due.personId, paymentId: due.paymentId };
  const isLate = Date.parse(due.expiresAt) <= ground.clock().getTime();
  if (!isLate) return askAcquirer(ports, ground, key, 'asked by the clock');
  const { atAcquirer } = await runOnce(ground, { actor: system('payments.settle'), id: newId(ground.clock()), now: ground.clock() }, (work) =>
    timeRanOut(work, key),
  );
  if (atAcquirer) await endAtAcquirer(ports, ground, key, 'its time ran out');
}

/** Command of the portal: a draft ends here; a payment under way is noted as to be ended at the acquirer, whose word decides. */
export async function timeRanOut(work: Work, key: PaymentKey): Promise<{ atAcquirer: boolean }> {
  const payment = await lockPayment(work.tx, key);
  if (!payment) return { atAcquirer: false };
  if (isUnderWay(payment.row.status)) {
    await work.tx
      .updateTable('payments.payment')
      .set({ ending: 'expired' })
      .where('person_id', '=', key.personId)
      .where('id', '=', key.paymentId)
      .where('ending', 'is', null)
      .execute();
    return { atAcquirer: true };
  }
  if (payment.row.status !== 'draft' && payment.row.status !== 'confirming') return { atAcquirer: false };
  const moved = await movePayment(work, payment, { action: 'expire', cause: 'nobody started it', changes: { ask_at: null } });
  work.emit('payment.changed', { paymentId: key.paymentId, personId: key.personId }, audiencesOf(moved));
  return { atAcquirer: false };
}
