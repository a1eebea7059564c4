// Charges, penalties and opening debts onto accounts, and taking back what a source has charged.
import { sql } from 'kysely';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import { type AccountKey, lockAccounts, type Movement, postTransfers } from './post-transfers.ts';
import { settleAccounts } from './settle-accounts.ts';

/** `kopecks` below zero is a correction in the resident's favour. `kind`: opening is a debt (or, below zero, an overpayment) brought in from another system. */
export type ChargeRow = AccountKey & {
  serviceCode: string;
  period: Month;
  kopecks: bigint;
  kind?: 'charge' | 'penalty' | 'opening';
  sourceKind: string;
  sourceId: string;
  happenedOn: Day;
  note?: string;
};

/**
 * Posts any number of charges by set-based statements and uses the accounts' advances for them. Rows of nothing are passed
 * over. Refuses object.notFound when an account is unknown. Writes no journal line and no event: the caller's command, which
 * knows what was charged and why, does. Five statements, however many rows.
 */
export async function postCharges(work: Work, rows: readonly ChargeRow[]): Promise<void> {
  const charged = rows.filter((row) => row.kopecks !== 0n);
  if (charged.length === 0) return;
  const accounts = await lockAccounts(work.tx, charged);
  await postTransfers(work, charged.map(movementOf));
  const causes = new Map(charged.map((row) => [row.accountId, row]));
  await settleAccounts(work, accounts, ({ accountId }) => causeOf(causes.get(accountId)!));
}

const causeOf = ({ sourceKind, sourceId, happenedOn }: ChargeRow) => ({ sourceKind, sourceId, happenedOn });

/** The transfer of a charge. Pure. */
export function movementOf({ kind = 'charge', kopecks, ...row }: ChargeRow): Movement {
  const other = kind === 'opening' ? 'opening' : 'income';
  if (kopecks > 0n) return { ...row, kind, kopecks, debit: 'receivable', credit: other };
  return { ...row, kind: kind === 'opening' ? 'opening' : 'charge_reversal', kopecks: -kopecks, debit: other, credit: 'receivable' };
}

export type Source = { houseIds: readonly string[]; sourceKind: string; sourceId: string };

/**
 * Takes back in some houses all that the source has charged there and has not taken back yet: reversals beside the charges, and
 * what was paid for them becomes an advance. Answers what each account's charges went down by; nothing when done before.
 */
export async function reverseSource(
  work: Work,
  source: Source,
  { happenedOn, note }: { happenedOn: Day; note?: string },
): Promise<(AccountKey & { kopecks: bigint })[]> {
  const ofSource = sql<boolean>`house_id = any(${source.houseIds}::uuid[]) and source_kind = ${source.sourceKind} and source_id = ${source.sourceId} and kind in ('charge', 'charge_reversal', 'penalty', 'opening')`;
  const touched = await sql<AccountKey>`select distinct house_id as "houseId", account_id as "accountId" from ledger.transfer where ${ofSource}`.execute(
    work.tx,
  );
  if (touched.rows.length === 0) return [];
  const accounts = await lockAccounts(work.tx, touched.rows);
  // Read under the locks: what another command has just taken back is not taken back twice.
  const { rows } = await sql<AccountKey & { serviceCode: string; period: string; isOpening: boolean; kopecks: bigint }>`
    select t.house_id as "houseId", t.account_id as "accountId", t.service_code as "serviceCode", t.period, t.kind = 'opening' as "isOpening",
      sum(case d.kind when 'receivable' then t.kopecks else -t.kopecks end)::bigint as kopecks
    from (select * from ledger.transfer where ${ofSource}) t join ledger.book d on d.house_id = any(${source.houseIds}::uuid[]) and d.house_id = t.house_id and d.id = t.debit_book
    group by 1, 2, 3, 4, 5 having sum(case d.kind when 'receivable' then t.kopecks else -t.kopecks end) <> 0 order by 2, 4, 3`.execute(work.tx);
  await postTransfers(
    work,
    rows.map(({ isOpening, ...row }) =>
      reversalOf({
        ...row,
        period: row.period.slice(0, 7),
        kind: isOpening ? 'opening' : 'charge',
        sourceKind: source.sourceKind,
        sourceId: source.sourceId,
        happenedOn,
        note,
      }),
    ),
  );
  await settleAccounts(work, accounts, () => ({ sourceKind: source.sourceKind, sourceId: source.sourceId, happenedOn }));
  const sums = new Map<string, AccountKey & { kopecks: bigint }>();
  for (const { houseId, accountId, kopecks } of rows) sums.set(accountId, { houseId, accountId, kopecks: (sums.get(accountId)?.kopecks ?? 0n) + kopecks });
  return [...sums.values()];
}

const reversalOf = (row: ChargeRow): Movement => movementOf({ ...row, kopecks: -row.kopecks });
