// A run is opened for a month of a house and counted by a job; a person may let it be counted anew, check it, put it away.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { countRun, openRun as openEndpoint } from '#contract/calculation';
import { formatMonth } from '#contract/russian';
import { housesByIds, shortAddress } from '#modules/housing';
import { accountsOfHouse } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { startProgress } from '#platform/progress';
import type { Work } from '#platform/work';
import { lateReadings } from './late-readings.ts';
import { refusalToMove, RUN_MOVES, runOrganizations, type RunMove, type RunStatus } from './calculation.policy.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

type Opened = AnswerOf<typeof openEndpoint>;
type Moved = AnswerOf<typeof countRun>;
export type RunKey = { readonly houseId: string; readonly runId: string };

/** Opens the run of a month; refuses run.exists while another run of the month is not cancelled. The counting is ordered at once. */
export async function openRun(work: Work, { organizationId, houseId, period, withPenalties }: InputOf<typeof openEndpoint>['body']): Promise<Opened> {
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  const [house] = await housesByIds(work.tx, [houseId]);
  const accounts = found(house) && (await accountsOfHouse(work.tx, houseId, organizationId));
  if (accounts.length === 0) refuse('run.noAccounts');
  const runId = deriveId(work.id, 'run');
  const progressId = deriveId(work.id, 'count');
  const row = {
    house_id: houseId,
    id: runId,
    organization_id: organizationId,
    period: `${period}-01`,
    status: 'counting',
    with_penalties: withPenalties,
    progress_id: progressId,
    opened_at: work.now.toISOString(),
    opened_by: personIdOf(work.actor),
    counted_at: null,
    checked_at: null,
    posted_at: null,
    note: null,
  };
  const made = await work.tx
    .insertInto('calculation.run')
    .values(row)
    .onConflict((on) =>
      on
        .columns(['house_id', 'organization_id', 'period'])
        .where(sql<boolean>`status <> 'cancelled'`)
        .doNothing(),
    )
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n) refuse('run.exists');
  await orderCounting(work, { houseId, runId, progressId, organizationId, title: `Расчёт за ${formatMonth(period)}: ${shortAddress(house!)}` });
  work.journal({ stream: `house:${houseId}`, action: 'run.opened', object: { kind: 'run', id: runId }, houseId, organizationId, facts: { period } });
  work.emit('run.changed', { houseId, runId }, [`organization:${organizationId}`]);
  return { runId, progressId };
}

type Counting = RunKey & { progressId: string; organizationId: string; title: string };

async function orderCounting(work: Work, { houseId, runId, progressId, organizationId, title }: Counting): Promise<void> {
  await startProgress(work.tx, { id: progressId, owner: `organization:${organizationId}`, kind: 'calculation.count', title, mayCancel: true }, work.now);
  work.order({ task: 'calculation.count', payload: { houseId, runId, progressId }, key: progressId });
}

/** The run within the actor's reach, locked; object.notFound otherwise. */
export async function reachableRun(work: Work, { houseId, runId }: RunKey) {
  const query = work.tx.selectFrom('calculation.run').selectAll().where('house_id', '=', houseId).where('id', '=', runId).forUpdate();
  const scoped = work.actor.kind === 'system' ? query : query.where('organization_id', '=', sql<string>`any(${runOrganizations(work.actor)}::uuid[])`);
  return found(await scoped.executeTakeFirst());
}

/** Moves a run as a person may: counting and posting are then done by a job. Refuses by the state, and object.changed by the version. */
export async function moveRun(work: Work, move: RunMove, { houseId, runId, version }: RunKey & { version: number }): Promise<Moved> {
  const run = await reachableRun(work, { houseId, runId });
  const why = refusalToMove(move, { status: run.status as RunStatus, lines: run.line_count, stale: run.stale });
  if (why) refuse(why);
  if (run.version !== version) refuseChanged({ status: run.status, version: run.version });
  if ((move === 'check' || move === 'post') && (await lateReadings(work.tx, { houseId, runId }, run)) > 0) refuse('run.stale');
  const { to } = RUN_MOVES[move];
  const byJob = to === 'counting' || to === 'posting';
  const progressId = byJob ? deriveId(work.id, move) : run.progress_id;
  const next = run.version + 1;
  await work.tx
    .updateTable('calculation.run')
    .set({ status: to, version: next, progress_id: progressId, note: null, ...(move === 'check' && { checked_at: work.now.toISOString() }) })
    .where('house_id', '=', houseId)
    .where('id', '=', runId)
    .execute();
  const key = { houseId, runId, progressId, organizationId: run.organization_id };
  const period = formatMonth(run.period.slice(0, 7));
  if (move === 'count') await orderCounting(work, { ...key, title: `Расчёт за ${period}` });
  if (move === 'cancel')
    await work.tx.updateTable('calculation.recalculation').set({ run_id: null }).where('house_id', '=', houseId).where('run_id', '=', runId).execute();
  if (move === 'post') {
    await startProgress(
      work.tx,
      {
        id: progressId,
        owner: `organization:${run.organization_id}`,
        kind: 'calculation.post',
        title: `Проведение расчёта за ${period}`,
        total: BigInt(run.line_count),
        mayCancel: false,
      },
      work.now,
    );
    work.order({ task: 'calculation.post', payload: { houseId, runId, progressId }, key: progressId });
  }
  work.journal({
    stream: `house:${houseId}`,
    action: ACTIONS[move],
    object: { kind: 'run', id: runId },
    houseId,
    organizationId: run.organization_id,
    facts: { period: run.period.slice(0, 7) },
  });
  work.emit('run.changed', { houseId, runId }, [`organization:${run.organization_id}`]);
  return { runId, status: to, version: next, progressId };
}

const ACTIONS = { count: 'run.countedAnew', check: 'run.checked', post: 'run.postOrdered', cancel: 'run.cancelled' } as const satisfies Record<RunMove, string>;
