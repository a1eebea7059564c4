// Readings brought in bulk, as the organization sees them.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import { type getIntake, type getIntakes, intakeColumns } from '#contract/reading-intakes';
import { recogniseRegister, type RegisterError, writeErrorsFile } from '#modules/billing';
import { organizationsByIds } from '#modules/housing';
import type { Actor } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { FileStore } from '#platform/files';
import { list, readList } from '#platform/lists';
import { progressOf } from '#platform/progress';
import type { Reading, Streaming } from '#platform/route';
import { attachment } from '#platform/serve-file';
import type { Db } from '#platform/tables';
import { intakeOrganizations, refusalToLoad, refusalToTakeBack } from './intake.policy.ts';
import { READINGS_WISH, sourceOfFile } from './stage-intake.ts';
import './meters.tables.ts';

const PROBLEMS_SHOWN = 20;

const intakes = list({
  columns: intakeColumns,
  name: 'Показания списком',
  values: { name: sql`i.name`, at: sql`i.at`, way: sql`i.way`, rows: sql`i.row_count`, errors: sql`i.error_count`, status: sql`i.status` },
  id: { value: sql`i.id`, type: 'uuid' },
  from: () => sql`meters.intake i`,
  where: ({ organizationIds }: { organizationIds: readonly string[] }) => sql`i.organization_id = any(${[...organizationIds]}::uuid[])`,
  sort: '-at',
});

/** Query: three statements. */
export async function readIntakes({ db, actor }: Reading, query: QueryOf<typeof getIntakes>): Promise<AnswerOf<typeof getIntakes>> {
  const organizationIds = intakeOrganizations(actor);
  const organizations = (await organizationsByIds(db, organizationIds)).map(({ id, shortName }) => ({ id, name: shortName }));
  return { list: await readList(db, intakes, { organizationIds }, query), organizations };
}

const intakeOf = async (db: Db, actor: Actor, id: string) =>
  found(
    await db
      .selectFrom('meters.intake')
      .selectAll()
      .where('id', '=', id)
      .where('organization_id', '=', sql<string>`any(${intakeOrganizations(actor)}::uuid[])`)
      .executeTakeFirst(),
  );

/** Query: one intake with its first problems. Four statements. */
export async function readIntake({ db, actor }: Reading, id: string): Promise<AnswerOf<typeof getIntake>> {
  const intake = await intakeOf(db, actor, id);
  const [organization] = await organizationsByIds(db, [intake.organization_id]);
  const problems = await db
    .selectFrom('meters.intake_error')
    .select(['row', 'column_name as column', 'value', 'detail', 'scope'])
    .where('intake_id', '=', id)
    .orderBy(sql`scope = 'unusual'`)
    .orderBy('row')
    .orderBy('id')
    .limit(PROBLEMS_SHOWN)
    .execute();
  const state = {
    status: intake.status,
    rows: Number(intake.row_count),
    same: Number(intake.same_count),
    unusual: Number(intake.unusual_count),
    errors: Number(intake.error_count),
  };
  const isRunning = ['draft', 'loading', 'taking_back'].includes(intake.status);
  const progress = isRunning ? await progressOf(db, actor, intake.progress_id) : null;
  type Answer = AnswerOf<typeof getIntake>;
  return {
    id,
    name: intake.name,
    organization: organization?.shortName ?? '',
    way: intake.way as Answer['way'],
    status: intake.status as Answer['status'],
    at: new Date(intake.at).toISOString(),
    loadedAt: intake.loaded_at && new Date(intake.loaded_at).toISOString(),
    takenBackAt: intake.taken_back_at && new Date(intake.taken_back_at).toISOString(),
    note: intake.note,
    rows: state.rows,
    same: state.same,
    unusual: state.unusual,
    errors: state.errors,
    version: intake.version,
    problems: problems.map(({ row, column, value, detail, scope }) => ({ row, column, value, detail, isUnusual: scope === 'unusual' })),
    progress: progress && { id: progress.id, title: progress.title, done: progress.done, total: progress.total, canCancel: progress.can.cancel },
    can: {
      loadAll: refusalToLoad(state, { choice: 'all', unusual: true }) === null,
      loadGood: state.errors + state.unusual > 0 && refusalToLoad(state, { choice: 'good', unusual: false }) === null,
      takeBack: refusalToTakeBack(intake.status) === null,
    },
  };
}

/** The rows that were refused or are unusual as a CSV, read from the file once more; it can be mended and loaded. */
export async function serveErrors(files: FileStore, { db, actor, input }: Streaming, reply: FastifyReply): Promise<FastifyReply> {
  const { id } = input.params as { id: string };
  const intake = await intakeOf(db, actor, id);
  if (intake.status === 'draft') refuse('register.notReady');
  if (intake.file_id === null) refuse('register.fileDeleted');
  const stored = await db.selectFrom('meters.intake_error').selectAll().where('intake_id', '=', id).orderBy('row').orderBy('id').execute();
  const errors = stored.map(
    ({ scope, row, column_name: column, code, detail }) =>
      ({ scope: scope === 'file' ? 'file' : 'row', code, detail, ...(row !== null && { row }), ...(column !== null && { column }) }) as RegisterError,
  );
  const source = await sourceOfFile(db, files, intake.file_id);
  const pieces = writeErrorsFile({ source, recognised: await recogniseRegister(source), wish: READINGS_WISH }, errors);
  return reply
    .headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': attachment(`Ошибки ${intake.name.replace(/\.[^.]+$/, '')}.csv`) })
    .send(Readable.from(pieces, { objectMode: false }));
}
