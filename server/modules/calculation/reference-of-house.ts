// The reference data of a month's bills: norms in force, and what the house's meters showed beside what the flats took. Pure.
import type { HouseReference } from '#modules/billing';
import { decimalText, minus, rounded, total, trimmed } from '#platform/decimal';
import { lastDay } from '#platform/time';
import type { FlatVolumes } from './flat-volumes.ts';
import type { HouseMonth } from './house-month.ts';

const PER = { person: 'чел.', m2: 'м²' } as const;
const SCALE = 6;
const text = (of: Parameters<typeof rounded>[0]): string => decimalText(trimmed(rounded(of, SCALE)));

const unitOf = (unit: string, { per }: HouseMonth['norms'][number]): string => `${unit}/${PER[per as keyof typeof PER]}`;

/** Norms as they stand on the last day of the month; volumes of services whose house meter was read. Heat is not split into flats and common property. */
export function referenceOfHouse(facts: HouseMonth, volumes: FlatVolumes): HouseReference {
  const day = lastDay(facts.month);
  const norms = facts.norms.filter(({ force }) => (force.from === null || force.from <= day) && (force.to === null || force.to >= day));
  return {
    norms: facts.services.flatMap(({ code, unit }): HouseReference['norms'] => {
      // By people before by area, as the service is charged; gas that heats is charged by both.
      const [flat, heating] = ['person', 'm2'].flatMap((wanted) => norms.filter(({ serviceCode, per }) => serviceCode === code && per === wanted));
      const common = norms.find(({ serviceCode, per }) => serviceCode === `common_${code}` && per === 'm2_common');
      if (!flat && !common) return [];
      const row = { serviceCode: code, unit: flat ? unitOf(unit, flat) : unit, flat: flat?.force.value ?? null, common: common?.force.value ?? null };
      return heating && code === 'gas' ? [row, { ...row, unit: unitOf(unit, heating), flat: heating.force.value }] : [row];
    }),
    house: facts.services.flatMap(({ code }): HouseReference['house'] => {
      const house = volumes.house(code);
      if (house?.by !== 'readings') return [];
      const meter = text(total(house.zones.map(({ volume }) => volume)));
      if (code === 'heating') return [{ serviceCode: code, meter, premises: null, common: null }];
      const { byMeters, byNorms, nonResidential } = volumes.sums(code);
      const premises = text(total([byMeters, byNorms, nonResidential]));
      return [{ serviceCode: code, meter, premises, common: text(minus(meter, premises)) }];
    }),
  };
}
