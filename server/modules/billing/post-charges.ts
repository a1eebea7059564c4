// Charges that stand in the table go onto the ledger and into bills, a few thousand rows at a time: memory stays flat whatever the size.
import { sql } from 'kysely';
import { type ChargeRow as LedgerCharge, postCharges } from '#modules/ledger';
import { type Day } from '#platform/time';
import type { Work } from '#platform/work';
import { makeBills } from './make-bills.ts';
import './billing.tables.ts';

const ROWS_AT_ONCE = 5_000;

export type Posted = { sourceId: string; sourceKind: 'load' | 'run'; onDay: Day };
type Difference = { houseId: string; accountId: string; period: string; serviceCode: string; kopecks: bigint };

/**
 * Posts all charges of the source that were just inserted in the houses: a new line by its sum, a corrected one by the difference
 * to the line it ended. Bills follow. Answers the number of lines. Ten statements, however many lines.
 */
export async function bookCharges(work: Work, { sourceId, sourceKind, onDay }: Posted, houseIds: readonly string[]): Promise<number> {
  const inHouses = sql`any(${houseIds}::uuid[])`;
  const { rows } = await sql<Difference>`
    select c.house_id as "houseId", c.account_id as "accountId", to_char(c.period, 'YYYY-MM') as period, c.service_code as "serviceCode", c.total_kopecks - coalesce(o.total_kopecks, 0) as kopecks
    from billing.charge c
    left join billing.charge o on o.house_id = ${inHouses} and o.house_id = c.house_id and o.account_id = c.account_id and o.period = c.period and o.service_code = c.service_code and o.ended_by = ${sourceId}
    where c.source_id = ${sourceId} and c.house_id = ${inHouses}`.execute(work.tx);
  await postCharges(
    work,
    rows.map((row): LedgerCharge => ({ ...row, ...kindOf(row), sourceKind, sourceId, happenedOn: onDay })),
  );
  await makeBills(work, rows, onDay);
  return rows.length;
}

const kindOf = ({ serviceCode, kopecks }: Difference): { kind?: 'penalty' } => (serviceCode === 'penalty' && kopecks > 0n ? { kind: 'penalty' } : {});

/** Whole houses, together a few thousand rows: what is done for them at once takes little memory and few statements, whatever the size of all. */
export function batchesOfHouses(houses: readonly { house_id: string; n: bigint }[]): string[][] {
  const batches: string[][] = [];
  let size = ROWS_AT_ONCE;
  for (const { house_id, n } of houses) {
    if (size >= ROWS_AT_ONCE) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)!.push(house_id);
    size += Number(n);
  }
  return batches;
}
