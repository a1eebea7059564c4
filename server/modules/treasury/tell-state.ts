// A payment that was taken is told to the state system by a job, once in effect: the notice keeps one number at every repetition (BILL-4).
import { sql } from 'kysely';
import { postPayeeSettlement } from '#modules/ledger';
import { paidBills, pauseSeconds } from '#modules/payments';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { dayIn } from '#platform/time';
import { type Ground, runOnce, type Work } from '#platform/work';
import { paymentNumber } from './bill-terms.ts';
import { billsByNumbers } from './bills.queries.ts';
import type { NoticeOutcome, StateAnswer, StatePayments } from './state-payments.ts';
import type { Payee, PaymentNotice } from './state-wire.ts';

const BATCH = 50;
const LEASE_SECONDS = 60;
type Key = { readonly personId: string; readonly paymentId: string };
type Due = Key & PaymentNotice & { readonly asked: number };

/** Consumer of payment.captured: the bills are paid, and each payment waits to be told. Payments of accounts pass by. */
export async function noteCaptured(work: Work, key: Key): Promise<void> {
  const paid = await paidBills(work.tx, key);
  if (paid.length === 0) return;
  const rows = new Map(
    (
      await billsByNumbers(
        work.tx,
        key.personId,
        paid.map((bill) => bill.number),
      )
    ).map((row) => [row.number, row]),
  );
  const notices = paid.map(({ number, kopecks, paidAt, timeZone }) => {
    const { purpose, payee } = rows.get(number)!;
    const paidOn = dayIn(timeZone, new Date(paidAt));
    const id = paymentNumber({ paymentId: key.paymentId, number, bic: payee.bic, paidOn });
    return {
      person_id: key.personId,
      payment_id: key.paymentId,
      number,
      id,
      kopecks,
      paid_on: paidOn,
      purpose,
      payee: JSON.stringify(payee),
      state: 'waiting',
      answer: null,
      ask_at: work.now.toISOString(),
      answered_at: null,
    };
  });
  await work.tx
    .insertInto('treasury.notice')
    .values(notices)
    .onConflict((on) => on.doNothing())
    .execute();
  await work.tx
    .updateTable('treasury.bill')
    .set({ payment_id: key.paymentId })
    .where('person_id', '=', key.personId)
    .where('number', '=', sql<string>`any(${paid.map((bill) => bill.number)}::text[])`)
    .execute();
  work.emit('stateBills.changed', { personId: key.personId }, [`person:${key.personId}`]);
  work.order({ task: 'treasury.notices', payload: {}, key: 'captured' });
}

/** Job: tells what waits to be told. An answer that did not come is asked for again under the same number. */
export async function tellDue(port: StatePayments, { ground, db, log }: Pick<JobContext, 'ground' | 'db' | 'log'>): Promise<void> {
  const now = ground.clock();
  const { rows } = await sql<Due>`
    update treasury.notice set ask_at = ${new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString()}
    where (person_id, payment_id, number) in (select person_id, payment_id, number from treasury.notice where ask_at <= ${now.toISOString()} order by ask_at limit ${BATCH} for update skip locked)
    returning person_id as "personId", payment_id as "paymentId", number, id, kopecks, paid_on as "paidOn", purpose, payee, asked`.execute(db);
  for (const due of rows) {
    const answer = await port.tell(deriveId(due.paymentId, `notice ${due.number}`), due);
    if (answer.kind === 'ok' && answer.value.kind === 'refused')
      log.error(
        { paymentId: due.paymentId, number: due.number, code: answer.value.code },
        'the state system refused a payment: settle it with the payee by hand',
      );
    await bookAnswer(ground, due, answer);
  }
}

const bookAnswer = (ground: Ground, due: Due, answer: StateAnswer<NoticeOutcome>): Promise<void> =>
  runOnce(ground, { actor: system('treasury.notices'), id: newId(ground.clock()), now: ground.clock() }, (work) => noteAnswer(work, due, answer));

/** Command of the portal: an accepted notice hands the money over in the ledger, once; a late or second answer changes nothing. */
async function noteAnswer(work: Work, due: Due, answer: StateAnswer<NoticeOutcome>): Promise<void> {
  const at = work.now.toISOString();
  const waiting = work.tx
    .updateTable('treasury.notice')
    .where('person_id', '=', due.personId)
    .where('payment_id', '=', due.paymentId)
    .where('number', '=', due.number)
    .where('state', '=', 'waiting');
  if (answer.kind === 'unknown') {
    await waiting
      .set({ asked: due.asked + 1, ask_at: new Date(work.now.getTime() + pauseSeconds(due.asked) * 1000).toISOString(), answer: answer.why })
      .execute();
    return;
  }
  const { kind } = answer.value;
  const state = kind === 'refused' ? 'refused' : 'accepted';
  const moved = await waiting
    .set({
      state,
      answer: kind === 'refused' ? `${answer.value.code} ${answer.value.detail}`.slice(0, 300) : kind,
      answered_at: at,
      ask_at: null,
      asked: due.asked + 1,
    })
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return;
  const payee: Payee = due.payee;
  if (state === 'accepted')
    await postPayeeSettlement(work, {
      personId: due.personId,
      paymentId: due.paymentId,
      happenedOn: dayIn('Europe/Moscow', work.now),
      parts: [{ number: due.number, payeeInn: payee.inn, kopecks: due.kopecks }],
    });
  work.journal({
    stream: `person:${due.personId}`,
    action: state === 'accepted' ? 'stateBills.confirmed' : 'stateBills.noticeRefused',
    object: { kind: 'payment', id: due.paymentId },
    personId: due.personId,
    facts: { number: due.number, kopecks: due.kopecks.toString() },
  });
  work.emit('stateBills.changed', { personId: due.personId }, [`person:${due.personId}`]);
}
