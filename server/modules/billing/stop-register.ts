// Long work on a register that somebody may stop: what was written is rolled back, and the register is again what it was before.
import { openProgress } from '#platform/progress';
import { type Ground, runAsSystem } from '#platform/work';
import './billing.events.ts';
import './billing.tables.ts';

export class RegisterStopped extends Error {}

type Stoppable = { id: string; progressId: string; backTo: 'checked' | 'loaded' };

/** Does `work`, one transaction that tells how far it is. Asked to stop, it is rolled back and the register is `backTo` again. */
export async function stoppable(ground: Ground, register: Stoppable, work: (advance: (rows: number) => Promise<void>) => Promise<unknown>): Promise<void> {
  const progress = openProgress(ground, register.progressId);
  try {
    await work(async (rows) => {
      if (await progress.advance({ done: BigInt(rows) })) throw new RegisterStopped();
    });
    await progress.finish({ loadId: register.id });
  } catch (error) {
    if (!(error instanceof RegisterStopped)) throw error;
    await putBack(ground, register, register.backTo);
    await progress.cancelled();
  }
}

/** The status after a stop, told to the organization. */
export async function putBack(ground: Ground, { id, progressId }: Omit<Stoppable, 'backTo'>, status: 'checked' | 'loaded' | 'taken_back'): Promise<void> {
  await runAsSystem(ground, 'billing.stopRegister', progressId, async (command) => {
    const { organization_id: organizationId } = await command.tx
      .updateTable('billing.register_load')
      .set((on) => ({ status, version: on('version', '+', 1) }))
      .where('id', '=', id)
      .returning('organization_id')
      .executeTakeFirstOrThrow();
    command.journal({ stream: `organization:${organizationId}`, action: 'register.stopped', object: { kind: 'register', id }, organizationId });
    command.emit('register.changed', { loadId: id, organizationId }, [`organization:${organizationId}`]);
  });
}
