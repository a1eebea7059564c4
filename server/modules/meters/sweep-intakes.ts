// The files of intakes go when their time is over, as those of registers do; their bytes and keys are the business of #platform/files.
import { keptUntil } from '#modules/billing';
import { forgetFile } from '#platform/files';
import type { JobContext } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem } from '#platform/work';
import './meters.events.ts';
import './meters.tables.ts';

const SETTLED = ['checked', 'refused', 'loaded', 'taken_back'] as const;
const ZONE = 'Europe/Moscow';

/** The job, every day. An intake on its way keeps its file; one that nobody decided of is put away with it. */
export async function sweepIntakes({ ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>): Promise<void> {
  const today = dayIn(ZONE, now());
  const before = addDays(today, -28); // nothing is kept for less
  const rows = await db
    .selectFrom('meters.intake')
    .select(['id', 'at', 'loaded_at'])
    .where('file_id', 'is not', null)
    .where('status', 'in', SETTLED)
    .where('at', '<', `${before}T00:00:00Z`)
    .execute();
  for (const { id } of rows.filter((row) => keptUntil({ uploadedOn: row.at.slice(0, 10), loadedOn: row.loaded_at?.slice(0, 10) ?? null }) < today)) {
    await runAsSystem(ground, 'meters.sweep-intake', id, async (work) => {
      const intake = await work.tx
        .selectFrom('meters.intake')
        .select(['organization_id', 'file_id', 'status'])
        .where('id', '=', id)
        .where('status', 'in', SETTLED)
        .forUpdate()
        .executeTakeFirst();
      if (!intake?.file_id) return null;
      const organizationId = intake.organization_id;
      await forgetFile(work.tx, intake.file_id);
      await work.tx.deleteFrom('meters.intake_error').where('intake_id', '=', id).execute();
      await work.tx.deleteFrom('meters.intake_row').where('intake_id', '=', id).execute();
      await work.tx
        .updateTable('meters.intake')
        .set((on) => ({
          file_id: null,
          version: on('version', '+', 1),
          ...(intake.status === 'checked' && { status: 'taken_back', taken_back_at: work.now.toISOString() }),
        }))
        .where('id', '=', id)
        .execute();
      work.journal({ stream: `organization:${organizationId}`, action: 'intake.fileDeleted', object: { kind: 'intake', id }, organizationId });
      work.emit('intake.changed', { intakeId: id, organizationId }, [`organization:${organizationId}`]);
      return null;
    });
  }
}
