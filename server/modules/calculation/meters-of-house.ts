// Meters of a house as the calculation asks about them. Pure.
import type { HouseMeter } from '#modules/meters';
import { lastDay, type Month } from '#platform/time';
import { monthsOfYear, type YearHeat } from './even-heating.ts';
import { zonesOf } from './flat-volumes.ts';
import { stateIn } from './meter-state.ts';
import { chainsOf, inTurn, standingIn } from './replaced-meters.ts';
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

/** The meters of a place in the month, one that was replaced together with those before it: `meters` may hold what was taken away within the year before. */
export function metersByService(meters: readonly HouseMeter[], month: Month): ReadonlyMap<string, readonly MeterFacts[]> {
  const standing = meters.filter(({ installedOn }) => installedOn <= lastDay(month));
  const byService = [...Map.groupBy(standing, ({ serviceCode }) => serviceCode)].map(([service, list]) => {
    const isReplaced = list.some(({ removedOn }) => removedOn !== null);
    return [service, isReplaced ? chainsOf(list).flatMap((chain) => chainFacts(chain, month)) : list.map((meter) => meterFacts(meter, month))] as const;
  });
  return new Map(byService.filter(([, list]) => list.length > 0));
}

/** All points of a chain are asked, then those of the month and before are kept: a last reading may wait for a later one. */
function chainFacts(chain: readonly HouseMeter[], month: Month): MeterFacts[] {
  const meters = chain.map((meter) => ({ ...meter, facts: { ...meterFacts(meter, month), registers: registersOf(meter) } }));
  const whole = meters.length > 1 ? inTurn(meters) : undefined;
  return (whole ? [whole] : standingIn(meters, month).map(({ facts }) => facts)).map((facts) => through(facts, month));
}

const through = (facts: MeterFacts, month: Month): MeterFacts => ({
  ...facts,
  registers: facts.registers.map((register) => ({ ...register, points: register.points.filter(({ period }) => period <= month) })),
});

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

const meterFacts = (meter: HouseMeter, month: Month): MeterFacts =>
  through(
    {
      serial: meter.serial,
      verifiedUntil: meter.nextVerificationOn,
      state: stateIn(meter, month),
      ...(isTampered(meter, month) && { tampered: true }),
      registers: registersOf(meter),
    },
    month,
  );

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
