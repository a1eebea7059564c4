// Reads a month of a house through the doors of the modules that own its facts: some sixteen statements whatever the size of the
// house, six more for each posted month that tampering with a meter touches.
import type { TermsOf } from '#contract/charge-terms';
import { chargesInForce, type InstalmentGround, interestOf, referencesOf } from '#modules/billing';
import { normsBetween, servicesOn, tariffsBetween } from '#modules/directory';
import { housesByIds, premisesOfHouse, residentsThrough } from '#modules/housing';
import { accountsOfHouse, debtHistory, shareIn, sharesOfAccounts } from '#modules/ledger';
import { metersOfHouse, onceMetered, type TamperedMeter, tamperingsOf } from '#modules/meters';
import { decimalText, rounded, total } from '#platform/decimal';
import { found } from '#platform/errors';
import type { Kopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import { addDays, addMonths, type Day, firstDay, type Month, monthsFrom } from '#platform/time';
import { COMMON_SERVICES, commonOfYear, type YearCommon } from './common-property.ts';
import { decisionsOf } from './load-decisions.ts';
import { jumpPercentOf } from './jump-limits.ts';
import { type HouseAccount, type HouseMonth, type HousePremises, METERED_SERVICES } from './house-month.ts';
import { monthDebts } from './month-debts.ts';
import { monthSpan } from './tampered-days.ts';
import { monthsTampered } from './tampering-correction.ts';
import type { Force } from './tariff-pieces.ts';
import { peopleOf, type People } from './utility-terms.ts';
import { yearBefore } from './year-correction.ts';
import './calculation.tables.ts';
import { heatOfYear, metersByService } from './meters-of-house.ts';
import { nearestNorms, ownFirst } from './prices-of-house.ts';

export type WhichMonth = { readonly organizationId: string; readonly houseId: string; readonly month: Month };
/** `waiting`: the decided recalculations that were read, by `account service`. */
export type LoadedMonth = HouseMonth & { readonly waiting: readonly { readonly id: string; readonly key: string }[] };

/** `supposed`: as if a meter had this mark too. */
type Load = { readonly withPenalties: boolean; readonly supposed?: TamperedMeter };

/** The facts of the month. Refuses object.notFound for an unknown house. */
export async function loadHouse(db: Db, which: WhichMonth, { withPenalties, supposed }: Load): Promise<LoadedMonth> {
  const { organizationId, houseId, month } = which;
  const span = monthSpan(month);
  const [house] = await housesByIds(db, [houseId]);
  const { region, areaCommon, timeZone } = found(house);
  const places = await premisesOfHouse(db, houseId);
  const meterPossible = await possibleMeters(db, houseId);
  const opened = (await accountsOfHouse(db, houseId, organizationId)).filter(({ openedOn }) => openedOn <= span.to);
  const shares = await sharesOfAccounts(
    db,
    houseId,
    opened.filter(({ kind }) => kind === 'repair').map(({ accountId }) => accountId),
  );
  const accounts = accountsIn(month, opened).map((account) => ({ ...account, share: shareIn(shares, account.accountId, month) }));
  const recalculations = await waitingRecalculations(db, which);
  const keyRate = await db.selectFrom('calculation.key_rate').select(['from_day', 'percent']).orderBy('from_day').execute();
  const waitFor = new Set(recalculations.map(({ account_id }) => account_id));
  const { lastYear, isYear, isAverage, ways } = await waysOfPaying(db, which, house!);
  // The correction of a year asks for all of it.
  const since = isYear ? `${lastYear}-01` : addMonths(month, -12);
  const past = [
    ...(await chargesInForce(db, which, {
      from: since,
      to: addMonths(month, -2),
      serviceCodes: isAverage ? [...METERED_SERVICES, ...COMMON_SERVICES] : METERED_SERVICES,
    })),
    ...(await chargesInForce(db, which, { from: addMonths(month, -1), to: month })),
  ];
  const tampered = Map.groupBy(
    [...(await tamperingsOf(db, houseId)), ...(supposed ? [supposed] : [])],
    ({ premisesId, serviceCode }) => `${premisesId} ${serviceCode}`,
  );
  const place = { region, places, meterPossible, supposed };
  const facts = {
    ...ways,
    commonArea: areaCommon,
    houseArea: decimalText(rounded(total(places.filter(({ flatId }) => flatId === null).map(({ areaTotal }) => areaTotal)), 2)),
    services: (await servicesOn(db, span.from)).map(({ code, unit, block }) => ({ code, unit, block })),
    past,
    tampered,
    recalculations: new Map(
      [...Map.groupBy(recalculations, (row) => `${row.account_id} ${row.service_code}`)].map(([key, rows]) => [
        key,
        rows.map(({ terms }) => ({ ...(terms as TermsOf<'recalculation'>), period: month })),
      ]),
    ),
    keyRate: keyRate.map(({ from_day, percent }): Force<string> => ({ from: from_day, to: null, value: percent })),
    jumpPercent: await jumpPercentOf(db, organizationId, month),
  };
  const earlier = new Map<Month, HouseMonth>();
  for (const then of monthsTampered(month, [...tampered.values()].flat(), past)) {
    earlier.set(then, {
      ...facts,
      month: then,
      accounts: accountsIn(then, opened),
      closedAccounts: [],
      decisions: [],
      debts: null,
      ...(await datedFacts(db, { ...which, month: then }, place, firstDay(then))),
    });
  }
  return {
    ...facts,
    month,
    earlier,
    accounts,
    closedAccounts: opened
      .filter(({ accountId, closedOn }) => closedOn !== null && closedOn < span.from && (closedOn >= firstDay(since) || waitFor.has(accountId)))
      .map(({ accountId, number, kind, premisesId }) => ({ accountId, number, kind, premisesId, span: null })),
    // Of a year that is corrected only the norms of the common property are asked about.
    ...(await datedFacts(db, which, place, isAverage ? firstDay(`${lastYear}-01`) : span.from)),
    waiting: recalculations.map(({ id, account_id, service_code }) => ({ id, key: `${account_id} ${service_code}` })),
    decisions: await decisionsOf(db, which, timeZone),
    debts: withPenalties
      ? monthDebts(
          await debtHistory(db, which, addMonths(month, -1)),
          new Map(accounts.map(({ accountId, kind }) => [accountId, kind === 'repair' ? 'repair' : 'service'])),
          await interestByMonth(db, which),
        )
      : null,
  };
}

/** By premises, services of which a meter stood there once. */
async function possibleMeters(db: Db, houseId: string): Promise<Place['meterPossible']> {
  const keys = Map.groupBy(await onceMetered(db, houseId), (key) => key.slice(0, key.indexOf(' ')));
  return new Map([...keys].map(([premisesId, own]) => [premisesId, new Set(own.map((key) => key.slice(premisesId.length + 1)))]));
}

/** Decided corrections that no run has taken and that may come in the month, in the order of decision. */
const waitingRecalculations = (db: Db, { organizationId, houseId, month }: WhichMonth) =>
  db
    .selectFrom('calculation.recalculation')
    .select(['id', 'account_id', 'service_code', 'terms'])
    .where('house_id', '=', houseId)
    .where('organization_id', '=', organizationId)
    .where('run_id', 'is', null)
    .where('cancelled_at', 'is', null)
    .where((on) => on.or([on('from_month', 'is', null), on('from_month', '<=', firstDay(month))]))
    .orderBy('decided_at')
    .orderBy('id')
    .execute();

type House = Awaited<ReturnType<typeof housesByIds>>[number];

/** How the house pays for heat and for its common property, with the year before where that asks for it. */
async function waysOfPaying(db: Db, which: WhichMonth, { heating, heatingMonths, heatMeterDue, commonWay, overNormFrom, overNormTo }: House) {
  const lastYear = yearBefore(which.month);
  const isEven = heatingMonths !== null && heating === 'house_meter';
  const isAverage = commonWay === 'average';
  return {
    lastYear,
    isYear: isEven || isAverage,
    isAverage,
    ways: {
      heating: heating as HouseMonth['heating'],
      heatingMonths,
      heatMeterDue,
      lastYear: isEven ? heatOfYear(await metersOfHouse(db, which.houseId, `${lastYear}-01-01`), lastYear) : null,
      commonWay: commonWay as HouseMonth['commonWay'],
      lastYearCommon: isAverage ? commonOfYear(await houseVolumes(db, which, lastYear), lastYear) : NO_YEAR,
      overNorm: overNormFrom === null ? null : { from: overNormFrom, to: overNormTo },
    },
  };
}

type Account = Awaited<ReturnType<typeof accountsOfHouse>>[number];

/** The accounts that answer for days of the month. */
function accountsIn(month: Month, opened: readonly Account[]): HouseAccount[] {
  const { from, to } = monthSpan(month);
  return opened
    .filter(({ openedOn, closedOn }) => openedOn <= to && (closedOn === null || closedOn >= from))
    .map(({ accountId, number, kind, premisesId, openedOn, closedOn }) => ({
      accountId,
      number,
      kind,
      premisesId,
      span:
        openedOn > from || (closedOn !== null && closedOn < to)
          ? { from: openedOn > from ? openedOn : from, to: closedOn !== null && closedOn < to ? closedOn : to }
          : null,
    }));
}

type Place = {
  readonly region: string;
  readonly places: Awaited<ReturnType<typeof premisesOfHouse>>;
  readonly meterPossible: ReadonlyMap<string, ReadonlySet<string>>;
  readonly supposed: TamperedMeter | undefined;
};

/** What of the facts goes by days: people, meters, tariffs, norms (those of the common property from an earlier day where a year asks). Six statements. */
async function datedFacts(
  db: Db,
  { organizationId, houseId, month }: WhichMonth,
  { region, places, meterPossible, supposed }: Place,
  normsFrom: Day,
): Promise<Pick<HouseMonth, 'premises' | 'houseMeters' | 'tariffs' | 'norms'>> {
  const span = monthSpan(month);
  const roomsOf = Map.groupBy(
    places.filter(({ flatId }) => flatId !== null),
    ({ flatId }) => flatId!,
  );
  const people = Map.groupBy(await residentsThrough(db, houseId, span), ({ premisesId }) => premisesId);
  const asFacts = Map.groupBy(await metersOfHouse(db, houseId, firstDay(addMonths(month, -METER_MONTHS)), supposed), ({ premisesId }) => premisesId ?? '');
  return {
    premises: new Map(
      places.map((place): [string, HousePremises] => [
        place.premisesId,
        {
          premisesId: place.premisesId,
          kind: place.kind,
          area: place.areaTotal,
          isMunicipal: place.housingStatus === 'municipal',
          flatId: place.flatId,
          shareArea: place.areaLiving ?? place.areaTotal,
          people: peopleTimeline((roomsOf.get(place.premisesId) ?? [place]).map(({ premisesId }) => people.get(premisesId) ?? [])),
          meters: metersByService(asFacts.get(place.premisesId) ?? [], month),
          meterPossible: meterPossible.get(place.premisesId) ?? NONE,
          ownHeating: place.ownHeatingFrom === null ? null : { from: place.ownHeatingFrom, to: place.ownHeatingTo },
        },
      ]),
    ),
    houseMeters: metersByService(asFacts.get('') ?? [], month),
    tariffs: ownFirst(await tariffsBetween(db, { organizationIds: [organizationId], houseIds: [houseId] }, span)),
    norms: nearestNorms(await normsBetween(db, { region, organizationId, houseId }, { ...span, from: normsFrom })).filter(
      ({ per, force: { to } }) => per === 'm2_common' || to === null || to >= span.from,
    ),
  };
}

/** What a meter that was replaced showed still makes an average: of six months, before three that were charged by one. */
const METER_MONTHS = 12;
const NO_YEAR: YearCommon = new Map();
/** By months of the year, as they were kept for the bills of the organization. */
async function houseVolumes(db: Db, { houseId, organizationId }: WhichMonth, year: string) {
  const months = monthsFrom(`${year}-01`, `${year}-12`);
  const kept = await referencesOf(db, houseId, months.map(firstDay));
  return new Map(months.map((month) => [month, kept.get(`${organizationId} ${firstDay(month)}`)?.house ?? []]));
}

const NONE: ReadonlySet<string> = new Set();

type Living = Awaited<ReturnType<typeof residentsThrough>>[number];

/** People of a premises, or of all rooms of a communal flat together: every room has a row for the same days. */
function peopleTimeline(rooms: readonly (readonly Living[])[]): Force<People>[] {
  const forces: { from: string; to: string | null; value: People }[] = [];
  for (const [n, { fromDay }] of (rooms[0] ?? []).entries()) {
    const people = rooms.map((rows) => peopleOf(rows[n]!));
    const value: People = {
      count: people.reduce((sum, { count }) => sum + count, 0),
      are: people.some(({ count, are }) => count > 0 && are === 'registered') ? 'registered' : people[0]!.are,
    };
    const last = forces.at(-1);
    if (last && last.value.count === value.count && last.value.are === value.are) continue;
    if (last) last.to = addDays(fromDay, -1);
    forces.push({ from: fromDay, to: null, value });
  }
  return forces;
}

/** Interest that posted parts of instalments brought, by `account month`; a part without interest stands there with nothing. */
async function interestByMonth(db: Db, { organizationId, houseId }: WhichMonth): Promise<ReadonlyMap<string, Kopecks>> {
  const rows = await db
    .selectFrom('calculation.recalculation as c')
    .innerJoin('calculation.run as r', (on) => on.onRef('r.house_id', '=', 'c.house_id').onRef('r.id', '=', 'c.run_id'))
    .select(['c.account_id', 'r.period', 'c.terms'])
    .where('c.house_id', '=', houseId)
    .where('c.organization_id', '=', organizationId)
    .where('c.instalment_id', 'is not', null)
    .where('c.from_month', 'is not', null)
    .where('r.status', '=', 'posted')
    .execute();
  const interest = new Map<string, Kopecks>();
  for (const { account_id, period, terms } of rows) {
    const key = `${account_id} ${period.slice(0, 7)}`;
    interest.set(key, (interest.get(key) ?? 0n) + interestOf((terms as TermsOf<'recalculation'>).ground as InstalmentGround));
  }
  return interest;
}
