// A payment with its parts as stored: loading it within its payer's reach, and moving it along the table of states.
import type { Selectable } from 'kysely';
import type { PaymentStatus } from '#contract/payments';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { nextStatus, type PaymentAction } from './payment-states.ts';
import type { PaymentBillTable, PaymentPartTable, PaymentTable, ReceiptTable } from './payments.tables.ts';

export type PaymentKey = { readonly personId: string; readonly paymentId: string };
export type PaymentRow = Selectable<PaymentTable> & { status: PaymentStatus };
export type PartRow = Selectable<PaymentPartTable>;
export type ReceiptRow = Selectable<ReceiptTable>;
export type BillRow = Selectable<PaymentBillTable>;
/** What is paid: accounts, or bills of outside payees, never both. */
export type StoredPayment = { readonly row: PaymentRow; readonly parts: readonly PartRow[]; readonly bills: readonly BillRow[] };

/** The payment of this person with its parts, two statements; undefined when it is not this person's or there is none. */
export async function loadPayment(db: Db | Tx, { personId, paymentId }: PaymentKey): Promise<StoredPayment | undefined> {
  const row = await db.selectFrom('payments.payment').selectAll().where('person_id', '=', personId).where('id', '=', paymentId).executeTakeFirst();
  return row && { row: row as PaymentRow, ...(await partsOf(db, { personId, paymentId })) };
}

/** The same, and nobody else moves it until the end of the transaction. */
export async function lockPayment(tx: Tx, { personId, paymentId }: PaymentKey): Promise<StoredPayment | undefined> {
  const row = await tx.selectFrom('payments.payment').selectAll().where('person_id', '=', personId).where('id', '=', paymentId).forUpdate().executeTakeFirst();
  return row && { row: row as PaymentRow, ...(await partsOf(tx, { personId, paymentId })) };
}

async function partsOf(db: Db | Tx, { personId, paymentId }: PaymentKey): Promise<Pick<StoredPayment, 'parts' | 'bills'>> {
  const parts = await db
    .selectFrom('payments.payment_part')
    .selectAll()
    .where('person_id', '=', personId)
    .where('payment_id', '=', paymentId)
    .orderBy('place')
    .execute();
  if (parts.length > 0) return { parts, bills: [] };
  return {
    parts,
    bills: await db
      .selectFrom('payments.payment_bill')
      .selectAll()
      .where('person_id', '=', personId)
      .where('payment_id', '=', paymentId)
      .orderBy('place')
      .execute(),
  };
}

/** The receipt of a payment, once the money was taken. */
export const loadReceipt = (db: Db | Tx, { personId, paymentId }: PaymentKey): Promise<ReceiptRow | undefined> =>
  db.selectFrom('payments.receipt').selectAll().where('person_id', '=', personId).where('payment_id', '=', paymentId).executeTakeFirst();

type Changes = Partial<Omit<PaymentRow, 'person_id' | 'id' | 'status' | 'version' | 'created_at' | 'updated_at'>>;

/** Takes one step of a locked payment: state, history, journal. Throws UnlistedMove. `cause` says in a few words what led to it. */
export async function movePayment(
  work: Work,
  { row, parts, bills }: StoredPayment,
  step: { action: PaymentAction; cause: string; changes?: Changes },
): Promise<StoredPayment> {
  const status = nextStatus(row.status, step.action);
  const version = row.version + 1;
  const at = work.now.toISOString();
  await work.tx
    .updateTable('payments.payment')
    .set({ ...step.changes, status, version, updated_at: at })
    .where('person_id', '=', row.person_id)
    .where('id', '=', row.id)
    .execute();
  await work.tx
    .insertInto('payments.payment_event')
    .values({
      person_id: row.person_id,
      payment_id: row.id,
      number: version,
      from_status: row.status,
      action: step.action,
      to_status: status,
      at,
      cause: step.cause,
    })
    .execute();
  work.journal({
    stream: `person:${row.person_id}`,
    action: `payment.${step.action}`,
    object: { kind: 'payment', id: row.id },
    personId: row.person_id,
    facts: { from: row.status, to: status, kopecks: row.total_kopecks.toString() },
  });
  return { row: { ...row, ...step.changes, status, version, updated_at: at }, parts, bills };
}

/** Whose open pages hear of the payment. */
export const audiencesOf = ({ row, parts }: StoredPayment): string[] => [
  `person:${row.person_id}`,
  ...new Set(parts.map((part) => `premises:${part.premises_id}`)),
];

/** Whose the payment is; undefined when there is none. Whether the actor reaches it is told by its parts. */
export async function payerKey(db: Db | Tx, paymentId: string): Promise<PaymentKey | undefined> {
  const owner = await db.selectFrom('payments.payment_owner').select('person_id').where('payment_id', '=', paymentId).executeTakeFirst();
  return owner && { personId: owner.person_id, paymentId };
}
