// Tariffs and norms of the directory as the month of a house has them: the nearest stands before the general one, numbers as people write them. Pure.
import { beneath, type normsBetween, type tariffsBetween } from '#modules/directory';
import type { HouseNorm, HouseTariff } from './house-month.ts';
import './calculation.tables.ts';

/** '52.400000' → '52.4': as people write a tariff, so that the terms show it so. */
const plain = (value: string): string => (value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value);
/** A price keeps two decimals at least. */
const price = (value: string): string =>
  plain(value)
    .replace(/^(\d+)$/, '$1.00')
    .replace(/^(\d+\.\d)$/, '$10');

type TariffRow = Awaited<ReturnType<typeof tariffsBetween>>[number];

/** The house's own tariffs of a service stand, on their days, before the general ones. */
export function ownFirst(tariffs: readonly TariffRow[]): HouseTariff[] {
  const own = tariffs.filter(({ houseId }) => houseId !== null);
  const general = tariffs.filter(({ houseId }) => houseId === null);
  const forceOf = ({ value, fromDay, toDay, decision }: TariffRow): HouseTariff['force'] => ({
    from: fromDay,
    to: toDay,
    value: { value: price(value), from: fromDay, decision },
  });
  const made = (row: TariffRow, force: HouseTariff['force']): HouseTariff => ({
    serviceCode: row.serviceCode,
    zone: row.zone,
    fromVolume: plain(row.fromVolume),
    force,
  });
  return [
    ...own.map((row) => made(row, forceOf(row))),
    ...general.flatMap((row) =>
      beneath([forceOf(row)], own.filter(({ serviceCode }) => serviceCode === row.serviceCode).map(forceOf)).map((force) => made(row, force)),
    ),
  ];
}

type NormRow = Awaited<ReturnType<typeof normsBetween>>[number];
const NEARER: Readonly<Record<NormRow['level'], readonly NormRow['level'][]>> = { house: [], organization: ['house'], region: ['house', 'organization'] };

/** Of each norm the nearest: of the house, of the organization, of the region. */
export function nearestNorms(norms: readonly NormRow[]): HouseNorm[] {
  const forceOf = ({ value, fromDay, toDay }: NormRow): HouseNorm['force'] => ({ from: fromDay, to: toDay, value: plain(value) });
  return norms.flatMap((row) =>
    beneath(
      [forceOf(row)],
      norms.filter(({ serviceCode, per, level }) => serviceCode === row.serviceCode && per === row.per && NEARER[row.level].includes(level)).map(forceOf),
    ).map((force) => ({ serviceCode: row.serviceCode, per: row.per, force })),
  );
}
