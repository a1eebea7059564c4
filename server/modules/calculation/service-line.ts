// One service in one flat: which of the ways of charging it goes by, and its terms. Pure.
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import type { NormBase } from '#contract/directories';
import { chain, compare, decimalText, rounded, trimmed } from '#platform/decimal';
import { firstDay } from '#platform/time';
import { areaRateTerms, capitalRepairTerms, houseNeedsTerms, unitRateTerms, wasteTerms } from './area-terms.ts';
import { commonNeed, isOverNormByOwners } from './common-property.ts';
import { heatNormCoefficient } from './calculation-rules.ts';
import { evenMonth } from './even-heating.ts';
import type { FlatVolumes } from './flat-volumes.ts';
import { zonesOf } from './flat-volumes.ts';
import { gasHeating } from './gas-heating.ts';
import { type FlatHeat, heatingByFlatsTerms, heatingByHouseTerms, heatingByNormTerms, type HouseSplit, isCutOff, normOfHeated, splitHouseHeat } from './heating-terms.ts';
import { countedAt } from './communal-flat.ts';
import { type HouseAccount, type HouseMonth, type HousePremises, type HouseService, type Missing, takesService } from './house-month.ts';
import { isShared, shareTerms } from './repair-shares.ts';
import { roomLine } from './room-lines.ts';
import { socialNorms, withSocialNorm } from './social-norm.ts';
import { cutMonth, isGap, type Force, type Piece, type Span, type Tariff, type Zone } from './tariff-pieces.ts';
import { countDays, monthSpan, within } from './tampered-days.ts';
import { gasNormTerms, meteredOf, meteredTerms, normTerms, sewageTerms, type Metered, type People, type Prices } from './utility-terms.ts';
import type { MonthVolume, Raised } from './volume-of-month.ts';

type Base = Exclude<ChargeTerms, { method: 'corrected' | 'roomShare' }>;
type At = { facts: HouseMonth; account: HouseAccount; premises: HousePremises; service: HouseService; volumes: FlatVolumes };
type Line = Base | Missing | null;

const norm = (facts: HouseMonth, code: string, per: NormBase) => facts.norms.filter(({ serviceCode, per: of }) => serviceCode === code && of === per).map(({ force }) => force);
const spanOf = ({ account }: At) => account.span ?? undefined;
const headOf = ({ facts, service }: At) => ({ month: facts.month, unit: service.unit, benefit: null });

type PriceKeys = Readonly<Record<string, Tariff>>;
const order = (a: string, b: string) => compare(a, b);

/** Prices of a day from the tariffs in force on it: by zone and by the start of each range. */
function pricesOf(values: PriceKeys): Prices {
  const keys = Object.keys(values).map((key) => ({ key, zone: key.slice(0, key.indexOf(' ')), from: key.slice(key.indexOf(' ') + 1) }));
  const zones = zonesOf(keys.map(({ zone }) => zone));
  const limits = [...new Set(keys.map(({ from }) => from).filter((from) => compare(from, '0') > 0))].sort(order);
  const byZone: Partial<Record<Zone, Tariff[]>> = {};
  for (const { zone } of keys) byZone[zones[zone] ?? 'whole'] = keys.filter((one) => one.zone === zone).sort((a, b) => order(a.from, b.from)).map(({ key }) => values[key]!);
  return { limits, byZone };
}

type Dated<V> = { readonly [K in keyof V]: readonly Force<V[K]>[] };
type Kept = WeakMap<HouseMonth, Map<string, Map<string, unknown>>>;
const keptPrices: Kept = new WeakMap();
const keptTariffs: Kept = new WeakMap();

/** Flats with the same people share the pieces of a service: they are cut once for the house. An account of a part of the month has its own. */
function kept<P>(pieces: Kept, at: At, more: Dated<object>, make: () => P): P {
  if (at.account.span) return make();
  const services = pieces.get(at.facts) ?? new Map<string, Map<string, unknown>>();
  if (services.size === 0) pieces.set(at.facts, services);
  const known = services.get(at.service.code) ?? new Map<string, unknown>();
  if (known.size === 0) services.set(at.service.code, known);
  const key = 'people' in more ? textOf(more.people as object) : 'norm' in more ? 'norm' : '';
  const found = known.get(key) as P | undefined;
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const texts = new WeakMap<object, string>();
function textOf(people: object): string {
  const text = texts.get(people) ?? JSON.stringify(people);
  texts.set(people, text);
  return text;
}

/** The pieces of the month with their prices, and beside them what else is dated. */
function pricedPieces<V extends object>(at: At, more: Dated<V>): readonly Piece<V & { prices: Prices }>[] | Missing {
  return kept(keptPrices, at, more, () => cutPrices(at, more));
}

function cutPrices<V extends object>(at: At, more: Dated<V>): readonly Piece<V & { prices: Prices }>[] | Missing {
  const own = at.facts.tariffs.filter(({ serviceCode }) => serviceCode === at.service.code);
  const timelines: Record<string, readonly Force<unknown>[]> = { ...more };
  for (const [key, forces] of Map.groupBy(own, ({ zone, fromVolume }) => `${zone} ${fromVolume}`)) timelines[`price ${key}`] = forces.map(({ force }) => force);
  const cut = cutMonth<Record<string, unknown>>(at.facts.month, timelines, spanOf(at));
  if (isGap(cut)) return { missing: cut.missing.startsWith('price ') ? 'noTariff' : cut.missing === 'people' ? 'nobody' : 'noNorm' };
  return cut.map((piece) => {
    const prices: Record<string, Tariff> = {};
    const rest: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(piece.values)) {
      if (name.startsWith('price ')) prices[name.slice('price '.length)] = value as Tariff;
      else rest[name] = value;
    }
    return { ...piece, values: { ...(rest as V), prices: pricesOf(prices) } };
  });
}

/** Pieces with the one price of a service that has no zones and no ranges. */
function tariffPieces<V extends object>(at: At, more: Dated<V>): Piece<V & { tariff: Tariff }>[] | Missing {
  return kept(keptTariffs, at, more, () => cutTariff(at, more));
}

function cutTariff<V extends object>(at: At, more: Dated<V>): Piece<V & { tariff: Tariff }>[] | Missing {
  const cut = pricedPieces(at, more);
  if ('missing' in cut) return cut;
  const pieces = cut.map(({ values: { prices, ...values }, ...piece }) => ({ ...piece, values: { ...(values as unknown as V), tariff: prices.byZone.whole?.[0] ?? prices.byZone.day?.[0] } }));
  return pieces.every((piece): piece is typeof piece & { values: { tariff: Tariff } } => piece.values.tariff !== undefined) ? pieces : { missing: 'noTariff' };
}

const nobody = (pieces: readonly Piece<{ people: People }>[]): boolean => pieces.every(({ values: { people } }) => people.count === 0);

function byNorm(at: At, { raised, unread, why }: Pick<Extract<MonthVolume, { by: 'norm' }>, 'raised' | 'unread' | 'why'>): Line {
  const heating = gasHeating(at.facts, at.service.code);
  if (heating) return gasByNorm(at, heating, { raised, unread, why });
  const pieces = tariffPieces(at, { people: at.premises.people, norm: norm(at.facts, at.service.code, 'person') });
  if ('missing' in pieces) return pieces;
  return nobody(pieces) ? { missing: 'nobody' } : { ...normTerms(headOf(at), raised, pieces), ...(unread && { unread }), ...(why && { why }) };
}

/** Gas that also heats: by people what they cook and wash with, where there is a norm of it, and by area. */
function gasByNorm(at: At, heating: NonNullable<ReturnType<typeof gasHeating>>, { raised, unread, why }: Pick<Extract<MonthVolume, { by: 'norm' }>, 'raised' | 'unread' | 'why'>): Line {
  const perPerson = norm(at.facts, at.service.code, 'person');
  const byPeople: Dated<{ people: People; stove: string | null }> = perPerson.length > 0 ? { people: at.premises.people, stove: perPerson } : { people: NOBODY, stove: [{ from: null, to: null, value: null }] };
  const pieces = tariffPieces(at, { ...byPeople, heating });
  if ('missing' in pieces) return pieces;
  if (perPerson.length > 0 && nobody(pieces)) return { missing: 'nobody' };
  const terms = gasNormTerms(headOf(at), at.premises.area, pieces.map((piece) => ({ ...piece, values: { ...piece.values, waterHeater: null } })));
  // An account of days on which nothing heats yet.
  return terms.pieces.length === 0 ? null : { ...terms, raised, ...(unread && { unread }), ...(why && { why }) };
}

type Norm = Extract<MonthVolume, { by: 'norm' }>;

/** The norm raised on the days of tampering that the account answers for; on its other days what was measured, or the plain norm. */
function byTampering(at: At, { raised, why }: Norm, { days, others, measured }: NonNullable<Norm['tampered']>): Line {
  const own = at.account.span ?? monthSpan(at.facts.month);
  const [mine, besides] = [within(days, own), within(others, own)];
  const byDays = (spans: readonly Span[]): Line[] => spans.map((span) => byNorm({ ...at, account: { ...at.account, span } }, { raised: null }));
  const [high, plain] = [byDays(mine), measured ? [] : byDays(besides)];
  const missing = [...high, ...plain].find((line) => line !== null && 'missing' in line);
  if (missing) return missing;
  const rest = measured && besides.length > 0 ? measuredBesides(at, measured, { others, besides }) : [];
  if ('missing' in rest) return rest;
  const piecesOf = (lines: readonly Line[]): TermsOf<'norm'>['pieces'] => lines.flatMap((line) => (line !== null && 'method' in line && line.method === 'norm' ? line.pieces : []));
  const pieces = [...piecesOf(high), ...piecesOf(plain).map((piece) => ({ ...piece, plain: true as const }))];
  const head = { period: at.facts.month, benefit: null, unit: at.service.unit };
  const part = measured && rest.length > 0 ? { source: measured.source, readings: measured.by === 'readings' ? [...measured.readings].slice(0, 12) : [], pieces: [...rest] } : null;
  if (pieces.length === 0) return part && { method: 'meter', ...head, ...part };
  const are = [...high, ...plain].find((line) => line !== null && 'personsAre' in line);
  return { method: 'norm', ...head, raised: mine.length > 0 ? raised : null, personsAre: are && 'personsAre' in are ? are.personsAre : 'registered', ...(why && { why }), tampered: { days: [...mine], ...(part && { measured: part }) }, pieces };
}

/** What was measured, shared by days among the account's days besides the tampering; the ranges are those of all of it. */
function measuredBesides(at: At, used: Exclude<MonthVolume, { by: 'norm' }>, { others, besides }: { others: readonly Span[]; besides: readonly Span[] }): TermsOf<'meter'>['pieces'] | Missing {
  const all = BigInt(countDays(others));
  const pieces: TermsOf<'meter'>['pieces'] = [];
  for (const span of besides) {
    const priced = measuredPieces({ ...at, account: { ...at.account, span } });
    if ('missing' in priced) return priced;
    const metered = meteredOf(used);
    if (!isPriced(metered, priced)) return { missing: 'noTariff' };
    for (const { from, to, values } of priced) {
      const whole = meteredTerms(headOf(at), metered, [{ from, to, part: null, values }]);
      const days = BigInt(countDays([{ from, to }]));
      pieces.push(...whole.pieces.map((piece) => (days === all ? piece : { ...piece, volume: decimalText(trimmed(rounded(chain([piece.volume, days], [all]), 6))) })));
    }
  }
  return pieces.every(({ volume }) => volume === '0') ? [] : pieces;
}

/** Where a zone of the meter has a price of its own; a price without zones is good for any. */
const isPriced = (metered: Metered, pieces: readonly Piece<{ prices: Prices }>[]): boolean =>
  pieces.every(({ values: { prices } }) => metered.zones.every(({ zone }) => (prices.byZone[zone] ?? prices.byZone.whole)?.length === prices.limits.length + 1));

/** The prices of what is measured: where there is a social norm, by those who live there. */
function measuredPieces(at: At): readonly Piece<{ prices: Prices }>[] | Missing {
  const norms = socialNorms(at.facts, at.service.code);
  if (norms === null) return pricedPieces(at, {});
  const pieces = pricedPieces<{ people: People }>(at, { people: at.premises.people, ...norms });
  return 'missing' in pieces ? pieces : pieces.map(({ values, ...piece }) => ({ ...piece, values: { prices: withSocialNorm(values) } }));
}

function metered(at: At): Line {
  const volume = at.volumes.of(at.premises, at.service.code);
  if (volume.by === 'norm') return volume.tampered ? byTampering(at, volume, volume.tampered) : byNorm(at, volume);
  const pieces = measuredPieces(at);
  if ('missing' in pieces) return pieces;
  const used = meteredOf(volume);
  return isPriced(used, pieces) ? meteredTerms(headOf(at), used, pieces) : { missing: 'noTariff' };
}

const hotWater = new WeakMap<HouseMonth, boolean>();

/** Whether hot water comes to the house: somebody prices or measures it there. Where homes warm cold water themselves, it is all that goes out. */
function hasHotWater(facts: HouseMonth): boolean {
  const known = hotWater.get(facts) ?? (facts.tariffs.some(({ serviceCode }) => serviceCode.startsWith('hot_water')) || facts.houseMeters.has('hot_water')
    || [...facts.premises.values()].some(({ meters, meterPossible }) => meters.has('hot_water') || meterPossible.has('hot_water')));
  hotWater.set(facts, known);
  return known;
}

const watersOf = (facts: HouseMonth): readonly string[] => (hasHotWater(facts) ? ['cold_water', 'hot_water'] : ['cold_water']);

/** What came in by meters goes out; where any water stands at the norm, sewage does too. */
function sewage(at: At): Line {
  const waters = watersOf(at.facts).map((service) => at.volumes.of(at.premises, service));
  const measured = waters.flatMap((volume) => (volume.by === 'norm' ? [] : [meteredOf(volume)]));
  const pieces = pricedPieces(at, {});
  if ('missing' in pieces) return pieces;
  const normed = waters.filter((water) => water.by === 'norm');
  if (measured.length < waters.length) return byNorm(at, { raised: null, unread: normed.find(({ unread }) => unread)?.unread, why: normed.find(({ why }) => why)?.why });
  return measured.every((water) => isPriced(water, pieces)) ? sewageTerms(headOf(at), measured, pieces) : { missing: 'noTariff' };
}

/** Heat that warms the water: its norm for a cubic metre is the norm of heat for a person over the norm of water. */
function waterHeat(at: At): Line {
  const volume = at.volumes.of(at.premises, 'hot_water');
  if (volume.by === 'norm') return byNorm(at, { ...volume, raised: null });
  const norms = cutMonth(at.facts.month, { heat: norm(at.facts, 'hot_water_heat', 'person'), water: norm(at.facts, 'hot_water', 'person') }, spanOf(at));
  if (isGap(norms) || compare(norms[0]!.values.water, '0') <= 0) return { missing: 'noNorm' };
  const pieces = pricedPieces(at, {});
  if ('missing' in pieces) return pieces;
  const { heat, water } = norms[0]!.values;
  const used = meteredOf(volume);
  const heatIn = (cubic: string): string => decimalText(trimmed(rounded(chain([cubic, heat], [water]), 7)));
  const zones = used.zones.map(({ zone, volume: cubic, marks }) => ({ zone, volume: heatIn(cubic), ...(marks && { marks: marks.map((mark) => ({ on: mark.on, volume: heatIn(mark.volume) })) }) }));
  const source = { ...used.source, document: `${heat} Гкал на ${water} м³ по нормативам` };
  const heated = { ...used, zones, source, readings: [] };
  return isPriced(heated, pieces) ? meteredTerms(headOf(at), heated, pieces) : { missing: 'noTariff' };
}

function heating(at: At): Line {
  const { facts, premises, volumes } = at;
  if (facts.heating === 'own_boiler') return null;
  if (facts.heating === 'house_meter' && facts.heatingMonths !== null) return evenHeating(at);
  const house = facts.heating === 'house_meter' ? volumes.house('heating') : undefined;
  if (!house || house.by === 'norm') {
    // Where the house has no meter the norm stands for it; a meter that was never read is told as an exception, and the norm too.
    return heatingByNorm(at);
  }
  const pieces = tariffPieces(at, {});
  if ('missing' in pieces) return pieces;
  const houseVolume = house.zones[0]!.volume;
  if (compare(houseVolume, '0') <= 0) return null;
  const source = { ...house.source, kind: house.by === 'readings' && house.source.kind !== 'average' ? ('houseMeter' as const) : house.source.kind };
  const split = keptSplit(volumes.heat(), (flats) => (flats.some(({ volume, cutOff }) => volume !== null || cutOff) ? splitHouseHeat(houseVolume, facts, flats) : null));
  if (split) return heatingByFlatsTerms(headOf(at), { flat: volumes.heatOf(premises), split, source }, pieces);
  return heatingByHouseTerms(headOf(at), { area: premises.area, houseArea: facts.houseArea, houseVolume, source }, pieces);
}

type Split = HouseSplit | Missing | null;
const splits = new WeakMap<readonly FlatHeat[], Split>();

/** All flats of a house have one split of its heat: counted once. */
function keptSplit<S extends Split>(flats: readonly FlatHeat[], make: (flats: readonly FlatHeat[]) => S): S {
  const known = splits.get(flats) as S | undefined;
  if (known !== undefined) return known;
  const made = make(flats);
  splits.set(flats, made);
  return made;
}

/** What the norm of the whole month gives the heated flats, whatever days an account answers for. */
function splitNorm(facts: HouseMonth, flats: readonly FlatHeat[]): Split {
  const norms = cutMonth(facts.month, { norm: norm(facts, 'heating', 'm2') });
  return isGap(norms) ? { missing: 'noNorm' } : splitHouseHeat(normOfHeated(flats, norms, facts.heatingMonths), facts, flats.map((flat) => ({ ...flat, volume: null })));
}

/** In months that lie whole since the day on which the house should have had a meter. */
const withoutHouseMeter = ({ heating, heatMeterDue, month }: HouseMonth): Raised => (heating === 'norm' && heatMeterDue !== null && heatMeterDue <= firstDay(month) ? { coefficient: heatNormCoefficient(month), reason: 'noHouseMeter' } : null);

function heatingByNorm(at: At): Line {
  const { facts, premises, volumes } = at;
  const pieces = tariffPieces(at, { norm: norm(facts, 'heating', 'm2') });
  if ('missing' in pieces) return pieces;
  const split = keptSplit(volumes.heat(), (flats) => (flats.some(({ cutOff }) => cutOff) ? splitNorm(facts, flats) : null));
  if (split && 'missing' in split) return split;
  if (!split) return heatingByNormTerms(headOf(at), { area: premises.area, season: facts.heatingMonths, raised: withoutHouseMeter(facts) }, pieces);
  return heatingByFlatsTerms(headOf(at), { flat: { ...volumes.heatOf(premises), volume: null }, split, source: { kind: 'norm', date: null, document: null, months: null } }, pieces);
}

/** By the average month of the year before; by the norm while the house was not read for all of it. */
function evenHeating(at: At): Line {
  const { facts, premises } = at;
  const even = evenMonth(facts);
  if (!even) return heatingByNorm(at);
  const pieces = tariffPieces(at, {});
  if ('missing' in pieces) return pieces;
  const { houseVolume, split, source } = even;
  if (split) return heatingByFlatsTerms(headOf(at), { flat: { area: premises.area, volume: even.volumeOf(premises.premisesId), cutOff: isCutOff(premises.ownHeating, facts.month) }, split, source }, pieces);
  return heatingByHouseTerms(headOf(at), { area: premises.area, houseArea: facts.houseArea, houseVolume, source }, pieces);
}

function houseNeeds(at: At): Line {
  const { facts, premises, service, volumes } = at;
  const pieces = tariffPieces(at, { norm: norm(facts, service.code, 'm2_common') });
  if ('missing' in pieces) return pieces;
  const needs = { area: premises.area, houseArea: facts.houseArea, commonArea: facts.commonArea, overNormByOwners: isOverNormByOwners(facts, facts.month), house: commonNeed(facts, volumes, service.code) };
  return houseNeedsTerms(headOf(at), needs, pieces);
}

const NOBODY: readonly Force<People>[] = [{ from: null, to: null, value: { count: 0, are: 'registered' } }];

function waste(at: At): Line {
  const perPerson = norm(at.facts, 'waste', 'person');
  const byPerson = perPerson.length > 0;
  const pieces = tariffPieces(at, { people: byPerson ? at.premises.people : NOBODY, norm: byPerson ? perPerson : norm(at.facts, 'waste', 'm2') });
  if ('missing' in pieces) return pieces;
  if (byPerson && nobody(pieces)) return { missing: 'nobody' };
  return wasteTerms(headOf(at), byPerson ? { by: 'person' } : { by: 'area', area: at.premises.area }, pieces);
}

function byAreaOrFlat(at: At): Line {
  const { service, premises } = at;
  if (service.code === 'rent' && !premises.isMunicipal) return null;
  if ((service.unit === 'квартира' || service.code === 'other') && premises.kind === 'parking') return null;
  if (service.unit === 'место' && premises.kind !== 'parking') return null;
  const pieces = tariffPieces(at, {});
  if ('missing' in pieces) return pieces;
  if (service.code === 'capital_repair') return capitalRepairTerms(headOf(at), { area: premises.area, share: at.account.share ?? null }, pieces);
  return service.unit === 'м²' ? areaRateTerms(headOf(at), premises.area, pieces) : unitRateTerms(headOf(at), pieces);
}

/** The contribution: of the flat, or of the shares of it that its accounts answer for. */
function repair(at: At): Line | TermsOf<'roomShare'> {
  const { facts, account } = at;
  if (!isShared(facts, account)) return byAreaOrFlat(at);
  const whole = byAreaOrFlat({ ...at, account: { ...account, span: null, share: null } });
  if (whole === null || 'missing' in whole || whole.method !== 'capitalRepair') return whole;
  return shareTerms(facts, account, whole) ?? byAreaOrFlat(at);
}

const WAYS: Readonly<Record<string, (at: At) => Line>> = {
  cold_water: metered, hot_water: metered, electricity: metered, gas: metered, sewage, hot_water_heat: waterHeat, heating, waste,
};

/** Sewage and the heat in hot water go where the water goes: by rooms when any of it does. */
const FOLLOWS: Readonly<Record<string, (facts: HouseMonth) => readonly string[]>> = { sewage: watersOf, hot_water_heat: () => ['hot_water'] };
/** Rent is paid for a room as it is let. */
const OF_THE_ROOM = new Set(['rent']);

/** The line of a service on an account; null where the service is not charged here; what is missing where it cannot be counted. */
export function serviceLine(facts: HouseMonth, account: HouseAccount, { service, volumes }: { service: HouseService; volumes: FlatVolumes }): Line | TermsOf<'roomShare'> {
  const premises = facts.premises.get(account.premisesId);
  if (!premises || !facts.tariffs.some(({ serviceCode }) => serviceCode === service.code) || !takesService(facts, account, service.code)) return null;
  if (premises.kind === 'parking' && service.block === 'utility') return null;
  const at: At = { facts, account, premises, service, volumes };
  const flat = flatOf(at);
  if (!flat) return service.code === 'capital_repair' && premises.flatId === null ? repair(at) : ownLine(at);
  return roomLine({ facts, flat, service, volumes }, account.accountId, () => ownLine({ ...at, premises: flat, account: { ...account, span: null } }));
}

/** The communal flat that is counted for the account's room; undefined where the premises is counted itself. */
function flatOf({ facts, premises, service }: At): HousePremises | undefined {
  if (premises.flatId === null || OF_THE_ROOM.has(service.code)) return undefined;
  const flats = (FOLLOWS[service.code]?.(facts) ?? [service.code]).map((code) => countedAt(facts, premises, code));
  return flats.includes(premises) ? undefined : flats[0];
}

const ownLine = (at: At): Line => (at.service.block === 'common' ? houseNeeds(at) : (WAYS[at.service.code] ?? byAreaOrFlat)(at));
