// Reads of meters for residents: what stands in a home, one meter, and the light in the window.
import type { AnswerOf } from '#contract/endpoint';
import type { getMeter, getMeters, Meter as MeterSchema } from '#contract/meters';
import { readingWindowRows, USUAL_WINDOW } from '#modules/directory';
import type { Pair } from '#modules/housing';
import { lookAtHomes } from '#modules/ledger';
import { sql } from 'kysely';
import { found } from '#platform/errors';
import { keptStatement } from '#platform/kept-statement';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { addMonths, type Day, dayIn, firstDay } from '#platform/time';
import type { Static } from 'typebox';
import { type HomeMeter, type HomeMeters, type HomeRegister, loadHomeMeters, previousOf, registerFacts } from './home-meters.ts';
import { serviceName, verificationOn, zoneName } from './meter-words.ts';
import { canAskReplacement, canHandIn, type Home, organizationsInReach } from './meters.policy.ts';
import { reachHome } from './shared-flat.ts';
import { windowNow } from './reading-window.ts';
import './meters.tables.ts';

type MeterView = Static<typeof MeterSchema>;
type Shown = {
  readonly home: HomeMeters;
  readonly actor: Reading['actor'];
  /** Of the communal flat where the actor has one. */ readonly rooms?: readonly string[];
  readonly openRequests: ReadonlySet<string>;
};

/** Query: the meters of a home of the actor's, or of the communal flat of the actor's room. Eleven statements, for a room and its flat twelve. */
export async function readMeters({ db, actor, now }: Reading, asked: Home): Promise<AnswerOf<typeof getMeters>> {
  const { rooms, ...reached } = found(await reachHome(db, actor, asked));
  const home = found(await loadHomeMeters(db, reached, { now }));
  const openRequests = await openRequestsOf(db, home.houseId, home.meters);
  const { address, timeZone, today } = home;
  const month = home.meters.map((meter) => meter.window.month).sort()[0] ?? today.slice(0, 7);
  const meters = home.meters.map((meter) => meterView(meter, { home, actor, rooms, openRequests }));
  return {
    address,
    timeZone,
    today,
    month,
    meters,
    waiting: home.meters.filter((meter) => waits(meter)).length,
    sharedPremisesId: await metersOfFlat(db, home),
    can: { submit: meters.some(({ can }) => can.submit) },
  };
}

/** The communal flat of a room, when meters stand in it. */
async function metersOfFlat(db: Db, { houseId, flatId }: HomeMeters): Promise<string | null> {
  if (flatId === null) return null;
  const one = await db
    .selectFrom('meters.meter')
    .select('id')
    .where('house_id', '=', houseId)
    .where('premises_id', '=', flatId)
    .where('removed_on', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return one ? flatId : null;
}

/** Query: one meter, for people of its home and staff of the organization that takes its readings. */
export async function readMeter(
  ground: Ground,
  reading: Reading,
  { houseId, meterId }: { houseId: string; meterId: string },
): Promise<AnswerOf<typeof getMeter>> {
  const { db, actor, now } = reading;
  const row = await db
    .selectFrom('meters.meter')
    .select(['premises_id', 'organization_id'])
    .where('house_id', '=', houseId)
    .where('id', '=', meterId)
    .executeTakeFirst();
  const own = row?.premises_id ? await reachHome(db, actor, { houseId, premisesId: row.premises_id }) : undefined;
  const isInReach = row && row.premises_id !== null && (own || organizationsInReach(actor).includes(row.organization_id));
  const premisesId = found(isInReach ? row : undefined).premises_id!;
  if (!own) await lookAtHomes({ ground, ...reading }, [{ houseId, premisesId }]);
  const home = found(await loadHomeMeters(db, { houseId, premisesId }, { now, removed: true }));
  const meter = found(home.meters.find(({ id }) => id === meterId));
  const requests = await db
    .selectFrom('meters.replacement_request')
    .select(['id', 'at', 'reason', 'status', 'answer'])
    .where('house_id', '=', houseId)
    .where('meter_id', '=', meterId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  const openRequests = new Set(requests.some(({ status }) => status === 'new') ? [meterId] : []);
  const replacements = requests.map((one) => ({ ...one, at: new Date(one.at).toISOString() })) as AnswerOf<typeof getMeter>['replacements'];
  return {
    ...meterView(meter, { home, actor, openRequests, ...(own && { rooms: own.rooms }) }),
    premisesId: home.premisesId,
    address: home.address,
    timeZone: home.timeZone,
    removedOn: meter.removedOn,
    replacements,
  };
}

async function openRequestsOf(db: Db, houseId: string, meters: readonly HomeMeter[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('meters.replacement_request')
    .select('meter_id')
    .where('house_id', '=', houseId)
    .where('status', '=', 'new')
    .where('meter_id', '=', sql<string>`any(${meters.map(({ id }) => id)}::uuid[])`)
    .execute();
  return new Set(rows.map((row) => row.meter_id));
}

function openFault({ faults, phone }: HomeMeter): MeterView['fault'] {
  const open = faults.find(({ toDay }) => toDay === null);
  return open ? { kind: open.kind, fromDay: open.fromDay, act: open.act, phone } : null;
}

/** A meter as every screen shows it; `can` by the actor. */
export function meterView(meter: HomeMeter, { home, actor, rooms = [], openRequests }: Shown): MeterView {
  const {
    houseId,
    premisesId,
    serial,
    make,
    model,
    digits,
    decimals,
    place,
    organization,
    installedOn,
    sealedOn,
    verifiedOn,
    nextVerificationOn,
    unit,
    window,
  } = meter;
  return {
    houseId,
    meterId: meter.id,
    service: meter.serviceCode as MeterView['service'],
    serviceName: serviceName(meter.serviceCode),
    unit,
    serial,
    make,
    model,
    digits,
    decimals,
    place,
    organization,
    installedOn,
    sealedOn,
    verifiedOn,
    nextVerificationOn,
    verification: verificationOn(home.today, nextVerificationOn),
    fault: openFault(meter),
    window,
    registers: meter.registers.map((register) => registerView(meter, register, home)),
    can: {
      submit: meter.removedOn === null && canHandIn(actor, { premisesId, rooms }),
      requestReplacement: canAskReplacement(actor, { premisesId, rooms, removedOn: meter.removedOn, hasOpenRequest: openRequests.has(meter.id) }),
    },
  };
}

function registerView(meter: HomeMeter, register: HomeRegister, { today, persons }: HomeMeters): MeterView['registers'][number] {
  const { month } = meter.window;
  const { lastYear, averageMonth } = registerFacts(meter, register, { month, on: today, persons });
  const point = register.points.find(({ period }) => period === month);
  const current = point ? { value: point.value, takenOn: point.takenOn, use: point.use, source: point.source, status: point.submissionStatus } : null;
  return {
    zone: register.zone,
    name: zoneName(register.zone, meter.registers.length),
    previous: previousOf(meter, register, month),
    current,
    lastYear,
    averageMonth,
  } as MeterView['registers'][number];
}

/** A meter waits for a reading while its window is open and the month has none. */
const waits = (meter: HomeMeter): boolean =>
  meter.window.isOpen && meter.registers.some(({ points }) => !points.some(({ period }) => period === meter.window.month));

/** How many meters of a home wait for a reading, and the last day of the nearest window that closes. */
export type WaitingHome = { premisesId: string; meters: number; until: Day };

/** Homes whose meters wait for a reading in an open window. One statement however many homes. */
export async function waitingReadings(db: Db, homes: readonly (Pair & { timeZone: string })[], now: Date): Promise<WaitingHome[]> {
  if (homes.length === 0) return [];
  const since = firstDay(addMonths(now.toISOString().slice(0, 7), -2));
  const rows = await readWaiting(db, { houseIds: homes.map(({ houseId }) => houseId), premisesIds: homes.map(({ premisesId }) => premisesId), since });
  const days = new Map(homes.map(({ premisesId, timeZone }) => [premisesId, dayIn(timeZone, now)]));
  const waiting = new Map<string, WaitingHome>();
  for (const { premisesId, fromDay, toDay, months } of rows) {
    const { isOpen, month, closes } = windowNow(days.get(premisesId)!, {
      fromDay: fromDay ?? USUAL_WINDOW.fromDayOfMonth,
      toDay: toDay ?? USUAL_WINDOW.toDayOfMonth,
    });
    if (!isOpen || months?.includes(month)) continue;
    const known = waiting.get(premisesId);
    waiting.set(premisesId, { premisesId, meters: (known?.meters ?? 0) + 1, until: known && known.until < closes ? known.until : closes });
  }
  return [...waiting.values()];
}

type WaitingRow = { premisesId: string; fromDay: number | null; toDay: number | null; months: string | null };
const readWaiting = keptStatement(
  ({ houseIds, premisesIds, since }: { houseIds: string[]; premisesIds: string[]; since: Day }, db) => sql<WaitingRow>`
    select m.premises_id as "premisesId", w."fromDayOfMonth" as "fromDay", w."toDayOfMonth" as "toDay",
      (select string_agg(to_char(r.period, 'YYYY-MM'), ' ') from meters.reading r where r.house_id = m.house_id and r.meter_id = m.id and r.status = 'active' and r.period >= ${since}::date) as months
    from meters.meter m left join (${readingWindowRows(db)}) w on w."organizationId" = m.organization_id and w."serviceCode" = m.service_code where m.removed_on is null
      and (m.house_id, m.premises_id) in (select * from unnest(${houseIds}::uuid[], ${premisesIds}::uuid[]))`,
);
