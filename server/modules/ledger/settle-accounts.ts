// After every posting: money ahead goes to the advance, the advance to debts.
import { sql } from 'kysely';
import type { Work } from '#platform/work';
import { amongAccounts, type AccountKey, ADVANCE_PERIOD, housesOf, type Movement, postTransfers } from './post-transfers.ts';
import { settleAdvance } from './settle-plan.ts';
import type { DebtPart } from './spread-payment.ts';

/** What caused the posting: its transfers of the advance carry it. */
export type Cause = { sourceKind: string; sourceId: string; happenedOn: string };

/** Of the locked accounts those with money ahead are put in order. One statement when there are none, two otherwise. */
export async function settleAccounts(work: Work, accounts: readonly AccountKey[], causeOf: (account: AccountKey) => Cause): Promise<void> {
  const { rows } = await sql<AccountKey & { serviceCode: string; period: string; kopecks: bigint }>`
    with ahead as materialized (select distinct house_id, account_id from ledger.balance where kopecks < 0 and ${amongAccounts(accounts)})
    select b.house_id as "houseId", b.account_id as "accountId", b.service_code as "serviceCode", b.period, b.kopecks
    from ahead join ledger.balance b using (house_id, account_id) where b.kopecks <> 0 and b.house_id = ${housesOf(accounts)}`.execute(work.tx);
  const byAccount = Map.groupBy(rows, (row) => row.accountId);
  const movements = [...byAccount.values()].flatMap((own): Movement[] => {
    const { houseId, accountId } = own[0]!;
    const debts: DebtPart[] = own.filter((row) => row.period !== ADVANCE_PERIOD).map((row) => ({ ...row, period: row.period.slice(0, 7) }));
    const advance = -(own.find((row) => row.period === ADVANCE_PERIOD)?.kopecks ?? 0n);
    const { freed, used } = settleAdvance(debts, advance);
    const base = { houseId, accountId, ...causeOf({ houseId, accountId }) };
    return [
      ...freed.map((part) => ({ ...base, ...pick(part), kind: 'advance_freed' as const, debit: 'receivable' as const, credit: 'advance' as const })),
      ...used.map((part) => ({ ...base, ...pick(part), kind: 'advance_used' as const, debit: 'advance' as const, credit: 'receivable' as const })),
    ];
  });
  await postTransfers(work, movements);
}

const pick = ({ period, serviceCode, kopecks }: DebtPart): DebtPart => ({ period, serviceCode, kopecks });
