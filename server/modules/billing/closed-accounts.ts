// Money for an account that is closed: it pays what is owed there; more than that nobody would ever use, so it waits for a person (PAY-7).
import { sql } from 'kysely';
import { type Account, balances } from '#modules/ledger';
import type { Db } from '#platform/tables';
import type { PaymentRow } from './register-format.ts';
import './billing.tables.ts';

export type Matched = { readonly row: PaymentRow; readonly account: Account };

const isLate = ({ row, account }: Matched): boolean => account.closedOn !== null && row.paidOn > account.closedOn && row.kopecks > 0n;

/** Those of the payments that came after the closing and bring more than is owed; what a register brought before is not asked again. Two statements, none while no account is closed. */
export async function beyondClosing(db: Db, organizationId: string, payments: readonly Matched[]): Promise<Matched[]> {
  const late = payments.filter(isLate);
  if (late.length === 0) return [];
  const owed = new Map(
    (
      await balances(
        db,
        late.map(({ account }) => account),
      )
    ).map((sum) => [sum.accountId, sum.dueKopecks]),
  );
  const known = await db
    .selectFrom('billing.register_payment')
    .select('operation_id')
    .where('organization_id', '=', organizationId)
    .where('operation_id', '=', sql<string>`any(${late.map(({ row }) => row.operationId)}::text[])`)
    .execute();
  const posted = new Set(known.map((one) => one.operation_id));
  return late.filter(({ row, account }) => {
    if (posted.has(row.operationId)) return false;
    const left = (owed.get(account.accountId) ?? 0n) - row.kopecks;
    if (left >= 0n) owed.set(account.accountId, left);
    return left < 0n;
  });
}
