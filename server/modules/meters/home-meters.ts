// The meters of a home with all that the rules of a reading need: read together, judged and shown by pure functions.
import type { MeterFault } from '#contract/meter-fault-words';
import { postedThrough } from '#modules/billing';
import { normsInForce, readingLimitOn, readingLimitsSet, readingWindows, serviceMap, type SetReadingLimit, USUAL_WINDOW } from '#modules/directory';
import { fullAddress, housesByIds, organizationsByIds, premisesOf, residentsOn, shortAddress } from '#modules/housing';
import { sql } from 'kysely';
import { chain, roundedText } from '#platform/decimal';
import type { Db } from '#platform/tables';
import { type Day, dayIn, type Month } from '#platform/time';
import type { FaultDays } from './faulty-use.ts';
import { readingRulesOf } from './meter-rules.ts';
import type { RegisterFacts } from './reading-rules.ts';
import { type ReadingWindow, windowNow, type WindowNow } from './reading-window.ts';
import { averageMonth, type RegisterReading, shortText, useByMonth, usedWithin, useOfMonth, type UsePoint, zeroMonths } from './usage-history.ts';
import './meters.tables.ts';

export type StoredMeter = {
  houseId: string;
  id: string;
  premisesId: string | null;
  organizationId: string;
  serviceCode: string;
  serial: string;
  make: string;
  model: string;
  digits: number;
  decimals: number;
  place: string;
  installedOn: Day;
  sealedOn: Day | null;
  verifiedOn: Day | null;
  nextVerificationOn: Day | null;
  removedOn: Day | null;
  replacedBy: string | null;
  version: number;
};
/** `limits`: of a month's use as they were set, the newest first. `postedThrough`: the last month that a run was posted for; what is told later counts for the next. */
export type LimitedMeter = StoredMeter & { readonly limits: readonly SetReadingLimit[]; readonly postedThrough: Month | null };
/** `faults`: in order, without those that were taken back. */
export type MarkedMeter = StoredMeter & { readonly faults: readonly StoredFault[] };
export type StoredFault = FaultDays & { readonly kind: MeterFault; readonly act: string };
/** `within`: what had run by earlier readings of the month, which its last one replaced. */
type HomePoint = UsePoint & StoredReading & { readonly within: readonly { readonly on: Day; readonly use: string }[] };
export type HomeRegister = { readonly zone: string; readonly initialValue: string; readonly points: readonly HomePoint[] };
export type HomeMeter = MarkedMeter &
  LimitedMeter & {
    readonly unit: string;
    readonly organization: string;
    readonly phone: string | null;
    readonly windowDays: ReadingWindow;
    readonly window: WindowNow;
    readonly normMonth: string | null;
    readonly registers: readonly HomeRegister[];
  };
/** Where meters stand: a home, or the house itself (`premisesId` null). */
export type MeterSite = { readonly houseId: string; readonly premisesId: string | null };
export type HomeMeters = MeterSite & {
  readonly address: string;
  readonly fullAddress: string;
  readonly timeZone: string;
  readonly today: Day;
  readonly persons: number;
  /** The communal flat of a room. */ readonly flatId: string | null;
  readonly meters: readonly HomeMeter[];
};

type StoredReading = RegisterReading & {
  /** Of the check that found it. */ readonly act: string | null;
  readonly id: string;
  readonly meterId: string;
  readonly zone: string;
  readonly submissionId: string | null;
  readonly submissionStatus: string | null;
};

export const meterColumns = [
  'm.house_id as houseId',
  'm.id',
  'm.premises_id as premisesId',
  'm.organization_id as organizationId',
  'm.service_code as serviceCode',
  'm.serial',
  'm.make',
  'm.model',
  'm.digits',
  'm.decimals',
  'm.place',
  'm.installed_on as installedOn',
  'm.sealed_on as sealedOn',
  'm.verified_on as verifiedOn',
  'm.next_verification_on as nextVerificationOn',
  'm.removed_on as removedOn',
  'm.replaced_by as replacedBy',
  'm.version',
] as const;
/** With `meterColumns`: one statement for both. */
export const faultColumn = sql<
  readonly StoredFault[]
>`coalesce((select json_agg(json_build_object('kind', f.kind, 'fromDay', f.from_day, 'toDay', f.to_day, 'values', f.to_values, 'act', f.act) order by f.from_day) from meters.fault f
  where f.house_id = m.house_id and f.meter_id = m.id and (f.to_day is null or f.to_day > f.from_day)), '[]')`.as('faults');
/** With `meterColumns`: a few rows of the directory, read by the same statement. */
export const limitsColumn = readingLimitsSet(sql.ref('m.service_code'), sql.ref('m.organization_id')).as('limits');
/** With `meterColumns`: by the same statement. */
export const postedColumn = postedThrough(sql.ref('m.house_id'), sql.ref('m.organization_id')).as('postedThrough');
export const SERVICE_ORDER = ['cold_water', 'hot_water', 'electricity', 'gas', 'heating'];

/** The meters of a home or of the house itself, those that were removed too when asked for; undefined for an unknown one. Ten statements however many meters. */
export async function loadHomeMeters(db: Db, site: MeterSite, { now, removed = false }: { now: Date; removed?: boolean }): Promise<HomeMeters | undefined> {
  const { houseId, premisesId } = site;
  const [house] = await housesByIds(db, [houseId]);
  const [premises] = premisesId === null ? [] : await premisesOf(db, [{ houseId, premisesId }]);
  if (!house || (premisesId !== null && !premises)) return undefined;
  const today = dayIn(house.timeZone, now);
  const stored = await db
    .selectFrom('meters.meter as m')
    .select(meterColumns)
    .select(faultColumn)
    .select(limitsColumn)
    .select(postedColumn)
    .where('m.house_id', '=', houseId)
    .where('m.premises_id', premisesId === null ? 'is' : '=', premisesId)
    .$if(!removed, (query) => query.where('m.removed_on', 'is', null))
    .execute();
  const [residents] = premisesId === null ? [] : await residentsOn(db, houseId, [premisesId], today);
  const persons = residents?.persons ?? 0;
  const norms = (await normsInForce(db, house.region, today)).filter((norm) => norm.per === 'person');
  const organizationIds = stored.map((meter) => meter.organizationId);
  const windows = await readingWindows(db, organizationIds);
  const organizations = new Map((await organizationsByIds(db, organizationIds)).map((one) => [one.id, one]));
  const units = await serviceMap(db);
  const registers = await loadRegisters(db, stored);
  const meters = stored.map((meter): HomeMeter => {
    const given = windows.get(`${meter.organizationId} ${meter.serviceCode}`) ?? USUAL_WINDOW;
    const windowDays = { fromDay: given.fromDayOfMonth, toDay: given.toDayOfMonth };
    const norm = norms.find(({ serviceCode }) => serviceCode === meter.serviceCode)?.value;
    return {
      ...meter,
      unit: units.get(meter.serviceCode)?.unit ?? '',
      organization: organizations.get(meter.organizationId)?.shortName ?? '',
      phone: organizations.get(meter.organizationId)?.phone || null,
      windowDays,
      window: windowNow(today, windowDays, meter.postedThrough),
      normMonth: normOfMonth(norm, persons),
      registers: registers.get(meter.id) ?? [],
    };
  });
  meters.sort(
    (a, b) => SERVICE_ORDER.indexOf(a.serviceCode) - SERVICE_ORDER.indexOf(b.serviceCode) || a.place.localeCompare(b.place, 'ru') || a.id.localeCompare(b.id),
  );
  const words = premises ?? { address: shortAddress(house), fullAddress: fullAddress(house) };
  return {
    houseId,
    premisesId,
    address: words.address,
    fullAddress: words.fullAddress,
    timeZone: house.timeZone,
    today,
    persons,
    flatId: premises?.flatId ?? null,
    meters,
  };
}

/** The norm of a month for all who live in a home; null where there is no norm or nobody. Decimal text. */
export const normOfMonth = (norm: string | undefined, persons: number): string | null =>
  norm === undefined || persons === 0 ? null : shortText(roundedText(chain([norm, BigInt(persons)]), 3));

/** Registers by meter id, each with its active readings, their use and what they replaced. Two statements, also for meters of several houses. */
export async function loadRegisters(
  db: Db,
  meters: readonly Pick<StoredMeter, 'houseId' | 'id' | 'installedOn' | 'digits'>[],
): Promise<Map<string, HomeRegister[]>> {
  if (meters.length === 0) return new Map();
  const own = (house: string, meter: string) =>
    sql<boolean>`(${sql.ref(house)}, ${sql.ref(meter)}) in (select * from unnest(${meters.map(({ houseId }) => houseId)}::uuid[], ${meters.map(({ id }) => id)}::uuid[]))`;
  const registers = await db
    .selectFrom('meters.meter_register')
    .select(['meter_id as meterId', 'zone', sql<string>`trim_scale(initial_value)::text`.as('initialValue')])
    .where(own('house_id', 'meter_id'))
    .orderBy('meter_id')
    .orderBy('zone')
    .execute();
  const stored = await db
    .selectFrom('meters.reading as r')
    .leftJoin('meters.submission as s', (on) => on.onRef('s.house_id', '=', 'r.house_id').onRef('s.id', '=', 'r.submission_id'))
    .select([
      'r.id',
      'r.meter_id as meterId',
      'r.zone',
      sql<string>`to_char(r.period, 'YYYY-MM')`.as('period'),
      'r.taken_on as takenOn',
      sql<string>`trim_scale(r.value)::text`.as('value'),
      'r.source',
      'r.act',
      'r.submission_id as submissionId',
      's.status as submissionStatus',
      'r.status',
    ])
    .where(own('r.house_id', 'r.meter_id'))
    .where('r.status', 'in', ['active', 'superseded'])
    .orderBy('r.meter_id')
    .orderBy('r.zone')
    .orderBy('r.period')
    .orderBy('r.submitted_at')
    .execute();
  const replaced = stored.filter(({ status }) => status === 'superseded');
  const replacedBy = Map.groupBy(replaced, ({ meterId, zone, period }) => `${meterId} ${zone} ${period}`);
  const byRegister = Map.groupBy(
    stored.filter(({ status }) => status === 'active'),
    (reading) => `${reading.meterId} ${reading.zone}`,
  );
  const byId = new Map(meters.map((meter) => [meter.id, meter]));
  const made = registers.map(({ meterId, zone, initialValue }) => {
    const readings = byRegister.get(`${meterId} ${zone}`) ?? [];
    const meter = byId.get(meterId)!;
    const start = { takenOn: meter.installedOn, value: initialValue };
    const points = useByMonth(readings, { ...meter, initialValue }).map((point, n): HomePoint => ({
      ...readings[n]!,
      ...point,
      within: usedWithin(replacedBy.get(`${meterId} ${zone} ${point.period}`) ?? [], { before: readings[n - 1] ?? start, point, digits: meter.digits }),
    }));
    return { meterId, zone, initialValue, points };
  });
  return Map.groupBy(made, (register) => register.meterId);
}

/** The last point of an earlier month, or what stood on the dial at installation. */
export function previousOf(meter: Pick<StoredMeter, 'installedOn'>, register: HomeRegister, month: string): { value: string; takenOn: Day } {
  const point = register.points.findLast(({ period }) => period < month);
  return point ? { value: point.value, takenOn: point.takenOn } : { value: register.initialValue, takenOn: meter.installedOn };
}

/** What the rules of a reading are told of a register, for a reading of the day that counts for the month. Pure. */
export function registerFacts(meter: HomeMeter, register: HomeRegister, { month, on, persons }: { month: string; on: Day; persons: number }): RegisterFacts {
  const { points } = register;
  const control = points.findLast(({ source, period }) => source === 'control' && period < month);
  return {
    unit: meter.unit,
    digits: meter.digits,
    decimals: meter.decimals,
    installedOn: meter.installedOn,
    verifiedUntil: meter.nextVerificationOn,
    persons,
    previous: previousOf(meter, register, month),
    lastControlOn: control?.takenOn ?? null,
    averageMonth: averageMonth(points, month, meter.decimals),
    lastYear: useOfMonth(points, `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`, meter.decimals),
    // A norm is of the whole meter: nobody knows its part in a zone.
    normMonth: meter.registers.length > 1 ? null : meter.normMonth,
    // What no flat uses a house well may.
    limitMonth: meter.premisesId === null ? null : readingLimitOn(meter.limits, on),
    zeroMonths: zeroMonths(points, month),
    rules: readingRulesOf(month),
  };
}
