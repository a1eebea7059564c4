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
import { lateReadings } from './late-readings.ts';
import { reachableRun, type RunKey } from './open-run.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

const DEADLINE_SECONDS = 1_800;
const LINES_AT_ONCE = 400;

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
 * Posts the lines of the run. Where something was charged, or readings told, for its month meanwhile, nothing is posted: the run goes back to be counted
 * anew and says why.
 */
export async function postLines(work: Work, key: RunKey, progressId: string): Promise<{ note: string | null }> {
  await sql`set local statement_timeout = 0`.execute(work.tx);
  const run = await reachableRun(work, key);
  if (run.status !== 'posting' || run.progress_id !== progressId) return { note: null };
  const period = run.period.slice(0, 7);
  // Charges of one organization are written by one command at a time.
  await lockName(work.tx, `billing.charges ${run.organization_id}`);
  const ofRun = work.tx.updateTable('calculation.run').where('house_id', '=', key.houseId).where('id', '=', key.runId);
  const taken = await linesTaken(work, key, { organizationId: run.organization_id, period });
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
  const told = taken > 0 ? 0 : await lateReadings(work.tx, key, run);
  if (taken + told > 0) {
    const note = `Пока расчёт ждал, ${taken > 0 ? `по ${taken} его строкам появились начисления` : `передали показания: ${told}`}. Посчитайте заново`;
    await ofRun.set({ status: 'draft', note, version: run.version + 1 }).execute();
    return { note };
  }
  const [house] = await housesByIds(work.tx, [key.houseId]);
  await postComputedCharges(work, {
    houseId: key.houseId,
    organizationId: run.organization_id,
    period,
    runId: key.runId,
    runName: `Расчёт за ${formatMonth(period)}`,
    onDay: dayIn(house!.timeZone, work.now),
    charges: linesOf(work, key),
    reference: run.reference as HouseReference | null,
  });
  await ofRun.set({ status: 'posted', posted_at: work.now.toISOString(), version: run.version + 1 }).execute();
  work.journal({
    stream: `house:${key.houseId}`,
    action: 'run.posted',
    object: { kind: 'run', id: key.runId },
    houseId: key.houseId,
    organizationId: run.organization_id,
    facts: { period, charges: run.line_count },
  });
  return { note: null };
}

/** How many lines of the run something is charged for already. */
async function linesTaken(work: Work, { houseId, runId }: RunKey, { organizationId, period }: { organizationId: string; period: string }): Promise<number> {
  const inForce = new Set(
    (await chargesInForce(work.tx, { houseId, organizationId }, { from: period, to: period })).map(
      ({ accountId, serviceCode }) => `${accountId} ${serviceCode}`,
    ),
  );
  if (inForce.size === 0) return 0;
  const lines = await work.tx
    .selectFrom('calculation.run_line')
    .select(['account_id', 'service_code'])
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .execute();
  return lines.filter((line) => inForce.has(`${line.account_id} ${line.service_code}`)).length;
}

/** The lines of the run, some hundreds at a time: the terms of a whole house would outlive the young space of a worker. */
async function* linesOf(work: Work, { houseId, runId }: RunKey): AsyncGenerator<{ accountId: string; serviceCode: string; terms: ChargeTerms }[]> {
  const of = work.tx
    .selectFrom('calculation.run_line')
    .select(['account_id as accountId', 'service_code as serviceCode', 'terms'])
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .orderBy('account_id')
    .orderBy('service_code')
    .limit(LINES_AT_ONCE);
  let lines = await of.execute();
  for (; lines.length > 0;) {
    yield lines.map((line) => ({ ...line, terms: line.terms as ChargeTerms }));
    const { accountId, serviceCode } = lines.at(-1)!;
    lines = lines.length < LINES_AT_ONCE ? [] : await of.where(sql<boolean>`(account_id, service_code) > (${accountId}::uuid, ${serviceCode})`).execute();
  }
}
