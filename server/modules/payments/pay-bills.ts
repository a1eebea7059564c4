// Bills of payees that keep no accounts here: a draft for them, and that a bill is paid once, whoever pays it and wherever else it is open.
import { sql } from 'kysely';
import type { BodyOf } from '#contract/endpoint';
import type { makePayment } from '#contract/payments';
import { formatKopecks } from '#contract/russian';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { sumKopecks } from '#platform/money';
import type { Db, Tx } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { chosenMethod, type PayeeBill, receiptContact, writeDraft } from './make-payment.ts';
import { payerOf, payerZone } from './payer.ts';
import { loadPayment, type PaymentKey, type StoredPayment } from './payment-row.ts';
import { type PaymentView, paymentView } from './payment-view.ts';
import { mostKopecks } from './payments.policy.ts';

type How = Omit<BodyOf<typeof makePayment>, 'parts'>;

/** Step of a command: a draft for one or more bills, each once. Refuses with payments.tooMuch, .billUnderWay, .billPaid, .methodGone. */
export async function draftForBills(work: Work, bills: readonly PayeeBill[], how: How): Promise<PaymentView> {
  const { personId } = payerOf(work.actor);
  const most = mostKopecks(work.now);
  if (sumKopecks(bills.map((bill) => bill.kopecks)) > most) refuse('payments.tooMuch', { limit: formatKopecks(most) });
  await refuseHeld(
    work,
    bills.map((bill) => bill.number),
  );
  const contact = await receiptContact(work, personId, how.email);
  const method = await chosenMethod(work, personId, how);
  const timeZone = await payerZone(work.tx, work.actor);
  const key = { personId, paymentId: deriveId(work.id, 'payment') };
  await writeDraft(work, key, { plan: [], bills, timeZone, method, contact, source: 'person' });
  return paymentView((await loadPayment(work.tx, key))!);
}

const anyOf = (numbers: readonly string[]) => sql<string>`any(${[...numbers]}::text[])`;

async function refuseHeld(work: Work, numbers: readonly string[]): Promise<void> {
  const held = await work.tx.selectFrom('payments.bill_hold').select('is_paid').where('number', '=', anyOf(numbers)).execute();
  if (held.some((one) => one.is_paid)) refuse('payments.billPaid');
  if (held.length > 0) refuse('payments.billUnderWay');
}

/** The bills are this payment's from now on. Refuses when another has one of them, and when a sum is no longer enough. */
export async function holdBills(work: Work, { row, bills }: StoredPayment): Promise<void> {
  const today = dayIn(row.time_zone, work.now);
  if (bills.some((bill) => bill.good_until !== null && bill.good_until < today)) refuse('payments.billChanged');
  const numbers = bills.map((bill) => bill.number).sort(); // one order for all, so that two payments never wait for each other
  const values = numbers.map((number) => ({ number, person_id: row.person_id, payment_id: row.id }));
  const kept = await work.tx
    .insertInto('payments.bill_hold')
    .values(values)
    .onConflict((on) => on.doNothing())
    .returning('number')
    .execute();
  const others = numbers.filter((number) => !kept.some((one) => one.number === number));
  if (others.length === 0) return;
  await refuseHeld(work, others);
  refuse('payments.billUnderWay'); // let go of in this very moment: the next try has it
}

/** Paid: nobody pays these bills again. */
export const keepHolds = async (work: Work, paymentId: string): Promise<void> =>
  void (await work.tx.updateTable('payments.bill_hold').set({ is_paid: true }).where('payment_id', '=', paymentId).execute());

/** Not paid: the bills are free again. */
export const releaseBills = async (work: Work, paymentId: string): Promise<void> =>
  void (await work.tx.deleteFrom('payments.bill_hold').where('payment_id', '=', paymentId).where('is_paid', '=', false).execute());

export type HeldBill = { readonly number: string; readonly personId: string; readonly paymentId: string; readonly isPaid: boolean };

/** Which of the bills are being paid or paid here, and by which payment. One statement. */
export async function heldBills(db: Db | Tx, numbers: readonly string[]): Promise<HeldBill[]> {
  if (numbers.length === 0) return [];
  return db
    .selectFrom('payments.bill_hold')
    .select(['number', 'person_id as personId', 'payment_id as paymentId', 'is_paid as isPaid'])
    .where('number', '=', anyOf(numbers))
    .execute();
}

export type PaidBill = { readonly number: string; readonly kopecks: bigint; readonly paidAt: string; readonly timeZone: string };

/** The bills of a payment whose money was taken; none where it was for accounts. One statement. */
export const paidBills = (db: Db | Tx, { personId, paymentId }: PaymentKey): Promise<PaidBill[]> =>
  db
    .selectFrom('payments.payment_bill as b')
    .innerJoin('payments.payment as p', (on) => on.onRef('p.person_id', '=', 'b.person_id').onRef('p.id', '=', 'b.payment_id'))
    .select(['b.number', 'b.kopecks', 'p.time_zone as timeZone'])
    .select(sql<string>`p.paid_at`.as('paidAt'))
    .where('b.person_id', '=', personId)
    .where('b.payment_id', '=', paymentId)
    .where('p.paid_at', 'is not', null)
    .orderBy('b.place')
    .execute();
