// What the ledger has booked of payments, account by account: for whoever compares it with what others say.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import './ledger.tables.ts';

export type BookedKey = { houseId: string; accountId: string; paymentId: string };

/** Kopecks of the payments' entries by `<payment> <account>`; refunds are not taken off. One statement. */
export async function bookedPayments(db: Db, sourceKind: 'payment' | 'register', keys: readonly BookedKey[]): Promise<Map<string, bigint>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; kopecks: bigint }>`
    select t.source_id || ' ' || t.account_id as key, sum(t.kopecks)::bigint as kopecks from ledger.transfer t
    where t.house_id = any(${[...new Set(keys.map((one) => one.houseId))]}::uuid[]) and t.source_kind = ${sourceKind} and t.source_id = any(${[...new Set(keys.map((one) => one.paymentId))]}::uuid[]) and t.kind = 'payment'
    group by t.source_id, t.account_id`.execute(db);
  return new Map(rows.map((row) => [row.key, row.kopecks]));
}
