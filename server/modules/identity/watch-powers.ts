// Terms of powers of attorney (ROLE-3): a paper that nobody decided in time is told to the operators, a power that ends soon to the two of it.
import { sql } from 'kysely';
import type { Job } from '#platform/module';
import { deriveId } from '#platform/ids';
import { addDays } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { todayOf } from './identify.ts';
import { personNames } from './persons.ts';
import { type HandedIn, tellBoth } from './power-paper.ts';
import { personsWithRole } from './roles.ts';
import './identity.tables.ts';

const AT_ONCE = 200;
/** Both are told so many days before the last one; a power of fewer is not. */
const SOON_DAYS = 7;

/** Each paper and each power is told of once, by a command of its own. */
export const watchPowers: Job = {
  async run({ ground, db, now }) {
    const today = todayOf(now());
    const late = await db
      .selectFrom('identity.power_paper')
      .select('id')
      .where('status', '=', 'waiting')
      .where('decide_by', '<', today)
      .where('late_told_at', 'is', null)
      .orderBy('decide_by')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of late) await runAsSystem(ground, 'identity.tell-late-paper', id, (work) => tellLate(work, id));
    const ending = await db
      .selectFrom('identity.power')
      .select('id')
      .where('ended_at', 'is', null)
      .where('end_told_at', 'is', null)
      .where('to_day', '>=', today)
      .where('to_day', '<=', addDays(today, SOON_DAYS))
      .where(sql<boolean>`to_day - from_day > ${SOON_DAYS}::int`)
      .orderBy('to_day')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of ending) await runAsSystem(ground, 'identity.tell-ending-power', id, (work) => tellEnding(work, id));
  },
};

async function tellLate(work: Work, paperId: string): Promise<null> {
  const row = (await work.tx
    .updateTable('identity.power_paper')
    .set({ late_told_at: work.now.toISOString() })
    .where('id', '=', paperId)
    .where('status', '=', 'waiting')
    .where('late_told_at', 'is', null)
    .returningAll()
    .executeTakeFirst()) as HandedIn | undefined;
  if (!row) return null;
  const name = `доверенность № ${row.number}`;
  tellBoth(work, row, {
    principal: `${name} от вашего имени ещё проверяют: срок вышел, оператору портала об этом сказали`,
    representative: `${name} ещё проверяют: срок вышел, оператору портала об этом сказали`,
  });
  const holders = await personsWithRole(work.tx, { roles: ['operator', 'reviewer'] }, work.now);
  const reviewers = new Set(holders.filter(({ role }) => role === 'reviewer').map(({ personId }) => personId));
  const operators = new Set(holders.map(({ personId }) => personId).filter((id) => !reviewers.has(id)));
  // The page of papers is the reviewers' alone.
  for (const [personIds, link] of [
    [reviewers, { link: '/work/powers' }],
    [operators, {}],
  ] as const) {
    if (personIds.size > 0)
      work.order({
        task: 'notifications.notify',
        payload: {
          id: deriveId(work.id, JSON.stringify(link)),
          personIds: [...personIds],
          kind: 'work.powerPaperLate',
          facts: { number: row.number, byDay: row.decide_by },
          ...link,
        },
      });
  }
  return null;
}

async function tellEnding(work: Work, powerId: string): Promise<null> {
  const row = await work.tx
    .updateTable('identity.power')
    .set({ end_told_at: work.now.toISOString() })
    .where('id', '=', powerId)
    .where('ended_at', 'is', null)
    .where('end_told_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  const names = await personNames(work.tx, [row.principal_id, row.representative_id]);
  for (const [personId, otherId, side] of [
    [row.principal_id, row.representative_id, 'given'],
    [row.representative_id, row.principal_id, 'received'],
  ] as const) {
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(work.id, side),
        personIds: [personId],
        kind: 'power.endsSoon',
        facts: { name: names.get(otherId)?.full ?? '', side, toDay: row.to_day },
        link: '/profile/powers',
      },
    });
  }
  return null;
}
