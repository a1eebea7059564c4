// Operations of a staged register beside those that are known: a return under the number of its payment, and a number with another sum.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import { dropRows } from './register-returns.ts';
import './billing.tables.ts';

/** A return that bears the number of the payment it gives back gets a number of its own, the same whenever the file comes again. One statement. */
export async function numberReturns(tx: Db, loadId: string): Promise<void> {
  await sql`
    update billing.load_row r set operation_id = r.operation_id || ' возврат' from billing.register_load l
    where r.load_id = ${loadId} and l.id = r.load_id and r.total_kopecks < 0 and r.operation_id is not null
      and (exists (select from billing.register_payment k where k.organization_id = l.organization_id and k.operation_id = r.operation_id and k.kopecks > 0)
        or r.operation_id in (select p.operation_id from billing.load_row p where p.load_id = ${loadId} and p.operation_id is not null and p.total_kopecks > 0))`.execute(
    tx,
  );
}

/** Staged operations that a register has brought before, or that wait for an account, with another sum become errors: neither is known to be right. One statement where there are none. */
export async function dropOtherSums(tx: Db, loadId: string): Promise<void> {
  const { rows } = await sql<{ row: number; kopecks: bigint }>`
    select r.row, coalesce(k.kopecks, u.kopecks) as kopecks from billing.load_row r join billing.register_load l on l.id = r.load_id
    left join billing.register_payment k on k.organization_id = l.organization_id and k.operation_id = r.operation_id
    left join billing.unmatched_payment u on u.organization_id = l.organization_id and u.operation_id = r.operation_id and u.status <> 'taken_back'
    where r.load_id = ${loadId} and r.operation_id is not null and coalesce(k.kopecks, u.kopecks) <> r.total_kopecks order by r.row`.execute(tx);
  await dropRows(tx, loadId, 'operation.otherSum', rows);
}
