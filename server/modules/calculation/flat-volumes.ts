// The volumes of a house's flats in a month, each counted once however many services ask for it. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { countedLine } from '#modules/billing';
import { chain, decimalText, roundedText, rounded, total, trimmed, type Ratio } from '#platform/decimal';
import type { Month } from '#platform/time';
import { roomsByFlat, standsByRooms } from './communal-flat.ts';
import { type FlatHeat, isCutOff } from './heating-terms.ts';
import type { HouseMonth, HousePremises } from './house-month.ts';
import { tamperedVolume } from './tampered-volume.ts';
import { cutMonth, isGap, type Zone, type ZoneVolume } from './tariff-pieces.ts';
import { normVolume } from './utility-terms.ts';
import { averageMonthsLeft, togetherVolumes, volumeOfMonth, type Estimate, type MeterFacts, type MonthVolume } from './volume-of-month.ts';

/** Services that the law raises when a meter could stand and does not (formula 4(1)). */
const RAISED_WITHOUT_METER = new Set(['cold_water', 'hot_water', 'electricity']);
const NO_METER: MonthVolume = { by: 'norm', raised: null };

/** The volumes that a posted line was estimated with; null for a measured line or one without a volume. */
export function estimateOfTerms(month: Month, given: ChargeTerms): Estimate | null {
  const terms = countedLine(given);
  // Days of tampering are charged by the norm for good: no later reading makes them anew.
  if (terms?.method === 'norm' && terms.tampered) return null;
  if (terms?.method === 'norm') {
    const volumes = terms.pieces.map(({ persons, norm, area, part }) =>
      chain([area ?? BigInt(persons), norm, BigInt(part?.days ?? 1)], [BigInt(part?.of ?? 1)]),
    );
    return { month, zones: [{ zone: 'whole', volume: decimalText(trimmed(rounded(total(volumes), 6))) }] };
  }
  if (terms?.method !== 'meter' || terms.source.kind !== 'average') return null;
  const zones = Map.groupBy(terms.pieces, ({ zone }) => zone);
  return { month, zones: [...zones].map(([zone, pieces]): ZoneVolume => ({ zone, volume: roundedText(chargedVolume(pieces), 6) })) };
}

/** The volume that metered pieces charge together: a piece of a part of the month holds all of it, for its days. */
export const chargedVolume = (pieces: TermsOf<'meter'>['pieces']): Ratio =>
  total(pieces.map(({ volume, part }) => chain([volume, BigInt(part?.days ?? 1)], [BigInt(part?.of ?? 1)])));

const sumText = (volumes: readonly string[]): string => decimalText(trimmed(rounded(total(volumes), 7)));

export type FlatVolumes = {
  /** The month's volume of a service in a flat. */
  of(premises: HousePremises, service: string): MonthVolume;
  /** Months that the average may still be charged in a flat, this one counted. */
  averageMonthsLeft(premises: HousePremises, service: string): number;
  /** What all flats took of a resource, counted once for the house. */
  sums(service: string): { readonly byMeters: string; readonly byNorms: string; readonly nonResidential: string };
  /** All flats in the split of the house's heat, counted once. */
  heat(): readonly FlatHeat[];
  heatOf(premises: HousePremises): FlatHeat;
  /** The house meter's volume; undefined where there is none, null where it was not read and has no history. */
  house(service: string): MonthVolume | null | undefined;
};

const heatMonths = (meters: readonly MeterFacts[]): ((month: Month) => boolean) => {
  const months = new Set(
    meters.flatMap(({ registers }) =>
      registers.flatMap(({ points }) => points.filter(({ use }) => use !== null && !/^0(\.0*)?$/.test(use)).map(({ period }) => period)),
    ),
  );
  return months.size === 0 ? () => true : (month) => months.has(month);
};

/** Months without a reading by `premises service`. What rooms were charged of their flat was estimated for the flat; so was what those paid who have left since. */
function estimatesByHome({ month, past, premises, accounts, closedAccounts }: HouseMonth): ReadonlyMap<string, readonly Estimate[]> {
  const homes = new Map([...closedAccounts, ...accounts].map(({ accountId, premisesId }) => [accountId, premisesId]));
  const homeOf = (accountId: string, terms: ChargeTerms): string => {
    const premisesId = homes.get(accountId) ?? '';
    const line = terms.method === 'corrected' ? terms.base : terms;
    return line?.method === 'roomShare' ? (premises.get(premisesId)?.flatId ?? premisesId) : premisesId;
  };
  const found = new Map<string, Estimate[]>();
  for (const charge of past) {
    const estimate = charge.month < month ? estimateOfTerms(charge.month, charge.terms) : null;
    if (!estimate) continue;
    const key = `${homeOf(charge.accountId, charge.terms)} ${charge.serviceCode}`;
    found.set(key, [...(found.get(key) ?? []), estimate]);
  }
  return found;
}

export function flatVolumes(facts: HouseMonth): FlatVolumes {
  const { month } = facts;
  const known = new Map<HousePremises, Map<string, MonthVolume>>();
  const estimates = estimatesByHome(facts);
  const heats = heatMonths(facts.houseMeters.get('heating') ?? []);
  const ask = (key: string, service: string, isResidential: boolean) => ({
    month,
    isResidential,
    estimates: estimates.get(key) ?? [],
    ...(service === 'heating' ? { countsForAverage: heats } : {}),
  });
  const count = (premises: HousePremises, service: string): MonthVolume => {
    const meters = premises.meters.get(service) ?? [];
    const key = `${premises.premisesId} ${service}`;
    const question = ask(key, service, premises.kind !== 'commercial');
    const tampered = facts.tampered?.get(key);
    const byTampering = tampered ? tamperedVolume(meters, tampered, question) : null;
    if (byTampering) return byTampering;
    if (meters.length === 0)
      return RAISED_WITHOUT_METER.has(service) && premises.meterPossible.has(service)
        ? { by: 'norm', raised: { coefficient: '1.5', reason: 'noMeter' } }
        : NO_METER;
    return togetherVolumes(meters.map((meter) => volumeOfMonth(meter, question)));
  };
  const of = (premises: HousePremises, service: string): MonthVolume => {
    const own = known.get(premises) ?? new Map<string, MonthVolume>();
    if (own.size === 0) known.set(premises, own);
    const volume = own.get(service) ?? count(premises, service);
    own.set(service, volume);
    return volume;
  };
  const amount = (premises: HousePremises, service: string): { volume: string; isMeasured: boolean } => {
    const volume = of(premises, service);
    if (volume.by !== 'norm') return { volume: sumText(volume.zones.map((zone) => zone.volume)), isMeasured: true };
    const norms = facts.norms.filter((norm) => norm.serviceCode === service && norm.per === 'person').map(({ force }) => force);
    const cut = cutMonth(month, { people: premises.people, norm: norms });
    return { volume: isGap(cut) ? '0' : normVolume(cut), isMeasured: false };
  };
  const heatOf = (premises: HousePremises): FlatHeat => {
    const own = premises.meters.has('heating') ? of(premises, 'heating') : null;
    return { area: premises.area, volume: own === null || own.by === 'norm' ? null : own.zones[0]!.volume, cutOff: isCutOff(premises.ownHeating, month) };
  };
  const rooms = roomsByFlat(facts);
  const homes = [...facts.premises.values()].filter(({ flatId }) => flatId === null);
  const sums = new Map<string, ReturnType<FlatVolumes['sums']>>();
  let heat: readonly FlatHeat[] | undefined;
  const houses = new Map<string, MonthVolume | null | undefined>();
  return {
    of,
    heatOf,
    averageMonthsLeft: (premises, service) => averageMonthsLeft(ask(`${premises.premisesId} ${service}`, service, premises.kind !== 'commercial')),
    heat: () => (heat ??= homes.map(heatOf)),
    sums(service) {
      const done = sums.get(service);
      if (done) return done;
      const flats = homes
        .flatMap((premises) => (standsByRooms(facts, premises, service) ? rooms.get(premises.premisesId)! : [premises]))
        .map((premises) => ({ ...amount(premises, service), isHome: premises.kind !== 'commercial' }));
      const sum = (list: typeof flats) => sumText(list.map(({ volume }) => volume));
      const made = {
        byMeters: sum(flats.filter(({ isHome, isMeasured }) => isHome && isMeasured)),
        byNorms: sum(flats.filter(({ isHome, isMeasured }) => isHome && !isMeasured)),
        nonResidential: sum(flats.filter(({ isHome }) => !isHome)),
      };
      sums.set(service, made);
      return made;
    },
    house(service) {
      if (houses.has(service)) return houses.get(service);
      const meters = facts.houseMeters.get(service) ?? [];
      const volume =
        meters.length === 0 ? undefined : togetherVolumes(meters.map((meter) => volumeOfMonth(meter, { ...ask('', service, true), estimates: [] })));
      houses.set(service, volume?.by === 'norm' ? null : volume);
      return houses.get(service);
    },
  };
}

const TWO_ZONES: Readonly<Record<string, Zone>> = { '': 'whole', T1: 'day', T2: 'night' };
const THREE_ZONES: Readonly<Record<string, Zone>> = { '': 'whole', T1: 'peak', T2: 'night', T3: 'halfPeak' };

/** T1, T2, T3 of a meter or a price list as zones of the day: with three of them T1 is the peak. */
export const zonesOf = (all: readonly string[]): Readonly<Record<string, Zone>> => (all.includes('T3') ? THREE_ZONES : TWO_ZONES);
