// Staff read a meter themselves (MTR-8): of the house, or of a flat they were let into. The checks are those of residents.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { enterReadings as enterReadingsEndpoint } from '#contract/meters-park';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { firstDay } from '#platform/time';
import type { Work } from '#platform/work';
import { loadHomeMeters } from './home-meters.ts';
import { judgeReadings } from './judge-readings.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { audiencesOf } from './meters.events.ts';
import { organizationsInReach } from './meters.policy.ts';
import { supersede } from './supersede-readings.ts';
import './meters.tables.ts';

/** Command: all zones of one meter. The same numbers again change nothing; those of the month that were there stay as superseded. */
export async function enterReadings(work: Work, { params: { houseId, meterId }, body }: InputOf<typeof enterReadingsEndpoint>): Promise<AnswerOf<typeof enterReadingsEndpoint>> {
  const row = await work.tx.selectFrom('meters.meter').select(['premises_id', 'organization_id', 'removed_on']).where('house_id', '=', houseId).where('id', '=', meterId).executeTakeFirst();
  const { premises_id: premisesId, organization_id: organizationId, removed_on: removedOn } = found(row && organizationsInReach(work.actor).includes(row.organization_id) ? row : undefined);
  if (removedOn !== null) refuse('meters.removed');
  await lockMeters(work.tx, metersAt({ houseId, premisesId }));
  const site = found(await loadHomeMeters(work.tx, { houseId, premisesId }, { now: work.now }));
  const rest = { ...(body.takenOn !== undefined && { takenOn: body.takenOn }), confirmed: body.confirmed ?? false };
  const given = body.readings.map(({ zone, value }) => ({ meterId, zone, value, ...rest }));
  const { problems, warnings, kept, unchanged } = judgeReadings(given, site);
  if (problems.length > 0) refuseFields([...problems, ...warnings]);
  if (warnings.length > 0) refuseFields(warnings, 'meters.confirmWarnings');
  const first = kept[0] ?? unchanged[0] ?? refuse('meters.nothingTyped');
  const answer = { kept: kept.length, countsFor: first.result.countsFor, notes: [...new Set(kept.flatMap(({ result }) => result.notes))] };
  if (kept.length === 0) return answer;
  await supersede(work, houseId, kept.flatMap(({ replaces }) => replaces ?? []));
  await insertRows(work.tx, 'meters.reading', kept.map(({ zone, takenOn, confirmed, result, previous }) => ({
    house_id: houseId, id: deriveId(work.id, `reading ${zone}`), meter_id: meterId, zone, taken_on: takenOn, value: result.value, previous_value: previous, used: result.use, period: firstDay(result.countsFor), source: 'organization', status: 'active',
    confirmed: confirmed && result.warnings.length > 0, submitted_by: personIdOf(work.actor), submitted_at: work.now.toISOString(),
  })));
  work.journal({ stream: `house:${houseId}`, action: 'readings.entered', object: { kind: 'meter', id: meterId }, houseId, organizationId, facts: { month: answer.countsFor, readings: kept.length } });
  work.emit('meter.changed', { houseId, meterId }, audiencesOf({ premisesId, organizationId }));
  return answer;
}
