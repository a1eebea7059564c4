// Months of small houses for tests: flats, meters, prices, and what comes of them.
import { Check } from 'typebox/value';
import { expect } from 'vitest';
import { ChargeTerms } from '#contract/charge-terms';
import type { NormBase } from '#contract/directories';
import { sumOfTerms } from '#modules/billing';
import { addMonths } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import type { HouseMonth, HousePremises, HouseTariff } from './house-month.ts';
import type { Zone } from './tariff-pieces.ts';
import type { MeterFacts } from './volume-of-month.ts';

export const MONTH = '2026-10';
/** A meter read each month since 2026-04: `uses` by zone, the same every month but the last given. */
export const meter = (zones: Partial<Record<Zone, string>>, { last = MONTH, serial = '18-1' } = {}): MeterFacts => ({
  serial,
  state: { is: 'working' },
  registers: Object.entries(zones).map(([zone, use]) => ({
    zone: zone as Zone,
    start: { value: '0', on: '2026-03-24' },
    points: Array.from({ length: 7 }, (_, n) => addMonths('2026-04', n))
      .filter((period) => period <= last)
      .map((period, n) => ({ period, takenOn: `${period}-24`, value: String(n + 1), use, months: 1, source: 'reading' as const })),
  })),
});
export const flat = (premisesId: string, meters: Record<string, readonly MeterFacts[]> = {}, more: Partial<HousePremises> = {}): HousePremises => ({
  premisesId,
  kind: 'flat',
  area: '50',
  shareArea: '30',
  flatId: null,
  isMunicipal: false,
  people: [{ from: null, to: null, value: { count: 2, are: 'registered' } }],
  meters: new Map(Object.entries(meters)),
  meterPossible: new Set(),
  ownHeating: null,
  ...more,
});
export const tariff = (serviceCode: string, value: string, { zone = '', fromVolume = '0' } = {}): HouseTariff => ({
  serviceCode,
  zone,
  fromVolume,
  force: { from: '2026-01-01', to: null, value: { value, from: '2026-01-01', decision: null } },
});
export const norm = (serviceCode: string, per: NormBase, value: string) => ({ serviceCode, per, force: { from: null, to: null, value } });
const SERVICES = [
  ['maintenance', 'м²', 'housing'],
  ['rent', 'м²', 'housing'],
  ['common_electricity', 'кВт·ч', 'common'],
  ['common_sewage', 'м³', 'common'],
  ['cold_water', 'м³', 'utility'],
  ['hot_water', 'м³', 'utility'],
  ['hot_water_heat', 'Гкал', 'utility'],
  ['sewage', 'м³', 'utility'],
  ['electricity', 'кВт·ч', 'utility'],
  ['gas', 'м³', 'utility'],
  ['heating', 'Гкал', 'utility'],
  ['waste', 'м³', 'utility'],
  ['intercom', 'квартира', 'other'],
  ['parking', 'место', 'other'],
  ['capital_repair', 'м²', 'repair'],
].map(([code, unit, block]) => ({ code: code!, unit: unit!, block: block! }));

export function month(premises: readonly HousePremises[], tariffs: readonly HouseTariff[], more: Partial<HouseMonth> = {}): HouseMonth {
  return {
    month: MONTH,
    heating: 'house_meter',
    heatingMonths: null,
    heatMeterDue: null,
    lastYear: null,
    closedAccounts: [],
    houseArea: '200',
    commonArea: '40',
    commonWay: 'fact',
    lastYearCommon: new Map(),
    overNorm: null,
    accounts: premises.map(({ premisesId }) => ({ accountId: `account ${premisesId}`, number: premisesId, kind: 'manager', premisesId, span: null })),
    premises: new Map(premises.map((one) => [one.premisesId, one])),
    services: SERVICES,
    tariffs,
    norms: [],
    houseMeters: new Map(),
    past: [],
    recalculations: new Map(),
    debts: null,
    keyRate: [],
    jumpPercent: 30,
    decisions: [],
    ...more,
  };
}

/** Sums by `flat service`; every line's terms fit the contract and give its kopecks. */
export function counted(facts: HouseMonth) {
  const { lines, exceptions } = chargeHouse(facts);
  for (const { terms, kopecks } of lines) {
    expect(Check(ChargeTerms, terms)).toBe(true);
    expect(sumOfTerms(terms)).toBe(kopecks);
  }
  return {
    sums: Object.fromEntries(lines.map(({ accountId, serviceCode, kopecks }) => [`${accountId.slice('account '.length)} ${serviceCode}`, kopecks])),
    methods: Object.fromEntries(lines.map(({ accountId, serviceCode, terms }) => [`${accountId.slice('account '.length)} ${serviceCode}`, terms.method])),
    told: exceptions.map(({ kind, accountId, serviceCode }) => [kind, accountId?.slice('account '.length) ?? 'house', serviceCode ?? ''].join(' ').trim()),
    lines,
  };
}
