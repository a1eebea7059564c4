// Staff read a meter themselves (MTR-8): of the house, or of a flat they were let into. The checks are those of residents; what a check by an
// act found (item 61 of Rules 354) stands even where it is less than what was handed in.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { enterControl as enterControlEndpoint, enterReadings as enterReadingsEndpoint } from '#contract/meters-park';
import { formatDecimal } from '#contract/russian';
import { billedThrough } from '#modules/billing';
import { accountsOfPremises } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { addMonths, firstDay, type Month, monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { loadHomeMeters, type MeterSite } from './home-meters.ts';
import { judgeReadings, type KeptReading } from './judge-readings.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { meterName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import { type MeterKeys, reachedMeter } from './reached-meter.ts';
import { supersede } from './supersede-readings.ts';
import { homesOfMeter, tellHolders } from './tell-holders.ts';
import './meters.tables.ts';

type Entered = AnswerOf<typeof enterReadingsEndpoint>;
type Typed = InputOf<typeof enterReadingsEndpoint>['body'];

/** Command: all zones of one meter. The same numbers again change nothing; those of the month that were there stay as superseded. */
export const enterReadings = async (work: Work, { params, body }: InputOf<typeof enterReadingsEndpoint>): Promise<Entered> => {
  const { kept, ...answer } = await enter(work, await lockedMeter(work, params), body, null);
  return { ...answer, kept: kept.length };
};

/** Command: what a check found. It counts for the month of the check, or for the first one that is not billed yet. */
export async function enterControl(work: Work, { params, body }: InputOf<typeof enterControlEndpoint>): Promise<AnswerOf<typeof enterControlEndpoint>> {
  const act = body.act.trim();
  if (act === '') refuseFields([{ pointer: '/act', code: 'input.invalid', detail: 'Назовите акт' }]);
  const { meter, kept, ...answer } = await readByAct(work, params, { ...body, act });
  if (kept.length > 0)
    await tellHolders(work, meter, {
      kind: 'meters.controlRead',
      facts: {
        meter: meterName(meter),
        value: kept.map(({ result }) => formatDecimal(result.value)).join('; '),
        onDay: body.takenOn,
        act,
        month: answer.countsFor,
      },
    });
  return { ...answer, kept: kept.length };
}

/** The same without a notice: the end of a mark tells of itself. */
export async function readByAct(work: Work, keys: MeterKeys, { act, ...body }: InputOf<typeof enterControlEndpoint>['body']) {
  const meter = await lockedMeter(work, keys);
  const posted = await lastBilled(work, meter);
  const month = posted !== null && posted >= monthOf(body.takenOn) ? addMonths(posted, 1) : monthOf(body.takenOn);
  return { meter, ...(await enter(work, meter, body, { act, month })) };
}

async function lockedMeter(work: Work, keys: MeterKeys) {
  const meter = await reachedMeter(work.tx, work.actor, keys);
  if (meter.removedOn !== null) refuse('meters.removed');
  await lockMeters(work.tx, metersAt(meter));
  return meter;
}
type Locked = Awaited<ReturnType<typeof lockedMeter>>;

/** The last month billed in the home: by whoever takes the readings, where it keeps an account there, else by anybody who does. */
async function lastBilled(work: Work, { houseId, premisesId, organizationId }: MeterSite & { organizationId: string }): Promise<Month | null> {
  const homes = await homesOfMeter(work, { houseId, premisesId });
  const issuers = [
    ...new Set(
      (
        await accountsOfPremises(
          work.tx,
          homes.map((home) => ({ houseId, premisesId: home })),
        )
      ).map((account) => account.organizationId),
    ),
  ];
  const asked = premisesId === null || issuers.includes(organizationId) ? [organizationId] : issuers;
  const months: Month[] = [];
  for (const one of asked) months.push(...(await billedThrough(work.tx, one, [houseId])).values());
  return months.sort().at(-1) ?? null;
}

async function enter(
  work: Work,
  meter: Locked,
  body: Typed,
  control: { readonly act: string; readonly month: Month } | null,
): Promise<Omit<Entered, 'kept'> & { readonly kept: readonly KeptReading[] }> {
  const { houseId, meterId, premisesId, organizationId } = meter;
  const site = found(await loadHomeMeters(work.tx, { houseId, premisesId }, { now: work.now }));
  const rest = { ...(body.takenOn !== undefined && { takenOn: body.takenOn }), confirmed: body.confirmed ?? false, ...(control && { control: control.month }) };
  const given = body.readings.map(({ zone, value }) => ({ meterId, zone, value, ...rest }));
  const { problems, warnings, kept, unchanged } = judgeReadings(given, site);
  if (problems.length > 0) refuseFields([...problems, ...warnings]);
  if (warnings.length > 0) refuseFields(warnings, 'meters.confirmWarnings');
  const first = kept[0] ?? unchanged[0] ?? refuse('meters.nothingTyped');
  const answer = { kept, countsFor: first.result.countsFor, notes: [...new Set(kept.flatMap(({ result }) => result.notes))] };
  if (kept.length === 0) return answer;
  await supersede(
    work,
    houseId,
    kept.flatMap(({ replaces }) => replaces ?? []),
  );
  await insertRows(
    work.tx,
    'meters.reading',
    kept.map(({ zone, takenOn, confirmed, result, previous }) => ({
      house_id: houseId,
      id: deriveId(work.id, `reading ${zone}`),
      meter_id: meterId,
      zone,
      taken_on: takenOn,
      value: result.value,
      previous_value: previous,
      used: result.use,
      period: firstDay(result.countsFor),
      source: control ? 'control' : 'organization',
      status: 'active',
      confirmed: confirmed && result.warnings.length > 0,
      submitted_by: personIdOf(work.actor),
      submitted_at: work.now.toISOString(),
      act: control?.act ?? null,
    })),
  );
  const facts = { month: answer.countsFor, readings: kept.length };
  work.journal({
    stream: `house:${houseId}`,
    action: control ? 'meter.controlled' : 'readings.entered',
    object: { kind: 'meter', id: meterId },
    houseId,
    organizationId,
    facts: control ? { ...facts, day: first.takenOn, act: control.act } : facts,
  });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  return answer;
}
