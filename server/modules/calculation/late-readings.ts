// Readings told between the counting of a run and its posting: the day they were taken decides their month until then (MTR-6), so the run is counted anew.
import { readingsToldSince } from '#modules/meters';
import type { Db } from '#platform/tables';
import type { RunKey } from './open-run.ts';
import './calculation.tables.ts';

/** Services that go by the meters of others. */
const METERS_OF: Readonly<Record<string, readonly string[]>> = { sewage: ['cold_water', 'hot_water'], hot_water_heat: ['hot_water'] };
const COMMON = 'common_';

/** How many readings the lines of the run were counted without. Two statements. */
export async function lateReadings(db: Db, { houseId, runId }: RunKey, run: { readonly period: string; readonly counted_at: string | null }): Promise<number> {
  if (run.counted_at === null) return 0;
  const charged = await db
    .selectFrom('calculation.run_line')
    .select('service_code')
    .distinct()
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .execute();
  const services = charged.flatMap(({ service_code: code }) => METERS_OF[code] ?? [code.startsWith(COMMON) ? code.slice(COMMON.length) : code]);
  return readingsToldSince(db, { houseId, services, since: run.counted_at, through: run.period.slice(0, 7) });
}
