// What a bill says of the whole house beside its own lines (order № 43/пр, reference data): known where the portal itself counts the month.
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import type { Month } from '#platform/time';
import type { Work } from '#platform/work';
import { sql } from 'kysely';
import './billing.tables.ts';

/** By codes of resources. Norms: in a flat by `unit`, for the common property by its square metre. `premises`: what all flats took; `common`: what went to the common property. Decimal texts; null where it is not counted so. */
export type HouseReference = {
  readonly norms: readonly { readonly serviceCode: string; readonly unit: string; readonly flat: string | null; readonly common: string | null }[];
  readonly house: readonly { readonly serviceCode: string; readonly meter: string; readonly premises: string | null; readonly common: string | null }[];
};
export type ReferenceOf = { houseId: string; organizationId: string; period: Month; reference: HouseReference };

/** Keeps it for the bills of the month. */
export async function keepReference(work: Work, { houseId, organizationId, period, reference }: ReferenceOf): Promise<void> {
  await work.tx
    .insertInto('billing.house_month')
    .values({ house_id: houseId, organization_id: organizationId, period: `${period}-01`, reference })
    .onConflict((on) => on.columns(['house_id', 'organization_id', 'period']).doUpdateSet({ reference }))
    .execute();
}

/** Keeps those of months that are brought in as they were; answers how many. One statement. */
export const keepPastReferences = (work: Work, references: readonly ReferenceOf[]): Promise<number> =>
  insertRows(
    work.tx,
    'billing.house_month',
    references.map(({ houseId, organizationId, period, reference }) => ({
      house_id: houseId,
      organization_id: organizationId,
      period: `${period}-01`,
      reference,
    })),
  );

/** Of the months (first days), by `organization period`. */
export async function referencesOf(db: Db, houseId: string, periods: readonly string[]): Promise<Map<string, HouseReference>> {
  const rows = await db
    .selectFrom('billing.house_month')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('period', '=', sql<string>`any(${periods}::date[])`)
    .execute();
  return new Map(rows.map((row) => [`${row.organization_id} ${row.period}`, row.reference as HouseReference]));
}
