// A month of a house in lines: which way each service of the organization is charged in each flat, and what to look at before posting. Pure.
import { sumOfTerms } from '#modules/billing';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { isBesideServices } from '#contract/placed-sums';
import { chain, compare, total } from '#platform/decimal';
import { firstDay, lastDay } from '#platform/time';
import { penaltyRules } from './calculation-rules.ts';
import { COMMON_SERVICES, commonYearCorrection, isCommonUnread } from './common-property.ts';
import { countedAt, roomsByFlat } from './communal-flat.ts';
import { recalculationsBy, subsidiesOf, type UseAndNorm, withBenefit } from './decisions.ts';
import { yearCorrection } from './even-heating.ts';
import { unfitShares } from './repair-shares.ts';
import { serviceLine } from './service-line.ts';
import { correctionTerms, withRecalculations } from './estimate-correction.ts';
import { chargedVolume, flatVolumes, type FlatVolumes } from './flat-volumes.ts';
import { heatingNormVolume } from './gas-heating.ts';
import {
  type CountedMonth,
  type HouseAccount,
  type HouseMonth,
  type HousePremises,
  type HouseService,
  METERED_SERVICES,
  type Missing,
  type RunException,
  type RunLine,
} from './house-month.ts';
import { penaltyCounter, penaltyTerms } from './penalty.ts';
import { referenceOfHouse } from './reference-of-house.ts';
import { withSubsidies } from './subsidies.ts';
import { tamperingCorrections } from './tampering-correction.ts';
import { cutMonth, isGap } from './tariff-pieces.ts';
import { normVolume } from './utility-terms.ts';
import { isYearCorrected } from './year-correction.ts';

const METERED: ReadonlySet<string> = new Set(METERED_SERVICES);

type Base = Exclude<ChargeTerms, { method: 'corrected' }>;
const exception = (kind: RunException['kind'], at: { accountId?: string; serviceCode?: string; beforeKopecks?: bigint; kopecks?: bigint }): RunException => ({
  kind,
  accountId: at.accountId ?? null,
  serviceCode: at.serviceCode ?? null,
  beforeKopecks: at.beforeKopecks ?? null,
  kopecks: at.kopecks ?? null,
});

/** What a reading after estimates changes in the months before. */
function correctionOf(facts: HouseMonth, { accountId, premisesId }: HouseAccount, { service, volumes }: { service: HouseService; volumes: FlatVolumes }) {
  const own = facts.premises.get(premisesId);
  if (!own || !METERED.has(service.code)) return { correction: null, unclear: false };
  const premises = countedAt(facts, own, service.code);
  const volume = volumes.of(premises, service.code);
  const read = volume.by === 'norm' ? volume.tampered?.measured : volume;
  if (read?.by !== 'readings' || read.corrections.length === 0) return { correction: null, unclear: false };
  if ((premises.meters.get(service.code)?.length ?? 0) > 1) return { correction: null, unclear: true };
  const posted = facts.past
    .filter((charge) => charge.accountId === accountId && charge.serviceCode === service.code)
    .map(({ month, terms }) => ({ month, terms }));
  return { correction: correctionTerms(facts.month, read.corrections, posted), unclear: false };
}

/** Whose readings make the volume of a service that has no meter of its own. */
const MEASURED_BY: Readonly<Record<string, string>> = { sewage: 'cold_water', hot_water_heat: 'hot_water' };

/** What a metered line charges, and what the norm gives to those who live there: a benefit is for the use within the norm. Unknown without a norm for a person. */
function useAndNorm(
  { facts, volumes }: Pick<Counting, 'facts' | 'volumes'>,
  { span, premises }: { span: HouseAccount['span']; premises: HousePremises },
  { code, base }: { code: string; base: Base },
): UseAndNorm {
  const norms = facts.norms.filter(({ serviceCode, per }) => serviceCode === code && per === 'person').map(({ force }) => force);
  const cut = base.method !== 'meter' || norms.length === 0 ? null : cutMonth(facts.month, { people: premises.people, norm: norms }, span ?? undefined);
  if (base.method !== 'meter' || cut === null || isGap(cut)) return { volume: null, normVolume: null };
  const read = volumes.of(premises, MEASURED_BY[code] ?? code);
  return {
    volume: chargedVolume(base.pieces),
    normVolume: chain([
      total([normVolume(cut), heatingNormVolume(facts, code, { area: premises.area, span: span ?? undefined })]),
      BigInt(read.by === 'readings' ? read.months : 1),
    ]),
  };
}

/** The line less the benefit of its account. */
function helped(counting: Pick<Counting, 'facts' | 'volumes'>, { accountId, premisesId, span }: HouseAccount, { code }: HouseService, base: Base): Base {
  const { facts } = counting;
  const premises = facts.premises.get(premisesId);
  if (!premises || facts.decisions.length === 0) return base;
  const persons = premises.people.findLast(({ from }) => from === null || from <= lastDay(facts.month))?.value.count ?? 0;
  return withBenefit(
    facts.decisions,
    { accountId, serviceCode: code, persons, area: premises.area, use: () => useAndNorm(counting, { span, premises }, { code, base }) },
    base,
  );
}

const decided = (facts: HouseMonth, at: { accountId: string; serviceCode: string }, base: Base | null) =>
  base === null || facts.decisions.length === 0
    ? NOTHING
    : recalculationsBy(facts.decisions, { ...at, month: facts.month, terms: base }, { period: facts.month });

type At = { readonly accountId: string; readonly serviceCode: string };
const keyOf = ({ accountId, serviceCode }: At): string => `${accountId} ${serviceCode}`;
/** Mostly there is nothing to look among: then no key is made. */
const has = (keys: { readonly size: number; has(key: string): boolean }, at: At): boolean => keys.size > 0 && keys.has(keyOf(at));

type Counting = { facts: HouseMonth; volumes: FlatVolumes; taken: ReadonlySet<string>; lines: RunLine[]; exceptions: RunException[] };

/** Most lines have no correction: then no list is made. */
const NOTHING: readonly TermsOf<'recalculation'>[] = [];
const present = <T>(one: T | null): T[] => (one === null ? [] : [one]);

function countService({ facts, volumes, taken, lines, exceptions }: Counting, account: HouseAccount, service: HouseService): void {
  const at = { accountId: account.accountId, serviceCode: service.code };
  const counted: Base | Missing | null = serviceLine(facts, account, { service, volumes });
  const base = counted === null || 'missing' in counted ? null : helped({ facts, volumes }, account, service, counted);
  if (counted && 'missing' in counted) exceptions.push(exception(counted.missing, at));
  const { correction, unclear } = correctionOf(facts, account, { service, volumes });
  if (unclear) exceptions.push(exception('severalMeters', at));
  const ofYear = ofYearBefore(facts, account, service.code);
  const ofTampering = correctedTampering({ facts, exceptions }, account, service);
  const byDecision = decided(facts, at, base);
  const waiting = has(facts.recalculations, at) ? facts.recalculations.get(keyOf(at))! : NOTHING;
  const corrections =
    correction || ofYear || ofTampering.length + byDecision.length + waiting.length > 0
      ? [...present(correction), ...present(ofYear), ...ofTampering, ...byDecision, ...waiting]
      : NOTHING;
  const terms = withRecalculations(base, corrections, facts.month);
  if (!terms) return;
  if (has(taken, at)) {
    exceptions.push(exception('taken', at));
    return;
  }
  const premises = countedAt(facts, facts.premises.get(account.premisesId)!, service.code);
  if (METERED.has(service.code) && premises.meters.has(service.code) && !isRead(volumes, premises, service.code)) exceptions.push(exception('noReading', at));
  lines.push({ ...at, terms, kopecks: sumOfTerms(terms) });
}

/** What days of tampering change in posted months; what could not be counted is told. */
function correctedTampering({ facts, exceptions }: Pick<Counting, 'facts' | 'exceptions'>, account: HouseAccount, service: HouseService) {
  if (!facts.earlier?.size || !METERED.has(service.code)) return NOTHING;
  const { corrections, missing } = tamperingCorrections(facts, account, service);
  if (missing) exceptions.push(exception(missing, { accountId: account.accountId, serviceCode: service.code }));
  return corrections;
}

const CORRECTED_LATER: ReadonlySet<string> = new Set(['heating', ...COMMON_SERVICES]);
/** A closed account is charged for nothing but what the year, or the tampering, that it was open in has left to correct, and what was decided since. */
function countClosed({ facts, taken, lines, exceptions }: Counting, account: HouseAccount): void {
  for (const service of facts.services) {
    const at = { accountId: account.accountId, serviceCode: service.code };
    const ofYear = CORRECTED_LATER.has(service.code) ? ofYearBefore(facts, account, service.code) : null;
    const terms = withRecalculations(
      null,
      [
        ...(ofYear ? [ofYear] : []),
        ...correctedTampering({ facts, exceptions }, account, service),
        ...(has(facts.recalculations, at) ? facts.recalculations.get(keyOf(at))! : []),
      ],
      facts.month,
    );
    if (!terms) continue;
    if (has(taken, at)) exceptions.push(exception('taken', at));
    else lines.push({ ...at, terms, kopecks: sumOfTerms(terms) });
  }
}

/** What the year before, paid by an average, is corrected by. */
const ofYearBefore = (facts: HouseMonth, account: HouseAccount, serviceCode: string) =>
  serviceCode === 'heating' ? yearCorrection(facts, account) : commonYearCorrection(facts, account, serviceCode);

const isRead = (volumes: FlatVolumes, premises: Parameters<FlatVolumes['of']>[0], service: string): boolean => {
  const volume = volumes.of(premises, service);
  return volume.by === 'norm' ? volume.tampered !== undefined : volume.by === 'readings' && volume.source.kind !== 'average';
};

function countPenalties({ facts, lines, taken, exceptions }: Counting): void {
  if (!facts.debts) return;
  const count = penaltyCounter(penaltyRules(facts.keyRate));
  for (const { accountId } of facts.accounts) {
    const penalties = (facts.debts.get(accountId) ?? []).flatMap((debt) => count(debt, { from: firstDay(facts.month), through: lastDay(facts.month) }) ?? []);
    const terms = penaltyTerms(facts.month, penalties);
    if (!terms) continue;
    if (taken.has(`${accountId} penalty`)) exceptions.push(exception('taken', { accountId, serviceCode: 'penalty' }));
    else lines.push({ accountId, serviceCode: 'penalty', terms, kopecks: sumOfTerms(terms) });
  }
}

/** Negative sums, and those far from last month's. Penalties grow by themselves, and what a court laid on is of one month: they are not compared. */
function compared(facts: HouseMonth, lines: readonly RunLine[]): RunException[] {
  const last = facts.past
    .filter(({ month }) => month < facts.month)
    .map(({ month }) => month)
    .sort()
    .at(-1);
  const before = Map.groupBy(
    facts.past.filter(({ month }) => month === last),
    ({ accountId }) => accountId,
  );
  return lines.flatMap(({ accountId, serviceCode, kopecks, terms }) => {
    if (isBesideServices(serviceCode)) return [];
    const beforeKopecks = before.get(accountId)?.find((charge) => charge.serviceCode === serviceCode)?.totalKopecks;
    if (kopecks < 0n) return [exception('negative', { accountId, serviceCode, kopecks, ...(beforeKopecks === undefined ? {} : { beforeKopecks }) })];
    // The correction of a year is far from any month's sum.
    if (beforeKopecks === undefined || isYearCorrected(terms)) return [];
    const difference = kopecks > beforeKopecks ? kopecks - beforeKopecks : beforeKopecks - kopecks;
    const size = beforeKopecks < 0n ? -beforeKopecks : beforeKopecks;
    return difference * 100n > size * BigInt(facts.jumpPercent) ? [exception('jump', { accountId, serviceCode, beforeKopecks, kopecks })] : [];
  });
}

/**
 * The lines of the month and what to look at. Lines already charged for the month are left out (`taken`); a service without a tariff, a
 * norm or an area makes no line and is told. The same facts in any order give the same lines in the same order.
 */
export function chargeHouse(facts: HouseMonth): CountedMonth {
  for (const steps = chargeBySteps(facts); ;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const ACCOUNTS_IN_STEP = 200;

/** The same, with a stop before each 200 accounts that says how many are counted: a long count shows how far it is and may be stopped. */
export function* chargeBySteps(facts: HouseMonth): Generator<number, CountedMonth> {
  const taken = new Set(facts.past.filter(({ month }) => month === facts.month).map(({ accountId, serviceCode }) => `${accountId} ${serviceCode}`));
  const counting: Counting = { facts, volumes: flatVolumes(facts), taken, lines: [], exceptions: [] };
  const priced = new Set(facts.tariffs.map(({ serviceCode }) => serviceCode));
  for (const service of facts.services)
    if (priced.has(service.code) && houseIsUnread(facts, counting.volumes, service))
      counting.exceptions.push(exception('noHouseReading', { serviceCode: service.code }));
  const waiting = new Set([...facts.recalculations.keys()].map((key) => key.slice(key.lastIndexOf(' ') + 1)));
  const services = facts.services.filter(({ code }) => priced.has(code) || waiting.has(code));
  const rooms = roomsByFlat(facts);
  counting.exceptions.push(...unfitRooms(facts), ...unfitShares(facts).map((accountId) => exception('shares', { accountId, serviceCode: 'capital_repair' })));
  for (const [place, account] of facts.accounts.entries()) {
    if (place % ACCOUNTS_IN_STEP === 0) yield place;
    const premises = facts.premises.get(account.premisesId);
    if (!premises || compare(premises.area, '0') <= 0) {
      counting.exceptions.push(exception('noArea', { accountId: account.accountId }));
      continue;
    }
    if (rooms.has(account.premisesId)) {
      counting.exceptions.push(exception('flatOfRooms', { accountId: account.accountId }));
      continue;
    }
    if (premises.kind === 'room' && premises.flatId === null) counting.exceptions.push(exception('roomAlone', { accountId: account.accountId }));
    const first = counting.lines.length;
    for (const service of services) countService(counting, account, service);
    const subsidies = subsidiesOf(facts.decisions, account);
    if (subsidies.length > 0) counting.lines.push(...withSubsidies(counting.lines.splice(first), subsidies));
  }
  for (const account of facts.closedAccounts) countClosed(counting, account);
  countPenalties(counting);
  counting.exceptions.push(...compared(facts, counting.lines));
  return { lines: counting.lines, exceptions: counting.exceptions, reference: referenceOfHouse(facts, counting.volumes) };
}

/** Communal flats whose rooms have no area, or more of it than the flat: told at the first of their accounts. */
function unfitRooms(facts: HouseMonth): RunException[] {
  return [...roomsByFlat(facts)].flatMap(([flatId, rooms]) => {
    const area = facts.premises.get(flatId)?.area ?? '0';
    const ids = new Set(rooms.map(({ premisesId }) => premisesId));
    const account = facts.accounts.find(({ premisesId }) => ids.has(premisesId));
    const fits = rooms.every(({ shareArea }) => compare(shareArea, '0') > 0) && compare(total(rooms.map(({ shareArea }) => shareArea)), area) <= 0;
    return fits || !account ? [] : [exception('roomsArea', { accountId: account.accountId })];
  });
}

const houseIsUnread = (facts: HouseMonth, volumes: FlatVolumes, { code }: HouseService): boolean => {
  if (isCommonUnread(facts, code)) return true;
  if (code !== 'heating' || facts.heating !== 'house_meter') return false;
  if (facts.heatingMonths !== null) return !facts.lastYear?.house;
  const volume = volumes.house(code);
  return volume === null || volume === undefined || volume.by !== 'readings';
};
