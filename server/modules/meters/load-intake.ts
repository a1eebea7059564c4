// Loading a checked intake and taking it back: ordered by commands, done by jobs, each in one transaction, so nothing is half loaded.
import { sql } from 'kysely';
import type { JournalAction } from '#contract/action-words';
import { found, refuse, refuseChanged } from '#platform/errors';
import type { FileStore } from '#platform/files';
import { deriveId } from '#platform/ids';
import { plansForBulk } from '#platform/insert-rows';
import type { Job } from '#platform/module';
import { openProgress, startProgress } from '#platform/progress';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { intakeOrganizations, type LoadChoice, refusalToLoad, refusalToTakeBack } from './intake.policy.ts';
import { lockMeters } from './lock-meters.ts';
import { orderCheck } from './receive-intake.ts';
import { stageIntake } from './stage-intake.ts';
import './meters.events.ts';
import './meters.tables.ts';

async function reachableIntake(work: Work, id: string) {
  const query = work.tx.selectFrom('meters.intake').selectAll().where('id', '=', id).forUpdate();
  return found(
    await (
      work.actor.kind === 'system' ? query : query.where('organization_id', '=', sql<string>`any(${intakeOrganizations(work.actor)}::uuid[])`)
    ).executeTakeFirst(),
  );
}
type Intake = Awaited<ReturnType<typeof reachableIntake>>;

const tell = (
  work: Work,
  { id, organization_id: organizationId }: Intake,
  action: JournalAction,
  facts: Record<string, string | number | boolean> = {},
): void => {
  work.journal({ stream: `organization:${organizationId}`, action, object: { kind: 'intake', id }, organizationId, facts });
  work.emit('intake.changed', { intakeId: id, organizationId }, [`organization:${organizationId}`]);
};

/** Command: orders the load of all rows, or of the good ones; the unusual go along when they are confirmed. */
export async function loadIntake(
  work: Work,
  { id, version, ...choice }: LoadChoice & { id: string; version: number },
): Promise<{ id: string; progressId: string }> {
  const intake = await reachableIntake(work, id);
  const why = refusalToLoad(
    {
      status: intake.status,
      rows: Number(intake.row_count),
      same: Number(intake.same_count),
      unusual: Number(intake.unusual_count),
      errors: Number(intake.error_count),
    },
    choice,
  );
  if (intake.status === 'checked' && intake.version !== version) refuseChanged({ status: intake.status, version: intake.version });
  if (why) refuse(why, { errors: Number(intake.error_count) });
  const progressId = deriveId(work.id, 'load');
  await work.tx
    .updateTable('meters.intake')
    .set({ status: 'loading', choice: choice.choice, with_unusual: choice.unusual, note: null, progress_id: progressId, version: version + 1 })
    .where('id', '=', id)
    .execute();
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${intake.organization_id}`,
      kind: 'meters.intakeLoad',
      title: `Загрузка показаний ${intake.name}`,
      total: intake.row_count,
      mayCancel: false,
    },
    work.now,
  );
  work.order({ task: 'meters.load-intake', payload: { intakeId: id }, key: progressId });
  tell(work, intake, 'intake.loadOrdered', { choice: choice.choice, unusual: choice.unusual });
  return { id, progressId };
}

/** The job. Staging that a crash has emptied is read again; rows that others have overtaken since the check send the file back to it. */
export const loadIntakeJob = (files: FileStore): Job => ({
  deadlineSeconds: 3_600,
  attempts: 5,
  async run({ ground, db, pool, now }, payload) {
    const { intakeId } = payload as { intakeId: string };
    const intake = await db.selectFrom('meters.intake').selectAll().where('id', '=', intakeId).executeTakeFirst();
    if (intake?.status !== 'loading') return;
    const { n } = await db
      .selectFrom('meters.intake_row')
      .select((on) => on.fn.countAll<bigint>().as('n'))
      .where('intake_id', '=', intakeId)
      .executeTakeFirstOrThrow();
    if (n !== intake.row_count) await stageIntake({ pool, db, now: now(), advance: async () => {} }, files, intake);
    const progress = openProgress(ground, intake.progress_id);
    await runAsSystem(ground, 'meters.load-intake', intake.progress_id, (work) => postIntake(work, intakeId));
    await progress.finish({ intakeId });
  },
});

const chosen = (intakeId: string, withUnusual: boolean) => sql`r.intake_id = ${intakeId} and not r.is_same and (${withUnusual} or not r.is_unusual)`;

/** Keeps the staged readings in the caller's transaction. Answers how many. */
export async function postIntake(work: Work, intakeId: string): Promise<number> {
  await plansForBulk(work.tx);
  const intake = await reachableIntake(work, intakeId);
  if (intake.status !== 'loading') return 0;
  await lockName(work.tx, `meters.readings ${intake.organization_id}`);
  const rows = chosen(intakeId, intake.with_unusual);
  await lockMeters(work.tx, sql`(m.house_id, m.id) in (select r.house_id, r.meter_id from meters.intake_row r where ${rows})`);
  const { rows: overtaken } = await sql`
    select 1 from meters.intake_row r where ${rows} and (
      r.known_id is distinct from (select k.id from meters.reading k where k.house_id = r.house_id and k.meter_id = r.meter_id and k.zone = r.zone and k.period = r.period and k.status = 'active')
      or exists (select 1 from meters.reading k where k.house_id = r.house_id and k.meter_id = r.meter_id and k.zone = r.zone and k.period > r.period and k.status = 'active')
      or not exists (select 1 from meters.meter m where m.house_id = r.house_id and m.id = r.meter_id and m.removed_on is null)) limit 1`.execute(work.tx);
  if (overtaken.length > 0) return checkAnew(work, intake);
  await supersedeKnown(work, rows);
  const { numAffectedRows } = await sql`
    insert into meters.reading (house_id, id, meter_id, zone, taken_on, value, previous_value, used, period, source, status, confirmed, submitted_by, submitted_at, intake_id, replaced_id)
    select r.house_id, gen_random_uuid(), r.meter_id, r.zone, r.taken_on, r.value, r.previous_value, r.used, r.period, 'organization', 'active', r.is_unusual, ${intake.person_id}::uuid, ${work.now.toISOString()}::timestamptz, ${intakeId}::uuid, r.known_id
    from meters.intake_row r where ${rows} order by r.house_id, r.meter_id, r.zone`.execute(work.tx);
  const kept = Number(numAffectedRows ?? 0n);
  const { rows: houses } = await sql<{
    houseId: string;
    count: bigint;
  }>`select r.house_id as "houseId", count(*) as count from meters.intake_row r where ${rows} group by 1 order by 1`.execute(work.tx);
  for (const { houseId, count } of houses)
    work.journal({
      stream: `house:${houseId}`,
      action: 'readings.loaded',
      object: { kind: 'house', id: houseId },
      houseId,
      organizationId: intake.organization_id,
      facts: { count: Number(count) },
    });
  await work.tx
    .updateTable('meters.intake')
    .set((on) => ({ status: 'loaded', loaded_at: work.now.toISOString(), version: on('version', '+', 1) }))
    .where('id', '=', intakeId)
    .execute();
  await work.tx.deleteFrom('meters.intake_row').where('intake_id', '=', intakeId).execute();
  tell(work, intake, 'intake.loaded', { rows: kept, houses: houses.length });
  return kept;
}

/** Somebody handed in meanwhile: what is to be loaded is judged again, and a person decides again. */
async function checkAnew(work: Work, intake: Intake): Promise<number> {
  const progressId = deriveId(work.id, 'check anew');
  await work.tx
    .updateTable('meters.intake')
    .set((on) => ({
      status: 'draft',
      progress_id: progressId,
      note: 'Пока вы решали, пришли другие показания. Проверили файл заново',
      version: on('version', '+', 1),
    }))
    .where('id', '=', intake.id)
    .execute();
  await orderCheck(work, { id: intake.id, organizationId: intake.organization_id, name: intake.name, bytes: intake.bytes, progressId });
  return 0;
}

/** Readings of the same months give way, submissions before them as a decision takes them; one of which nothing is left is replaced. */
async function supersedeKnown(work: Work, rows: ReturnType<typeof chosen>): Promise<void> {
  const touched = sql`select distinct k.house_id, k.submission_id from meters.intake_row r join meters.reading k on k.house_id = r.house_id and k.id = r.known_id where ${rows} and k.submission_id is not null`;
  await sql`select 1 from meters.submission s where (s.house_id, s.id) in (${touched}) order by s.id for update`.execute(work.tx);
  await sql`update meters.reading k set status = 'superseded' from meters.intake_row r where ${rows} and k.house_id = r.house_id and k.id = r.known_id`.execute(
    work.tx,
  );
  await sql`update meters.submission s set version = version + 1,
      status = case when exists (select 1 from meters.reading r where r.house_id = s.house_id and r.submission_id = s.id and r.status = 'active') then s.status else 'replaced' end
    where (s.house_id, s.id) in (${touched}) and s.status in ('sent', 'accepted')`.execute(work.tx);
}

/** Command: orders the taking back of a loaded intake, or puts one away that was never loaded. */
export async function takeBackIntake(work: Work, { id, version }: { id: string; version: number }): Promise<{ id: string; progressId: string }> {
  const intake = await reachableIntake(work, id);
  const why = refusalToTakeBack(intake.status);
  if (why) refuse(why);
  if (intake.version !== version) refuseChanged({ status: intake.status, version: intake.version });
  const isLoaded = intake.status === 'loaded';
  const progressId = isLoaded ? deriveId(work.id, 'take back') : intake.progress_id;
  if (isLoaded) {
    await startProgress(
      work.tx,
      {
        id: progressId,
        owner: `organization:${intake.organization_id}`,
        kind: 'meters.intakeTakeBack',
        title: `Отмена загрузки ${intake.name}`,
        mayCancel: false,
      },
      work.now,
    );
    work.order({ task: 'meters.take-back-intake', payload: { intakeId: id }, key: progressId });
  } else await work.tx.deleteFrom('meters.intake_row').where('intake_id', '=', id).execute();
  await work.tx
    .updateTable('meters.intake')
    .set({
      status: isLoaded ? 'taking_back' : 'taken_back',
      progress_id: progressId,
      version: version + 1,
      ...(!isLoaded && { taken_back_at: work.now.toISOString() }),
    })
    .where('id', '=', id)
    .execute();
  tell(work, intake, 'intake.takeBackOrdered', { isLoaded });
  return { id, progressId };
}

/** The job: readings of the intake that are still in force are rejected, those that they replaced are in force again. */
export const takeBackIntakeJob: Job = {
  deadlineSeconds: 3_600,
  attempts: 5,
  async run({ ground, db }, payload) {
    const { intakeId } = payload as { intakeId: string };
    const intake = await db.selectFrom('meters.intake').select(['status', 'progress_id']).where('id', '=', intakeId).executeTakeFirst();
    if (intake?.status !== 'taking_back') return;
    const progress = openProgress(ground, intake.progress_id);
    await runAsSystem(ground, 'meters.take-back-intake', intake.progress_id, (work) => reverseIntake(work, intakeId));
    await progress.finish({ intakeId });
  },
};

/** Reverses what the intake did, in the caller's transaction. What was corrected after it stays corrected. */
export async function reverseIntake(work: Work, intakeId: string): Promise<null> {
  await plansForBulk(work.tx);
  const intake = await reachableIntake(work, intakeId);
  if (intake.status !== 'taking_back') return null;
  await lockMeters(work.tx, sql`(m.house_id, m.id) in (select house_id, meter_id from meters.reading where intake_id = ${intakeId} and status = 'active')`);
  const { rows: gone } = await sql<{
    houseId: string;
  }>`update meters.reading set status = 'rejected' where intake_id = ${intakeId} and status = 'active' returning house_id as "houseId"`.execute(work.tx);
  const back = sql`select k.house_id, k.id, k.submission_id from meters.reading r join meters.reading k on k.house_id = r.house_id and k.id = r.replaced_id where r.intake_id = ${intakeId} and r.status = 'rejected' and k.status = 'superseded'`;
  // Whoever decided of it before must look again: it is sent once more.
  await sql`update meters.submission s set version = version + 1, status = case s.status when 'replaced' then 'sent' else s.status end where (s.house_id, s.id) in (select house_id, submission_id from (${back}) b where submission_id is not null)`.execute(
    work.tx,
  );
  await sql`update meters.reading k set status = 'active' from (${back}) b where k.house_id = b.house_id and k.id = b.id`.execute(work.tx);
  for (const [houseId, own] of Map.groupBy(gone, (row) => row.houseId))
    work.journal({
      stream: `house:${houseId}`,
      action: 'readings.takenBack',
      object: { kind: 'house', id: houseId },
      houseId,
      organizationId: intake.organization_id,
      facts: { count: own.length },
    });
  await work.tx
    .updateTable('meters.intake')
    .set((on) => ({ status: 'taken_back', taken_back_at: work.now.toISOString(), version: on('version', '+', 1) }))
    .where('id', '=', intakeId)
    .execute();
  tell(work, intake, 'intake.takenBack', { rows: gone.length });
  return null;
}
