// One service in one flat: which of the ways of charging it goes by, and its terms. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { chain, compare, decimalText, rounded, trimmed } from '#platform/decimal';
import { areaRateTerms, capitalRepairTerms, houseNeedsTerms, unitRateTerms, wasteTerms } from './area-terms.ts';
import { commonNeed, isOverNormByOwners } from './common-property.ts';
import type { FlatVolumes } from './flat-volumes.ts';
import { gasHeating } from './gas-heating.ts';
import { countedAt } from './communal-flat.ts';
import { type HouseAccount, type HouseMonth, type HousePremises, type HouseService, type Missing, takesService } from './house-month.ts';
import { isShared, shareTerms } from './repair-shares.ts';
import { roomLine } from './room-lines.ts';
import { socialNorms, withSocialNorm } from './social-norm.ts';
import { cutMonth, isGap, type Force, type Piece, type Span } from './tariff-pieces.ts';
import { countDays, monthSpan, within } from './tampered-days.ts';
import { gasNormTerms, meteredOf, meteredTerms, normTerms, sewageTerms, type Metered, type People, type Prices } from './utility-terms.ts';
import type { MonthVolume } from './volume-of-month.ts';
import { heating } from './heating-line.ts';
import { type At, type Dated, headOf, type Line, nobody, norm, pricedPieces, spanOf, tariffPieces } from './service-prices.ts';

function byNorm(at: At, { raised, unread, why }: Pick<Extract<MonthVolume, { by: 'norm' }>, 'raised' | 'unread' | 'why'>): Line {
  const heating = gasHeating(at.facts, at.service.code);
  if (heating) return gasByNorm(at, heating, { raised, unread, why });
  const pieces = tariffPieces(at, { people: at.premises.people, norm: norm(at.facts, at.service.code, 'person') });
  if ('missing' in pieces) return pieces;
  return nobody(pieces) ? { missing: 'nobody' } : { ...normTerms(headOf(at), raised, pieces), ...(unread && { unread }), ...(why && { why }) };
}

/** Gas that also heats: by people what they cook and wash with, where there is a norm of it, and by area. */
function gasByNorm(
  at: At,
  heating: NonNullable<ReturnType<typeof gasHeating>>,
  { raised, unread, why }: Pick<Extract<MonthVolume, { by: 'norm' }>, 'raised' | 'unread' | 'why'>,
): Line {
  const perPerson = norm(at.facts, at.service.code, 'person');
  const byPeople: Dated<{ people: People; stove: string | null }> =
    perPerson.length > 0 ? { people: at.premises.people, stove: perPerson } : { people: NOBODY, stove: [{ from: null, to: null, value: null }] };
  const pieces = tariffPieces(at, { ...byPeople, heating });
  if ('missing' in pieces) return pieces;
  if (perPerson.length > 0 && nobody(pieces)) return { missing: 'nobody' };
  const terms = gasNormTerms(
    headOf(at),
    at.premises.area,
    pieces.map((piece) => ({ ...piece, values: { ...piece.values, waterHeater: null } })),
  );
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
  const piecesOf = (lines: readonly Line[]): TermsOf<'norm'>['pieces'] =>
    lines.flatMap((line) => (line !== null && 'method' in line && line.method === 'norm' ? line.pieces : []));
  const pieces = [...piecesOf(high), ...piecesOf(plain).map((piece) => ({ ...piece, plain: true as const }))];
  const head = { period: at.facts.month, benefit: null, unit: at.service.unit };
  const part =
    measured && rest.length > 0
      ? { source: measured.source, readings: measured.by === 'readings' ? [...measured.readings].slice(0, 12) : [], pieces: [...rest] }
      : null;
  if (pieces.length === 0) return part && { method: 'meter', ...head, ...part };
  const are = [...high, ...plain].find((line) => line !== null && 'personsAre' in line);
  return {
    method: 'norm',
    ...head,
    raised: mine.length > 0 ? raised : null,
    personsAre: are && 'personsAre' in are ? are.personsAre : 'registered',
    ...(why && { why }),
    tampered: { days: [...mine], ...(part && { measured: part }) },
    pieces,
  };
}

/** What was measured, shared by days among the account's days besides the tampering; the ranges are those of all of it. */
function measuredBesides(
  at: At,
  used: Exclude<MonthVolume, { by: 'norm' }>,
  { others, besides }: { others: readonly Span[]; besides: readonly Span[] },
): TermsOf<'meter'>['pieces'] | Missing {
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
      pieces.push(
        ...whole.pieces.map((piece) => (days === all ? piece : { ...piece, volume: decimalText(trimmed(rounded(chain([piece.volume, days], [all]), 6))) })),
      );
    }
  }
  return pieces.every(({ volume }) => volume === '0') ? [] : pieces;
}

/** Where a zone of the meter has a price of its own; a price without zones is good for any. */
const isPriced = (metered: Metered, pieces: readonly Piece<{ prices: Prices }>[]): boolean =>
  pieces.every(({ values: { prices } }) =>
    metered.zones.every(({ zone }) => (prices.byZone[zone] ?? prices.byZone.whole)?.length === prices.limits.length + 1),
  );

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
  const known =
    hotWater.get(facts) ??
    (facts.tariffs.some(({ serviceCode }) => serviceCode.startsWith('hot_water')) ||
      facts.houseMeters.has('hot_water') ||
      [...facts.premises.values()].some(({ meters, meterPossible }) => meters.has('hot_water') || meterPossible.has('hot_water')));
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
  if (measured.length < waters.length)
    return byNorm(at, { raised: null, unread: normed.find(({ unread }) => unread)?.unread, why: normed.find(({ why }) => why)?.why });
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
  const zones = used.zones.map(({ zone, volume: cubic, marks }) => ({
    zone,
    volume: heatIn(cubic),
    ...(marks && { marks: marks.map((mark) => ({ on: mark.on, volume: heatIn(mark.volume) })) }),
  }));
  const source = { ...used.source, document: `${heat} Гкал на ${water} м³ по нормативам` };
  const heated = { ...used, zones, source, readings: [] };
  return isPriced(heated, pieces) ? meteredTerms(headOf(at), heated, pieces) : { missing: 'noTariff' };
}

function houseNeeds(at: At): Line {
  const { facts, premises, service, volumes } = at;
  const pieces = tariffPieces(at, { norm: norm(facts, service.code, 'm2_common') });
  if ('missing' in pieces) return pieces;
  const needs = {
    area: premises.area,
    houseArea: facts.houseArea,
    commonArea: facts.commonArea,
    overNormByOwners: isOverNormByOwners(facts, facts.month),
    house: commonNeed(facts, volumes, service.code),
  };
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
  cold_water: metered,
  hot_water: metered,
  electricity: metered,
  gas: metered,
  sewage,
  hot_water_heat: waterHeat,
  heating,
  waste,
};

/** Sewage and the heat in hot water go where the water goes: by rooms when any of it does. */
const FOLLOWS: Readonly<Record<string, (facts: HouseMonth) => readonly string[]>> = { sewage: watersOf, hot_water_heat: () => ['hot_water'] };
/** Rent is paid for a room as it is let. */
const OF_THE_ROOM = new Set(['rent']);

/** The line of a service on an account; null where the service is not charged here; what is missing where it cannot be counted. */
export function serviceLine(
  facts: HouseMonth,
  account: HouseAccount,
  { service, volumes }: { service: HouseService; volumes: FlatVolumes },
): Line | TermsOf<'roomShare'> {
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
