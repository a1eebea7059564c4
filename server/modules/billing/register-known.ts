// Operations of a staged register beside those that are known: a return under the number of its payment, and a number with another sum or account.
import { sql } from 'kysely';
import { accountsByIds } from '#modules/ledger';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import { registerError } from './register-check.ts';
import type { RegisterErrorCode } from './register-texts.ts';
import { writeKopecks } from './register-values.ts';
import './billing.tables.ts';

/** A return that bears the number of the payment it gives back gets a number of its own, the same whenever the file comes again. One statement. */
export async function numberReturns(tx: Db, loadId: string): Promise<void> {
  await sql`
    update billing.load_row r set operation_id = r.operation_id || ' возврат' from billing.register_load l
    where r.load_id = ${loadId} and l.id = r.load_id and r.total_kopecks < 0 and r.operation_id is not null
      and (exists (select from billing.register_payment k where k.organization_id = l.organization_id and k.operation_id = r.operation_id and k.kopecks > 0)
        or exists (select from billing.unmatched_payment u where u.organization_id = l.organization_id and u.operation_id = r.operation_id and u.status <> 'taken_back')
        or r.operation_id in (select e.operation->>'operationId' from billing.load_error e where e.load_id = ${loadId} and (e.operation->>'kopecks')::bigint > 0)
        or r.operation_id in (select p.operation_id from billing.load_row p where p.load_id = ${loadId} and p.operation_id is not null and p.total_kopecks > 0))`.execute(
    tx,
  );
}

/**
 * Staged operations that a register has brought before, or that wait for an account, with another sum or for another account: neither is known to be
 * right. The account that an operation was taken off is no other. Of all rows, or of some. One statement where there are none, two otherwise.
 */
export async function otherwiseKnown(db: Db, loadId: string, among?: readonly number[]): Promise<WrongRow[]> {
  const { rows } = await sql<{ row: number; kopecks: bigint; isOtherSum: boolean; houseId: string; accountId: string }>`
    select r.row, coalesce(k.kopecks, u.kopecks) as kopecks, coalesce(k.kopecks, u.kopecks) <> r.total_kopecks as "isOtherSum", k.house_id as "houseId", k.account_id as "accountId"
    from billing.load_row r join billing.register_load l on l.id = r.load_id
    left join billing.register_payment k on k.organization_id = l.organization_id and k.operation_id = r.operation_id
    left join billing.unmatched_payment u on u.organization_id = l.organization_id and u.operation_id = r.operation_id and u.status <> 'taken_back' and r.total_kopecks > 0
    where r.load_id = ${loadId} and r.operation_id is not null ${among ? sql`and r.row = any(${among}::int[])` : sql``}
      and (coalesce(k.kopecks, u.kopecks) <> r.total_kopecks or (k.account_id <> r.account_id and u.taken_off_account_id is distinct from r.account_id)) order by r.row`.execute(
    db,
  );
  const numbers = new Map(
    (
      await accountsByIds(
        db,
        rows.filter(({ isOtherSum }) => !isOtherSum),
      )
    ).map(({ accountId, number }) => [accountId, number]),
  );
  return rows.map(({ row, kopecks, isOtherSum, accountId }) =>
    isOtherSum
      ? { row, code: 'operation.otherSum', column: 'Сумма', facts: { kopecks: writeKopecks(kopecks) } }
      : { row, code: 'operation.otherAccount', column: 'Лицевой счёт', facts: { number: numbers.get(accountId) ?? '' } },
  );
}

export type WrongRow = { row: number; code: RegisterErrorCode; column: string; facts: { kopecks: string } | { number: string } };

/** Rows of staging become errors. */
export async function dropRows(tx: Db, loadId: string, wrong: readonly WrongRow[]): Promise<void> {
  if (wrong.length === 0) return;
  await tellWrong(tx, loadId, wrong);
  await tx
    .deleteFrom('billing.load_row')
    .where('load_id', '=', loadId)
    .where('row', '=', sql<number>`any(${wrong.map(({ row }) => row)}::int[])`)
    .execute();
}

/** Says what is wrong with rows. One statement, none where nothing is. */
export async function tellWrong(db: Db, loadId: string, wrong: readonly WrongRow[]): Promise<void> {
  await insertRows(
    db,
    'billing.load_error',
    wrong.map(({ row, code: of, column, facts }) => {
      const { scope, code, detail } = registerError('row', of, { row, column, facts });
      return { load_id: loadId, scope, row, column_name: column, code, detail };
    }),
  );
}
