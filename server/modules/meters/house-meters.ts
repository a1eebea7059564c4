// All meters of a house with their readings, for the calculation of charges.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { type MeasuredPoint, measuredPoints } from './faulty-use.ts';
import { faultColumn, loadRegisters, meterColumns, type HomeRegister, type MarkedMeter, type StoredFault } from './home-meters.ts';
import type { TamperedMeter } from './tamperings.ts';
import './meters.tables.ts';

type Point = MeasuredPoint<HomeRegister['points'][number]>;
/** Points say what was measured: nothing of the days on which the meter failed. */
export type HouseMeter = MarkedMeter & { readonly registers: readonly (Omit<HomeRegister, 'points'> & { readonly points: readonly Point[] })[] };

/** Meters of the premises and of the house itself (`premisesId` null) that stood there on or after the day; those removed before are left out. `supposed`: a mark that is not written. Three statements. */
export async function metersOfHouse(db: Db, houseId: string, since: Day, supposed?: TamperedMeter): Promise<HouseMeter[]> {
  const written = await db
    .selectFrom('meters.meter as m')
    .select(meterColumns)
    .select(faultColumn)
    .where('m.house_id', '=', houseId)
    .where((on) => on.or([on('m.removed_on', 'is', null), on('m.removed_on', '>=', since)]))
    .orderBy('m.service_code')
    .orderBy('m.serial')
    .orderBy('m.id')
    .execute();
  const stored = written.map((meter) => (meter.id === supposed?.meterId ? { ...meter, faults: [...meter.faults, faultOf(supposed)] } : meter));
  const registers = await loadRegisters(db, stored);
  return stored.map((meter) => ({
    ...meter,
    registers: (registers.get(meter.id) ?? []).map((register) => ({
      ...register,
      points: measuredPoints(register.points, meter.faults, { ...register, ...meter }),
    })),
  }));
}

const faultOf = ({ from, act }: TamperedMeter): StoredFault => ({ kind: 'tampered', fromDay: from, toDay: null, values: null, act });

/** Premises where a meter of the service once stood, so that one can stand: `premisesId service`. One statement. */
export async function onceMetered(db: Db, houseId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    key: string;
  }>`select distinct premises_id::text || ' ' || service_code as key from meters.meter where house_id = ${houseId} and premises_id is not null`.execute(db);
  return new Set(rows.map(({ key }) => key));
}
