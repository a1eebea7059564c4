// Meters of the flats, what they showed month by month, and what was used.
import { decimalText } from '#platform/decimal';
import { deriveId } from '#platform/ids';
import { addDays, addMonths, daysBetween, monthOf, type Day, type Month } from '#platform/time';
import { type Household, personsIn } from './households.ts';
import { dateOf, monthDays } from './month-days.ts';
import { HOME_OF_GALINA } from './people.ts';
import { randomOf, type Random } from './random.ts';

export type MeteredService = 'cold_water' | 'hot_water' | 'electricity';
export type DemoZone = 'whole' | 'day' | 'night';
export type DemoMeter = {
  meterId: string;
  houseId: string;
  premisesId: string;
  serviceCode: MeteredService;
  number: string;
  place: string;
  unit: string;
  digits: number;
  decimals: number;
  zones: readonly DemoZone[];
  installedOn: Day;
  verifiedOn: Day;
  verifiedUntil: Day;
  initial: readonly string[];
};
export type DemoReading = {
  id: string;
  meterId: string;
  houseId: string;
  premisesId: string;
  zone: DemoZone;
  period: Month;
  takenOn: Day;
  value: string;
  source: 'resident' | 'remote' | 'estimated';
};
/** What a register showed and what was used; `average` is null where a reading was handed in, else of how many months the estimate is. */
export type ZoneUse = { zone: DemoZone; before: string; beforeOn: Day; after: string; afterOn: Day; volume: string };
export type MonthUse = { month: Month; average: number | null; source: 'reading' | 'remote'; zones: ZoneUse[] };
export type Metered = { meter: DemoMeter; readings: DemoReading[]; uses: ReadonlyMap<Month, MonthUse> };
export type MeteringFacts = { seed: string; today: Day; months: readonly Month[]; window: { fromDayOfMonth: number; toDayOfMonth: number } };

/** Days on which readings are taken: the usual ones, or others around today, so that the window is open in the demo town. */
export function windowFor(today: Day): { fromDayOfMonth: number; toDayOfMonth: number } {
  const date = Number(today.slice(8));
  if (date < 15) return { fromDayOfMonth: 1, toDayOfMonth: 20 };
  return date > 25 ? { fromDayOfMonth: 20, toDayOfMonth: 31 } : { fromDayOfMonth: 15, toDayOfMonth: 25 };
}

const PLACES = { cold_water: 'санузел', hot_water: 'санузел', electricity: 'этажный щит' } as const;
const WATER_CALIBRATION_YEARS = { cold_water: 6, hot_water: 4, electricity: 16 } as const;

/** The meters of the household: one flat in twelve has none for water and pays by norm. Commercial premises have no hot water. */
export function meteringOf(household: Household, facts: MeteringFacts): Metered[] {
  const { houseKey, number, kind } = household.premises;
  const random = randomOf(`${facts.seed} metering ${houseKey} ${number}`);
  const isGalina = houseKey === HOME_OF_GALINA[0] && number === HOME_OF_GALINA[1];
  const noWaterMeters = kind === 'flat' && random.chance(8) && !isGalina;
  const expired = random.chance(4) && !isGalina;
  const services: MeteredService[] = noWaterMeters
    ? ['electricity']
    : kind === 'commercial'
      ? ['cold_water', 'electricity']
      : ['cold_water', 'hot_water', 'electricity'];
  const readingDate = random.between(facts.window.fromDayOfMonth, Math.min(facts.window.toDayOfMonth, 25));
  const handedIn = random.chance(17) && !isGalina;
  return services.map((service) => {
    const own = randomOf(`${facts.seed} meter ${houseKey} ${number} ${service}`);
    const meter = meterOf(household, service, { ...facts, expired: expired && service === 'cold_water' }, own);
    return { meter, ...monthsOf(household, meter, { ...facts, readingDate, handedIn, steady: isGalina, leak: isGalina && service === 'cold_water' }, own) };
  });
}

function meterOf({ premises }: Household, serviceCode: MeteredService, { today, expired }: { today: Day; expired: boolean }, random: Random): DemoMeter {
  const { houseId, premisesId, houseKey } = premises;
  const years = WATER_CALIBRATION_YEARS[serviceCode];
  const verifiedUntil = expired ? addDays(today, -random.between(25, 80)) : addDays(today, random.between(30, 365 * Math.min(years - 2, 4)));
  const verifiedOn = addDays(verifiedUntil, -years * 365);
  const zones: DemoZone[] = serviceCode === 'electricity' && houseKey === 'c' ? ['day', 'night'] : ['whole'];
  const isPower = serviceCode === 'electricity';
  return {
    meterId: deriveId(premisesId, `meter ${serviceCode}`),
    houseId,
    premisesId,
    serviceCode,
    number: `${verifiedOn.slice(2, 4)}-${random.between(100_000, 999_999)}${{ cold_water: '1', hot_water: '2', electricity: '3' }[serviceCode]}`,
    place: PLACES[serviceCode],
    unit: isPower ? 'кВт·ч' : 'м³',
    digits: isPower ? 6 : 5,
    decimals: isPower ? 0 : 2,
    zones,
    installedOn: verifiedOn,
    verifiedOn,
    verifiedUntil,
    initial: zones.map(() => '0'),
  };
}

/** `steady`: no reading is missed. */
type MonthFacts = MeteringFacts & { readingDate: number; handedIn: boolean; steady: boolean; leak: boolean };

/** What one register uses in a month: hundredths of m³, or whole kWh. */
function usualUse(household: Household, meter: DemoMeter, random: Random): (month: Month, zone: DemoZone) => number {
  const isShop = household.premises.kind === 'commercial';
  const [least, most] = { cold_water: [250, 430], hot_water: [160, 300], electricity: [55, 95] }[meter.serviceCode] as [number, number];
  const ofPerson = random.between(least, most);
  const ofHome = meter.serviceCode === 'electricity' ? random.between(45, 90) : 0;
  return (month, zone) => {
    const all = isShop ? ofPerson * 6 + ofHome * 10 : ofPerson * personsIn(household, month).persons + ofHome;
    const season = seasonPercent(meter.serviceCode, Number(month.slice(5)));
    const part = { whole: 100, day: 69, night: 31 }[zone];
    return Math.max(1, Math.floor((all * season * part * random.between(84, 116)) / 1_000_000));
  };
}

/** More light in winter; away in summer. */
function seasonPercent(service: MeteredService, monthOfYear: number): number {
  const isSummer = monthOfYear >= 6 && monthOfYear <= 8;
  const isWinter = monthOfYear >= 11 || monthOfYear <= 2;
  if (service === 'electricity') return isWinter ? 116 : isSummer ? 86 : 100;
  return isSummer ? 84 : 100;
}

function monthsOf(household: Household, meter: DemoMeter, facts: MonthFacts, random: Random): { readings: DemoReading[]; uses: Map<Month, MonthUse> } {
  const { months, today } = facts;
  const text = (value: number): string => decimalText({ value: BigInt(value), scale: meter.decimals });
  const usual = usualUse(household, meter, random);
  const remote = meter.zones.length > 1;
  const start = addMonths(months[0]!, -1);
  const registers = meter.zones.map((zone) => ({
    zone,
    value: random.between(meter.decimals > 0 ? 4_000 : 2_000, meter.decimals > 0 ? 62_000 : 31_000),
    on: dateOf(start, facts.readingDate),
    past: [] as number[],
  }));
  const readings: DemoReading[] = [];
  const uses = new Map<Month, MonthUse>();
  const write = (zone: DemoZone, period: Month, at: { takenOn: Day; value: number; source: DemoReading['source'] }): void => {
    readings.push({
      id: deriveId(meter.meterId, `${period} ${zone}`),
      meterId: meter.meterId,
      houseId: meter.houseId,
      premisesId: meter.premisesId,
      zone,
      period,
      takenOn: at.takenOn,
      value: text(at.value),
      source: at.source,
    });
  };
  for (const register of registers) write(register.zone, start, { takenOn: register.on, value: register.value, source: remote ? 'remote' : 'resident' });
  for (const [index, month] of months.entries()) {
    const missed = index >= 6 && (monthDays(month).last > meter.verifiedUntil || (!remote && !facts.steady && random.chance(4)));
    const takenOn = missed ? monthDays(month).last : dateOf(month, Math.min(25, Math.max(1, facts.readingDate + random.between(-2, 2))));
    const zones = registers.map((register): ZoneUse => {
      const drawn = usual(month, register.zone) * (facts.leak && index === months.length - 1 ? 4 : 1);
      const lately = register.past.slice(-6);
      const volume = missed ? Math.floor(lately.reduce((sum, one) => sum + one, 0) / lately.length) : drawn;
      const use = {
        zone: register.zone,
        before: text(register.value),
        beforeOn: register.on,
        after: text(register.value + volume),
        afterOn: takenOn,
        volume: text(volume),
      };
      register.value += volume;
      register.on = takenOn;
      register.past.push(volume);
      write(register.zone, month, { takenOn, value: register.value, source: missed ? 'estimated' : remote ? 'remote' : 'resident' });
      return use;
    });
    uses.set(month, { month, average: missed ? 6 : null, source: remote ? 'remote' : 'reading', zones });
  }
  const opened = dateOf(monthOf(today), facts.window.fromDayOfMonth);
  if (facts.handedIn && opened <= today && monthOf(today) > months.at(-1)!) {
    const takenOn = addDays(opened, random.below(daysBetween(opened, today) + 1));
    for (const register of registers)
      write(register.zone, monthOf(today), { takenOn, value: register.value + usual(monthOf(today), register.zone), source: remote ? 'remote' : 'resident' });
  }
  return { readings, uses };
}
