// The calendar of checks: a year after the last one the portal checks by itself and says so a week before; without the consent it reminds.
import { whoAgreed } from '#modules/privacy';
import type { Job } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { orderCheck } from './order-check.ts';
import { MOSCOW } from './own-side.ts';
import './records.tables.ts';

const NOTICE_DAYS = 7;
const YEAR_DAYS = 365;
const AT_ONCE = 500;

/** Job `records.plan`, once an hour; each person and day once. */
export const planJob: Job = {
  async run({ ground, db, now }) {
    const today = dayIn(MOSCOW, now());
    const rows = await db.selectFrom('records.checkup').select(['person_id as personId', 'next_on as nextOn']).where('state', '=', 'done').where('next_on', '<=', addDays(today, NOTICE_DAYS))
      .where((on) => on.or([on('next_on', '<=', today), on('planned_told_on', 'is', null)])).orderBy('next_on').orderBy('person_id').limit(AT_ONCE).execute();
    for (const { personId, nextOn } of rows) await runAsSystem(ground, 'records.plan', `${personId} ${nextOn} ${nextOn! <= today}`, (work) => plan(work, { personId, nextOn: nextOn!, today }));
  },
};

async function plan(work: Work, { personId, nextOn, today }: { personId: string; nextOn: string; today: string }): Promise<null> {
  const row = await work.tx.selectFrom('records.checkup').select('planned_told_on').where('person_id', '=', personId).where('next_on', '=', nextOn).where('state', '=', 'done').forUpdate().executeTakeFirst();
  if (!row) return null;
  const agreed = (await whoAgreed(work.tx, [personId], 'registers', work.now)).has(personId);
  const tell = (kind: 'records.planned' | 'records.checkDue', facts: object): void => work.order({ task: 'notifications.notify', payload: { id: work.id, personIds: [personId], kind, facts, link: '/profile/records' } });
  const change = work.tx.updateTable('records.checkup').where('person_id', '=', personId);
  if (nextOn > today) {
    await change.set({ planned_told_on: today }).execute();
    if (agreed) tell('records.planned', { onDay: nextOn });
  } else if (agreed) await orderCheck(work, personId);
  else {
    await change.set({ next_on: addDays(today, YEAR_DAYS), planned_told_on: null }).execute();
    tell('records.checkDue', {});
  }
  return null;
}
