// Handing in readings (MTR-2): all meters of a home at once. The same command corrects: what is replaced stays as superseded.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { submitReadings as submitReadingsEndpoint } from '#contract/meters';
import { personNames } from '#modules/identity';
import { accountsOfPremises } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { firstDay } from '#platform/time';
import type { Work } from '#platform/work';
import { actCode } from './act-code.ts';
import { type HomeMeters, loadHomeMeters } from './home-meters.ts';
import { judgeReadings, type KeptReading, submissionKey } from './judge-readings.ts';
import { lockMeters, metersAt } from './lock-meters.ts';
import { audiencesOf } from './meters.events.ts';
import { bindPhotos } from './meter-photos.ts';
import { canHandIn, handInRole } from './meters.policy.ts';
import { reachHome } from './shared-flat.ts';
import { submissionViews } from './submissions.queries.ts';
import { supersede } from './supersede-readings.ts';
import './meters.tables.ts';

type Input = InputOf<typeof submitReadingsEndpoint>;
type Answer = AnswerOf<typeof submitReadingsEndpoint>;

/** Command. Refuses wrong fields by name, unusual readings until they are confirmed; the same readings again change nothing. */
export async function submitReadings(work: Work, { params, body }: Input): Promise<Answer> {
  const home = found(await reachHome(work.tx, work.actor, params));
  if (!canHandIn(work.actor, home)) refuse('access.denied');
  await lockMeters(work.tx, metersAt(home));
  const loaded = { ...found(await loadHomeMeters(work.tx, home, { now: work.now })), premisesId: home.premisesId, rooms: home.rooms };
  const { problems, warnings, kept, unchanged } = judgeReadings(body.readings, loaded);
  if (problems.length > 0) refuseFields([...problems, ...warnings]);
  if (warnings.length > 0) refuseFields(warnings, 'meters.confirmWarnings');
  if (kept.length === 0 && unchanged.length === 0) refuse('meters.nothingTyped');
  const made = kept.length > 0 ? await keep(work, loaded, kept) : [];
  await bindPhotos(
    work,
    home.houseId,
    [...kept.map((one) => ({ one, readingId: readingId(work, one) })), ...unchanged.map((one) => ({ one, readingId: one.replaces!.id }))].flatMap(
      ({ one: { meter, zone }, readingId: id }) => {
        const photoId = body.readings.find((given) => given.meterId === meter.id && given.zone === zone)?.photoId;
        return photoId === undefined ? [] : [{ photoId, meterId: meter.id, zone, readingId: id }];
      },
    ),
  );
  const earlier = kept.length > 0 ? [] : unchanged.flatMap(({ replaces }) => replaces?.submissionId ?? []);
  const submissions = await submissionViews(work.tx, { houseId: home.houseId, ids: [...made, ...earlier] });
  return { submissions, readings: [...kept, ...unchanged].map(readingAnswer), unchanged: kept.length === 0 };
}

const readingAnswer = ({ meter, zone, result, replaces }: KeptReading): Answer['readings'][number] => ({
  meterId: meter.id,
  zone: zone as Answer['readings'][number]['zone'],
  value: result.value,
  use: result.use,
  countsFor: result.countsFor,
  notes: [...result.notes],
  replaced: replaces && replaces.value !== result.value ? replaces.value : null,
});

type Home = HomeMeters & { readonly premisesId: string; readonly rooms: readonly string[] };
type Group = { readonly id: string; readonly organizationId: string; readonly month: string; readonly readings: readonly KeptReading[] };

/** A submission per organization and month: each organization signs its own act. Answers their ids. */
async function keep(work: Work, home: Home, kept: readonly KeptReading[]): Promise<string[]> {
  const groups = [...Map.groupBy(kept, submissionKey)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, readings]): Group => ({
      id: deriveId(work.id, `submission ${key}`),
      organizationId: readings[0]!.meter.organizationId,
      month: readings[0]!.result.countsFor,
      readings,
    }));
  await supersede(
    work,
    home.houseId,
    kept.flatMap(({ replaces }) => replaces ?? []),
  );
  const personId = personIdOf(work.actor);
  const name = personId === null ? '' : ((await personNames(work.tx, [personId])).get(personId)?.full ?? '');
  const { role, word } = handInRole(work.actor, home);
  const accounts = new Map((await accountsOfPremises(work.tx, [home])).map((account) => [account.organizationId, account.number]));
  const year = Number(home.today.slice(0, 4));
  const rows = [];
  for (const { id, organizationId, month } of groups) {
    rows.push({
      house_id: home.houseId,
      id,
      premises_id: home.premisesId,
      organization_id: organizationId,
      person_id: personId,
      person_name: name,
      person_role: word,
      way: 'cabinet',
      address: home.fullAddress,
      account_number: accounts.get(organizationId) ?? null,
      at: work.now.toISOString(),
      period: firstDay(month),
      act_number: await nextActNumber(work, organizationId, year),
      check_code: actCode(id),
      status: 'sent',
    });
  }
  await insertRows(work.tx, 'meters.submission', rows);
  await insertRows(
    work.tx,
    'meters.act_code',
    rows.map((row) => ({ code: row.check_code, house_id: row.house_id, submission_id: row.id })),
  );
  await insertRows(
    work.tx,
    'meters.reading',
    groups.flatMap((group) => readingRows(work, home.houseId, group)),
  );
  for (const group of groups) tell(work, home, { group, role });
  return groups.map(({ id }) => id);
}

const readingId = (work: Work, { meter, zone }: KeptReading): string => deriveId(work.id, `reading ${meter.id} ${zone}`);

const readingRows = (work: Work, houseId: string, { id, readings }: Group) =>
  readings
    .map((one) => ({ ...one, id: readingId(work, one) }))
    .map(({ id: ownId, meter, zone, takenOn, confirmed, result, previous }) => ({
      house_id: houseId,
      id: ownId,
      meter_id: meter.id,
      zone,
      taken_on: takenOn,
      value: result.value,
      previous_value: previous,
      used: result.use,
      period: firstDay(result.countsFor),
      source: 'resident',
      status: 'active',
      confirmed: confirmed && result.warnings.length > 0,
      submission_id: id,
      submitted_by: personIdOf(work.actor),
      submitted_at: work.now.toISOString(),
    }));

/** «П-2026-000123»: the counter's row is locked until the commit, so it is taken as late as can be. */
async function nextActNumber(work: Work, organizationId: string, year: number): Promise<string> {
  const { last } = await work.tx
    .insertInto('meters.act_counter')
    .values({ organization_id: organizationId, year, last: 1 })
    .onConflict((on) => on.columns(['organization_id', 'year']).doUpdateSet({ last: sql<number>`meters.act_counter.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `П-${year}-${String(last).padStart(6, '0')}`;
}

function tell(
  work: Work,
  { houseId, premisesId, rooms }: Home,
  { group: { id, organizationId, month, readings }, role }: { group: Group; role: string },
): void {
  const corrected = readings.filter(({ replaces }) => replaces !== null).length;
  work.journal({
    stream: `house:${houseId}`,
    action: 'readings.submitted',
    object: { kind: 'submission', id },
    role,
    houseId,
    organizationId,
    ...personOf(work),
    facts: { month, readings: readings.length, corrected },
  });
  work.emit('readings.submitted', { houseId, premisesId, submissionId: id, organizationId }, [
    ...audiencesOf({ premisesId, organizationId }),
    ...rooms.map((room) => `premises:${room}`),
  ]);
  work.order({ task: 'meters.make-act', payload: { houseId, submissionId: id }, key: id });
}

function personOf(work: Work): { personId?: string } {
  const personId = personIdOf(work.actor);
  return personId === null ? {} : { personId };
}
