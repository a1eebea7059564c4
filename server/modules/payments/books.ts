// What payments say that the ledger holds, and what they say of themselves.
import { sql } from 'kysely';
import { bookOf } from '#platform/compare-books';
import type { Db } from '#platform/tables';
import './payments.tables.ts';

const partsWhere = (statuses: readonly string[]) => sql`
  select t.house_id as place, t.account_id, t.payment_id::text as what, t.kopecks from payments.payment p join payments.payment_part t on t.person_id = p.person_id and t.payment_id = p.id where p.status = any(${[...statuses]}::text[])`;

/** `payments`: parts whose money was taken less what was given back. `reserves`: parts of payments under way. `payees`: bills of payees without accounts whose money was taken. */
export const paymentBooks = {
  payments: bookOf(sql`${partsWhere(['paid', 'refunded'])} union all
    select t.house_id, t.account_id, r.payment_id::text, -r.kopecks from payments.refund r join payments.payment_part t on t.person_id = r.person_id and t.payment_id = r.payment_id and t.account_id = r.account_id where r.status = 'done'`),
  reserves: bookOf(partsWhere(['starting', 'waiting', 'unknown'])),
  payees: bookOf(
    sql`select p.person_id as place, null::uuid as account_id, concat_ws(' ', b.payment_id, b.number, b.payee_inn) as what, b.kopecks from payments.payment p join payments.payment_bill b on b.person_id = p.person_id and b.payment_id = p.id where p.status in ('paid', 'refunded')`,
  ),
} as const;

/** Payments whose parts are not their sum, of which more went back than was paid, that took money and have no receipt, or have one without; at most so many. One statement. */
export async function brokenPayments(db: Db, most: number): Promise<{ paymentId: string; what: string }[]> {
  const { rows } = await sql<{ paymentId: string; what: string }>`
    with sums as (
      select p.id, p.status, p.total_kopecks as total,
        coalesce((select sum(kopecks) from payments.payment_part t where t.person_id = p.person_id and t.payment_id = p.id), 0) + coalesce((select sum(kopecks) from payments.payment_bill b where b.person_id = p.person_id and b.payment_id = p.id), 0) as parts,
        coalesce((select sum(kopecks) from payments.refund r where r.person_id = p.person_id and r.payment_id = p.id and r.status <> 'refused'), 0) as back,
        exists (select from payments.receipt r where r.person_id = p.person_id and r.payment_id = p.id) as has_receipt
      from payments.payment p)
    select id as "paymentId", format('%s: sum %s, parts %s, given back %s, %s receipt', status, total, parts, back, case when has_receipt then 'a' else 'no' end) as what from sums
    where parts <> total or back > total or has_receipt <> (status in ('paid', 'refunded')) or (status = 'refunded' and back <> total) order by id limit ${most}`.execute(
    db,
  );
  return rows;
}
