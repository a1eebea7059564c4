// Cases that nobody answered in time are told to the organization once more and stand in its journal (TERM-1).
import { personsWithRole } from '#modules/identity';
import type { Job } from '#platform/module';
import { dayIn } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { CASE_STAFF } from './case-row.ts';
import './cases.tables.ts';

const MOSCOW = 'Europe/Moscow';
const AT_ONCE = 200;

export const overdueJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db
      .selectFrom('cases.account_case')
      .select(['house_id', 'id'])
      .where('status', '=', 'open')
      .where('overdue_told_at', 'is', null)
      .where('decide_by', '<', dayIn(MOSCOW, now()))
      .orderBy('decide_by')
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) await runAsSystem(ground, 'cases.overdue', row.id, (work) => tellOverdue(work, row));
  },
};

async function tellOverdue(work: Work, key: { house_id: string; id: string }): Promise<null> {
  const row = await work.tx
    .updateTable('cases.account_case')
    .set({ overdue_told_at: work.now.toISOString() })
    .where('house_id', '=', key.house_id)
    .where('id', '=', key.id)
    .where('status', '=', 'open')
    .where('overdue_told_at', 'is', null)
    .returning(['organization_id', 'person_id', 'subject', 'decide_by'])
    .executeTakeFirst();
  if (!row) return null;
  work.journal({
    stream: `organization:${row.organization_id}`,
    action: 'case.overdue',
    object: { kind: 'case', id: key.id },
    personId: row.person_id,
    houseId: key.house_id,
    organizationId: row.organization_id,
    facts: { decideBy: row.decide_by },
  });
  const staff = await personsWithRole(work.tx, { roles: CASE_STAFF, organizationIds: [row.organization_id] }, work.now);
  const personIds = [...new Set(staff.map((one) => one.personId))];
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: work.id,
        personIds,
        kind: 'work.caseOverdue',
        facts: { subject: row.subject, byDay: row.decide_by },
        link: `/work/cases/${key.house_id}/${key.id}`,
      },
    });
  return null;
}
