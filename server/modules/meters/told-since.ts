// Readings that came after a run was counted: they are of its month until it is posted (MTR-6).
import type { Db } from '#platform/tables';
import { firstDay, type Month } from '#platform/time';
import './meters.tables.ts';

type Asked = { readonly houseId: string; readonly services: readonly string[]; readonly since: string; readonly through: Month };

/** How many readings in force of the house's meters of the services, for the month or those before it, were told after the moment. One statement. */
export async function readingsToldSince(db: Db, { houseId, services, since, through }: Asked): Promise<number> {
  if (services.length === 0) return 0;
  const { count } = await db
    .selectFrom('meters.reading as r')
    .innerJoin('meters.meter as m', (on) => on.onRef('m.house_id', '=', 'r.house_id').onRef('m.id', '=', 'r.meter_id'))
    .select((on) => on.fn.countAll<string>().as('count'))
    .where('r.house_id', '=', houseId)
    .where('r.submitted_at', '>', since)
    .where('r.status', '=', 'active')
    .where('r.period', '<=', firstDay(through))
    .where('m.service_code', 'in', services)
    .executeTakeFirstOrThrow();
  return Number(count);
}
