// Loading a checked register: ordered by a command, done by a job in one transaction, so nothing of it is ever half loaded.
import { sql } from 'kysely';
import { formatMonth } from '#contract/russian';
import { accountsWithOpening, type ChargeRow as LedgerCharge, postCharges } from '#modules/ledger';
import { found, refuse, refuseChanged } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { plansForBulk } from '#platform/insert-rows';
import type { Job } from '#platform/module';
import { startProgress } from '#platform/progress';
import { addMonths, type Day, dayIn } from '#platform/time';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { comparedRows, type RegisterSummary, settleStaging, stage, zoneOfWork } from './check-register.ts';
import { dueDay } from './due-date.ts';
import { batchesOfHouses, bookCharges } from './post-charges.ts';
import { newRowId } from './row-id.ts';
import { postRegisterPayments } from './register-payments.ts';
import { nameKnownWithoutAccount } from './register-named.ts';
import { closeReturned } from './register-waiting-returns.ts';
import { setAside, settledByRegister } from './unmatched-payments.ts';
import { stoppable } from './stop-register.ts';
import { type Choice, refusalToLoad, registerOrganizations } from './registers.policy.ts';
import type { SealedFiles } from './sealed-files.ts';
import './billing.events.ts';
import './billing.tables.ts';

/** The load of one of the actor's organizations, locked; object.notFound otherwise. */
export async function reachableLoad(work: Work, loadId: string) {
  const query = work.tx.selectFrom('billing.register_load').selectAll().where('id', '=', loadId).forUpdate();
  const scoped = work.actor.kind === 'system' ? query : query.where('organization_id', '=', sql<string>`any(${registerOrganizations(work.actor)}::uuid[])`);
  return found(await scoped.executeTakeFirst());
}

/** Orders the load of a checked register: all rows when there is no error, or the good rows. The job does it. */
export async function loadRegister(
  work: Work,
  { loadId, choice, version }: { loadId: string; choice: Choice; version: number },
): Promise<{ id: string; progressId: string }> {
  const load = await reachableLoad(work, loadId);
  const why = refusalToLoad({ status: load.status, errorCount: load.error_count, summary: load.summary as RegisterSummary | null }, choice);
  if (load.status === 'checked' && load.version !== version) refuseChanged({ status: load.status, version: load.version });
  if (why) refuse(why, { errors: Number(load.error_count) });
  const progressId = deriveId(work.id, 'load');
  const organizationId = load.organization_id;
  await work.tx
    .updateTable('billing.register_load')
    .set({ status: 'loading', choice, progress_id: progressId, version: load.version + 1 })
    .where('id', '=', loadId)
    .execute();
  await startProgress(
    work.tx,
    {
      id: progressId,
      owner: `organization:${organizationId}`,
      kind: 'billing.registerLoad',
      title: `Загрузка реестра ${load.file_name}`,
      total: load.row_count,
      mayCancel: true,
    },
    work.now,
  );
  work.order({ task: 'billing.load-register', payload: { loadId }, key: progressId });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.loadOrdered',
    object: { kind: 'register', id: loadId },
    organizationId,
    facts: { choice },
  });
  work.emit('register.changed', { loadId, organizationId }, [`organization:${organizationId}`]);
  return { id: loadId, progressId };
}

/** The job: staging is read again when a crash of the database has emptied it. Killed at any point, it begins anew and posts once. */
export const loadRegisterJob = (files: SealedFiles): Job => ({
  deadlineSeconds: 3_600,
  attempts: 5,
  async run(context, payload) {
    const { loadId } = payload as { loadId: string };
    // One look at both: another run of this job may post between two looks, and its emptied staging is no crash.
    const load = await context.db
      .selectFrom('billing.register_load as l')
      .selectAll()
      .select((on) =>
        on
          .selectFrom('billing.load_row')
          .select((rows) => rows.fn.countAll<bigint>().as('n'))
          .where('load_id', '=', loadId)
          .as('staged'),
      )
      .where('l.id', '=', loadId)
      .executeTakeFirst();
    if (load?.status !== 'loading') return;
    if (load.staged !== load.row_count) {
      await stage(context, files, load, async () => {});
      await settleStaging(context.db, loadId);
    }
    await stoppable(context.ground, { id: loadId, progressId: load.progress_id, backTo: 'checked' }, (advance) =>
      runAsSystem(context.ground, 'billing.load-register', load.progress_id, (work) => postRegister(work, loadId, advance)),
    );
  },
});

/** Posts a load in the caller's transaction: lines, ledger, bills; then jobs tell each house. */
export async function postRegister(work: Work, loadId: string, advance: Advance): Promise<void> {
  await plansForBulk(work.tx);
  const load = await reachableLoad(work, loadId);
  if (load.status !== 'loading') return;
  const organizationId = load.organization_id;
  // Charges of one organization are written by one command at a time: two registers that meet on one line do not overtake each other.
  await lockName(work.tx, `billing.charges ${organizationId}`);
  const onDay = dayIn(zoneOfWork, work.now);
  const houses =
    load.kind === 'payments'
      ? await postRegisterPayments(work, { loadId, organizationId }, advance)
      : await postRegisterCharges(work, { loadId, organizationId, fileName: load.file_name, onDay }, advance);
  if (load.kind === 'payments') {
    await settledByRegister(work, loadId);
    await nameKnownWithoutAccount(work, { loadId, organizationId });
    await setAside(work, { loadId, organizationId });
    await closeReturned(work, { loadId, organizationId });
  }
  await work.tx
    .updateTable('billing.register_load')
    .set((on) => ({
      status: 'loaded',
      loaded_at: work.now.toISOString(),
      version: load.version + 1,
      // What became known after the check may have made rows wrong.
      error_count: on
        .selectFrom('billing.load_error')
        .select((errors) => errors.fn.countAll<bigint>().as('n'))
        .where('load_id', '=', loadId)
        .where('scope', '<>', 'note'),
    }))
    .where('id', '=', loadId)
    .execute();
  await work.tx.deleteFrom('billing.load_row').where('load_id', '=', loadId).execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.loaded',
    object: { kind: 'register', id: loadId },
    organizationId,
    facts: { file: load.file_name, rows: Number(load.row_count), houses: houses.length },
  });
  for (const houseId of houses) work.order({ task: 'billing.announce', payload: { houseId, sourceId: loadId }, key: `${houseId} ${loadId}` });
  if (load.uploaded_by !== null) {
    const notice = {
      id: deriveId(loadId, 'loaded'),
      personIds: [load.uploaded_by],
      kind: 'work.registerLoaded',
      facts: { file: load.file_name, rows: Number(load.row_count) },
      link: `/work/registers/${loadId}`,
    };
    work.order({ task: 'notifications.notify', payload: notice, key: notice.id });
  }
  work.emit('register.changed', { loadId, organizationId }, [`organization:${organizationId}`]);
}

type Load = { loadId: string; organizationId: string; fileName: string; onDay: Day };
/** How far the work is, in rows; throws when it is to stop. */
export type Advance = (rows: number) => Promise<void>;

/** A few thousand rows at a time, whole houses. Fifteen statements for each batch. Answers the houses. */
async function postRegisterCharges(work: Work, load: Load, advance: Advance): Promise<string[]> {
  const { loadId, onDay } = load;
  const { rows: houses } = await sql<{
    house_id: string;
    n: bigint;
  }>`select house_id, count(*) as n from billing.load_row where load_id = ${loadId} group by house_id order by house_id`.execute(work.tx);
  const { rows: months } = await sql<{ period: string }>`select distinct period::text as period from billing.load_row where load_id = ${loadId}`.execute(
    work.tx,
  );
  const due = months.map(({ period }) => ({ period, dueOn: dueDay(period.slice(0, 7)) }));
  let done = 0;
  for (const houseIds of batchesOfHouses(houses)) {
    await writeCharges(work, load, { houseIds, due });
    await postOpenings(work, load, houseIds);
    done += await bookCharges(work, { sourceId: loadId, sourceKind: 'load', onDay }, houseIds);
    await advance(done);
  }
  return houses.map(({ house_id }) => house_id);
}

/** A line that the register gives otherwise is ended first; what stays the same is left out of the insert by being in force. */
async function writeCharges(
  work: Work,
  { loadId, organizationId, fileName, onDay }: Load,
  { houseIds, due }: { houseIds: readonly string[]; due: readonly { period: string; dueOn: Day }[] },
): Promise<void> {
  const compared = comparedRows(loadId, houseIds);
  await sql`update billing.charge c set ended_by = ${loadId} from (${compared}) r where c.house_id = any(${houseIds}::uuid[]) and c.house_id = r.house_id and c.id = r.known_id and not r.is_same`.execute(
    work.tx,
  );
  await sql`
    insert into billing.charge (house_id, id, account_id, organization_id, period, service_code, accrued_kopecks, recalculation_kopecks, benefit_kopecks, total_kopecks, volume, unit, tariff, source_kind, source_id, source_name, made_on, due_on)
    select r.house_id, ${newRowId(work.now)}, r.account_id, ${organizationId}::uuid, r.period, r.service_code, r.accrued_kopecks, r.recalculation_kopecks, r.benefit_kopecks, r.total_kopecks, r.volume, r.unit, r.tariff, 'load', ${loadId}::uuid,
      ${fileName}, ${onDay}::date, m.due_on
    from (${compared}) r join unnest(${due.map(({ period }) => period)}::date[], ${due.map(({ dueOn }) => dueOn)}::date[]) m (period, due_on) on m.period = r.period where r.known_id is null order by r.house_id, r.account_id, r.period, r.service_code`.execute(
    work.tx,
  );
}

/**
 * A debt brought in from another system, once for an account: only where no other load in force has charged this month or one before, and
 * nothing that was brought along stands. Loads taken back do not count: their debts went with them, and a mended register brings them again.
 */
async function postOpenings(work: Work, { loadId, onDay }: Load, houseIds: readonly string[]): Promise<void> {
  type Opening = { houseId: string; accountId: string; serviceCode: string; period: string; kopecks: bigint };
  const { rows } = await sql<Opening>`
    select distinct on (r.house_id, r.account_id, r.service_code) r.house_id as "houseId", r.account_id as "accountId", r.service_code as "serviceCode", to_char(r.period, 'YYYY-MM') as period, r.balance_kopecks as kopecks
    from billing.load_row r
    where r.load_id = ${loadId} and r.house_id = any(${houseIds}::uuid[]) and r.balance_kopecks <> 0
      and not exists (select 1 from billing.charge c where c.house_id = any(${houseIds}::uuid[]) and c.house_id = r.house_id and c.account_id = r.account_id and c.period <= r.period and c.source_id <> ${loadId}::uuid and c.ended_by is distinct from c.source_id)
    order by r.house_id, r.account_id, r.service_code, r.period`.execute(work.tx);
  const standing = await accountsWithOpening(work.tx, rows);
  await postCharges(
    work,
    rows
      .filter((row) => !standing.has(row.accountId))
      .map((row): LedgerCharge => ({
        ...row,
        period: addMonths(row.period, -1),
        kind: 'opening',
        sourceKind: 'load',
        sourceId: loadId,
        happenedOn: onDay,
        note: `Долг на начало месяца: ${formatMonth(row.period)}`,
      })),
  );
}
