// A file of readings is read once, as a stream, into staging: rows that can be loaded, errors and what is unusual beside them.
import { sql } from 'kysely';
import type pg from 'pg';
import { readRegister, type RegisterError, type RegisterWish, type SealedFiles } from '#modules/billing';
import { copyRows, inBulkTransaction } from '#platform/database';
import { insertRows } from '#platform/insert-rows';
import type { Job, JobContext } from '#platform/module';
import { openProgress } from '#platform/progress';
import type { Db } from '#platform/tables';
import { firstDay } from '#platform/time';
import { runAsSystem } from '#platform/work';
import { type IntakeRow, type JudgedRow, openJudge } from './judge-intake.ts';
import './meters.events.ts';
import './meters.tables.ts';

const BATCH = 500;
const ROW_COLUMNS = ['intake_id', 'row', 'house_id', 'meter_id', 'zone', 'taken_on', 'value', 'previous_value', 'used', 'period', 'known_id', 'is_same', 'is_unusual'];
/** What kind of file is looked for, whatever its headings. */
export const READINGS_WISH: RegisterWish = { kind: 'readings' };

class CheckStopped extends Error {}

type Values = (string | number | boolean | null)[];

/** The staged rows of a judged one: one a register. */
export const stagedRows = (intakeId: string, { row, kept, isSame, problems }: JudgedRow): Values[] =>
  kept.map(({ meter, zone, takenOn, result, previous, replaces }) => [intakeId, row, meter.houseId, meter.id, zone, takenOn, result.value, previous, result.use, firstDay(result.countsFor), replaces?.id ?? null, isSame, problems.length > 0]);

type Problem = { intake_id: string; scope: 'file' | 'row' | 'unusual'; row: number | null; column_name: string | null; code: string; detail: string; value: string | null };
const problemOf = (intakeId: string, { scope, row, column, code, detail, value }: RegisterError): Problem => ({ intake_id: intakeId, scope: scope === 'account' ? 'row' : scope, row: row ?? null, column_name: column ?? null, code, detail, value: value ?? null });
/** What the rules said of a row. */
export const judgedProblems = (intakeId: string, { problems }: JudgedRow): Problem[] =>
  problems.map(({ row, code, detail, isUnusual }) => ({ intake_id: intakeId, scope: isUnusual ? 'unusual' : 'row', row, column_name: null, code, detail, value: null }));

type Intake = { id: string; organization_id: string; file_id: string | null; bytes: bigint };
type Staging = { pool: pg.Pool; db: Db; now: Date; advance(bytes: number): Promise<void> };

/** Reads the file into staging anew; safe to repeat. Memory does not grow with the file. */
export async function stageIntake({ pool, db, now, advance }: Staging, files: SealedFiles, intake: Intake): Promise<void> {
  const file = await files.open(intake.file_id!);
  const source: typeof file = {
    ...file,
    async *read(start, end) {
      let at = start;
      for await (const piece of file.read(start, end)) {
        at += piece.byteLength;
        await advance(at);
        yield piece;
      }
    },
  };
  const judge = openJudge(db, { organizationId: intake.organization_id, now });
  async function* rows(): AsyncGenerator<Values> {
    let batch: IntakeRow[] = [];
    const flush = async (): Promise<Values[]> => {
      const judged = await judge.judge(batch);
      batch = [];
      await insertRows(db, 'meters.intake_error', judged.flatMap((one) => judgedProblems(intake.id, one)));
      return judged.flatMap((one) => stagedRows(intake.id, one));
    };
    for await (const item of readRegister(source, READINGS_WISH)) {
      if ('error' in item) await insertRows(db, 'meters.intake_error', [problemOf(intake.id, item.error)]);
      else if ('row' in item && item.row.kind === 'readings') batch.push(rowOf(item.row));
      if (batch.length === BATCH) yield* await flush();
    }
    yield* await flush();
  }
  try {
    await db.deleteFrom('meters.intake_error').where('intake_id', '=', intake.id).execute();
    await inBulkTransaction(pool, async (tx, client) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      await tx.deleteFrom('meters.intake_row').where('intake_id', '=', intake.id).execute();
      await copyRows(client, 'meters.intake_row', ROW_COLUMNS, rows());
    });
    await dropRepeated(db, intake.id);
  } finally {
    await file.close();
  }
}

type ReadRow = { row: number; meterSerial: string; values: string[]; accountNumber?: string; serviceName?: string; takenOn?: string; period?: string };
const rowOf = ({ row, meterSerial, values, accountNumber, serviceName, takenOn, period }: ReadRow): IntakeRow => ({
  row, serial: meterSerial, values, ...(accountNumber !== undefined && { accountNumber }), ...(serviceName !== undefined && { serviceName }), ...(takenOn !== undefined && { takenOn }), ...(period !== undefined && { month: period }),
});

/** A meter twice for one month: the later row is refused and names the first. */
async function dropRepeated(db: Db, intakeId: string): Promise<void> {
  await sql`
    with twice as (
      select distinct row, first from (
        select row, first_value(row) over same as first from meters.intake_row where intake_id = ${intakeId} window same as (partition by house_id, meter_id, zone, period order by row)) w where row <> first),
    gone as (delete from meters.intake_row r using twice t where r.intake_id = ${intakeId} and r.row = t.row)
    insert into meters.intake_error (intake_id, scope, row, code, detail)
    select ${intakeId}::uuid, 'row', row, 'reading.twice', 'Этот счётчик за этот месяц уже есть в строке ' || first from twice`.execute(db);
}

/** Counts what staging holds and says so in the intake. */
export async function concludeIntake({ ground, db }: Pick<JobContext, 'ground' | 'db'>, intake: Intake & { progress_id: string; name: string }): Promise<void> {
  const { rows } = await sql<{ rows: bigint; same: bigint; unusual: bigint; errors: bigint; broken: boolean }>`
    select count(*) as rows, count(*) filter (where is_same) as same, count(*) filter (where is_unusual and not is_same) as unusual,
      (select count(*) from meters.intake_error where intake_id = ${intake.id} and scope <> 'unusual') as errors, exists (select 1 from meters.intake_error where intake_id = ${intake.id} and scope = 'file') as broken
    from meters.intake_row where intake_id = ${intake.id}`.execute(db);
  const { rows: count, same, unusual, errors, broken } = rows[0]!;
  await runAsSystem(ground, 'meters.intakeChecked', intake.progress_id, async (work) => {
    const status = broken ? 'refused' : 'checked';
    const done = await work.tx.updateTable('meters.intake').set((on) => ({ status, row_count: count, same_count: same, unusual_count: unusual, error_count: errors, version: on('version', '+', 1) })).where('id', '=', intake.id).where('status', '=', 'draft').executeTakeFirst();
    if (done.numUpdatedRows === 0n) return null;
    const organizationId = intake.organization_id;
    work.journal({ stream: `organization:${organizationId}`, action: 'intake.checked', object: { kind: 'intake', id: intake.id }, organizationId, facts: { status, rows: Number(count), errors: Number(errors), unusual: Number(unusual) } });
    work.emit('intake.changed', { intakeId: intake.id, organizationId }, [`organization:${organizationId}`]);
    return null;
  });
}

/** The job of a check. */
export const checkIntakeJob = (files: SealedFiles): Job => ({
  deadlineSeconds: 3_600,
  attempts: 5,
  async run(context, payload) {
    const { intakeId } = payload as { intakeId: string };
    const intake = await context.db.selectFrom('meters.intake').selectAll().where('id', '=', intakeId).executeTakeFirst();
    if (intake?.status !== 'draft') return;
    const progress = openProgress(context.ground, intake.progress_id);
    const advance = async (bytes: number): Promise<void> => {
      if (await progress.advance({ done: BigInt(bytes), total: intake.bytes })) throw new CheckStopped();
    };
    try {
      await stageIntake({ pool: context.pool, db: context.db, now: context.now(), advance }, files, intake);
      await concludeIntake(context, intake);
      await progress.finish({ intakeId });
    } catch (error) {
      if (!(error instanceof CheckStopped)) throw error;
      await runAsSystem(context.ground, 'meters.stopIntake', intake.progress_id, async (work) => {
        await work.tx.updateTable('meters.intake').set((on) => ({ status: 'taken_back', taken_back_at: work.now.toISOString(), version: on('version', '+', 1) })).where('id', '=', intakeId).execute();
        work.emit('intake.changed', { intakeId, organizationId: intake.organization_id }, [`organization:${intake.organization_id}`]);
        return null;
      });
      await progress.cancelled();
    }
  },
});
