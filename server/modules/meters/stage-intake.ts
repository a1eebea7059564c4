// An intake is read once, as a stream, into staging: rows that can be loaded, errors and what is unusual beside them.
import { sql } from 'kysely';
import type pg from 'pg';
import { readRegister, type RegisterError, type RegisterWish } from '#modules/billing';
import type { ByteSource } from '#platform/byte-source';
import { copyRows, inBulkTransaction } from '#platform/database';
import { type FileStore, findFile, readFile } from '#platform/files';
import { insertRows } from '#platform/insert-rows';
import type { Db } from '#platform/tables';
import { firstDay } from '#platform/time';
import { type IntakeRow, type JudgedRow, openJudge } from './judge-intake.ts';
import { rowsOfRegister } from './register-rows.ts';
import './meters.tables.ts';

const BATCH = 500;
const ROW_COLUMNS = [
  'intake_id',
  'row',
  'house_id',
  'meter_id',
  'zone',
  'taken_on',
  'value',
  'previous_value',
  'used',
  'period',
  'known_id',
  'is_same',
  'is_unusual',
];
/** What kind of file is looked for, whatever its headings. */
export const READINGS_WISH: RegisterWish = { kind: 'readings' };

/** A row, or what is wrong with one before any rule is asked. */
export type IntakeItem = { readonly row: IntakeRow } | { readonly error: ItemError };
type ItemError = Omit<RegisterError, 'code'> & { readonly code: string };
type Values = (string | number | boolean | null)[];

/** The staged rows of a judged one: one a register. */
const stagedRows = (intakeId: string, { row, kept, isSame, problems }: JudgedRow): Values[] =>
  kept.map(({ meter, zone, takenOn, result, previous, replaces }) => [
    intakeId,
    row,
    meter.houseId,
    meter.id,
    zone,
    takenOn,
    result.value,
    previous,
    result.use,
    firstDay(result.countsFor),
    replaces?.id ?? null,
    isSame,
    problems.length > 0,
  ]);

type Problem = {
  intake_id: string;
  scope: 'file' | 'row' | 'unusual';
  row: number | null;
  column_name: string | null;
  code: string;
  detail: string;
  value: string | null;
};
const problemOf = (intakeId: string, { scope, row, column, code, detail, value }: ItemError): Problem => ({
  intake_id: intakeId,
  scope: scope === 'account' ? 'row' : scope,
  row: row ?? null,
  column_name: column ?? null,
  code,
  detail,
  value: value ?? null,
});
/** What the rules said of a row. */
const judgedProblems = (intakeId: string, { problems }: JudgedRow, { place, values }: IntakeRow): Problem[] =>
  problems.map(({ row, code, detail, isUnusual }) => ({
    intake_id: intakeId,
    scope: isUnusual ? 'unusual' : 'row',
    row,
    column_name: place ?? null,
    code,
    detail,
    value: values.join('; '),
  }));

/** Where the rows of an intake come from: a file of its own, or a payment register. */
export type IntakeSource = { id: string; organization_id: string; file_id: string | null; load_id: string | null };
type Staging = {
  pool: pg.Pool;
  db: Db;
  now: Date;
  /** Told the bytes of a file that were read, or the rows of a register. */ advance(done: number): Promise<void>;
};

/** The kept bytes of an intake, readable from any place. */
export async function sourceOfFile(db: Db, files: FileStore, fileId: string): Promise<ByteSource> {
  const file = await findFile(db, fileId);
  if (!file) throw new Error(`the file ${fileId} of an intake is gone`);
  return { size: Number(file.bytes), read: (start, end) => readFile(files, file, { start, end }) };
}

async function* itemsOfFile({ db, advance }: Staging, files: FileStore, fileId: string): AsyncGenerator<IntakeItem> {
  const file = await sourceOfFile(db, files, fileId);
  const source: ByteSource = {
    size: file.size,
    async *read(start, end) {
      let at = start;
      for await (const piece of file.read(start, end)) {
        at += piece.byteLength;
        await advance(at);
        yield piece;
      }
    },
  };
  for await (const item of readRegister(source, READINGS_WISH)) {
    if ('error' in item) yield { error: item.error };
    else if ('row' in item && item.row.kind === 'readings') yield { row: rowOf(item.row) };
  }
}

/** Reads the intake into staging anew; safe to repeat. Memory does not grow with it. */
export async function stageIntake(staging: Staging, files: FileStore, intake: IntakeSource): Promise<void> {
  const { pool, db, now } = staging;
  const judge = openJudge(db, { organizationId: intake.organization_id, now });
  const items =
    intake.load_id === null
      ? itemsOfFile(staging, files, intake.file_id!)
      : rowsOfRegister(staging, { loadId: intake.load_id, organizationId: intake.organization_id });
  async function* rows(): AsyncGenerator<Values> {
    let batch: IntakeRow[] = [];
    const flush = async (): Promise<Values[]> => {
      const judged = await judge.judge(batch);
      await insertRows(
        db,
        'meters.intake_error',
        judged.flatMap((one, n) => judgedProblems(intake.id, one, batch[n]!)),
      );
      batch = [];
      return judged.flatMap((one) => stagedRows(intake.id, one));
    };
    for await (const item of items) {
      if ('error' in item) await insertRows(db, 'meters.intake_error', [problemOf(intake.id, item.error)]);
      else batch.push(item.row);
      if (batch.length === BATCH) yield* await flush();
    }
    yield* await flush();
  }
  await db.deleteFrom('meters.intake_error').where('intake_id', '=', intake.id).execute();
  await inBulkTransaction(pool, async (tx, client) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await tx.deleteFrom('meters.intake_row').where('intake_id', '=', intake.id).execute();
    await copyRows(client, 'meters.intake_row', ROW_COLUMNS, rows());
  });
  await dropRepeated(db, intake.id);
}

type ReadRow = { row: number; meterSerial?: string; values: string[]; accountNumber?: string; serviceName?: string; takenOn?: string; period?: string };
const rowOf = ({ row, meterSerial, values, accountNumber, serviceName, takenOn, period }: ReadRow): IntakeRow => ({
  row,
  ...(meterSerial !== undefined && { serial: meterSerial }),
  values,
  ...(accountNumber !== undefined && { accountNumber }),
  ...(serviceName !== undefined && { serviceName }),
  ...(takenOn !== undefined && { takenOn }),
  ...(period !== undefined && { month: period }),
});

/** A meter twice for one month: the later row is refused and names the first. */
async function dropRepeated(db: Db, intakeId: string): Promise<void> {
  await sql`
    with twice as (
      select distinct row, meter_id, first from (
        select row, meter_id, first_value(row) over same as first from meters.intake_row where intake_id = ${intakeId} window same as (partition by house_id, meter_id, zone, period order by row)) w where row <> first),
    gone as (delete from meters.intake_row r using twice t where r.intake_id = ${intakeId} and r.row = t.row and r.meter_id = t.meter_id)
    insert into meters.intake_error (intake_id, scope, row, code, detail)
    select ${intakeId}::uuid, 'row', row, 'reading.twice', 'Этот счётчик за этот месяц уже есть в строке ' || first from twice`.execute(db);
}
