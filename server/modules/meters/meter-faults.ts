// Staff mark from which day a meter's readings may not be charged by, and on which day it was put right or checked (items 59, 60, 62 of Rules 354).
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type {
  endFault as endFaultEndpoint,
  noteFault as noteFaultEndpoint,
  noteTampering as noteTamperingEndpoint,
  previewTampering as previewEndpoint,
} from '#contract/meter-faults';
import type { FieldProblem } from '#contract/errors';
import { METER_FAULTS, type MeterFault } from '#contract/meter-fault-words';
import { parseDecimal } from '#contract/russian';
import { housesByIds } from '#modules/housing';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { enterReadings, readByAct } from './enter-readings.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { meterName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import { type MeterKeys, reachedMeter } from './reached-meter.ts';
import type { TamperedMeter } from './tamperings.ts';
import { tellHolders } from './tell-holders.ts';
import './meters.tables.ts';

/** Services whose norm is for a person. */
const BY_PEOPLE: readonly string[] = ['cold_water', 'hot_water', 'electricity', 'gas'];
type Marked = Awaited<ReturnType<typeof meterToMark>>;
const fieldProblem = (pointer: FieldProblem['pointer'], detail: string): FieldProblem => ({ pointer, code: 'input.invalid', detail });

/** Command. One mark of a meter at a time; days of marks do not overlap. Posted months stay as they were charged. */
export async function noteFault(work: Work, { params, body }: InputOf<typeof noteFaultEndpoint>): Promise<AnswerOf<typeof noteFaultEndpoint>> {
  const meter = await meterToMark(work, params, body.version);
  return note(work, meter, { ...body, foundOn: null });
}

/** Command. `earliest`: the first day that the law lets be charged. Without a day of the act the tampering is of the last check. Answers the day from which it counts. */
export async function noteTampering(
  work: Work,
  { params, body }: InputOf<typeof noteTamperingEndpoint>,
  earliest: Day,
): Promise<AnswerOf<typeof noteTamperingEndpoint>> {
  const meter = await meterToMark(work, params, body.version);
  const fromDay = await tamperedFrom(work.tx, meter, body, earliest);
  return { ...(await note(work, meter, { kind: 'tampered', fromDay, act: body.act, foundOn: body.foundOn })), fromDay };
}

/** Query: the mark that noteTampering would write, refused as it would be. Five statements. */
export async function supposeTampering(
  { db, actor, now }: Pick<Reading, 'db' | 'actor' | 'now'>,
  { params, body }: InputOf<typeof previewEndpoint>,
  earliest: Day,
): Promise<TamperedMeter & { readonly organizationId: string }> {
  const reached = await reachedMeter(db, actor, params);
  if (reached.removedOn !== null) refuse('meters.removed');
  const meter = { ...reached, today: await todayAt(db, params.houseId, now) };
  const from = await tamperedFrom(db, meter, body, earliest);
  await refuseTakenDay(db, meter, from);
  const { meterId, premisesId, serviceCode, organizationId } = meter;
  return { meterId, premisesId: premisesId!, serviceCode, organizationId, from, until: null, foundOn: body.foundOn, act: body.act };
}

type Found = Pick<InputOf<typeof noteTamperingEndpoint>['body'], 'foundOn' | 'fromDay'>;

/** The day from which tampering that was found counts. Refuses what cannot be, by field. */
async function tamperedFrom(db: Db, meter: Marked, body: Found, earliest: Day): Promise<Day> {
  if (meter.premisesId === null || !BY_PEOPLE.includes(meter.serviceCode)) refuse('meters.noTampering');
  if (body.foundOn > meter.today) refuseFields([fieldProblem('/foundOn', 'Этот день ещё не наступил')]);
  if (body.foundOn < meter.installedOn) refuseFields([fieldProblem('/foundOn', 'Счётчик тогда ещё не стоял')]);
  if (body.fromDay !== null && body.fromDay > body.foundOn) refuseFields([fieldProblem('/fromDay', 'Вмешательство нашли раньше этого дня')]);
  const established = body.fromDay ?? (await lastCheck(db, meter, body.foundOn));
  return [established, earliest, meter.installedOn].sort().at(-1)!;
}

/** The last day before the finding on which the organization saw the meter: put in, sealed, verified, read by an act, put right. */
async function lastCheck(db: Db, { houseId, meterId }: MeterKeys, before: Day): Promise<Day> {
  const { rows } = await sql<{ day: Day }>`select max(day)::text as day from (
      select unnest(array[installed_on, sealed_on, verified_on]) as day from meters.meter where house_id = ${houseId} and id = ${meterId}
      union all select taken_on from meters.reading where house_id = ${houseId} and meter_id = ${meterId} and source = 'control' and status = 'active'
      union all select to_day from meters.fault where house_id = ${houseId} and meter_id = ${meterId}) d where day < ${before}::date`.execute(db);
  return rows[0]?.day ?? before;
}

type Noted = { readonly kind: MeterFault; readonly fromDay: Day; readonly act: string; readonly foundOn: Day | null };

async function note(work: Work, meter: Marked, body: Noted): Promise<{ version: number }> {
  const params = meter;
  await refuseTakenDay(work.tx, meter, body.fromDay);
  const act = body.act.trim();
  if (act === '') refuseFields([fieldProblem('/act', 'Назовите акт')]);
  await work.tx
    .insertInto('meters.fault')
    .values({
      house_id: params.houseId,
      id: deriveId(work.id, 'fault'),
      meter_id: params.meterId,
      kind: body.kind,
      from_day: body.fromDay,
      to_day: null,
      to_values: null,
      act,
      person_id: found(personIdOf(work.actor) ?? undefined),
      at: work.now.toISOString(),
      ended_at: null,
      found_on: body.foundOn,
    })
    .execute();
  return tell(work, meter, { action: 'meter.faultNoted', day: body.fromDay, kind: body.kind, act });
}

/** Refuses a mark beside an open one, and from a day that is not there for it. One statement. */
async function refuseTakenDay(db: Db, meter: Marked, fromDay: Day): Promise<void> {
  const past = await db
    .selectFrom('meters.fault')
    .select(['to_day'])
    .where('house_id', '=', meter.houseId)
    .where('meter_id', '=', meter.meterId)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (past?.to_day === null) refuse('meters.faultOpen');
  const since = past && past.to_day > meter.installedOn ? past.to_day : meter.installedOn;
  if (fromDay > meter.today) refuseFields([fieldProblem('/fromDay', 'Этот день ещё не наступил')]);
  if (fromDay < since)
    refuseFields([fieldProblem('/fromDay', since === meter.installedOn ? 'Счётчик тогда ещё не стоял' : 'В этот день действовала прошлая отметка')]);
}

/** Command. Readings are charged by from that day on, so what stands on the dial then is told with it; the first day's own end takes the mark back and needs none. */
export async function endFault(work: Work, { params, body }: InputOf<typeof endFaultEndpoint>): Promise<AnswerOf<typeof endFaultEndpoint>> {
  const meter = await meterToMark(work, params, body.version);
  const open = await work.tx
    .selectFrom('meters.fault')
    .select(['id', 'kind', 'from_day', 'act', 'found_on'])
    .where('house_id', '=', params.houseId)
    .where('meter_id', '=', params.meterId)
    .where('to_day', 'is', null)
    .executeTakeFirst();
  const { id, kind, from_day: fromDay, act, found_on: foundOn } = open ?? refuse('meters.noFault');
  if (body.toDay > meter.today) refuseFields([fieldProblem('/toDay', 'Этот день ещё не наступил')]);
  if (body.toDay < fromDay) refuseFields([fieldProblem('/toDay', 'Отметка начинается позже')]);
  const isTakenBack = body.toDay === fromDay;
  if (!isTakenBack && foundOn !== null && body.toDay < foundOn)
    refuseFields([fieldProblem('/toDay', 'Вмешательство нашли позже. Если акт ошибочный, поставьте первый день отметки')]);
  const dial = { takenOn: body.toDay, confirmed: true, readings: body.readings };
  // What was tampered with may show less than was handed in.
  if (!isTakenBack) await (kind === 'tampered' ? readByAct(work, params, { ...dial, act }) : enterReadings(work, { params, query: {}, body: dial }));
  const values = isTakenBack ? null : JSON.stringify(Object.fromEntries(body.readings.map(({ zone, value }) => [zone, parseDecimal(value, 3)])));
  await work.tx
    .updateTable('meters.fault')
    .set({ to_day: body.toDay, to_values: values, ended_at: work.now.toISOString() })
    .where('house_id', '=', params.houseId)
    .where('id', '=', id)
    .execute();
  return tell(work, meter, { action: 'meter.faultEnded', day: body.toDay, kind, act });
}

async function meterToMark(work: Work, keys: MeterKeys, version: number) {
  await lockMeters(work.tx, metersAt(await reachedMeter(work.tx, work.actor, keys)));
  const meter = await reachedMeter(work.tx, work.actor, keys);
  if (meter.removedOn !== null) refuse('meters.removed');
  if (meter.version !== version) refuseChanged({ version: meter.version });
  return { ...meter, today: await todayAt(work.tx, keys.houseId, work.now) };
}

async function todayAt(db: Db, houseId: string, now: Date): Promise<Day> {
  const [house] = await housesByIds(db, [houseId]);
  return dayIn(found(house).timeZone, now);
}

/** The journal, the screens, and a notice to those who hand in of the home or of the rooms of its flat. */
async function tell(
  work: Work,
  meter: Marked,
  { action, day, kind, act }: { action: 'meter.faultNoted' | 'meter.faultEnded'; day: Day; kind: string; act: string },
): Promise<{ version: number }> {
  const { houseId, meterId, premisesId, organizationId } = meter;
  const version = meter.version + 1;
  await work.tx.updateTable('meters.meter').set({ version }).where('house_id', '=', houseId).where('id', '=', meterId).execute();
  work.journal({ stream: `house:${houseId}`, action, object: { kind: 'meter', id: meterId }, houseId, organizationId, facts: { kind, day, act } });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  const facts = { meter: meterName(meter), what: METER_FAULTS[kind as keyof typeof METER_FAULTS], sinceDay: day, act };
  await tellHolders(work, meter, {
    kind: action === 'meter.faultEnded' ? 'meters.faultEnded' : kind === 'tampered' ? 'meters.tampered' : 'meters.faultNoted',
    facts,
  });
  return { version };
}
