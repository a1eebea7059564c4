// Meters of a house that were tampered with (item 62 of Rules 354), those removed since among them.
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './meters.tables.ts';

/** From `from` on, before `until`: the day when it was put right, or the meter was taken out. */
export type TamperedMeter = {
  readonly meterId: string;
  readonly premisesId: string;
  readonly serviceCode: string;
  readonly from: Day;
  readonly until: Day | null;
  readonly foundOn: Day;
  readonly act: string;
};

/** Without marks that were taken back and meters of the house itself, the oldest first. One statement. */
export async function tamperingsOf(db: Db, houseId: string): Promise<TamperedMeter[]> {
  const rows = await db
    .selectFrom('meters.fault as f')
    .innerJoin('meters.meter as m', (on) => on.onRef('m.house_id', '=', 'f.house_id').onRef('m.id', '=', 'f.meter_id'))
    .select([
      'm.id as meterId',
      'm.premises_id as premisesId',
      'm.service_code as serviceCode',
      'm.removed_on as removedOn',
      'f.from_day as from',
      'f.to_day as to',
      'f.found_on as foundOn',
      'f.act',
    ])
    .where('f.house_id', '=', houseId)
    .where('f.kind', '=', 'tampered')
    .where('m.premises_id', 'is not', null)
    .where((on) => on.or([on('f.to_day', 'is', null), on('f.to_day', '>', on.ref('f.from_day'))]))
    .orderBy('f.from_day')
    .orderBy('f.id')
    .execute();
  return rows.flatMap(({ premisesId, removedOn, to, foundOn, ...row }) =>
    premisesId === null || foundOn === null ? [] : [{ ...row, premisesId, foundOn, until: to ?? removedOn }],
  );
}
