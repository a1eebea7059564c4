// Money ahead that an account brought along from another system: the portal knows no payment of it, so what goes back of it is taken off the advance itself.
import { sql } from 'kysely';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { holdAdvance } from './hold-advance.ts';
import { tellBalances } from './post-payment.ts';
import { type AccountKey, amongAccounts, lockAccounts, OPENING_SOURCE, postTransfers } from './post-transfers.ts';

/** What the account came with ahead, all services together, less what of it was given back; zero when it came with debts. One statement. */
export async function openingLeft(db: Db, { houseId, accountId }: AccountKey): Promise<bigint> {
  const { rows } = await sql<{ kopecks: bigint }>`
    select coalesce(sum(case when t.kind = 'opening' and d.kind = 'opening' then t.kopecks else -t.kopecks end), 0)::bigint as kopecks from ledger.transfer t join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book
    where t.house_id = ${houseId} and t.account_id = ${accountId} and (t.kind = 'opening' or (t.kind = 'refund' and t.source_kind = ${OPENING_SOURCE}))`.execute(
    db,
  );
  const { kopecks } = rows[0]!;
  return kopecks > 0n ? kopecks : 0n;
}

/** Those of the accounts that brought a debt or money ahead along and have it still: what was taken back with its register is not there. One statement. */
export async function accountsWithOpening(db: Db, accounts: readonly AccountKey[]): Promise<Set<string>> {
  if (accounts.length === 0) return new Set();
  const { rows } = await sql<{ accountId: string }>`
    select distinct t.account_id as "accountId" from ledger.transfer t join ledger.book d on d.house_id = t.house_id and d.id = t.debit_book
    where ${amongAccounts(accounts, 't.house_id', 't.account_id')} and t.kind = 'opening' group by t.house_id, t.account_id, t.source_kind, t.source_id, t.period, t.service_code
    having sum(case d.kind when 'receivable' then t.kopecks else -t.kopecks end) <> 0`.execute(db);
  return new Set(rows.map(({ accountId }) => accountId));
}

/** Notes that the organization's bank has given so much of it back. Refuses ledger.refundTooLarge beyond what came or lies ahead now. The caller writes the journal. */
export async function refundOpening(
  work: Work,
  account: AccountKey,
  { kopecks, happenedOn, note }: { kopecks: bigint; happenedOn: Day; note: string },
): Promise<void> {
  const [advance, left] = [await holdAdvance(work, account), await openingLeft(work.tx, account)];
  const most = left < advance ? left : advance;
  if (kopecks > most) refuse('ledger.refundTooLarge', { leftKopecks: most });
  const { houseId, accountId } = account;
  await postTransfers(work, [
    {
      houseId,
      accountId,
      kind: 'refund',
      debit: 'advance',
      credit: 'bank',
      kopecks,
      serviceCode: '',
      period: null,
      sourceKind: OPENING_SOURCE,
      sourceId: accountId,
      happenedOn,
      note,
    },
  ]);
  await tellBalances(work, await lockAccounts(work.tx, [account]));
}
