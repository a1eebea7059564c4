// The acquirer hands over what it took: money on its way comes to the bank, less the fee that it keeps.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { type AccountKey, housesOf, lockAccounts, type Movement, postTransfers } from './post-transfers.ts';

/** A payment's part of what was handed over, the fee in it; below zero: the acquirer held a refund back, without a fee. `sourceId`: the register that says so. */
export type SettlementRow = AccountKey & { paymentId: string; kopecks: bigint; feeKopecks: bigint; sourceId: string; happenedOn: Day };

const keyOf = ({ accountId, paymentId, sourceId, kopecks }: Pick<SettlementRow, 'accountId' | 'paymentId' | 'sourceId' | 'kopecks'>): string =>
  [sourceId, accountId, paymentId, kopecks < 0n].join(' ');

/** Books the rows; one that its register has brought before is passed over. No balance changes. The caller writes the journal. Four statements, for bulk five. */
export async function postSettlements(work: Work, rows: readonly SettlementRow[]): Promise<void> {
  if (rows.length === 0) return;
  await lockAccounts(work.tx, rows);
  const known = await settledBefore(work, rows);
  await postTransfers(
    work,
    rows
      .filter((row) => !known.has(keyOf(row)))
      .flatMap(({ houseId, accountId, paymentId, kopecks, feeKopecks, sourceId, happenedOn }): Movement[] => {
        const base = { houseId, accountId, sourceId, happenedOn, serviceCode: '', period: null, sourceKind: 'settlement', note: paymentId };
        if (kopecks < 0n) return [{ ...base, kind: 'settlement', debit: 'acquirer', credit: 'bank', kopecks: -kopecks }];
        const moved: Movement[] = [
          { ...base, kind: 'settlement', debit: 'bank', credit: 'acquirer', kopecks: kopecks - feeKopecks },
          { ...base, kind: 'acquirer_fee', debit: 'fee', credit: 'acquirer', kopecks: feeKopecks },
        ];
        return moved.filter((one) => one.kopecks > 0n);
      }),
  );
}

async function settledBefore(work: Work, rows: readonly SettlementRow[]): Promise<Set<string>> {
  const sources = [...new Set(rows.map((row) => row.sourceId))];
  const { rows: known } = await sql<{ key: string }>`
    select distinct concat_ws(' ', t.source_id, t.account_id, t.note, case when b.kind = 'bank' then 'true' else 'false' end) as key from ledger.transfer t join ledger.book b on b.house_id = t.house_id and b.id = t.credit_book
    where t.house_id = ${housesOf(rows)} and t.source_kind = 'settlement' and t.source_id = any(${sources}::uuid[])`.execute(work.tx);
  return new Set(known.map((row) => row.key));
}

/** What registers of the acquirer have handed over of a payment on an account, the fee in it, and what they held back. */
export type HandedOver = { kopecks: bigint; feeKopecks: bigint; heldBackKopecks: bigint };

/** By `<payment> <account>`, of these registers alone. One statement. */
export async function handedOver(db: Db, houses: readonly { houseId: string }[], sourceIds: readonly string[]): Promise<Map<string, HandedOver>> {
  if (houses.length === 0 || sourceIds.length === 0) return new Map();
  const { rows } = await sql<HandedOver & { key: string }>`
    select concat_ws(' ', t.note, t.account_id) as key, coalesce(sum(t.kopecks) filter (where c.kind = 'acquirer'), 0)::bigint as kopecks, coalesce(sum(t.kopecks) filter (where t.kind = 'acquirer_fee'), 0)::bigint as "feeKopecks",
      coalesce(sum(t.kopecks) filter (where c.kind = 'bank'), 0)::bigint as "heldBackKopecks"
    from ledger.transfer t join ledger.book c on c.house_id = t.house_id and c.id = t.credit_book
    where t.house_id = ${housesOf(houses)} and t.source_kind = 'settlement' and t.source_id = any(${[...sourceIds]}::uuid[]) group by 1`.execute(db);
  return new Map(rows.map(({ key, ...handed }) => [key, handed]));
}
