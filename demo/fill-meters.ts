// Meters of flats and houses with their readings.
import { addMeters, addPastReadings, type NewMeter, type PastReading } from '#modules/meters';
import { decimal, decimalText } from '#platform/decimal';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { HouseFacts } from './charging.ts';
import type { DemoMeter, DemoZone } from './metering.ts';
import { waterOfHouses } from './house-water.ts';
import { monthDays } from './month-days.ts';
import type { Town } from './town.ts';

const ZONES: Readonly<Record<DemoZone, '' | 'T1' | 'T2'>> = { whole: '', day: 'T1', night: 'T2' };
const MODELS = { cold_water: 'Вода-1', hot_water: 'Вода-2', electricity: 'Свет-1' } as const;
/** What a heat meter of a house showed before the first month, in thousandths of a Gcal. */
const HEAT_BEFORE = 41_273_500n;
/** The same of water, in hundredths of m³. */
const WATER_BEFORE = 1_204_500n;

/** The readings go to whoever charges for the service in the house. */
export async function fillMeters(work: Work, town: Town): Promise<void> {
  // The shared meters of a communal flat are read by whoever bills its rooms.
  const flats = new Map(town.premises.map(({ premisesId, flatId }) => [premisesId, flatId ?? premisesId]));
  const issuers = new Map(
    town.accounts.flatMap(({ premisesId, organizationId, services }) => services.map((service) => [`${flats.get(premisesId)!} ${service}`, organizationId])),
  );
  const water = waterOfHouses(town);
  const ofHouses = [
    ...town.houseFacts.filter(({ house }) => house.heating === 'house_meter').map(heatMeter),
    ...town.houseFacts.map((facts) => waterMeter(facts, town.months, water)),
  ];
  await addMeters(work, [
    ...town.meters.map((meter) => newMeter(meter, issuers.get(`${meter.premisesId} ${meter.serviceCode}`)!)),
    ...ofHouses.map(({ meter }) => meter),
  ]);
  const readings = town.readings.map(({ houseId, meterId, zone, takenOn, value, period, source }) => ({
    houseId,
    meterId,
    zone: ZONES[zone],
    takenOn,
    value,
    month: period,
    source,
  }));
  await addPastReadings(work, [...readings, ...ofHouses.flatMap((one) => one.readings)]);
}

function newMeter({ meterId, number, verifiedUntil, zones, initial, ...meter }: DemoMeter, organizationId: string) {
  const registers = zones.map((zone, n) => ({ zone: ZONES[zone], initialValue: initial[n]! }));
  return {
    ...meter,
    id: meterId,
    organizationId,
    serial: number,
    make: 'Учебный прибор',
    model: MODELS[meter.serviceCode],
    sealedOn: meter.installedOn,
    nextVerificationOn: verifiedUntil,
    registers,
  };
}

/** The heat meter of a house: its readings differ by what the charges of heating were counted from. */
function heatMeter({ house, heat }: HouseFacts): { meter: NewMeter; readings: PastReading[] } {
  const id = deriveId(house.houseId, 'heat meter');
  let shown = HEAT_BEFORE;
  const readings = [...heat].map(([month, volume]): PastReading => {
    shown += decimal(volume).value;
    return {
      houseId: house.houseId,
      meterId: id,
      zone: '',
      takenOn: monthDays(month).last,
      value: decimalText({ value: shown, scale: 3 }),
      month,
      source: 'organization',
    };
  });
  const installedOn = '2024-08-20';
  return {
    readings,
    meter: {
      id,
      houseId: house.houseId,
      premisesId: null,
      organizationId: house.managerId,
      serviceCode: 'heating',
      serial: `Д-${house.number}-1`,
      make: 'Учебный прибор',
      model: 'Тепло-1',
      digits: 8,
      decimals: 3,
      place: 'подвал',
      installedOn,
      sealedOn: installedOn,
      verifiedOn: installedOn,
      nextVerificationOn: '2028-08-20',
      registers: [{ zone: '', initialValue: decimalText({ value: HEAT_BEFORE, scale: 3 }) }],
    },
  };
}

/** The water meter at the inlet of a house: what the flats and the common rooms used, nobody's loss beside it. That of house b is past its verification. */
function waterMeter({ house }: HouseFacts, months: readonly string[], water: ReturnType<typeof waterOfHouses>): { meter: NewMeter; readings: PastReading[] } {
  const id = deriveId(house.houseId, 'cold water meter');
  let value = WATER_BEFORE;
  const shown = months.map((month): PastReading => {
    value += decimal(water.get(`${house.houseId} ${month}`)!.meter).value;
    return {
      houseId: house.houseId,
      meterId: id,
      zone: '',
      takenOn: monthDays(month).last,
      value: decimalText({ value, scale: 2 }),
      month,
      source: 'organization',
    };
  });
  const installedOn = house.key === 'b' ? '2020-10-06' : '2022-06-14';
  const nextVerificationOn = house.key === 'b' ? '2026-10-06' : '2028-06-14';
  return {
    readings: shown,
    meter: {
      id,
      houseId: house.houseId,
      premisesId: null,
      organizationId: house.managerId,
      serviceCode: 'cold_water',
      serial: `Д-${house.number}-2`,
      make: 'Учебный прибор',
      model: 'Вода-50',
      digits: 8,
      decimals: 2,
      place: 'водомерный узел',
      installedOn,
      sealedOn: installedOn,
      verifiedOn: installedOn,
      nextVerificationOn,
      registers: [{ zone: '', initialValue: decimalText({ value: WATER_BEFORE, scale: 2 }) }],
    },
  };
}
