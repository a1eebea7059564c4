// The job that counts a run: facts are read, lines and exceptions written in one transaction. Safe to repeat at any point.
import { sql } from 'kysely';
import { insertRows } from '#platform/insert-rows';
import { sumKopecks } from '#platform/money';
import type { Job } from '#platform/module';
import { openProgress } from '#platform/progress';
import { runAsSystem, type Work } from '#platform/work';
import { chargeHouse } from './charge-house.ts';
import { loadHouse } from './load-house.ts';
import { reachableRun, type RunKey } from './open-run.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

const DEADLINE_SECONDS = 900;

export const countRunJob: Job = {
  deadlineSeconds: DEADLINE_SECONDS,
  attempts: 5,
  async run({ ground }, payload) {
    const { progressId, ...key } = payload as RunKey & { progressId: string };
    const progress = openProgress(ground, progressId);
    await runAsSystem(ground, 'calculation.count', progressId, (work) => writeDraft(work, key, progressId));
    await progress.finish(key);
  },
};

/** Counts the run and replaces its draft; nothing when it was counted already or its order is an older one. */
export async function writeDraft(work: Work, key: RunKey, progressId: string): Promise<void> {
  const run = await reachableRun(work, key);
  if (run.status !== 'counting' || run.progress_id !== progressId) return;
  const ofRun = sql`house_id = ${key.houseId} and run_id = ${key.runId}`;
  // Corrections that an earlier counting took are free again before they are read.
  await sql`update calculation.recalculation set run_id = null where ${ofRun}`.execute(work.tx);
  const facts = await loadHouse(work.tx, { organizationId: run.organization_id, houseId: key.houseId, month: run.period.slice(0, 7) }, { withPenalties: run.with_penalties });
  const { lines, exceptions, reference } = chargeHouse(facts);
  const counted = new Set(lines.map(({ accountId, serviceCode }) => `${accountId} ${serviceCode}`));
  const takenIds = facts.waiting.filter(({ key: line }) => counted.has(line)).map(({ id }) => id);
  await sql`update calculation.recalculation set run_id = ${key.runId} where house_id = ${key.houseId} and id = any(${takenIds}::uuid[])`.execute(work.tx);
  const own = { house_id: key.houseId, run_id: key.runId };
  await sql`delete from calculation.run_line where ${ofRun}`.execute(work.tx);
  await sql`delete from calculation.run_exception where ${ofRun}`.execute(work.tx);
  await insertRows(work.tx, 'calculation.run_line', lines.map(({ accountId, serviceCode, kopecks, terms }) => ({ ...own, account_id: accountId, service_code: serviceCode, kopecks, terms })));
  await insertRows(work.tx, 'calculation.run_exception', exceptions.map((one, number) => ({ ...own, number, kind: one.kind, account_id: one.accountId, service_code: one.serviceCode, before_kopecks: one.beforeKopecks, kopecks: one.kopecks })));
  await work.tx.updateTable('calculation.run').set({
    status: 'draft', stale: false, reference, line_count: lines.length, total_kopecks: sumKopecks(lines.map(({ kopecks }) => kopecks)), exception_count: exceptions.length, counted_at: work.now.toISOString(), checked_at: null, version: run.version + 1,
  }).where('house_id', '=', key.houseId).where('id', '=', key.runId).execute();
  work.journal({ stream: `house:${key.houseId}`, action: 'run.counted', object: { kind: 'run', id: key.runId }, houseId: key.houseId, organizationId: run.organization_id, facts: { charges: lines.length, exceptions: exceptions.length } });
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
}
