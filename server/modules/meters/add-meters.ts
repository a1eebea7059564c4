// Meters are put in: one by staff, thousands by a load or the demo town.
import { housesByIds, premisesOf, shortAddress } from '#modules/housing';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { firstDay, type Day, type Month } from '#platform/time';
import type { Work } from '#platform/work';
import './meters.tables.ts';

export type NewMeter = {
  readonly id?: string;
  readonly houseId: string;
  readonly premisesId: string | null;
  readonly organizationId: string;
  readonly serviceCode: string;
  readonly serial: string;
  /** Of the state system of housing. */ readonly stateNumber?: string | null;
  readonly make: string;
  readonly model: string;
  readonly digits: number;
  readonly decimals: number;
  readonly place: string;
  readonly installedOn: Day;
  readonly sealedOn?: Day | null;
  readonly verifiedOn?: Day | null;
  readonly nextVerificationOn?: Day | null;
  readonly registers: readonly { readonly zone: '' | 'T1' | 'T2' | 'T3'; readonly initialValue: string }[];
};

/** Puts meters in by four or five statements; answers their ids in order. No check of duplicate numbers: a load brings what stands in the houses. */
export async function addMeters(work: Work, meters: readonly NewMeter[]): Promise<string[]> {
  const addresses = new Map(
    (
      await premisesOf(
        work.tx,
        meters.flatMap(({ houseId, premisesId }) => (premisesId === null ? [] : [{ houseId, premisesId }])),
      )
    ).map((one) => [one.premisesId, one.address]),
  );
  const houses = meters.filter(({ premisesId }) => premisesId === null).map(({ houseId }) => houseId);
  for (const house of houses.length > 0 ? await housesByIds(work.tx, houses) : []) addresses.set(house.houseId, shortAddress(house));
  const rows = meters.map((one, n) => ({
    house_id: one.houseId,
    id: one.id ?? deriveId(work.id, `meter ${n}`),
    premises_id: one.premisesId,
    organization_id: one.organizationId,
    service_code: one.serviceCode,
    serial: one.serial,
    state_number: one.stateNumber || null,
    make: one.make,
    model: one.model,
    digits: one.digits,
    decimals: one.decimals,
    place: one.place,
    address: addresses.get(one.premisesId ?? one.houseId) ?? '',
    installed_on: one.installedOn,
    sealed_on: one.sealedOn ?? null,
    verified_on: one.verifiedOn ?? null,
    next_verification_on: one.nextVerificationOn ?? null,
    version: 1,
  }));
  await insertRows(work.tx, 'meters.meter', rows);
  await insertRows(
    work.tx,
    'meters.meter_register',
    meters.flatMap(({ registers }, n) =>
      registers.map(({ zone, initialValue }) => ({ house_id: rows[n]!.house_id, meter_id: rows[n]!.id, zone, initial_value: initialValue })),
    ),
  );
  await insertRows(
    work.tx,
    'meters.meter_serial',
    rows.map((row) => ({ serial: row.serial, house_id: row.house_id, meter_id: row.id })),
  );
  for (const [houseId, own] of Map.groupBy(rows, (row) => row.house_id))
    work.journal({ stream: `house:${houseId}`, action: 'meters.added', object: { kind: 'house', id: houseId }, houseId, facts: { count: own.length } });
  return rows.map((row) => row.id);
}

export type PastReading = {
  readonly houseId: string;
  readonly meterId: string;
  readonly zone: string;
  readonly takenOn: Day;
  readonly value: string;
  readonly month: Month;
  readonly source: 'resident' | 'organization' | 'remote' | 'control' | 'estimated';
};

/** Readings that are known already: the history that a load or the demo town brings. One active a register and month; no act is made. */
export async function addPastReadings(work: Work, readings: readonly PastReading[]): Promise<void> {
  const rows = readings.map((one) => ({
    house_id: one.houseId,
    id: deriveId(work.id, `reading ${one.meterId} ${one.zone} ${one.month}`),
    meter_id: one.meterId,
    zone: one.zone,
    taken_on: one.takenOn,
    value: one.value,
    period: firstDay(one.month),
    source: one.source,
    status: 'active',
    confirmed: false,
    submitted_at: [`${one.takenOn}T12:00:00.000Z`, work.now.toISOString()].sort()[0]!,
  }));
  await insertRows(work.tx, 'meters.reading', rows);
  for (const [houseId, own] of Map.groupBy(rows, (row) => row.house_id))
    work.journal({ stream: `house:${houseId}`, action: 'readings.loaded', object: { kind: 'house', id: houseId }, houseId, facts: { count: own.length } });
}
