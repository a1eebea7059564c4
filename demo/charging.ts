// What is charged for each service of a household in a month: terms, from which the sum is made by the same function as everywhere.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { add, chain, decimal, decimalText, roundedText } from '#platform/decimal';
import { kopecksOf } from '#platform/money';
import type { Month } from '#platform/time';
import { HEATING_MONTHS, type DemoHouse, type HouseKey } from './houses.ts';
import { type Household, personsIn } from './households.ts';
import type { MeteredService, Metered, MonthUse } from './metering.ts';
import { monthDays } from './month-days.ts';
import { randomOf } from './random.ts';
import { NORMS, type TariffBook } from './tariffs.ts';

export type HouseFacts = {
  house: DemoHouse;
  /** Gcal of heating by month. */ heat: ReadonlyMap<Month, string>;
  /** What the common rooms used beyond the flats, by service and month. */ common: ReadonlyMap<string, string>;
};
export type ChargingFacts = { houseFacts: HouseFacts; household: Household; metered: readonly Metered[]; tariffs: TariffBook };
type Facts = ChargingFacts & { month: Month; persons: number; personsAre: 'registered' | 'owners' };
type Source = TermsOf<'meter'>['source'];

/** Ten-thousandths of Gcal for a square metre of a panel house. */
const HEAT_BY_MONTH: Readonly<Record<number, number>> = { 1: 365, 2: 325, 3: 250, 4: 150, 5: 42, 9: 38, 10: 185, 11: 275, 12: 335 };
const HEAT_PERCENT: Readonly<Record<HouseKey, number>> = { a: 100, b: 100, c: 82 };

/** What the meters of a house showed: heat by month, and the water and light of common rooms. */
export function houseFactsOf(seed: string, house: DemoHouse, months: readonly Month[]): HouseFacts {
  const random = randomOf(`${seed} house meters ${house.key}`);
  const heat = new Map(
    months.map((month) => {
      const ofMetre = decimalText({
        value: BigInt((HEAT_BY_MONTH[Number(month.slice(5))] ?? 0) * HEAT_PERCENT[house.key] * random.between(93, 107)),
        scale: 8,
      });
      return [month, roundedText(chain([ofMetre, house.areaTotal]), 3)];
    }),
  );
  const common = new Map(
    months.flatMap((month): [string, string][] => [
      [`common_cold_water ${month}`, `${random.between(9, 19)}.${random.between(10, 99)}`],
      [`common_electricity ${month}`, String(random.between(3600, 4700))],
    ]),
  );
  return { house, heat, common };
}

const common = (month: Month) => ({ period: month, benefit: null }) as const;
const WHOLE = { part: null } as const;
const actName = (month: Month, what: string): string => `${what} № ${Number(month.slice(5))}/${month.slice(2, 4)}`;
const fromHouseMeter = (month: Month, document: string): Source => ({ kind: 'houseMeter', date: monthDays(month).last, document, months: null });
const fromUse = ({ average, source, zones }: MonthUse): Source =>
  average === null ? { kind: source, date: zones[0]!.afterOn, document: null, months: null } : { kind: 'average', date: null, document: null, months: average };

type Used = { use: MonthUse; number: string; verifiedUntil: string };
const useOf = ({ metered, month }: Facts, service: MeteredService): Used | undefined => {
  const found = metered.find(({ meter }) => meter.serviceCode === service);
  return found && { use: found.uses.get(month)!, number: found.meter.number, verifiedUntil: found.meter.verifiedUntil };
};
const readingsOf = ({ use, number, verifiedUntil }: Used): TermsOf<'meter'>['readings'] =>
  use.average === null
    ? use.zones.map(({ zone, before, beforeOn, after, afterOn }) => ({ zone, meter: number, before, beforeOn, after, afterOn, verifiedUntil }))
    : [];

const tariffOf = ({ tariffs, houseFacts, month }: Facts, service: string, zone: '' | 'T1' | 'T2' = '') =>
  tariffs({ house: houseFacts.house.key, service, zone, month });

function byArea(facts: Facts, service: string): ChargeTerms {
  return { method: 'areaRate', ...common(facts.month), area: facts.household.premises.areaTotal, pieces: [{ tariff: tariffOf(facts, service), ...WHOLE }] };
}

/** The same for every flat: the price itself. */
function byFlat(facts: Facts, service: string): ChargeTerms | null {
  if (facts.household.premises.kind !== 'flat') return null;
  const tariff = tariffOf(facts, service);
  const source: Source = { kind: 'register', date: null, document: 'список подключённых квартир', months: null };
  return {
    method: 'given',
    ...common(facts.month),
    register: null,
    sumKopecks: Number(kopecksOf(tariff.value)),
    detail: { volume: '1', unit: 'квартира', tariff, source, toleranceKopecks: 0 },
  };
}

function houseNeeds(facts: Facts, service: 'common_cold_water' | 'common_electricity'): ChargeTerms {
  const {
    houseFacts: { house, common: volumes },
    household,
    month,
  } = facts;
  const unit = service === 'common_cold_water' ? 'м³' : 'кВт·ч';
  const norm = service === 'common_cold_water' ? NORMS.commonColdWater : NORMS.commonElectricity;
  // The association counts by the meters of the house, the company by the norm.
  const byMeter = house.key === 'c';
  return {
    method: 'houseNeeds',
    ...common(month),
    unit,
    area: household.premises.areaTotal,
    houseArea: house.areaTotal,
    source: byMeter ? fromHouseMeter(month, actName(month, 'ведомость общедомовых счётчиков')) : { kind: 'norm', date: null, document: null, months: null },
    need: byMeter ? { by: 'meter', volume: volumes.get(`${service} ${month}`)! } : { by: 'norm', norm, commonArea: house.areaCommon },
    pieces: [{ tariff: tariffOf(facts, service), ...WHOLE }],
  };
}

function coldWater(facts: Facts): ChargeTerms {
  const own = useOf(facts, 'cold_water');
  const tariff = tariffOf(facts, 'cold_water');
  if (!own) return byNorm(facts, { norm: NORMS.coldWater, raised: { coefficient: '1.5', reason: 'noMeter' }, tariff });
  return {
    method: 'meter',
    ...common(facts.month),
    unit: 'м³',
    source: fromUse(own.use),
    readings: readingsOf(own),
    pieces: [{ zone: 'whole', volume: own.use.zones[0]!.volume, upTo: null, tariff, ...WHOLE }],
  };
}

function byNorm(
  { month, persons, personsAre }: Facts,
  { norm, raised, tariff }: { norm: string; raised: TermsOf<'norm'>['raised']; tariff: TermsOf<'norm'>['pieces'][number]['tariff'] },
): ChargeTerms {
  return { method: 'norm', ...common(month), unit: 'м³', personsAre, raised, pieces: [{ persons, norm, tariff, ...WHOLE }] };
}

/** As much as came in by both pipes. */
function sewage(facts: Facts): ChargeTerms {
  const tariff = tariffOf(facts, 'sewage');
  const waters = [useOf(facts, 'cold_water'), useOf(facts, 'hot_water')].filter((one) => one !== undefined);
  if (waters.length === 0) return byNorm(facts, { norm: NORMS.sewage, raised: null, tariff });
  const volume = decimalText(waters.map(({ use }) => decimal(use.zones[0]!.volume)).reduce(add));
  const estimated = waters.find(({ use }) => use.average !== null) ?? waters[0]!;
  return {
    method: 'meter',
    ...common(facts.month),
    unit: 'м³',
    source: fromUse(estimated.use),
    readings: waters.flatMap(readingsOf),
    pieces: [{ zone: 'whole', volume, upTo: null, tariff, ...WHOLE }],
  };
}

function hotWater(facts: Facts): ChargeTerms | null {
  if (facts.household.premises.kind !== 'flat') return null;
  const own = useOf(facts, 'hot_water');
  return {
    method: 'hotWater',
    ...common(facts.month),
    unit: 'м³',
    source: own ? fromUse(own.use) : { kind: 'norm', date: null, document: null, months: null },
    readings: own ? readingsOf(own) : [],
    raised: own ? null : { coefficient: '1.5', reason: 'noMeter' },
    use: own ? { by: 'meter', volume: own.use.zones[0]!.volume } : { by: 'norm', persons: facts.persons, norm: NORMS.hotWater },
    heatUnit: 'Гкал',
    heatPerUnit: NORMS.heatPerWater,
    pieces: [{ tariff: tariffOf(facts, 'hot_water'), heatTariff: tariffOf(facts, 'hot_water_heat'), ...WHOLE }],
  };
}

function heating(facts: Facts): ChargeTerms | null {
  const {
    houseFacts: { house, heat },
    household,
    month,
  } = facts;
  const area = household.premises.areaTotal;
  const tariff = tariffOf(facts, 'heating');
  // By the norm it is paid evenly over the year, by the meter of the house in the months when it is warm.
  if (house.heating === 'norm')
    return {
      method: 'heatingByNorm',
      ...common(month),
      unit: 'Гкал',
      area,
      raised: null,
      season: HEATING_MONTHS,
      pieces: [{ norm: NORMS.heating, tariff, ...WHOLE }],
    };
  const houseVolume = heat.get(month)!;
  if (houseVolume === '0.000') return null;
  return {
    method: 'heatingByHouse',
    ...common(month),
    unit: 'Гкал',
    area,
    houseArea: house.areaTotal,
    houseVolume,
    source: fromHouseMeter(month, actName(month, 'ведомость теплосчётчика')),
    pieces: [{ tariff, ...WHOLE }],
  };
}

function electricity(facts: Facts): ChargeTerms {
  const own = useOf(facts, 'electricity')!;
  const zoneTariff = { whole: '', day: 'T1', night: 'T2' } as const;
  return {
    method: 'meter',
    ...common(facts.month),
    unit: 'кВт·ч',
    source: fromUse(own.use),
    readings: readingsOf(own),
    pieces: own.use.zones.map(({ zone, volume }) => ({ zone, volume, upTo: null, tariff: tariffOf(facts, 'electricity', zoneTariff[zone]), ...WHOLE })),
  };
}

function waste(facts: Facts): ChargeTerms {
  const { premises } = facts.household;
  const isFlat = premises.kind === 'flat';
  return {
    method: 'waste',
    ...common(facts.month),
    unit: 'м³',
    base: isFlat ? { by: 'person', persons: facts.persons, personsAre: facts.personsAre } : { by: 'area', area: premises.areaTotal },
    pieces: [{ norm: isFlat ? NORMS.waste : NORMS.wasteOfficeM2, tariff: tariffOf(facts, 'waste'), ...WHOLE }],
  };
}

const capitalRepair = (facts: Facts): ChargeTerms => ({
  method: 'capitalRepair',
  ...common(facts.month),
  area: facts.household.premises.areaTotal,
  share: null,
  pieces: [{ tariff: tariffOf(facts, 'capital_repair'), ...WHOLE }],
});

const CHARGES: Readonly<Record<string, (facts: Facts) => ChargeTerms | null>> = {
  maintenance: (facts) => byArea(facts, 'maintenance'),
  intercom: (facts) => byFlat(facts, 'intercom'),
  security: (facts) => byFlat(facts, 'security'),
  common_cold_water: (facts) => houseNeeds(facts, 'common_cold_water'),
  common_electricity: (facts) => houseNeeds(facts, 'common_electricity'),
  cold_water: coldWater,
  sewage,
  hot_water: hotWater,
  heating,
  electricity,
  waste,
  capital_repair: capitalRepair,
};

/** The terms of a service in a month; null where nothing is charged (no heating in summer). */
export function termsOf(facts: ChargingFacts, service: string, month: Month): ChargeTerms | null {
  return CHARGES[service]!({ ...facts, month, ...personsIn(facts.household, month) });
}
