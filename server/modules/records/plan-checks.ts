// The calendar of checks: a year after the last one the portal checks by itself and says so a week before; without the consent it reminds. A batch is one
// transaction: killed in the middle, it is done anew.
import { whoAgreed } from '#modules/privacy';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import type { Job } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runOnce, type Work } from '#platform/work';
import { MOSCOW } from './own-side.ts';
import './records.tables.ts';

const NOTICE_DAYS = 7;
const YEAR_DAYS = 365;
const TOLD_AT_ONCE = 500;
const MOST_BATCHES = 100;
/** Longer than a job is tried. */
const GIVEN_UP_MS = 86_400_000;
/** The job runs every minute: the calendar asks each register about five people a second, and leaves the rest of what it bears to those who press the button. */
export const CHECKS_A_MINUTE = 300;

/** Job `records.plan`, once a minute; each person and day once. */
export const planJob: Job = {
  async run({ ground, now }) {
    const batch = (command: (work: Work) => Promise<number>): Promise<number> =>
      runOnce(ground, { actor: system('records.plan'), id: newId(now()), now: now() }, command);
    for (let n = 0; n < MOST_BATCHES; n++) if ((await batch(announce)) < TOLD_AT_ONCE) break;
    await batch(begin);
  },
};

const due = (work: Work, untilDay: string, most: number) =>
  work.tx
    .selectFrom('records.checkup')
    .select(['person_id', 'next_on'])
    .where('state', '=', 'done')
    .where('next_on', '<=', untilDay)
    .orderBy('next_on')
    .orderBy('person_id')
    .limit(most)
    .forUpdate()
    .skipLocked();
const change = (work: Work, personIds: readonly string[]) => work.tx.updateTable('records.checkup').where('person_id', 'in', [...personIds]);
const tell = (
  work: Work,
  kind: 'records.planned' | 'records.checkDue',
  { personIds, facts = {} }: { personIds: readonly string[]; facts?: { onDay?: string } },
): void => {
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: { id: deriveId(work.id, `${kind} ${facts.onDay ?? ''}`), personIds, kind, facts, link: '/profile/records' },
    });
};

/** Says a week before that a check will begin, to those for whom it will. */
async function announce(work: Work): Promise<number> {
  const today = dayIn(MOSCOW, work.now);
  const rows = await due(work, addDays(today, NOTICE_DAYS), TOLD_AT_ONCE).where('next_on', '>', today).where('planned_told_on', 'is', null).execute();
  if (rows.length === 0) return 0;
  const personIds = rows.map(({ person_id }) => person_id);
  await change(work, personIds).set({ planned_told_on: today }).execute();
  const agreed = await whoAgreed(work.tx, personIds, 'registers', work.now);
  for (const onDay of new Set(rows.map(({ next_on }) => next_on!)))
    tell(work, 'records.planned', {
      personIds: rows.filter(({ person_id, next_on }) => next_on === onDay && agreed.has(person_id)).map(({ person_id }) => person_id),
      facts: { onDay },
    });
  return rows.length;
}

/** Checks whose job was given up: nobody answers for them any more. */
const givenUp = (work: Work, most: number) =>
  work.tx
    .selectFrom('records.checkup')
    .select('person_id')
    .where('state', '=', 'running')
    .where('ordered_at', '<', new Date(work.now.getTime() - GIVEN_UP_MS).toISOString())
    .orderBy('ordered_at')
    .limit(most)
    .forUpdate()
    .skipLocked();

/** Begins the checks whose day has come; those who took the consent back are reminded, and again in a year. */
async function begin(work: Work): Promise<number> {
  const today = dayIn(MOSCOW, work.now);
  const rows = await due(work, today, CHECKS_A_MINUTE).execute();
  const personIds = [...rows, ...(await givenUp(work, CHECKS_A_MINUTE - rows.length).execute())].map(({ person_id }) => person_id);
  if (personIds.length === 0) return 0;
  const agreed = await whoAgreed(work.tx, personIds, 'registers', work.now);
  const [asked, silent] = [personIds.filter((id) => agreed.has(id)), personIds.filter((id) => !agreed.has(id))];
  const orderedAt = work.now.toISOString();
  if (asked.length > 0) await change(work, asked).set({ state: 'running', ordered_at: orderedAt }).execute();
  for (const personId of asked) work.order({ task: 'records.check', payload: { personId, orderedAt } });
  if (silent.length > 0)
    await change(work, silent)
      .set({ state: 'done', next_on: addDays(today, YEAR_DAYS), planned_told_on: null })
      .execute();
  tell(work, 'records.checkDue', { personIds: silent });
  return personIds.length;
}
