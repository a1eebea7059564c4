// Registers at the console, step by step as on the page: the same commands and jobs, done at once.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type pg from 'pg';
import { allOrganizations } from '#modules/housing';
import { newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { type Ground, runAsSystem } from '#platform/work';
import { checkRegisterJob, type RegisterSummary } from './check-register.ts';
import { loadRegister, loadRegisterJob } from './load-register.ts';
import { receiveRegister } from './receive-register.ts';
import type { Choice } from './registers.policy.ts';
import type { SealedFiles } from './sealed-files.ts';
import { takeBackRegister, takeBackRegisterJob } from './take-back-register.ts';
import './billing.tables.ts';

export type Desk = { ground: Ground; pool: pg.Pool; files: SealedFiles };
export type ConsoleLoad = {
  loadId: string;
  status: string;
  repeated: boolean;
  rows: bigint;
  errors: bigint;
  summary: RegisterSummary | null;
  firstErrors: { row: number | null; detail: string }[];
};

const contextOf = ({ ground, pool }: Desk): JobContext => ({ ground, db: ground.db, pool, now: ground.clock, log: { info: () => {}, error: () => {} } });

/** Uploads, checks and, unless `check` is asked for alone, loads a file for the organization of this tax number. Throws Refusal, and Error for an unknown organization. */
export async function loadRegisterFile(
  desk: Desk,
  { organizationInn, file, choice }: { organizationInn: string; file: string; choice: Choice | 'check' },
): Promise<ConsoleLoad> {
  const { ground, files } = desk;
  const organization = (await allOrganizations(ground.db)).find((one) => one.inn === organizationInn);
  if (!organization) throw new Error(`there is no organization with the tax number ${organizationInn}`);
  const fileId = newId(ground.clock());
  const written = await files.write(fileId, createReadStream(file));
  const asked = { organizationId: organization.id, fileId, fileName: path.basename(file).slice(0, 150), wish: {}, ...written };
  const { answer: received } = await runAsSystem(ground, 'console.register', fileId, (work) => receiveRegister(work, asked));
  if (received.repeated) await files.remove(fileId);
  await checkRegisterJob(files).run(contextOf(desk), { loadId: received.id });
  let load = await stateOf(desk, received.id);
  if (choice !== 'check' && load.status === 'checked' && (choice === 'good' || load.error_count === 0n)) {
    await runAsSystem(ground, 'console.loadRegister', `${received.id} ${load.version}`, (work) =>
      loadRegister(work, { loadId: received.id, choice, version: load.version }),
    );
    await loadRegisterJob(files).run(contextOf(desk), { loadId: received.id });
    load = await stateOf(desk, received.id);
  }
  const firstErrors = await ground.db
    .selectFrom('billing.load_error')
    .select(['row', 'detail'])
    .where('load_id', '=', load.id)
    .orderBy('row')
    .orderBy('id')
    .limit(20)
    .execute();
  return {
    loadId: load.id,
    status: load.status,
    repeated: received.repeated,
    rows: load.row_count,
    errors: load.error_count,
    summary: load.summary as RegisterSummary | null,
    firstErrors,
  };
}

const stateOf = ({ ground }: Desk, loadId: string) =>
  ground.db.selectFrom('billing.register_load').selectAll().where('id', '=', loadId).executeTakeFirstOrThrow();

/** Takes a load back. Throws Refusal. */
export async function takeBackLoad(desk: Desk, loadId: string): Promise<{ status: string }> {
  const { version } = await stateOf(desk, loadId);
  await runAsSystem(desk.ground, 'console.takeBackRegister', `${loadId} ${version}`, (work) => takeBackRegister(work, { loadId, version }));
  await takeBackRegisterJob.run(contextOf(desk), { loadId });
  return { status: (await stateOf(desk, loadId)).status };
}

/** The last loads of all organizations. */
export async function recentLoads(
  { ground }: Desk,
  limit = 30,
): Promise<{ id: string; file: string; status: string; rows: bigint; errors: bigint; at: string }[]> {
  const { rows } = await sql<{ id: string; file: string; status: string; rows: bigint; errors: bigint; at: string }>`
    select id, file_name as file, status, row_count as rows, error_count as errors, uploaded_at as at from billing.register_load order by uploaded_at desc limit ${limit}`.execute(
    ground.db,
  );
  return rows;
}
