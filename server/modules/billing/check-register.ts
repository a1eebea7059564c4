// A register is checked as a whole: read into staging, compared with what is charged already, told in sums.
import { sql } from 'kysely';
import { inTransaction } from '#platform/database';
import { deriveId } from '#platform/ids';
import { plansForBulk } from '#platform/insert-rows';
import type { Job, JobContext } from '#platform/module';
import { openProgress } from '#platform/progress';
import type { Db, Tx } from '#platform/tables';
import { dayIn } from '#platform/time';
import { runAsSystem } from '#platform/work';
import type { RegisterEnd, RegisterWish } from './register-format.ts';
import { decidedOtherwise } from './register-payments.ts';
import { registerErrors } from './register-texts.ts';
import { dropRows, numberReturns, otherwiseKnown } from './register-known.ts';
import { dropUnknownReturns } from './register-returns.ts';
import { noteReturns } from './register-waiting-returns.ts';
import type { SealedFiles } from './sealed-files.ts';
import { stageRegister, type Staged } from './stage-register.ts';
import { putBack, RegisterStopped } from './stop-register.ts';
import './billing.events.ts';
import './billing.tables.ts';

/** Sums of a checked register; kopecks as JSON integers. `parts` by month and service (a payment's service is null, its month the day's). */
export type RegisterSummary = {
  rows: number;
  newRows: number;
  changedRows: number;
  sameRows: number;
  accounts: number;
  houses: number;
  /** Payments that would be set aside: their account is not found. Absent in registers of before. */
  unmatched?: number;
  /** Returns of what waits without an account: it will be closed. Absent in registers of before. */
  closes?: number;
  sumKopecks: number;
  changeKopecks: number;
  balanceKopecks: number;
  fileErrors: number;
  parts: { period: string; serviceCode: string | null; rows: number; kopecks: number; changeKopecks: number }[];
};

/** What a person can mend by saying what the columns mean. */
const MENDABLE = new Set(['file.columnMissing', 'file.columnRepeated', 'file.headingsMissing']);

export const zoneOfWork = 'Europe/Moscow';

/** Reads and checks one register. Safe to repeat at any point: until the last step nothing but staging has changed. */
export const checkRegisterJob = (files: SealedFiles): Job => ({
  deadlineSeconds: 3_600,
  attempts: 5,
  async run(context, payload) {
    const { loadId } = payload as { loadId: string };
    const load = await context.db.selectFrom('billing.register_load').selectAll().where('id', '=', loadId).executeTakeFirst();
    if (load?.status !== 'draft') return;
    const progress = openProgress(context.ground, load.progress_id);
    try {
      const staged = await stage(context, files, load, async (bytes) => {
        if (await progress.advance({ done: BigInt(bytes), total: load.bytes })) throw new RegisterStopped();
      });
      const summary = await settleStaging(context.db, loadId);
      await conclude(context, { load, staged, summary });
      await progress.finish({ loadId });
    } catch (error) {
      if (!(error instanceof RegisterStopped)) throw error;
      await putBack(context.ground, { id: loadId, progressId: load.progress_id }, 'taken_back');
      await progress.cancelled();
    }
  },
});

export type LoadRow = {
  id: string;
  organization_id: string;
  file_id: string;
  wish: unknown;
  progress_id: string;
  file_name: string;
  uploaded_by: string | null;
};

/** Reads the file of a load into staging. */
export async function stage({ db, pool, now }: JobContext, files: SealedFiles, load: LoadRow, advance: (bytes: number) => Promise<void>): Promise<Staged> {
  const source = await files.open(load.file_id);
  try {
    const today = dayIn(zoneOfWork, now());
    return await stageRegister({ db, pool, loadId: load.id, organizationId: load.organization_id, source, wish: load.wish as RegisterWish, today, advance });
  } finally {
    await source.close();
  }
}

/** The staged rows beside the charge in force for the same account, month and service; of all houses, or of some. */
export const comparedRows = (loadId: string, houseIds?: readonly string[]) => sql`
  select r.*, c.id as known_id, c.total_kopecks as known_kopecks,
    c.id is not null and (c.accrued_kopecks, c.recalculation_kopecks, c.benefit_kopecks, c.unit) is not distinct from (r.accrued_kopecks, r.recalculation_kopecks, r.benefit_kopecks, r.unit)
      and c.volume is not distinct from r.volume and c.tariff is not distinct from r.tariff as is_same
  from billing.load_row r
  left join billing.charge c on c.house_id = r.house_id and c.account_id = r.account_id and c.period = r.period and c.service_code = r.service_code and c.ended_by is null
    ${houseIds ? sql`and c.house_id = any(${houseIds}::uuid[])` : sql``}
  where r.load_id = ${loadId} ${houseIds ? sql`and r.house_id = any(${houseIds}::uuid[])` : sql``}`;

/** Checks that need all rows: totals of accounts, two names of one service on one account. What is wrong leaves staging. Then the sums. */
export const settleStaging = (db: Db, loadId: string): Promise<RegisterSummary> =>
  inTransaction(db, async (tx) => {
    await plansForBulk(tx);
    await dropFaulty(tx, loadId);
    await numberReturns(tx, loadId);
    await noteReturns(tx, loadId);
    await dropRows(tx, loadId, await otherwiseKnown(tx, loadId));
    await dropUnknownReturns(tx, loadId);
    return summarize(tx, loadId);
  });

async function dropFaulty(tx: Tx, loadId: string): Promise<void> {
  // Staging was empty a moment ago, and so it still stands in the statistics: a join in loops would read the whole file for each row of it.
  await sql`set local enable_nestloop = off`.execute(tx);
  await sql`delete from billing.load_row r using billing.load_error e
    where r.load_id = ${loadId} and e.load_id = r.load_id and e.scope = 'account' and e.account_number = r.account_number and (e.period is null or e.period = r.period)`.execute(
    tx,
  );
  await sql`set local enable_nestloop = on`.execute(tx);
  const repeated = registerErrors['row.repeated'];
  const { rows: twice } = await sql<{ row: number; first: number }>`
    select row, first from (
      select row, first_value(row) over same as first, row_number() over same as n from billing.load_row where load_id = ${loadId} and period is not null
      window same as (partition by house_id, account_id, period, service_code order by row)) w
    where n > 1`.execute(tx);
  for (let from = 0; from < twice.length; from += 1_000) {
    const part = twice.slice(from, from + 1_000);
    await tx
      .deleteFrom('billing.load_row')
      .where('load_id', '=', loadId)
      .where('row', '=', sql<number>`any(${part.map(({ row }) => row)}::int[])`)
      .execute();
    await tx
      .insertInto('billing.load_error')
      .values(part.map(({ row, first }) => ({ load_id: loadId, scope: 'row', row, code: 'row.repeated', detail: repeated({ first }) })))
      .execute();
  }
}

async function summarize(db: Db, loadId: string): Promise<RegisterSummary> {
  type Part = {
    period: string;
    service_code: string | null;
    rows: bigint;
    new_rows: bigint;
    same_rows: bigint;
    kopecks: bigint;
    change: bigint;
    balance: bigint;
  };
  const { rows } = await sql<Part>`
    select to_char(coalesce(period, paid_on), 'YYYY-MM') as period, service_code, count(*) as rows,
      count(*) filter (where case when operation_id is null then known_id is null else not exists (select 1 from billing.register_payment p join billing.register_load l on l.id = x.load_id
        where p.organization_id = l.organization_id and p.operation_id = x.operation_id)
        and not exists (${decidedOtherwise(sql`(select organization_id from billing.register_load where id = x.load_id)`, sql`x`)}) end) as new_rows,
      count(*) filter (where is_same) as same_rows, sum(total_kopecks)::bigint as kopecks, sum(case when is_same then 0 else total_kopecks - coalesce(known_kopecks, 0) end)::bigint as change,
      coalesce(sum(balance_kopecks), 0)::bigint as balance
    from (${comparedRows(loadId)}) x group by 1, 2 order by 1 desc, 2`.execute(db);
  const { rows: counts } = await sql<{ accounts: bigint; houses: bigint; file_errors: bigint; unmatched: bigint; closes: bigint }>`
    select count(distinct account_id) as accounts, count(distinct house_id) as houses, (select count(*) from billing.load_error where load_id = ${loadId} and scope = 'file') as file_errors,
      (select count(distinct e.operation->>'operationId') from billing.load_error e join billing.register_load l on l.id = e.load_id where e.load_id = ${loadId} and (e.operation->>'kopecks')::bigint > 0
        and not exists (select 1 from billing.unmatched_payment u where u.organization_id = l.organization_id and u.operation_id = e.operation->>'operationId' and u.status <> 'taken_back')
        and not exists (select 1 from billing.register_payment p where p.organization_id = l.organization_id and p.operation_id = e.operation->>'operationId')) as unmatched,
      (select count(*) from billing.load_error where load_id = ${loadId} and scope = 'note' and operation ? 'of') as closes
    from billing.load_row where load_id = ${loadId}`.execute(db);
  const total = (pick: (part: Part) => bigint): number => Number(rows.reduce((sum, part) => sum + pick(part), 0n));
  const isMoney = (part: Part): boolean => part.service_code === null;
  const all = total((part) => part.rows);
  const newRows = total((part) => part.new_rows);
  const sameRows = total((part) => (isMoney(part) ? part.rows - part.new_rows : part.same_rows));
  return {
    rows: all,
    newRows,
    sameRows,
    changedRows: all - newRows - sameRows,
    accounts: Number(counts[0]!.accounts),
    houses: Number(counts[0]!.houses),
    fileErrors: Number(counts[0]!.file_errors),
    unmatched: Number(counts[0]!.unmatched),
    closes: Number(counts[0]!.closes),
    sumKopecks: total((part) => part.kopecks),
    changeKopecks: total((part) => part.change),
    balanceKopecks: total((part) => part.balance),
    parts: rows.map((part) => ({
      period: part.period,
      serviceCode: part.service_code,
      rows: Number(part.rows),
      kopecks: Number(part.kopecks),
      changeKopecks: Number(part.change),
    })),
  };
}

type Concluding = { load: LoadRow; staged: Staged; summary: RegisterSummary };

async function conclude({ ground, db }: JobContext, { load, staged, summary }: Concluding): Promise<void> {
  const errors = await db
    .selectFrom('billing.load_error')
    .select((on) => [on.fn.countAll<bigint>().as('n')])
    .where('load_id', '=', load.id)
    .where('scope', '<>', 'note')
    .executeTakeFirstOrThrow();
  const fileErrors = await db.selectFrom('billing.load_error').select('code').where('load_id', '=', load.id).where('scope', '=', 'file').limit(20).execute();
  const status = fileErrors.some(({ code }) => !MENDABLE.has(code)) ? 'refused' : 'checked';
  await runAsSystem(ground, 'billing.registerChecked', load.progress_id, async (work) => {
    const done = await work.tx
      .updateTable('billing.register_load')
      .set((on) => ({
        ...describe(staged),
        status,
        error_count: errors.n,
        row_count: BigInt(summary.rows),
        summary: JSON.stringify(summary),
        version: on('version', '+', 1),
      }))
      .where('id', '=', load.id)
      .where('status', '=', 'draft')
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) return;
    const organizationId = load.organization_id;
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'register.checked',
      object: { kind: 'register', id: load.id },
      organizationId,
      facts: { status, rows: summary.rows, errors: Number(errors.n) },
    });
    work.emit('register.changed', { loadId: load.id, organizationId }, [`organization:${organizationId}`]);
    if (status === 'refused' && load.uploaded_by !== null) {
      const notice = {
        id: deriveId(load.id, 'refused'),
        personIds: [load.uploaded_by],
        kind: 'work.registerRefused',
        facts: { file: load.file_name, errors: Number(errors.n) },
        link: `/work/registers/${load.id}`,
      };
      work.order({ task: 'notifications.notify', payload: notice, key: notice.id });
    }
  });
}

const describe = ({ format, encoding, kind, headings, wish }: Staged & { end: RegisterEnd | null }) => ({
  format,
  encoding,
  kind,
  headings: headings === null ? null : JSON.stringify(headings),
  wish: JSON.stringify(wish),
});
