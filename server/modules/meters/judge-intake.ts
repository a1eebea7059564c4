// Readings in bulk are judged by the rules of one reading (reading-rules.ts), some hundreds of meters by a handful of statements.
import { sql } from 'kysely';
import { formatDecimal, formatMonth } from '#contract/russian';
import { normsInForce, readingWindows, serviceMap, USUAL_WINDOW } from '#modules/directory';
import { housesByIds, type Pair, residentsOn } from '#modules/housing';
import { accountsByIds, accountsByNumbers } from '#modules/ledger';
import type { Db } from '#platform/tables';
import { type Day, dayIn, type Month } from '#platform/time';
import {
  type HomeMeter,
  type LimitedMeter,
  limitsColumn,
  loadRegisters,
  meterColumns,
  normOfMonth,
  postedColumn,
  SERVICE_ORDER,
  type StoredMeter,
} from './home-meters.ts';
import { judgeReadings, type KeptReading } from './judge-readings.ts';
import { windowDays, windowNow } from './reading-window.ts';
import './meters.tables.ts';

/** A row as it came. `values`: by zones in order, decimal texts. `month` counts only where the day is not said. `place`: whose it is, for people; one from a payment never takes the place of what was handed in. */
export type IntakeRow = {
  readonly place?: string;
  readonly isFromPayment?: boolean;
  readonly row: number;
  /** Left out, or a place among the home's meters, where the account tells the home. */ readonly serial?: string;
  readonly values: readonly string[];
  readonly accountNumber?: string;
  readonly serviceName?: string;
  readonly takenOn?: Day;
  readonly month?: Month;
};
export type IntakeProblem = { readonly row: number; readonly code: string; readonly detail: string; readonly isUnusual: boolean };
export type JudgedRow = { readonly row: number; readonly kept: readonly KeptReading[]; readonly isSame: boolean; readonly problems: readonly IntakeProblem[] };

const SERVICE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^cold_water$|холод|^хвс/i, 'cold_water'],
  [/^hot_water$|горяч|^гвс/i, 'hot_water'],
  [/электр/i, 'electricity'],
  [/^electricity$/i, 'electricity'],
  [/^gas$|газ/i, 'gas'],
  [/^heating$|отоплен|тепл/i, 'heating'],
];
const serviceOf = (name: string): string | undefined => SERVICE_WORDS.find(([word]) => word.test(name))?.[1];
const HOUSES_KEPT = 200;

/** A judge of one organization's rows. What it knows of houses it keeps for the next rows, of the last two hundred houses only. `hold` is called before readings are read. */
export function openJudge(
  db: Db,
  { organizationId, now, hold }: { organizationId: string; now: Date; hold?: (meters: readonly StoredMeter[]) => Promise<void> },
): { judge(rows: readonly IntakeRow[]): Promise<JudgedRow[]> } {
  const houses = new Map<string, HouseFacts>();
  return {
    async judge(rows) {
      const found = await findMeters(db, organizationId, rows);
      const stored = [...new Map(found.flatMap(({ meter }) => (meter ? [[meter.id, meter] as const] : []))).values()];
      await hold?.(stored);
      await readHouses(db, houses, stored, now);
      const described = await describe(db, stored, houses);
      return found.map(({ row, meter, problem }) =>
        meter
          ? judgeOne(row, described.get(meter.id)!, houses.get(meter.houseId)!)
          : { row: row.row, kept: [], isSame: false, problems: [{ row: row.row, isUnusual: false, ...problem! }] },
      );
    },
  };
}

type FoundMeter = { row: IntakeRow; meter?: LimitedMeter; problem?: { code: string; detail: string } };
type Named = LimitedMeter & { readonly stateNumber: string | null };
/** Of a phone's key-pad: the meter's place among those of the home, as its bill lists them. */
const KEY = /^[1-9]\d?$/;

/**
 * By the number on the meter or in the state system; the account or the service tells those of one number apart. Where only the account is known,
 * by the meter's place among the home's, or as the only one of its service (a phone's key-pad). Four statements, five with such rows.
 */
async function findMeters(db: Db, organizationId: string, rows: readonly IntakeRow[]): Promise<FoundMeter[]> {
  const serials = [...new Set(rows.flatMap(({ serial }) => serial ?? []))];
  const bySerial = Map.groupBy(
    await metersOf(db, organizationId)
      .where('m.serial', '=', sql<string>`any(${serials}::text[])`)
      .execute(),
    ({ serial }) => serial,
  );
  const byState = Map.groupBy(
    await metersOf(db, organizationId)
      .where('m.state_number', '=', sql<string>`any(${serials}::text[])`)
      .execute(),
    ({ stateNumber }) => stateNumber ?? '',
  );
  const numbers = rows.flatMap(({ accountNumber }) => accountNumber ?? []);
  const homes = numbers.length === 0 ? new Map<string, Pair>() : await homesOfAccounts(db, organizationId, numbers);
  const homeOf = ({ accountNumber }: IntakeRow): Pair | undefined => (accountNumber === undefined ? undefined : homes.get(accountNumber));
  const fitting = (row: IntakeRow, meters: readonly Named[]): Named[] => {
    const home = homeOf(row);
    const service = row.serviceName === undefined ? undefined : serviceOf(row.serviceName);
    return meters.filter((meter) => (home === undefined || meter.premisesId === home.premisesId) && (service === undefined || meter.serviceCode === service));
  };
  const found = rows.map((row) => {
    const named = row.serial === undefined ? [] : [...(bySerial.get(row.serial) ?? []), ...(byState.get(row.serial) ?? [])];
    return { row, named, fits: fitting(row, named) };
  });
  const byKey = found.filter(({ row, fits }) => fits.length === 0 && homeOf(row) !== undefined && (row.serial === undefined || KEY.test(row.serial)));
  const standing =
    byKey.length === 0
      ? new Map<string, Named[]>()
      : await metersOfHomes(
          db,
          organizationId,
          byKey.flatMap(({ row }) => homeOf(row) ?? []),
        );
  const keyed = new Set(byKey.map(({ row }) => row));
  return found.map(({ row, named, fits }) =>
    keyed.has(row) ? byPlace(row, fitting(row, standing.get(homeOf(row)!.premisesId) ?? [])) : byNumber(row, named, fits),
  );
}

function byNumber(row: IntakeRow, named: readonly Named[], fits: readonly Named[]): FoundMeter {
  if (row.serial === undefined)
    return { row, problem: { code: 'account.unknown', detail: `Лицевого счёта ${row.accountNumber ?? ''} среди ваших нет. Проверьте номер` } };
  if (named.length === 0) return { row, problem: { code: 'meter.unknown', detail: `Счётчика № ${row.serial} среди ваших нет. Проверьте номер` } };
  if (fits.length === 0)
    return { row, problem: { code: 'meter.elsewhere', detail: `Счётчик № ${row.serial} стоит по другому счёту или считает другую услугу` } };
  if (fits.length > 1)
    return { row, problem: { code: 'meter.ambiguous', detail: `Счётчиков с номером ${row.serial} несколько. Укажите лицевой счёт или услугу` } };
  return { row, meter: fits[0]! };
}

/** `meters`: of the home, in the order of its bill, of the service where the row names one. */
function byPlace(row: IntakeRow, meters: readonly Named[]): FoundMeter {
  if (row.serial === undefined && row.serviceName !== undefined && serviceOf(row.serviceName) === undefined)
    return { row, problem: { code: 'service.unknown', detail: `Услуги «${row.serviceName}» среди измеряемых нет. Проверьте название` } };
  const where = `по счёту ${row.accountNumber ?? ''}${row.serviceName === undefined ? '' : ` на услугу «${row.serviceName}»`}`;
  if (meters.length === 0) return { row, problem: { code: 'meter.unknown', detail: `Ваших счётчиков ${where} нет` } };
  const meter = row.serial === undefined ? (meters.length === 1 ? meters[0] : undefined) : meters[Number(row.serial) - 1];
  if (meter) return { row, meter };
  const standing = `Счётчиков ${where}: ${meters.length}`;
  return {
    row,
    problem:
      row.serial === undefined
        ? { code: 'meter.ambiguous', detail: `${standing}. Укажите, который: его номер или место по порядку` }
        : { code: 'meter.unknown', detail: `${standing}, а указан ${row.serial}-й` },
  };
}

const metersOf = (db: Db, organizationId: string) =>
  db
    .selectFrom('meters.meter as m')
    .select([...meterColumns, 'm.state_number as stateNumber'])
    .select(limitsColumn)
    .select(postedColumn)
    .where('m.organization_id', '=', organizationId)
    .where('m.removed_on', 'is', null);

/** The meters of each premises, in the order in which a bill lists them. */
async function metersOfHomes(db: Db, organizationId: string, homes: readonly Pair[]): Promise<Map<string, Named[]>> {
  const [houseIds, premisesIds] = [homes.map(({ houseId }) => houseId), homes.map(({ premisesId }) => premisesId)];
  const meters = await metersOf(db, organizationId)
    .where(sql<boolean>`(m.house_id, m.premises_id) in (select * from unnest(${houseIds}::uuid[], ${premisesIds}::uuid[]))`)
    .orderBy(sql`array_position(${SERVICE_ORDER}::text[], m.service_code)`)
    .orderBy('m.place')
    .orderBy('m.id')
    .execute();
  return Map.groupBy(meters, ({ premisesId }) => premisesId ?? '');
}

async function homesOfAccounts(db: Db, organizationId: string, numbers: readonly string[]): Promise<Map<string, Pair>> {
  const keys = await accountsByNumbers(db, organizationId, numbers);
  const homes = new Map((await accountsByIds(db, [...keys.values()])).map(({ accountId, houseId, premisesId }) => [accountId, { houseId, premisesId }]));
  return new Map(
    [...keys].flatMap(([number, { accountId }]) => {
      const home = homes.get(accountId);
      return home === undefined ? [] : [[number, home] as const];
    }),
  );
}

type HouseFacts = { readonly today: Day; readonly norms: ReadonlyMap<string, string>; readonly persons: ReadonlyMap<string, number> };

async function readHouses(db: Db, houses: Map<string, HouseFacts>, meters: readonly StoredMeter[], now: Date): Promise<void> {
  const missing = [...new Set(meters.map(({ houseId }) => houseId))].filter((houseId) => !houses.has(houseId));
  for (const { houseId, region, timeZone } of await housesByIds(db, missing)) {
    const today = dayIn(timeZone, now);
    const norms = new Map((await normsInForce(db, region, today)).filter(({ per }) => per === 'person').map(({ serviceCode, value }) => [serviceCode, value]));
    houses.set(houseId, {
      today,
      norms,
      persons: new Map((await residentsOn(db, houseId, undefined, today)).map(({ premisesId, persons }) => [premisesId, persons])),
    });
  }
  const needed = new Set(meters.map(({ houseId }) => houseId));
  for (const houseId of houses.keys()) if (houses.size > HOUSES_KEPT && !needed.has(houseId)) houses.delete(houseId);
}

async function describe(db: Db, stored: readonly LimitedMeter[], houses: ReadonlyMap<string, HouseFacts>): Promise<Map<string, HomeMeter>> {
  const registers = await loadRegisters(db, stored);
  const windows = await readingWindows(db, [...new Set(stored.map(({ organizationId }) => organizationId))]);
  const units = await serviceMap(db);
  return new Map(
    stored.map((meter) => {
      const { today, norms, persons } = houses.get(meter.houseId)!;
      const { fromDayOfMonth: fromDay, toDayOfMonth: toDay } = windows.get(`${meter.organizationId} ${meter.serviceCode}`) ?? USUAL_WINDOW;
      const days = { fromDay, toDay };
      const normMonth = normOfMonth(norms.get(meter.serviceCode), persons.get(meter.premisesId ?? '') ?? 0);
      return [
        meter.id,
        {
          ...meter,
          unit: units.get(meter.serviceCode)?.unit ?? '',
          organization: '',
          phone: null,
          faults: [],
          windowDays: days,
          window: windowNow(today, days, meter.postedThrough),
          normMonth,
          registers: registers.get(meter.id) ?? [],
        },
      ];
    }),
  );
}

function judgeOne(row: IntakeRow, meter: HomeMeter, { today, persons }: HouseFacts): JudgedRow {
  const problem = (code: string, detail: string, isUnusual = false): IntakeProblem => ({ row: row.row, code, detail, isUnusual });
  if (row.values.length !== meter.registers.length)
    return {
      row: row.row,
      kept: [],
      isSame: false,
      problems: [problem('reading.zones', `У счётчика № ${meter.serial} зон: ${meter.registers.length}, а показаний в строке: ${row.values.length}`)],
    };
  const closes = row.month === undefined ? undefined : windowDays(row.month, meter.windowDays).closes;
  const takenOn = row.takenOn ?? (closes !== undefined && closes < today ? closes : today);
  const given = meter.registers.map(({ zone }, n) => ({ meterId: meter.id, zone, value: row.values[n]!, takenOn }));
  const { problems, warnings: asked, kept, unchanged } = judgeReadings(given, { meters: [meter], today, persons: persons.get(meter.premisesId ?? '') ?? 0 });
  if (problems.length > 0) return { row: row.row, kept: [], isSame: false, problems: problems.map(({ code, detail }) => problem(code, detail)) };
  const known = row.isFromPayment ? kept.find(({ replaces }) => replaces !== null) : undefined;
  const warnings =
    known === undefined
      ? asked
      : [...asked, { code: 'reading.known', detail: `За ${formatMonth(known.result.countsFor)} уже есть показание ${formatDecimal(known.replaces!.value)}` }];
  return {
    row: row.row,
    kept: kept.length > 0 ? kept : unchanged,
    isSame: kept.length === 0,
    problems: warnings.map(({ code, detail }) => problem(code, detail, true)),
  };
}
