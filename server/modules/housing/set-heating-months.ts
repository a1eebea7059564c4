// How a house pays for heating. Callers check whose house it is, and what of it is counted already.
import { found, refuseChanged } from '#platform/errors';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import './housing.tables.ts';

/** `heatingMonths`: of the heating season, where heat is paid evenly over the year; null: in the season alone. `meterDueFrom`: since when it should have had a meter of heat. */
export type HeatingPayment = { readonly heatingMonths: number | null; readonly meterDueFrom: Day | null };

/** Answers what it was. Refuses object.changed. The caller writes the journal. */
export async function setHeatingMonths(
  work: Work,
  { houseId, version, heatingMonths, meterDueFrom }: { houseId: string; version: number } & HeatingPayment,
): Promise<{ before: HeatingPayment; version: number }> {
  const house = found(
    await work.tx
      .selectFrom('housing.house')
      .select(['heating_months as heatingMonths', 'heat_meter_due as meterDueFrom', 'version'])
      .where('house_id', '=', houseId)
      .forUpdate()
      .executeTakeFirst(),
  );
  if (house.version !== version) refuseChanged(house);
  await work.tx
    .updateTable('housing.house')
    .set({ heating_months: heatingMonths, heat_meter_due: meterDueFrom, version: version + 1 })
    .where('house_id', '=', houseId)
    .execute();
  return { before: { heatingMonths: house.heatingMonths, meterDueFrom: house.meterDueFrom }, version: version + 1 };
}
