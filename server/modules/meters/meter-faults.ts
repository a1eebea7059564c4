// Staff mark from which day a meter's readings may not be charged by, and on which day it was put right or checked (items 59, 60 of Rules 354).
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { endFault as endFaultEndpoint, noteFault as noteFaultEndpoint } from '#contract/meter-faults';
import type { FieldProblem } from '#contract/errors';
import { METER_FAULTS } from '#contract/meter-fault-words';
import { parseDecimal } from '#contract/russian';
import { housesByIds } from '#modules/housing';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { type Day, dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { enterReadings } from './enter-readings.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { meterName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import { type MeterKeys, reachedMeter } from './reached-meter.ts';
import { tellHolders } from './tell-holders.ts';
import './meters.tables.ts';

type Marked = Awaited<ReturnType<typeof meterToMark>>;
const fieldProblem = (pointer: FieldProblem['pointer'], detail: string): FieldProblem => ({ pointer, code: 'input.invalid', detail });

/** Command. One mark of a meter at a time; days of marks do not overlap. Posted months stay as they were charged. */
export async function noteFault(work: Work, { params, body }: InputOf<typeof noteFaultEndpoint>): Promise<AnswerOf<typeof noteFaultEndpoint>> {
  const meter = await meterToMark(work, params, body.version);
  const past = await work.tx.selectFrom('meters.fault').select(['to_day']).where('house_id', '=', params.houseId).where('meter_id', '=', params.meterId).orderBy('from_day', 'desc').limit(1).executeTakeFirst();
  if (past?.to_day === null) refuse('meters.faultOpen');
  const since = past && past.to_day > meter.installedOn ? past.to_day : meter.installedOn;
  if (body.fromDay > meter.today) refuseFields([fieldProblem('/fromDay', 'Этот день ещё не наступил')]);
  if (body.fromDay < since) refuseFields([fieldProblem('/fromDay', since === meter.installedOn ? 'Счётчик тогда ещё не стоял' : 'В этот день действовала прошлая отметка')]);
  const act = body.act.trim();
  if (act === '') refuseFields([fieldProblem('/act', 'Назовите акт')]);
  await work.tx.insertInto('meters.fault').values({ house_id: params.houseId, id: deriveId(work.id, 'fault'), meter_id: params.meterId, kind: body.kind, from_day: body.fromDay, to_day: null, to_values: null, act, person_id: found(personIdOf(work.actor) ?? undefined), at: work.now.toISOString(), ended_at: null }).execute();
  return tell(work, meter, { action: 'meter.faultNoted', day: body.fromDay, kind: body.kind, act });
}

/** Command. Readings are charged by from that day on, so what stands on the dial then is told with it; the first day's own end takes the mark back and needs none. */
export async function endFault(work: Work, { params, body }: InputOf<typeof endFaultEndpoint>): Promise<AnswerOf<typeof endFaultEndpoint>> {
  const meter = await meterToMark(work, params, body.version);
  const open = await work.tx.selectFrom('meters.fault').select(['id', 'kind', 'from_day', 'act']).where('house_id', '=', params.houseId).where('meter_id', '=', params.meterId).where('to_day', 'is', null).executeTakeFirst();
  const { id, kind, from_day: fromDay, act } = open ?? refuse('meters.noFault');
  if (body.toDay > meter.today) refuseFields([fieldProblem('/toDay', 'Этот день ещё не наступил')]);
  if (body.toDay < fromDay) refuseFields([fieldProblem('/toDay', 'Отметка начинается позже')]);
  const isTakenBack = body.toDay === fromDay;
  if (!isTakenBack) await enterReadings(work, { params, query: {}, body: { takenOn: body.toDay, confirmed: true, readings: body.readings } });
  const values = isTakenBack ? null : JSON.stringify(Object.fromEntries(body.readings.map(({ zone, value }) => [zone, parseDecimal(value, 3)])));
  await work.tx.updateTable('meters.fault').set({ to_day: body.toDay, to_values: values, ended_at: work.now.toISOString() }).where('house_id', '=', params.houseId).where('id', '=', id).execute();
  return tell(work, meter, { action: 'meter.faultEnded', day: body.toDay, kind, act });
}

async function meterToMark(work: Work, keys: MeterKeys, version: number) {
  await lockMeters(work.tx, metersAt(await reachedMeter(work.tx, work.actor, keys)));
  const meter = await reachedMeter(work.tx, work.actor, keys);
  if (meter.removedOn !== null) refuse('meters.removed');
  if (meter.version !== version) refuseChanged({ version: meter.version });
  const [house] = await housesByIds(work.tx, [keys.houseId]);
  return { ...meter, today: dayIn(found(house).timeZone, work.now) };
}

/** The journal, the screens, and a notice to those who hand in of the home or of the rooms of its flat. */
async function tell(work: Work, meter: Marked, { action, day, kind, act }: { action: 'meter.faultNoted' | 'meter.faultEnded'; day: Day; kind: string; act: string }): Promise<{ version: number }> {
  const { houseId, meterId, premisesId, organizationId } = meter;
  const version = meter.version + 1;
  await work.tx.updateTable('meters.meter').set({ version }).where('house_id', '=', houseId).where('id', '=', meterId).execute();
  work.journal({ stream: `house:${houseId}`, action, object: { kind: 'meter', id: meterId }, houseId, organizationId, facts: { kind, day, act } });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  const facts = { meter: meterName(meter), what: METER_FAULTS[kind as keyof typeof METER_FAULTS], sinceDay: day, act };
  await tellHolders(work, meter, { kind: action === 'meter.faultNoted' ? 'meters.faultNoted' : 'meters.faultEnded', facts });
  return { version };
}
