// Lines in force of an organization in a house, for what is counted on top of them.
import { sql, type RawBuilder } from 'kysely';
import type { ChargeTerms } from '#contract/charge-terms';
import type { AccountKey } from '#modules/ledger';
import type { Kopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import type { Month } from '#platform/time';
import { methodOf, type VolumeMethod } from './bill-facts.ts';
import { termsOfCharge } from './charge-terms-of-row.ts';
import './billing.tables.ts';

export type ChargeInForce = {
  readonly accountId: string;
  readonly month: Month;
  readonly serviceCode: string;
  readonly totalKopecks: Kopecks;
  readonly terms: ChargeTerms;
};

/** Charges of the months from one to the other, both included, the oldest first; of some services or accounts only where they are named. One statement. */
export async function chargesInForce(
  db: Db,
  { houseId, organizationId }: { houseId: string; organizationId: string },
  { from, to, serviceCodes, accountIds }: { from: Month; to: Month; serviceCodes?: readonly string[]; accountIds?: readonly string[] },
): Promise<ChargeInForce[]> {
  const rows = await db
    .selectFrom('billing.charge')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('organization_id', '=', organizationId)
    .where('ended_by', 'is', null)
    .where('period', '>=', `${from}-01`)
    .where('period', '<=', `${to}-01`)
    .$if(serviceCodes !== undefined, (query) => query.where('service_code', '=', sql<string>`any(${[...(serviceCodes ?? [])]}::text[])`))
    .$if(accountIds !== undefined, (query) => query.where('account_id', '=', sql<string>`any(${[...(accountIds ?? [])]}::uuid[])`))
    .orderBy('period')
    .orderBy('account_id')
    .orderBy('service_code')
    .execute();
  return rows.map((row) => ({
    accountId: row.account_id,
    month: row.period.slice(0, 7),
    serviceCode: row.service_code,
    totalKopecks: row.total_kopecks,
    terms: termsOfCharge(row),
  }));
}

/** By house, the last month that the organization has billed, whoever counted it. One statement, a step of an index for each house. */
export async function billedThrough(db: Db, organizationId: string, houseIds: readonly string[]): Promise<ReadonlyMap<string, Month>> {
  const { rows } = await sql<{ houseId: string; period: string }>`
    select h.id as "houseId", b.period from unnest(${[...houseIds]}::uuid[]) h (id)
    cross join lateral (select period from billing.bill where house_id = h.id and organization_id = ${organizationId} and not is_void order by period desc limit 1) b`.execute(
    db,
  );
  return new Map(rows.map(({ houseId, period }) => [houseId, period.slice(0, 7)]));
}

/**
 * For a statement of another module: the last month that the organization billed in the house, where a run of the portal counted it (what is
 * told later counts for the next one), null elsewhere. The first bill of the month stands for all; of whoever has not billed in the last two
 * months of the house nothing is known.
 */
export const postedThrough = (house: RawBuilder<unknown>, organization: RawBuilder<unknown>): RawBuilder<Month | null> =>
  sql<Month | null>`(select to_char(b.period, 'YYYY-MM') from (select period, account_id from billing.bill where house_id = ${house} and organization_id = ${organization} and not is_void
    and period >= (select max(period) from billing.bill where house_id = ${house}) - interval '1 month' order by period desc limit 1) b where exists (select 1 from billing.charge c
    where c.house_id = ${house} and c.account_id = b.account_id and c.period = b.period and c.source_kind = 'run' and c.ended_by is null))`;

/** How the volume of each service was found, month by month, for the accounts of a home. One statement. */
export async function volumeMethods(
  db: Db,
  accounts: readonly AccountKey[],
  { from, to }: { from: Month; to: Month },
): Promise<{ month: Month; serviceCode: string; method: VolumeMethod | null }[]> {
  if (accounts.length === 0) return [];
  const rows = await db
    .selectFrom('billing.charge')
    .selectAll()
    .where(
      sql<boolean>`(house_id, account_id) in (select * from unnest(${accounts.map(({ houseId }) => houseId)}::uuid[], ${accounts.map(({ accountId }) => accountId)}::uuid[]))`,
    )
    .where('ended_by', 'is', null)
    .where('period', '>=', `${from}-01`)
    .where('period', '<=', `${to}-01`)
    .execute();
  return rows.map((row) => {
    const terms = termsOfCharge(row);
    return { month: row.period.slice(0, 7), serviceCode: row.service_code, method: methodOf(terms.method, terms) };
  });
}
