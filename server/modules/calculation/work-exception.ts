// What to look at before a run is posted is worked through one by one: what was found, by whom.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { workException as workEndpoint } from '#contract/calculation';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged } from '#platform/errors';
import type { Work } from '#platform/work';
import { refusalToWork, type RunStatus } from './calculation.policy.ts';
import { reachableRun, type RunKey } from './open-run.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

type Given = Pick<InputOf<typeof workEndpoint>, 'params' | 'body'>;

/** Command. The version is the run's: a new count numbers its exceptions anew. */
export async function workException(work: Work, { params: { number, ...key }, body: { version, note } }: Given): Promise<AnswerOf<typeof workEndpoint>> {
  const run = await reachableRun(work, key);
  const why = refusalToWork(run.status as RunStatus);
  if (why) refuse(why);
  if (run.version !== version) refuseChanged({ status: run.status, version: run.version });
  const { houseId, runId } = key;
  const { kind } = found(
    await work.tx
      .updateTable('calculation.run_exception')
      .set({ worked_at: work.now.toISOString(), worked_by: personIdOf(work.actor), work_note: note })
      .where('house_id', '=', houseId)
      .where('run_id', '=', runId)
      .where('number', '=', number)
      .returning('kind')
      .executeTakeFirst(),
  );
  work.journal({
    stream: `house:${houseId}`,
    action: 'run.exceptionWorked',
    object: { kind: 'run', id: runId },
    houseId,
    organizationId: run.organization_id,
    facts: { kind, note },
  });
  work.emit('run.changed', key, [`organization:${run.organization_id}`]);
  return { number };
}

type Mark = { worked_at: string | null; worked_by: string | null; work_note: string | null };
type Same = { kind: string; account_id: string | null; service_code: string | null; before_kopecks: bigint | null; kopecks: bigint | null };
const NOT_WORKED: Mark = { worked_at: null, worked_by: null, work_note: null };
const sameness = (one: Same): string => [one.kind, one.account_id, one.service_code, one.before_kopecks, one.kopecks].join(' ');

/** What was worked through in the run's last count, for exceptions that a new count finds the same. */
export async function marksOf(work: Work, { houseId, runId }: RunKey): Promise<(one: Same) => Mark> {
  const rows = await work.tx
    .selectFrom('calculation.run_exception')
    .select(['kind', 'account_id', 'service_code', 'before_kopecks', 'kopecks', 'worked_at', 'worked_by', 'work_note'])
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .where(sql<boolean>`worked_at is not null`)
    .execute();
  const marks = new Map(rows.map((row) => [sameness(row), { worked_at: row.worked_at, worked_by: row.worked_by, work_note: row.work_note }]));
  return (one) => marks.get(sameness(one)) ?? NOT_WORKED;
}
