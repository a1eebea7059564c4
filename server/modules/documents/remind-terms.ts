// Reminders 30, 7 days and a day before a paper's term ends (DOCS-1). A job of every day; each goes out once.
import { sql } from 'kysely';
import { housesByIds } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { deriveId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { addDays, dayIn } from '#platform/time';
import { runAsSystem, type Work } from '#platform/work';
import { MANAGERS, PORTAL_ZONE } from './vault.policy.ts';
import './documents.tables.ts';

const TASK = 'documents.remind-terms';
const STEPS = [30, 7, 1];
const BATCH = 500;
type Due = { id: string; name: string; personId: string | null; houseId: string | null; premisesId: string | null; until: string; days: number };

/** Says how many papers were reminded of. Of a paper of the house its organization's managers are told. */
export async function remindTerms({ ground, db, now }: Pick<JobContext, 'ground' | 'db' | 'now'>): Promise<number> {
  const today = dayIn(PORTAL_ZONE, now());
  for (let reminded = 0; ;) {
    // The nearest step that has come: a term set for next week is told of once, not as «30 days» and «7 days» at once.
    const { rows } = await sql<Due>`
      select d.id, d.name, d.person_id as "personId", d.house_id as "houseId", d.premises_id as "premisesId", d.expires_on::text as until, step.days
      from documents.document d cross join lateral (select min(s) as days from unnest(${STEPS}::int[]) s where d.expires_on - ${today}::date <= s) step
      where d.expires_on between ${today}::date and ${addDays(today, STEPS[0]!)}::date and d.withdrawn_at is null
        and not exists (select 1 from documents.reminder r where r.document_id = d.id and r.due_on = d.expires_on and r.days = step.days)
      order by d.expires_on, d.id limit ${BATCH}`.execute(db);
    const [first] = rows;
    if (!first) return reminded;
    await runAsSystem(ground, TASK, `${today} ${first.id} ${first.days} ${first.until}`, (work) => remind(work, rows));
    reminded += rows.length;
  }
}

async function remind(work: Work, due: readonly Due[]): Promise<null> {
  await sql`insert into documents.reminder (document_id, due_on, days) select * from unnest(${due.map(({ id }) => id)}::uuid[], ${due.map(({ until }) => until)}::date[], ${due.map(({ days }) => days)}::int[]) on conflict do nothing`.execute(
    work.tx,
  );
  const premisesIds = [...new Set(due.flatMap(({ premisesId }) => premisesId ?? []))];
  const owners = premisesIds.length === 0 ? [] : await personsWithRole(work.tx, { roles: ['owner'], premisesIds }, work.now);
  const managers = await managersOf(
    work,
    due.flatMap(({ houseId, premisesId }) => (houseId !== null && premisesId === null ? [houseId] : [])),
  );
  for (const { id: documentId, name, personId, houseId, premisesId, until, days } of due) {
    const ofPlace =
      premisesId === null ? (managers.get(houseId ?? '') ?? []) : owners.filter((one) => one.premisesId === premisesId).map((one) => one.personId);
    const personIds = personId === null ? [...new Set(ofPlace)] : [personId];
    const id = deriveId(documentId, `term ${until} ${days}`);
    if (personIds.length > 0)
      work.order({
        task: 'notifications.notify',
        key: id,
        payload: { id, personIds, kind: 'documents.expiring', facts: { name, untilDay: until }, link: `/documents/${documentId}` },
      });
  }
  return null;
}

/** By house. */
async function managersOf(work: Work, houseIds: readonly string[]): Promise<Map<string, string[]>> {
  if (houseIds.length === 0) return new Map();
  const houses = await housesByIds(work.tx, [...new Set(houseIds)]);
  const holders = await personsWithRole(work.tx, { roles: MANAGERS, organizationIds: [...new Set(houses.map(({ managerId }) => managerId))] }, work.now);
  return new Map(
    houses.map(({ houseId, managerId }) => [houseId, holders.filter(({ organizationId }) => organizationId === managerId).map(({ personId }) => personId)]),
  );
}
