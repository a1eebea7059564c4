// Taking a load back: reversals of everything it posted; the lines it had corrected are in force again.
import { sql } from 'kysely';
import { reverseSource } from '#modules/ledger';
import { refuse, refuseChanged } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { plansForBulk } from '#platform/insert-rows';
import type { Job } from '#platform/module';
import { startProgress } from '#platform/progress';
import { dayIn } from '#platform/time';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { type RegisterSummary, zoneOfWork } from './check-register.ts';
import { type Advance, reachableLoad } from './load-register.ts';
import { makeBills } from './make-bills.ts';
import { batchesOfHouses } from './post-charges.ts';
import { handOver } from './register-named.ts';
import { takeBackPayments } from './register-payments.ts';
import { setAsideNamed, takeBackUnmatched } from './unmatched-payments.ts';
import { returnedBy } from './register-returns.ts';
import { stoppable } from './stop-register.ts';
import { orderCheck } from './receive-register.ts';
import { refusalToLoad, refusalToTakeBack } from './registers.policy.ts';
import './billing.events.ts';
import './billing.tables.ts';

/** Orders the taking back of a loaded register, or puts one away that was never loaded. Refuses register.builtOn when a later load has corrected its lines. */
export async function takeBackRegister(work: Work, { loadId, version }: { loadId: string; version: number }): Promise<{ id: string; progressId: string }> {
  const load = await reachableLoad(work, loadId);
  const why = refusalToTakeBack(load);
  if (why) refuse(why);
  if (load.version !== version) refuseChanged({ status: load.status, version: load.version });
  const organizationId = load.organization_id;
  const wasLoaded = load.status === 'loaded';
  const progressId = wasLoaded ? deriveId(work.id, 'takeBack') : load.progress_id;
  if (wasLoaded) {
    await refuseBuiltOn(work, loadId);
    await startProgress(
      work.tx,
      {
        id: progressId,
        owner: `organization:${organizationId}`,
        kind: 'billing.registerTakeBack',
        title: `Отмена загрузки ${load.file_name}`,
        total: load.row_count,
        mayCancel: true,
      },
      work.now,
    );
    work.order({ task: 'billing.take-back-register', payload: { loadId }, key: progressId });
  }
  await work.tx
    .updateTable('billing.register_load')
    .set({
      status: wasLoaded ? 'taking_back' : 'taken_back',
      progress_id: progressId,
      version: load.version + 1,
      ...(!wasLoaded && { taken_back_at: work.now.toISOString() }),
    })
    .where('id', '=', loadId)
    .execute();
  if (!wasLoaded) await work.tx.deleteFrom('billing.load_row').where('load_id', '=', loadId).execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.takeBackOrdered',
    object: { kind: 'register', id: loadId },
    organizationId,
    facts: { wasLoaded },
  });
  work.emit('register.changed', { loadId, organizationId }, [`organization:${organizationId}`]);
  return { id: loadId, progressId };
}

async function refuseBuiltOn(work: Work, loadId: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select n.source_name as name from billing.charge c
    join billing.charge n on n.source_id = c.ended_by and n.house_id = c.house_id and n.account_id = c.account_id and n.period = c.period and n.service_code = c.service_code
    where c.source_id = ${loadId} and c.ended_by <> ${loadId}::uuid limit 1`.execute(work.tx);
  const file = rows[0]?.name ?? (await returnedBy(work, loadId));
  if (file !== undefined) refuse('register.builtOn', { file });
}

/** The job: one transaction, once. */
export const takeBackRegisterJob: Job = {
  deadlineSeconds: 3_600,
  attempts: 5,
  async run({ ground, db }, payload) {
    const { loadId } = payload as { loadId: string };
    const load = await db.selectFrom('billing.register_load').select(['status', 'progress_id']).where('id', '=', loadId).executeTakeFirst();
    if (load?.status !== 'taking_back') return;
    await stoppable(ground, { id: loadId, progressId: load.progress_id, backTo: 'loaded' }, (advance) =>
      runAsSystem(ground, 'billing.take-back-register', load.progress_id, (work) => reverseRegister(work, loadId, advance)),
    );
  },
};

/** Reverses all that the load has posted, in the caller's transaction. */
export async function reverseRegister(work: Work, loadId: string, advance: Advance): Promise<void> {
  await plansForBulk(work.tx);
  const load = await reachableLoad(work, loadId);
  if (load.status !== 'taking_back') return;
  const organizationId = load.organization_id;
  await lockName(work.tx, `billing.charges ${organizationId}`);
  if (load.kind === 'payments') await handOver(work, { loadId, organizationId });
  await refuseBuiltOn(work, loadId);
  if (load.kind === 'payments') await setAsideNamed(work, loadId);
  const onDay = dayIn(zoneOfWork, work.now);
  const houses = load.kind === 'payments' ? await takeBackPayments(work, { loadId, onDay }, advance) : await takeBackCharges(work, loadId, onDay, advance);
  await takeBackUnmatched(work, { loadId, organizationId });
  await work.tx
    .updateTable('billing.register_load')
    .set({ status: 'taken_back', taken_back_at: work.now.toISOString(), version: load.version + 1 })
    .where('id', '=', loadId)
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.takenBack',
    object: { kind: 'register', id: loadId },
    organizationId,
    facts: { file: load.file_name, houses: houses.length },
  });
  for (const houseId of houses) work.order({ task: 'billing.announce', payload: { houseId, sourceId: loadId }, key: `${houseId} ${loadId} back` });
  await checkKnownAnew(work, load);
  work.emit('register.changed', { loadId, organizationId }, [`organization:${organizationId}`]);
}

/** Checked registers that had nothing to load may have it now: what they name is loaded no more. */
async function checkKnownAnew(work: Work, { organization_id: organizationId, kind }: { organization_id: string; kind: string | null }): Promise<void> {
  const known = await work.tx
    .selectFrom('billing.register_load')
    .select(['id', 'file_name as fileName', 'bytes', 'error_count as errorCount', 'summary'])
    .where('organization_id', '=', organizationId)
    .where('kind', '=', kind)
    .where('status', '=', 'checked')
    .forUpdate()
    .execute();
  for (const { id, fileName, bytes, errorCount, summary } of known) {
    if (refusalToLoad({ status: 'checked', errorCount, summary: summary as RegisterSummary | null }, 'good') !== 'register.nothingToLoad') continue;
    const progressId = deriveId(work.id, `check ${id}`);
    await work.tx
      .updateTable('billing.register_load')
      .set((on) => ({ status: 'draft', progress_id: progressId, version: on('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
    await orderCheck(work, { id, organizationId, fileName, bytes, progressId });
  }
}

type Line = { houseId: string; accountId: string; period: string };

/** A few thousand rows at a time, whole houses. Answers the houses. */
async function takeBackCharges(work: Work, loadId: string, onDay: string, advance: Advance): Promise<string[]> {
  const { rows: houses } = await sql<{
    house_id: string;
    n: bigint;
  }>`select house_id, count(*) as n from billing.charge where source_id = ${loadId} and ended_by is null group by house_id order by house_id`.execute(work.tx);
  let done = 0;
  for (const houseIds of batchesOfHouses(houses)) {
    const inHouses = sql`any(${houseIds}::uuid[])`;
    // A line that the load has made ends by the load itself: that is how one taken back is told from one corrected later.
    const { rows: lines } =
      await sql<Line>`update billing.charge set ended_by = source_id where source_id = ${loadId} and house_id = ${inHouses} and ended_by is null
      returning house_id as "houseId", account_id as "accountId", to_char(period, 'YYYY-MM') as period`.execute(work.tx);
    await sql`update billing.charge set ended_by = null where ended_by = ${loadId}::uuid and house_id = ${inHouses} and source_id <> ${loadId}::uuid`.execute(
      work.tx,
    );
    await reverseSource(work, { houseIds, sourceKind: 'load', sourceId: loadId }, { happenedOn: onDay, note: 'Загрузка реестра отменена' });
    await makeBills(work, lines, onDay);
    await advance((done += lines.length));
  }
  return houses.map(({ house_id }) => house_id);
}
