// Recalculations inside charges as a table that a report joins.
import { type RawBuilder, sql } from 'kysely';
import type { Month } from '#platform/time';
import './billing.tables.ts';

/** What of the lines in force for the months is recalculation: `house_id, service_code, recalculated` in kopecks. `houses`: of these alone. */
export const recalculationRows = (
  organizationIds: readonly string[],
  { from, to }: { from: Month; to: Month },
  houses?: readonly string[],
): RawBuilder<unknown> => sql`(
  select house_id, service_code, sum(recalculation_kopecks)::bigint as recalculated from billing.charge
  where organization_id = any(${[...organizationIds]}::uuid[]) and ended_by is null and period between ${`${from}-01`}::date and ${`${to}-01`}::date and recalculation_kopecks <> 0 ${houses ? sql`and house_id = any(${[...houses]}::uuid[])` : sql``} group by 1, 2)`;
