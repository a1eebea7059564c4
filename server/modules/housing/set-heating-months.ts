// How a house pays for heating. Callers check whose house it is, and what of it is counted already.
import { found, refuseChanged } from '#platform/errors';
import type { Work } from '#platform/work';
import './housing.tables.ts';

/** `heatingMonths`: of the heating season, where heat is paid evenly over the year; null: in the season alone. Answers what it was. Refuses object.changed. The caller writes the journal. */
export async function setHeatingMonths(work: Work, { houseId, version, heatingMonths }: { houseId: string; version: number; heatingMonths: number | null }): Promise<{ before: number | null; version: number }> {
  const house = found(await work.tx.selectFrom('housing.house').select(['heating_months', 'version']).where('house_id', '=', houseId).forUpdate().executeTakeFirst());
  if (house.version !== version) refuseChanged({ heatingMonths: house.heating_months, version: house.version });
  await work.tx.updateTable('housing.house').set({ heating_months: heatingMonths, version: version + 1 }).where('house_id', '=', houseId).execute();
  return { before: house.heating_months, version: version + 1 };
}
