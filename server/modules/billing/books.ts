// What billing says that the ledger holds: lines in force, payments of banks' registers; and what it says of itself.
import { sql } from 'kysely';
import { bookOf } from '#platform/compare-books';
import type { Db } from '#platform/tables';
import './billing.tables.ts';

/** `charges`: lines in force by month and service. `registers`: payments of banks less what went back of them; a return that the accountant had noted before is in the payments it was taken out of. */
export const billingBooks = {
  charges: bookOf(
    sql`select house_id as place, account_id, concat_ws(' ', to_char(period, 'YYYY-MM'), service_code) as what, total_kopecks as kopecks from billing.charge where ended_by is null`,
  ),
  registers: bookOf(sql`
    select house_id as place, account_id, payment_id::text as what, kopecks - returned_kopecks as kopecks from billing.register_payment where kopecks > 0
    union all
    select r.house_id, r.account_id, r.payment_id::text, r.kopecks from billing.register_payment r join billing.register_payment p on p.payment_id = r.payment_id and p.kopecks > 0 where r.kopecks < 0`),
} as const;

/** Operations of banks that are said to stand on an account while no payment of them does, at most so many. One statement. */
export async function lostOperations(
  db: Db,
  most: number,
): Promise<{ houseId: string | null; accountId: string | null; operationId: string; kopecks: bigint }[]> {
  const { rows } = await sql<{ houseId: string | null; accountId: string | null; operationId: string; kopecks: bigint }>`
    select u.house_id as "houseId", u.account_id as "accountId", u.operation_id as "operationId", u.kopecks from billing.unmatched_payment u
    where u.status = 'resolved' and not exists (select from billing.register_payment p where p.organization_id = u.organization_id and p.operation_id = u.operation_id and p.account_id = u.account_id)
    order by u.organization_id, u.operation_id limit ${most}`.execute(db);
  return rows;
}

/** Payments of banks, and what waits without an account, whose register is not loaded: nothing names them. At most so many. One statement. */
export async function paymentsWithoutRegister(
  db: Db,
  most: number,
): Promise<{ houseId: string | null; accountId: string | null; operationId: string; loadId: string }[]> {
  const { rows } = await sql<{ houseId: string | null; accountId: string | null; operationId: string; loadId: string }>`
    select b.house_id as "houseId", b.account_id as "accountId", b.operation_id as "operationId", b.load_id as "loadId"
    from (select organization_id, operation_id, load_id, house_id, account_id from billing.register_payment
      union all select organization_id, operation_id, load_id, house_id, account_id from billing.unmatched_payment where status = 'open') b
    left join billing.register_load l on l.id = b.load_id
    where l.status is null or l.status not in ('loaded', 'taking_back') order by b.organization_id, b.operation_id limit ${most}`.execute(db);
  return rows;
}
