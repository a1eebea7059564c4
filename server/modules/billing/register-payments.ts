// Payments that a register brings: each operation of the bank once, whichever file names it.
import { sql } from 'kysely';
import { type PaymentPosting, postPayments, refundPayment } from '#modules/ledger';
import { deriveId } from '#platform/ids';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import './billing.tables.ts';

const AT_ONCE = 2_000;
export const REGISTER_SOURCE = 'register';

type Operation = { operationId: string; houseId: string; accountId: string; kopecks: bigint; paidOn: Day };

/** Posts the operations that no register has brought yet. Answers the houses. Two statements and a posting for each batch. */
export async function postRegisterPayments(work: Work, { loadId, organizationId }: { loadId: string; organizationId: string }, advance: (rows: number) => Promise<void>): Promise<string[]> {
  const { rows } = await sql<Operation>`
    select operation_id as "operationId", house_id as "houseId", account_id as "accountId", total_kopecks as kopecks, paid_on as "paidOn" from billing.load_row r
    where load_id = ${loadId} and not exists (select 1 from billing.register_payment p where p.organization_id = ${organizationId} and p.operation_id = r.operation_id)
      and not exists (select 1 from billing.unmatched_payment u where u.organization_id = ${organizationId} and u.operation_id = r.operation_id and u.status = 'returned') order by house_id, account_id, paid_on, row`.execute(work.tx);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE).map((row) => ({ ...row, paymentId: deriveId(loadId, `payment ${row.operationId}`) }));
    await work.tx.insertInto('billing.register_payment').values(part.map((row) => ({ organization_id: organizationId, operation_id: row.operationId, load_id: loadId, payment_id: row.paymentId, house_id: row.houseId, account_id: row.accountId, kopecks: row.kopecks, paid_on: row.paidOn }))).execute();
    await postPayments(work, part.map(({ paymentId, houseId, accountId, kopecks, paidOn }): PaymentPosting => ({ paymentId, parts: [{ houseId, accountId, kopecks }], happenedOn: paidOn, book: 'bank', sourceKind: REGISTER_SOURCE })));
    await advance(from + part.length);
  }
  return [...new Set(rows.map((row) => row.houseId))];
}

/** Takes back all payments of the load; the operations may come again. Answers the houses. */
export async function takeBackPayments(work: Work, loadId: string, onDay: Day): Promise<string[]> {
  const rows = await work.tx.deleteFrom('billing.register_payment').where('load_id', '=', loadId).returning(['payment_id', 'house_id', 'account_id', 'kopecks']).execute();
  const ordered = rows.toSorted((a, b) => (a.account_id < b.account_id ? -1 : 1));
  for (const { payment_id, house_id, account_id, kopecks } of ordered) {
    await refundPayment(work, { paymentId: payment_id, parts: [{ houseId: house_id, accountId: account_id, kopecks }], happenedOn: onDay, book: 'bank', sourceKind: REGISTER_SOURCE, note: 'Загрузка реестра отменена' });
  }
  return [...new Set(rows.map((row) => row.house_id))];
}
