// «Проверить мои данные»: the order of a check, by the person, by a change, by the calendar.
import { selfOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import { lockName, type Work } from '#platform/work';
import './records.tables.ts';

/** Registers are not asked about one person more often. */
const PAUSE_MS = 30_000;
/** A check that takes longer has died with its worker. */
const STUCK_MS = 600_000;

/** POST /api/v1/records/check, behind the consent. Refuses limit.exceeded within half a minute of the last answer. A check under way is waited for. */
export async function checkNow(work: Work): Promise<object> {
  const personId = selfOf(work.actor);
  await lockName(work.tx, `records ${personId}`);
  const last = await work.tx.selectFrom('records.checkup').select(['state', 'finished_at']).where('person_id', '=', personId).executeTakeFirst();
  const left = last?.state === 'done' && last.finished_at !== null ? Date.parse(last.finished_at) + PAUSE_MS - work.now.getTime() : 0;
  if (left > 0) refuse('limit.exceeded', { seconds: Math.ceil(left / 1000) });
  await orderCheck(work, personId);
  work.journal({ stream: `person:${personId}`, action: 'records.checkOrdered', object: { kind: 'person', id: personId }, personId });
  return {};
}

/** Within a command that holds the person's lock. One that is under way and alive does for both: what was written meanwhile is read by it or compared on sight. */
export async function orderCheck(work: Work, personId: string): Promise<void> {
  const at = work.now.toISOString();
  const running = { state: 'running', ordered_at: at };
  const begun = await work.tx
    .insertInto('records.checkup')
    .values({ person_id: personId, ...running, finished_at: null, next_on: null, planned_told_on: null })
    .onConflict((on) =>
      on
        .column('person_id')
        .doUpdateSet(running)
        .where((eb) =>
          eb.or([eb('records.checkup.state', '=', 'done'), eb('records.checkup.ordered_at', '<', new Date(work.now.getTime() - STUCK_MS).toISOString())]),
        ),
    )
    .returning('person_id')
    .executeTakeFirst();
  if (begun) work.order({ task: 'records.check', payload: { personId, orderedAt: at } });
}
