// Who bills what in which house: direct contracts with every supplier, a billing centre for several, an association for nearly all.
import type { HouseKey } from './houses.ts';
import type { OrganizationKey } from './organizations.ts';

export type AccountKind = 'manager' | 'supplier' | 'repair' | 'waste' | 'billing_centre';
/** One personal account for each premises; `prefix` begins its number, `letters` stand in its unified number. */
export type Issuer = {
  readonly issuer: OrganizationKey;
  readonly kind: AccountKind;
  readonly prefix: string;
  readonly letters: string;
  readonly services: readonly string[];
};

const POWER: Issuer = { issuer: 'power', kind: 'supplier', prefix: '304', letters: 'ВК', services: ['electricity'] };
const WASTE: Issuer = { issuer: 'waste', kind: 'waste', prefix: '850', letters: 'СА', services: ['waste'] };
const REPAIR: Issuer = { issuer: 'repairFund', kind: 'repair', prefix: '660', letters: 'КР', services: ['capital_repair'] };
const WATER = ['cold_water', 'sewage'] as const;
const HEAT = ['hot_water', 'heating'] as const;
const COMMON = ['common_cold_water', 'common_electricity'] as const;

const BILLS: Readonly<Record<HouseKey, readonly Issuer[]>> = {
  a: [
    { issuer: 'companyA', kind: 'manager', prefix: '110', letters: 'АВ', services: ['maintenance', 'intercom', ...COMMON] },
    { issuer: 'water', kind: 'supplier', prefix: '21', letters: 'ВЕ', services: WATER },
    { issuer: 'heat', kind: 'supplier', prefix: '70', letters: 'ТН', services: HEAT },
    POWER,
    WASTE,
    REPAIR,
  ],
  b: [
    { issuer: 'companyA', kind: 'manager', prefix: '120', letters: 'АВ', services: ['maintenance', ...COMMON] },
    { issuer: 'billingCentre', kind: 'billing_centre', prefix: '5', letters: 'РС', services: [...WATER, ...HEAT] },
    POWER,
    WASTE,
    { issuer: 'companyA', kind: 'repair', prefix: '190', letters: 'КР', services: ['capital_repair'] },
  ],
  c: [
    { issuer: 'associationB', kind: 'manager', prefix: '0', letters: 'МО', services: ['maintenance', 'intercom', 'security', ...COMMON, ...WATER, ...HEAT] },
    POWER,
    WASTE,
    REPAIR,
  ],
};

/** The accounts of each premises of the house. */
export const billsOf = (house: HouseKey): readonly Issuer[] => BILLS[house];
