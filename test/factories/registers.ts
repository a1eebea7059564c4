// Registers as an accountant loads them: the commands and their jobs, one after another, as the worker would.
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { checkRegisterJob } from '../../server/modules/billing/check-register.ts';
import { loadRegister, loadRegisterJob } from '../../server/modules/billing/load-register.ts';
import { receiveRegister } from '../../server/modules/billing/receive-register.ts';
import type { RegisterWish } from '../../server/modules/billing/register-format.ts';
import { openSealedFiles, type SealedFiles } from '../../server/modules/billing/sealed-files.ts';
import { takeBackRegister, takeBackRegisterJob } from '../../server/modules/billing/take-back-register.ts';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Job, JobContext } from '#platform/module';
import { personActor, TEST_KEYS, type World } from '#test/world';

export const jobContext = (world: World): JobContext => ({
  ground: world.ground,
  db: world.db,
  pool: world.pool,
  now: () => world.now,
  log: { info: () => {}, error: () => {} },
});

/** An accountant of the organization. */
export const accountantOf = (organizationId: string): Actor =>
  personActor(newId(new Date(0)), [{ role: 'accountant', premisesId: null, houseId: null, organizationId }]);

export const openTestFiles = (): SealedFiles => openSealedFiles(path.join(os.tmpdir(), `moidom-registers-${process.pid}`), TEST_KEYS);

/** The desk of an accountant: every step by its command and its job. */
export function openDesk(world: World, organizationId: string, actor: Actor = accountantOf(organizationId)) {
  const files = openTestFiles();
  const run = (job: Job, loadId: string): Promise<void> => job.run(jobContext(world), { loadId });
  const state = (loadId: string) => world.db.selectFrom('billing.register_load').selectAll().where('id', '=', loadId).executeTakeFirstOrThrow();
  return {
    actor,
    files,
    state,
    async upload(content: string | Uint8Array, { name = 'heat.csv', wish = {} }: { name?: string; wish?: RegisterWish } = {}) {
      const fileId = newId(world.now);
      const written = await files.write(fileId, Readable.from([typeof content === 'string' ? Buffer.from(content) : content]));
      const received = await world.run(actor, (work) => receiveRegister(work, { organizationId, fileId, fileName: name, wish, ...written }), newId(new Date()));
      await run(checkRegisterJob(files), received.id);
      return { ...received, ...(await state(received.id)) };
    },
    check: (loadId: string) => run(checkRegisterJob(files), loadId),
    async load(loadId: string, choice: 'all' | 'good' = 'all') {
      const { version } = await state(loadId);
      await world.run(actor, (work) => loadRegister(work, { loadId, choice, version }), newId(new Date()));
      await run(loadRegisterJob(files), loadId);
      return state(loadId);
    },
    async takeBack(loadId: string) {
      const { version } = await state(loadId);
      await world.run(actor, (work) => takeBackRegister(work, { loadId, version }), newId(new Date()));
      await run(takeBackRegisterJob, loadId);
      return state(loadId);
    },
    errors: (loadId: string) =>
      world.db.selectFrom('billing.load_error').select(['scope', 'row', 'code', 'detail']).where('load_id', '=', loadId).orderBy('row').orderBy('id').execute(),
  };
}
export type Desk = ReturnType<typeof openDesk>;
