// What banks' registers brought, page by page: for whoever compares it with the ledger and with the bank's statement.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './billing.tables.ts';

export type BankPayment = { organizationId: string; operationId: string; paymentId: string; houseId: string; accountId: string; kopecks: bigint };
/** The next page is after the last row's organization and operation. */
export type BankPaymentMark = Pick<BankPayment, 'organizationId' | 'operationId'>;

const FIRST: BankPaymentMark = { organizationId: '00000000-0000-0000-0000-000000000000', operationId: '' };

/** Operations paid on the day at the payers' banks, without returns. One statement. */
export async function bankPaymentsOn(
  db: Db,
  day: Day,
  { after = FIRST, limit }: { after?: BankPaymentMark | undefined; limit: number },
): Promise<BankPayment[]> {
  const { rows } = await sql<BankPayment>`
    select organization_id as "organizationId", operation_id as "operationId", payment_id as "paymentId", house_id as "houseId", account_id as "accountId", kopecks from billing.register_payment
    where paid_on = ${day} and kopecks > 0 and (organization_id, operation_id) > (${after.organizationId}::uuid, ${after.operationId}) order by organization_id, operation_id limit ${limit}`.execute(
    db,
  );
  return rows;
}
