// The job that counts a run: facts are read, lines and exceptions written in one transaction. Safe to repeat at any point.
import { sql } from 'kysely';
import { insertRows } from '#platform/insert-rows';
import { sumKopecks } from '#platform/money';
import type { Job } from '#platform/module';
import { openProgress } from '#platform/progress';
import { runAsSystem, type Work } from '#platform/work';
import { chargeBySteps } from './charge-house.ts';
import type { CountedMonth, HouseMonth } from './house-month.ts';
import { loadHouse } from './load-house.ts';
import { reachableRun, type RunKey } from './open-run.ts';
import { marksOf } from './work-exception.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

const DEADLINE_SECONDS = 900;

export const countRunJob: Job = {
  deadlineSeconds: DEADLINE_SECONDS,
  attempts: 5,
  async run({ ground }, payload) {
    const order = payload as Counting;
    const { houseId, runId, progressId } = order;
    const progress = openProgress(ground, progressId);
    try {
      await runAsSystem(ground, 'calculation.count', progressId, (work) =>
        writeDraft(work, order, async (done, total) => {
          if (await progress.advance({ done: BigInt(done), total: BigInt(total) })) throw new CountingStopped();
        }),
      );
      await progress.finish({ houseId, runId });
    } catch (error) {
      if (!(error instanceof CountingStopped)) throw error;
      await runAsSystem(ground, 'calculation.stopCounting', progressId, (work) => stopCounting(work, order));
      await progress.cancelled();
    }
  },
};

type Counting = RunKey & { progressId: string };
/** Somebody asked to stop: what was written is rolled back. */
class CountingStopped extends Error {}

async function stopCounting(work: Work, { progressId, ...key }: Counting): Promise<void> {
  const run = await reachableRun(work, key);
  if (run.status !== 'counting' || run.progress_id !== progressId) return;
  await work.tx
    .updateTable('calculation.run')
    .set({ status: 'stopped', version: run.version + 1 })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.runId)
    .execute();
  work.journal({
    stream: `house:${key.houseId}`,
    action: 'run.stopped',
    object: { kind: 'run', id: key.runId },
    houseId: key.houseId,
    organizationId: run.organization_id,
  });
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
}

/** Counts the run and replaces its draft; nothing when it was counted already or its order is an older one. `advance` is told the accounts counted. */
export async function writeDraft(
  work: Work,
  { progressId, ...key }: Counting,
  advance: (done: number, total: number) => Promise<void> = async () => {},
): Promise<void> {
  const run = await reachableRun(work, key);
  if (run.status !== 'counting' || run.progress_id !== progressId) return;
  const ofRun = sql`house_id = ${key.houseId} and run_id = ${key.runId}`;
  // Corrections that an earlier counting took are free again before they are read.
  await sql`update calculation.recalculation set run_id = null where ${ofRun}`.execute(work.tx);
  const facts = await loadHouse(
    work.tx,
    { organizationId: run.organization_id, houseId: key.houseId, month: run.period.slice(0, 7) },
    { withPenalties: run.with_penalties },
  );
  const { lines, exceptions, reference } = await counted(facts, advance);
  const charged = new Set(lines.map(({ accountId, serviceCode }) => `${accountId} ${serviceCode}`));
  const takenIds = facts.waiting.filter(({ key: line }) => charged.has(line)).map(({ id }) => id);
  await sql`update calculation.recalculation set run_id = ${key.runId} where house_id = ${key.houseId} and id = any(${takenIds}::uuid[])`.execute(work.tx);
  const own = { house_id: key.houseId, run_id: key.runId };
  const markOf = await marksOf(work, key);
  await sql`delete from calculation.run_line where ${ofRun}`.execute(work.tx);
  await sql`delete from calculation.run_exception where ${ofRun}`.execute(work.tx);
  await insertRows(
    work.tx,
    'calculation.run_line',
    lines.map(({ accountId, serviceCode, kopecks, terms }) => ({ ...own, account_id: accountId, service_code: serviceCode, kopecks, terms })),
  );
  await insertRows(
    work.tx,
    'calculation.run_exception',
    exceptions.map((one, number) => {
      const same = { kind: one.kind, account_id: one.accountId, service_code: one.serviceCode, before_kopecks: one.beforeKopecks, kopecks: one.kopecks };
      return { ...own, number, ...same, ...markOf(same) };
    }),
  );
  await work.tx
    .updateTable('calculation.run')
    .set({
      status: 'draft',
      stale: false,
      reference,
      jump_percent: facts.jumpPercent,
      line_count: lines.length,
      total_kopecks: sumKopecks(lines.map(({ kopecks }) => kopecks)),
      exception_count: exceptions.length,
      counted_at: work.now.toISOString(),
      checked_at: null,
      version: run.version + 1,
    })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.runId)
    .execute();
  work.journal({
    stream: `house:${key.houseId}`,
    action: 'run.counted',
    object: { kind: 'run', id: key.runId },
    houseId: key.houseId,
    organizationId: run.organization_id,
    facts: { charges: lines.length, exceptions: exceptions.length },
  });
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
}

async function counted(facts: HouseMonth, advance: (done: number, total: number) => Promise<void>): Promise<CountedMonth> {
  for (const steps = chargeBySteps(facts); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    await advance(step.value, facts.accounts.length);
  }
}
