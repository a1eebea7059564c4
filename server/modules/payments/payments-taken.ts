// What the portal knows of money that was taken or given back through the acquirer, page by page: for whoever compares it with others' lists.
import { sql } from 'kysely';
import type { Ground } from '#platform/work';
import type { Db } from '#platform/tables';
import type { Acquirer } from './acquirer.ts';
import { askRefund } from './settle-refund.ts';
import './payments.tables.ts';

export type TakenPart = { organizationId: string; payee: string; houseId: string; accountId: string; accountNumber: string; kopecks: bigint };
/** `acquirerId` null: the acquirer has not told its number yet, or the payment was brought in from elsewhere. */
export type TakenPayment = {
  paymentId: string;
  personId: string;
  acquirerId: string | null;
  status: string;
  kopecks: bigint;
  paidAt: string | null;
  parts: TakenPart[];
  bills: TakenBill[];
};
/** A bill of an outside payee, by its number there. */
export type TakenBill = { payee: string; number: string; kopecks: bigint };
export type TakenRefund = {
  refundId: string;
  paymentId: string;
  acquirerId: string | null;
  organizationId: string;
  payee: string;
  houseId: string;
  accountId: string;
  accountNumber: string;
  kopecks: bigint;
  status: string;
  doneAt: string | null;
};
/** From the instant on, up to but without the other. The next page is from the instant and the id of the last row. */
export type TakenSpan = { from: string; afterId?: string; to: string; limit: number };

const paymentRows = (where: ReturnType<typeof sql>, tail = sql``) => sql<
  Omit<TakenPayment, 'parts' | 'bills'> & {
    parts: (Omit<TakenPart, 'kopecks'> & { kopecks: string })[];
    bills: (Omit<TakenBill, 'kopecks'> & { kopecks: string })[];
  }
>`
  select p.id as "paymentId", p.person_id as "personId", p.acquirer_id as "acquirerId", p.status, p.total_kopecks as kopecks, p.paid_at as "paidAt",
    (select coalesce(jsonb_agg(jsonb_build_object('organizationId', organization_id, 'payee', payee, 'houseId', house_id, 'accountId', account_id, 'accountNumber', account_number, 'kopecks', kopecks::text) order by place), '[]')
      from payments.payment_part t where t.person_id = p.person_id and t.payment_id = p.id) as parts,
    (select coalesce(jsonb_agg(jsonb_build_object('payee', payee, 'number', number, 'kopecks', kopecks::text) order by place), '[]')
      from payments.payment_bill b where b.person_id = p.person_id and b.payment_id = p.id) as bills
  from payments.payment p where ${where} ${tail}`;

async function read(db: Db, statement: ReturnType<typeof paymentRows>): Promise<TakenPayment[]> {
  const { rows } = await statement.execute(db);
  return rows.map((row) => ({
    ...row,
    parts: row.parts.map((part) => ({ ...part, kopecks: BigInt(part.kopecks) })),
    bills: row.bills.map((bill) => ({ ...bill, kopecks: BigInt(bill.kopecks) })),
  }));
}

/** Payments whose money the acquirer took in the span, the oldest first. One statement. */
export const paymentsTaken = (db: Db, { from, afterId = NOBODY, to, limit }: TakenSpan): Promise<TakenPayment[]> =>
  read(
    db,
    paymentRows(
      sql`(p.paid_at, p.id) > (${from}::timestamptz, ${afterId}::uuid) and p.paid_at < ${to} and p.acquirer_id is not null`,
      sql`order by p.paid_at, p.id limit ${limit}`,
    ),
  );

/** Payments by their ids, whatever became of them. One statement. */
export const paymentsByIds = (db: Db, ids: readonly string[]): Promise<TakenPayment[]> =>
  read(db, paymentRows(sql`(p.person_id, p.id) in (select person_id, payment_id from payments.payment_owner where payment_id = any(${[...ids]}::uuid[]))`));

/** Payments by their numbers at the acquirer. One statement. */
export const paymentsByAcquirer = (db: Db, acquirerIds: readonly string[]): Promise<TakenPayment[]> =>
  read(db, paymentRows(sql`p.acquirer_id = any(${[...acquirerIds]}::text[])`));

const NOBODY = '00000000-0000-0000-0000-000000000000';

const refundRows = (where: ReturnType<typeof sql>) => sql<TakenRefund>`
  select r.id as "refundId", r.payment_id as "paymentId", r.acquirer_id as "acquirerId", r.organization_id as "organizationId", t.payee, t.house_id as "houseId", t.account_id as "accountId", t.account_number as "accountNumber", r.kopecks, r.status, r.done_at as "doneAt"
  from payments.refund r join payments.payment_part t on t.person_id = r.person_id and t.payment_id = r.payment_id and t.account_id = r.account_id where ${where}`;

/** Refunds that ended in the span, the oldest first. One statement. */
export const refundsDone = async (db: Db, { from, afterId = NOBODY, to, limit }: TakenSpan): Promise<TakenRefund[]> =>
  (
    await refundRows(sql`(r.done_at, r.id) > (${from}::timestamptz, ${afterId}::uuid) and r.done_at < ${to} order by r.done_at, r.id limit ${limit}`).execute(
      db,
    )
  ).rows;

/** Refunds by their numbers at the acquirer. One statement. */
export const refundsByAcquirer = async (db: Db, acquirerIds: readonly string[]): Promise<TakenRefund[]> =>
  (await refundRows(sql`r.acquirer_id = any(${[...acquirerIds]}::text[])`).execute(db)).rows;

/** Asks the acquirer anew about the refunds under way of a payment, by its number there: the normal path books the answer. */
export async function settleRefunds(acquirer: Acquirer, ground: Ground, paymentAcquirerId: string): Promise<void> {
  const { rows } = await sql<{ personId: string; refundId: string }>`
    select r.person_id as "personId", r.id as "refundId" from payments.refund r join payments.payment p on p.person_id = r.person_id and p.id = r.payment_id
    where p.acquirer_id = ${paymentAcquirerId} and r.status in ('starting', 'unknown')`.execute(ground.db);
  for (const key of rows) await askRefund({ acquirer }, ground, key);
}
