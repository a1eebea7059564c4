// The check of an intake: its rows are judged into staging, then a person decides. Readings of a payment register are loaded by themselves.
import { sql } from 'kysely';
import type { FileStore } from '#platform/files';
import type { Job, JobContext } from '#platform/module';
import { openProgress } from '#platform/progress';
import { runAsSystem } from '#platform/work';
import { loadIntake } from './load-intake.ts';
import { type IntakeSource, stageIntake } from './stage-intake.ts';
import './meters.events.ts';
import './meters.tables.ts';

class CheckStopped extends Error {}

/** Counts what staging holds and says so in the intake. */
async function concludeIntake({ ground, db }: Pick<JobContext, 'ground' | 'db'>, intake: IntakeSource & { progress_id: string }): Promise<void> {
  const { rows } = await sql<{ rows: bigint; same: bigint; unusual: bigint; errors: bigint; broken: boolean }>`
    select count(*) as rows, count(*) filter (where is_same) as same, count(*) filter (where is_unusual and not is_same) as unusual,
      (select count(*) from meters.intake_error where intake_id = ${intake.id} and scope <> 'unusual') as errors, exists (select 1 from meters.intake_error where intake_id = ${intake.id} and scope = 'file') as broken
    from meters.intake_row where intake_id = ${intake.id}`.execute(db);
  const { rows: count, same, unusual, errors, broken } = rows[0]!;
  await runAsSystem(ground, 'meters.intakeChecked', intake.progress_id, async (work) => {
    const isOfPayments = intake.load_id !== null;
    const isNew = count - same - unusual > 0n;
    // Of payments there is nothing to decide: what is good is taken, the rest stays to be looked at.
    const status = broken ? 'refused' : isOfPayments && !isNew ? 'loaded' : 'checked';
    const done = await work.tx
      .updateTable('meters.intake')
      .set((on) => ({
        status,
        row_count: count,
        same_count: same,
        unusual_count: unusual,
        error_count: errors,
        ...(status === 'loaded' && { loaded_at: work.now.toISOString() }),
        version: on('version', '+', 1),
      }))
      .where('id', '=', intake.id)
      .where('status', '=', 'draft')
      .returning('version')
      .executeTakeFirst();
    if (!done) return null;
    const organizationId = intake.organization_id;
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'intake.checked',
      object: { kind: 'intake', id: intake.id },
      organizationId,
      facts: { status, rows: Number(count), errors: Number(errors), unusual: Number(unusual) },
    });
    work.emit('intake.changed', { intakeId: intake.id, organizationId }, [`organization:${organizationId}`]);
    if (isOfPayments && status === 'checked') await loadIntake(work, { id: intake.id, choice: 'good', unusual: false, version: done.version });
    return null;
  });
}

/** The job of a check. */
export const checkIntakeJob = (files: FileStore): Job => ({
  deadlineSeconds: 3_600,
  attempts: 5,
  async run(context, payload) {
    const { intakeId } = payload as { intakeId: string };
    const intake = await context.db.selectFrom('meters.intake').selectAll().where('id', '=', intakeId).executeTakeFirst();
    if (intake?.status !== 'draft') return;
    const progress = openProgress(context.ground, intake.progress_id);
    const total = intake.load_id === null ? { total: intake.bytes } : {};
    const advance = async (done: number): Promise<void> => {
      if (await progress.advance({ done: BigInt(done), ...total })) throw new CheckStopped();
    };
    try {
      await stageIntake({ pool: context.pool, db: context.db, now: context.now(), advance }, files, intake);
      await concludeIntake(context, intake);
      await progress.finish({ intakeId });
    } catch (error) {
      if (!(error instanceof CheckStopped)) throw error;
      await runAsSystem(context.ground, 'meters.stopIntake', intake.progress_id, async (work) => {
        await work.tx
          .updateTable('meters.intake')
          .set((on) => ({ status: 'taken_back', taken_back_at: work.now.toISOString(), version: on('version', '+', 1) }))
          .where('id', '=', intakeId)
          .execute();
        work.emit('intake.changed', { intakeId, organizationId: intake.organization_id }, [`organization:${intake.organization_id}`]);
        return null;
      });
      await progress.cancelled();
    }
  },
});
