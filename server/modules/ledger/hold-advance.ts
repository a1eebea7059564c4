// The advance of an account as it stays until the end of the transaction.
import type { Work } from '#platform/work';
import { type AccountKey, ADVANCE_PERIOD, lockAccounts } from './post-transfers.ts';

/** Kopecks ahead, zero without any; nothing else moves money of the account meanwhile. Three statements. */
export async function holdAdvance(work: Work, account: AccountKey): Promise<bigint> {
  await lockAccounts(work.tx, [account]);
  const { kopecks } = await work.tx
    .selectFrom('ledger.balance')
    .select('kopecks')
    .where('house_id', '=', account.houseId)
    .where('account_id', '=', account.accountId)
    .where('service_code', '=', '')
    .where('period', '=', ADVANCE_PERIOD)
    .executeTakeFirstOrThrow();
  return -kopecks;
}
