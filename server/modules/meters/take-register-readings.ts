// A payment register has brought readings (MTR-8, PAY-7): they are an intake of the organization, checked and loaded by itself.
import { registerName } from '#modules/billing';
import type { DeliveredEvent } from '#platform/module';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { orderCheck } from './receive-intake.ts';
import './meters.tables.ts';

/** Consumer: one intake a register, however often it is told. What cannot be taken stays there with its reason. */
export async function takeRegisterReadings(work: Work, { data: { loadId, organizationId } }: Pick<DeliveredEvent<'register.readings'>, 'data'>): Promise<void> {
  const [id, progressId] = [deriveId(loadId, 'intake'), deriveId(loadId, 'check of readings')];
  const name = `Из платёжного реестра ${await registerName(work.tx, loadId)}`;
  const { numInsertedOrUpdatedRows } = await work.tx
    .insertInto('meters.intake')
    .values({
      id,
      organization_id: organizationId,
      way: 'register',
      name,
      file_id: null,
      load_id: loadId,
      sha256: null,
      status: 'draft',
      choice: null,
      note: null,
      at: work.now.toISOString(),
      person_id: null,
      loaded_at: null,
      taken_back_at: null,
      progress_id: progressId,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return;
  await orderCheck(work, { id, organizationId, name, bytes: 0n, progressId });
  work.journal({ stream: `organization:${organizationId}`, action: 'intake.received', object: { kind: 'intake', id }, organizationId, facts: { file: name } });
}
