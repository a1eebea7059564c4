// Readings in bulk are judged by the rules of one reading (reading-rules.ts), some hundreds of meters by a handful of statements.
import { sql } from 'kysely';
import { formatDecimal, formatMonth } from '#contract/russian';
import { normsInForce, readingWindows, serviceMap, USUAL_WINDOW } from '#modules/directory';
import { housesByIds, residentsOn } from '#modules/housing';
import { accountsByIds, accountsByNumbers } from '#modules/ledger';
import type { Db } from '#platform/tables';
import { type Day, dayIn, type Month } from '#platform/time';
import { type HomeMeter, type LimitedMeter, limitsColumn, loadRegisters, meterColumns, normOfMonth, postedColumn, type StoredMeter } from './home-meters.ts';
import { judgeReadings, type KeptReading } from './judge-readings.ts';
import { windowDays, windowNow } from './reading-window.ts';
import './meters.tables.ts';

/** A row as it came. `values`: by zones in order, decimal texts. `month` counts only where the day is not said. `place`: whose it is, for people; one from a payment never takes the place of what was handed in. */
export type IntakeRow = {
  readonly place?: string;
  readonly isFromPayment?: boolean;
  readonly row: number;
  readonly serial: string;
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

/** By the number on the meter or in the state system; the account or the service tells those of one number apart. Four statements. */
async function findMeters(db: Db, organizationId: string, rows: readonly IntakeRow[]): Promise<FoundMeter[]> {
  const serials = [...new Set(rows.map(({ serial }) => serial))];
  const named = (column: 'm.serial' | 'm.state_number') =>
    db
      .selectFrom('meters.meter as m')
      .select([...meterColumns, 'm.state_number as stateNumber'])
      .select(limitsColumn)
      .select(postedColumn)
      .where('m.organization_id', '=', organizationId)
      .where(column, '=', sql<string>`any(${serials}::text[])`)
      .where('m.removed_on', 'is', null)
      .execute();
  const bySerial = Map.groupBy(await named('m.serial'), ({ serial }) => serial);
  const byState = Map.groupBy(await named('m.state_number'), ({ stateNumber }) => stateNumber ?? '');
  const numbers = rows.flatMap(({ accountNumber }) => accountNumber ?? []);
  const accounts = numbers.length === 0 ? new Map<string, string>() : await premisesOfAccounts(db, organizationId, numbers);
  return rows.map((row) => {
    const named = [...(bySerial.get(row.serial) ?? []), ...(byState.get(row.serial) ?? [])];
    if (named.length === 0) return { row, problem: { code: 'meter.unknown', detail: `Счётчика № ${row.serial} среди ваших нет. Проверьте номер` } };
    const premisesId = row.accountNumber === undefined ? undefined : accounts.get(row.accountNumber);
    const service = row.serviceName === undefined ? undefined : serviceOf(row.serviceName);
    const narrowed = named.filter(
      (meter) => (premisesId === undefined || meter.premisesId === premisesId) && (service === undefined || meter.serviceCode === service),
    );
    if (narrowed.length === 0)
      return { row, problem: { code: 'meter.elsewhere', detail: `Счётчик № ${row.serial} стоит по другому счёту или считает другую услугу` } };
    if (narrowed.length > 1)
      return { row, problem: { code: 'meter.ambiguous', detail: `Счётчиков с номером ${row.serial} несколько. Укажите лицевой счёт или услугу` } };
    return { row, meter: narrowed[0]! };
  });
}

async function premisesOfAccounts(db: Db, organizationId: string, numbers: readonly string[]): Promise<Map<string, string>> {
  const keys = await accountsByNumbers(db, organizationId, numbers);
  const premises = new Map((await accountsByIds(db, [...keys.values()])).map((account) => [account.accountId, account.premisesId]));
  return new Map(
    [...keys].flatMap(([number, { accountId }]) => {
      const id = premises.get(accountId);
      return id === undefined ? [] : [[number, id] as const];
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
