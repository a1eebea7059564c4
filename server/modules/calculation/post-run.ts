// The job that posts a checked run: charges, ledger, bills and the run's own state in one transaction, so that a run is posted whole and
// once however often the job is killed and tried again.
import type { ChargeTerms } from '#contract/charge-terms';
import { formatMonth } from '#contract/russian';
import { chargesInForce, type HouseReference, postComputedCharges } from '#modules/billing';
import { housesByIds } from '#modules/housing';
import { sql } from 'kysely';
import type { Job } from '#platform/module';
import { openProgress } from '#platform/progress';
import { dayIn } from '#platform/time';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { reachableRun, type RunKey } from './open-run.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

const DEADLINE_SECONDS = 1_800;

export const postRunJob: Job = {
  deadlineSeconds: DEADLINE_SECONDS,
  attempts: 5,
  async run({ ground }, payload) {
    const { progressId, ...key } = payload as RunKey & { progressId: string };
    const progress = openProgress(ground, progressId);
    const { answer } = await runAsSystem(ground, 'calculation.post', progressId, (work) => postLines(work, key, progressId));
    if (answer.note === null) await progress.finish(key);
    else await progress.fail(answer.note);
  },
};

/**
 * Posts the lines of the run. Where something was charged for its month meanwhile, nothing is posted: the run goes back to be counted
 * anew and says why.
 */
export async function postLines(work: Work, key: RunKey, progressId: string): Promise<{ note: string | null }> {
  await sql`set local statement_timeout = 0`.execute(work.tx);
  const run = await reachableRun(work, key);
  if (run.status !== 'posting' || run.progress_id !== progressId) return { note: null };
  const period = run.period.slice(0, 7);
  // Charges of one organization are written by one command at a time.
  await lockName(work.tx, `billing.charges ${run.organization_id}`);
  const lines = await work.tx.selectFrom('calculation.run_line').select(['account_id as accountId', 'service_code as serviceCode', 'terms']).where('house_id', '=', key.houseId).where('run_id', '=', key.runId).orderBy('account_id').orderBy('service_code').execute();
  const inForce = new Set((await chargesInForce(work.tx, { houseId: key.houseId, organizationId: run.organization_id }, { from: period, to: period })).map(({ accountId, serviceCode }) => `${accountId} ${serviceCode}`));
  const ofRun = work.tx.updateTable('calculation.run').where('house_id', '=', key.houseId).where('id', '=', key.runId);
  const taken = lines.filter(({ accountId, serviceCode }) => inForce.has(`${accountId} ${serviceCode}`)).length;
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
  if (taken > 0) {
    const note = `Пока расчёт ждал, по ${taken} его строкам появились начисления. Посчитайте заново`;
    await ofRun.set({ status: 'draft', note, version: run.version + 1 }).execute();
    return { note };
  }
  const [house] = await housesByIds(work.tx, [key.houseId]);
  const charges = lines.map(({ accountId, serviceCode, terms }) => ({ accountId, serviceCode, terms: terms as ChargeTerms }));
  await postComputedCharges(work, { houseId: key.houseId, organizationId: run.organization_id, period, runId: key.runId, runName: `Расчёт за ${formatMonth(period)}`, onDay: dayIn(house!.timeZone, work.now), charges, reference: run.reference as HouseReference | null });
  await ofRun.set({ status: 'posted', posted_at: work.now.toISOString(), version: run.version + 1 }).execute();
  work.journal({ stream: `house:${key.houseId}`, action: 'run.posted', object: { kind: 'run', id: key.runId }, houseId: key.houseId, organizationId: run.organization_id, facts: { period, charges: lines.length } });
  return { note: null };
}
