// The files of registers in order: those whose time is over go, and all lie under the current master key.
import { sql } from 'kysely';
import type { Job, JobContext } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem } from '#platform/work';
import { zoneOfWork } from './check-register.ts';
import { keptUntil } from './register-keeping.ts';
import type { SealedFiles } from './sealed-files.ts';
import './billing.events.ts';
import './billing.tables.ts';

/** A register that is on its way, or was just put away, keeps its file whatever its age. */
const SETTLED = ['checked', 'refused', 'loaded', 'taken_back'] as const;

export const sweepRegistersJob = (files: SealedFiles): Job => ({
  deadlineSeconds: 3_600,
  async run(context) {
    const deleted = await deleteOld(context, files);
    const orphans = await deleteOrphans(context, files);
    const rekeyed = await files.rekey();
    if (deleted + orphans + rekeyed > 0) context.log.info({ deleted, orphans, rekeyed }, 'files of registers were put in order');
  },
});

async function deleteOld({ ground, db, now }: JobContext, files: SealedFiles): Promise<number> {
  const today = dayIn(zoneOfWork, now());
  const before = addDays(today, -28); // nothing is kept for less
  const rows = await db
    .selectFrom('billing.register_load')
    .select(['id', 'file_id', 'uploaded_at', 'loaded_at'])
    .where('file_deleted_at', 'is', null)
    .where('status', 'in', SETTLED)
    .where('uploaded_at', '<', `${before}T00:00:00Z`)
    .execute();
  const old = rows.filter((row) => keptUntil({ uploadedOn: row.uploaded_at.slice(0, 10), loadedOn: row.loaded_at?.slice(0, 10) ?? null }) < today);
  for (const { id, file_id } of old) {
    await files.remove(file_id); // first: what is marked as deleted is looked for no more
    await runAsSystem(ground, 'billing.sweep-registers', id, async (work) => {
      const { organization_id: organizationId } = await work.tx
        .updateTable('billing.register_load')
        .set((on) => ({
          file_deleted_at: work.now.toISOString(),
          status: sql<string>`case status when 'checked' then 'taken_back' else status end`,
          version: on('version', '+', 1),
        }))
        .where('id', '=', id)
        .returning('organization_id')
        .executeTakeFirstOrThrow();
      await work.tx.deleteFrom('billing.load_error').where('load_id', '=', id).execute();
      await work.tx.deleteFrom('billing.load_row').where('load_id', '=', id).execute();
      work.journal({ stream: `organization:${organizationId}`, action: 'register.fileDeleted', object: { kind: 'register', id }, organizationId });
      work.emit('register.changed', { loadId: id, organizationId }, [`organization:${organizationId}`]);
    });
  }
  return old.length;
}

/** An upload that was cut off by a crash has written bytes and no row. */
async function deleteOrphans({ db, now }: JobContext, files: SealedFiles): Promise<number> {
  const ids = await files.olderThan(new Date(now().getTime() - 86_400_000));
  const { rows } = await sql<{
    id: string;
  }>`select f.id from unnest(${ids}::uuid[]) f (id) where not exists (select 1 from billing.register_load l where l.file_id = f.id)`.execute(db);
  for (const { id } of rows) await files.remove(id);
  return rows.length;
}
