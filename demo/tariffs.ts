// What a unit costs and how much is used by norm: in force from 2025, changed on 1 January and 1 October 2026. Decisions are invented.
import type { TermsOf } from '#contract/charge-terms';
import type { HouseReference } from '#modules/billing';
import type { NewNorm, NewTariff } from '#modules/directory';
import { addDays, firstDay, type Day, type Month } from '#platform/time';
import { HOUSE_KEYS, REGION, type DemoHouse, type HouseKey } from './houses.ts';
import { billsOf } from './issuers.ts';
import type { DemoOrganization, OrganizationKey } from './organizations.ts';

export type TermsTariff = TermsOf<'areaRate'>['pieces'][number]['tariff'];
type Zone = '' | 'T1' | 'T2';
type Step = { readonly from: Day; readonly value: string; readonly decision: string };
type Line = { readonly service: string; readonly zone?: Zone; readonly unit: string; readonly values: readonly [string, string, string] };

const STARTS = ['2025-01-01', '2026-01-01', '2026-10-01'] as const;
const DECISIONS = [
  'Постановление тарифной комиссии от 12.12.2024 № 201-Т',
  'Постановление тарифной комиссии от 11.12.2025 № 214-Т',
  'Постановление тарифной комиссии от 17.09.2026 № 118-Т',
] as const;

/** Set by the region for everybody. */
const REGULATED: readonly Line[] = [
  { service: 'cold_water', unit: 'м³', values: ['52.40', '53.29', '58.62'] },
  { service: 'common_cold_water', unit: 'м³', values: ['52.40', '53.29', '58.62'] },
  { service: 'sewage', unit: 'м³', values: ['34.06', '34.64', '38.10'] },
  { service: 'hot_water', unit: 'м³', values: ['52.40', '53.29', '58.62'] },
  { service: 'hot_water_heat', unit: 'Гкал', values: ['2350.18', '2390.13', '2605.24'] },
  { service: 'heating', unit: 'Гкал', values: ['2350.18', '2390.13', '2605.24'] },
  { service: 'electricity', zone: '', unit: 'кВт·ч', values: ['5.84', '5.94', '6.53'] },
  { service: 'electricity', zone: 'T1', unit: 'кВт·ч', values: ['6.72', '6.83', '7.51'] },
  { service: 'electricity', zone: 'T2', unit: 'кВт·ч', values: ['3.21', '3.26', '3.59'] },
  { service: 'common_electricity', unit: 'кВт·ч', values: ['5.84', '5.94', '6.53'] },
  { service: 'waste', unit: 'м³', values: ['964.95', '981.36', '1079.50'] },
];

/** What the owners of a house decided, and the contribution to capital repair. */
const HOUSE_PRICES: Readonly<Record<HouseKey, readonly { service: string; unit: string; steps: readonly Step[] }[]>> = {
  a: [
    { service: 'maintenance', unit: 'м²', steps: meeting('31.85', '33.70', '2 от 14.11.2025') },
    { service: 'intercom', unit: 'квартира', steps: meeting('55', '60', '2 от 14.11.2025') },
  ],
  b: [{ service: 'maintenance', unit: 'м²', steps: meeting('28.40', '30.15', '1 от 21.11.2025') }],
  c: [
    { service: 'maintenance', unit: 'м²', steps: meeting('36.20', '38.90', '4 от 05.12.2025') },
    { service: 'intercom', unit: 'квартира', steps: meeting('70', '75', '4 от 05.12.2025') },
    { service: 'security', unit: 'квартира', steps: meeting('420', '450', '4 от 05.12.2025') },
  ],
};
const CONTRIBUTION: readonly Step[] = [
  { from: STARTS[0], value: '17.48', decision: 'Постановление правительства области от 20.11.2024 № 77-П' },
  { from: STARTS[1], value: '18.81', decision: 'Постановление правительства области от 19.11.2025 № 83-П' },
];

function meeting(before: string, after: string, minutes: string): readonly Step[] {
  return [
    { from: STARTS[0], value: before, decision: 'Протокол общего собрания собственников № 1 от 10.12.2024' },
    { from: STARTS[1], value: after, decision: `Протокол общего собрания собственников № ${minutes}` },
  ];
}

const regulatedSteps = ({ values }: Line): Step[] => STARTS.map((from, n) => ({ from, value: values[n]!, decision: DECISIONS[n]! }));

type Priced = {
  readonly issuer: OrganizationKey;
  readonly house: HouseKey | null;
  readonly service: string;
  readonly zone: Zone;
  readonly unit: string;
  readonly steps: readonly Step[];
};

/** Every price once for each organization that charges by it. */
function pricesOf(): Priced[] {
  const prices = new Map<string, Priced>();
  const put = (price: Priced): void => void prices.set(`${price.issuer} ${price.house} ${price.service} ${price.zone}`, price);
  for (const house of HOUSE_KEYS) {
    for (const { issuer, services } of billsOf(house)) {
      for (const service of services.flatMap((one) => (one === 'hot_water' ? ['hot_water', 'hot_water_heat'] : [one]))) {
        for (const line of REGULATED.filter((one) => one.service === service))
          put({ issuer, house: null, service, zone: line.zone ?? '', unit: line.unit, steps: regulatedSteps(line) });
        for (const price of HOUSE_PRICES[house].filter((one) => one.service === service))
          put({ issuer, house, service, zone: '', unit: price.unit, steps: price.steps });
        if (service === 'capital_repair') put({ issuer, house, service, zone: '', unit: 'м²', steps: CONTRIBUTION });
      }
    }
  }
  return [...prices.values()];
}

/** Rows for the directory, each with its period of force. */
export function tariffRows(organizations: Readonly<Record<OrganizationKey, DemoOrganization>>, houses: readonly DemoHouse[]): NewTariff[] {
  const houseIds = new Map(houses.map((house) => [house.key, house.houseId]));
  return pricesOf().flatMap(({ issuer, house, service, zone, unit, steps }) =>
    steps.map((step, n) => ({
      organizationId: organizations[issuer].id,
      houseId: house && houseIds.get(house)!,
      serviceCode: service,
      zone,
      value: step.value,
      unit,
      fromDay: step.from,
      toDay: steps[n + 1] ? addDays(steps[n + 1]!.from, -1) : null,
      decision: step.decision,
    })),
  );
}

export type TariffBook = (wanted: { house: HouseKey; service: string; zone?: Zone; month: Month }) => TermsTariff;

/** Finds the tariff of a service in a house on the first day of a month; of months before the first decision that decision's. */
export function tariffBook(): TariffBook {
  const steps = new Map(pricesOf().map((price) => [`${price.house ?? ''} ${price.service} ${price.zone}`, price.steps]));
  return ({ house, service, zone = '', month }) => {
    const found = steps.get(`${house} ${service} ${zone}`) ?? steps.get(` ${service} ${zone}`);
    if (!found) throw new RangeError(`no tariff of ${service} ${zone} in the house ${house}`);
    const { value, from, decision } = found.findLast((step) => step.from <= firstDay(month)) ?? found[0]!;
    return { value, from, decision };
  };
}

/** Norms by service: of a person or of a square metre, a month. */
export const NORMS = {
  coldWater: '4.85',
  hotWater: '3.55',
  sewage: '8.40',
  heatPerWater: '0.0632',
  electricity: '88',
  heating: '0.0298',
  waste: '0.168',
  wasteOfficeM2: '0.0092',
  commonColdWater: '0.0208',
  commonElectricity: '2.14',
} as const;
const NORM_DECISION = 'Приказ министерства жилищного хозяйства области от 30.08.2024 № 155';
const NORM_ROWS: readonly [service: string, per: NewNorm['per'], value: string, unit: string][] = [
  ['cold_water', 'person', NORMS.coldWater, 'м³'],
  ['hot_water', 'person', NORMS.hotWater, 'м³'],
  ['sewage', 'person', NORMS.sewage, 'м³'],
  ['electricity', 'person', NORMS.electricity, 'кВт·ч'],
  ['heating', 'm2', NORMS.heating, 'Гкал'],
  ['waste', 'person', NORMS.waste, 'м³'],
  ['waste', 'm2', NORMS.wasteOfficeM2, 'м³'],
  ['common_cold_water', 'm2_common', NORMS.commonColdWater, 'м³'],
  ['common_electricity', 'm2_common', NORMS.commonElectricity, 'кВт·ч'],
];

/** The norms as a bill tells them. */
export const billNorms = (): HouseReference['norms'] =>
  NORM_ROWS.filter(([, per, value]) => per !== 'm2_common' && value !== NORMS.wasteOfficeM2).map(([serviceCode, per, flat, unit]) => ({
    serviceCode,
    unit: `${unit}/${per === 'person' ? 'чел.' : 'м²'}`,
    flat,
    common: NORM_ROWS.find(([code]) => code === `common_${serviceCode}`)?.[2] ?? null,
  }));

export const normRows = (): NewNorm[] =>
  NORM_ROWS.map(([serviceCode, per, value, unit]) => ({ region: REGION, serviceCode, per, value, unit, fromDay: STARTS[0], decision: NORM_DECISION }));
