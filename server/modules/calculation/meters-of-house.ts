// Meters of a house as the calculation asks about them. Pure.
import type { HouseMeter } from '#modules/meters';
import { lastDay, type Month } from '#platform/time';
import { monthsOfYear, type YearHeat } from './even-heating.ts';
import { zonesOf } from './flat-volumes.ts';
import { stateIn } from './meter-state.ts';
import { tamperedDays } from './tampered-days.ts';
import type { MeterFacts, ReadingPoint } from './volume-of-month.ts';
import './calculation.tables.ts';

/** Meters of heat as they ran in the year, those removed within it too. */
export function heatOfYear(meters: readonly HouseMeter[], year: string): YearHeat {
  const byPlace = Map.groupBy(
    meters.filter(({ serviceCode }) => serviceCode === 'heating'),
    ({ premisesId }) => premisesId ?? '',
  );
  const months = [...byPlace].map(
    ([premisesId, own]) =>
      [
        premisesId,
        monthsOfYear(
          own.map((meter) => ({ stands: meter.removedOn === null, registers: registersOf(meter) })),
          year,
        ),
      ] as const,
  );
  return {
    year,
    house: months.find(([premisesId]) => premisesId === '')?.[1] ?? null,
    flats: new Map(months.flatMap(([premisesId, uses]) => (premisesId !== '' && uses ? [[premisesId, uses]] : []))),
  };
}

export function metersByService(meters: readonly HouseMeter[], month: Month): ReadonlyMap<string, readonly MeterFacts[]> {
  const standing = meters.filter(({ installedOn }) => installedOn <= lastDay(month));
  return new Map(
    [...Map.groupBy(standing, ({ serviceCode }) => serviceCode)].map(([service, list]) => [service, list.map((meter) => meterFacts(meter, month))]),
  );
}

const SOURCES: Readonly<Record<string, ReadingPoint['source']>> = {
  resident: 'reading',
  organization: 'reading',
  remote: 'remote',
  control: 'act',
  estimated: 'estimated',
};

const isTampered = ({ faults }: HouseMeter, month: Month): boolean =>
  tamperedDays(
    month,
    faults.flatMap(({ kind, fromDay, toDay, act }) => (kind === 'tampered' ? [{ from: fromDay, until: toDay, foundOn: fromDay, act }] : [])),
  ).length > 0;

const meterFacts = (meter: HouseMeter, month: Month): MeterFacts => ({
  serial: meter.serial,
  verifiedUntil: meter.nextVerificationOn,
  state: stateIn(meter, month),
  ...(isTampered(meter, month) && { tampered: true }),
  registers: registersOf(meter).map((register) => ({ ...register, points: register.points.filter(({ period }) => period <= month) })),
});

function registersOf({ registers, installedOn }: HouseMeter): MeterFacts['registers'] {
  const zones = zonesOf(registers.map(({ zone }) => zone));
  return registers.map(({ zone, initialValue, points }) => ({
    zone: zones[zone] ?? 'whole',
    start: { value: initialValue, on: installedOn },
    points: points.map(({ period, takenOn, value, use, months, source, act, within, resumed }) => ({
      period,
      takenOn,
      value,
      use,
      months,
      source: SOURCES[source] ?? 'reading',
      act,
      within,
      resumed,
    })),
  }));
}
