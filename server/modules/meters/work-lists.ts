// What staff see of meters: lists over everything that came to their organizations.
import { sql } from 'kysely';
import { workReadingColumns, workReplacementColumns, workSubmissionColumns } from '#contract/meters-work';
import type { Actor } from '#platform/actor';
import { list, readTotals } from '#platform/lists';
import type { Db } from '#platform/tables';
import { organizationsInReach } from './meters.policy.ts';

export type WorkScope = { readonly organizationIds: readonly string[] };
/** Readings are also seen by the company that manages the house: it answers to the residents for all of them. */
export type ReadingsScope = WorkScope & { readonly houseIds: readonly string[] };
const ofOrganizations = ({ organizationIds }: WorkScope) => sql<string>`any(${[...organizationIds]}::uuid[])`;

export const workReadings = list({
  columns: workReadingColumns,
  name: 'Показания',
  values: {
    at: sql`r.submitted_at`,
    address: sql`m.address`,
    account: sql`s.account_number`,
    service: sql`m.service_code`,
    serial: sql`m.serial`,
    zone: sql`r.zone`,
    month: sql`r.period`,
    takenOn: sql`r.taken_on`,
    previous: sql`trim_scale(r.previous_value)`,
    value: sql`trim_scale(r.value)`,
    used: sql`trim_scale(r.used)`,
    source: sql`r.source`,
    status: sql`r.status`,
    submission: sql`s.status`,
    act: sql`s.act_number`,
    houseId: sql`r.house_id`,
    premisesId: sql`m.premises_id`,
  },
  id: { value: sql`r.id`, type: 'uuid' },
  from: () =>
    sql`meters.reading r join meters.meter m on m.house_id = r.house_id and m.id = r.meter_id left join meters.submission s on s.house_id = r.house_id and s.id = r.submission_id`,
  where: (scope: ReadingsScope) =>
    sql`(coalesce(s.organization_id, m.organization_id) = ${ofOrganizations(scope)} or r.house_id = any(${[...scope.houseIds]}::uuid[]))`,
  sort: '-at',
});

export const workSubmissions = list({
  columns: workSubmissionColumns,
  name: 'Переданные показания',
  values: {
    at: sql`s.at`,
    act: sql`s.act_number`,
    address: sql`s.address`,
    account: sql`s.account_number`,
    month: sql`s.period`,
    status: sql`s.status`,
    reason: sql`s.reason`,
    houseId: sql`s.house_id`,
    premisesId: sql`s.premises_id`,
    version: sql`s.version`,
    photos: sql`(select string_agg(p.meter_id || '/photos/' || p.id, ' ') from meters.reading r join meters.photo p on p.house_id = r.house_id and p.reading_id = r.id where r.house_id = s.house_id and r.submission_id = s.id)`,
    unusual: sql`(select count(*) from meters.reading r where r.house_id = s.house_id and r.submission_id = s.id and r.confirmed)`,
    readings: sql`(select string_agg(m.serial || case r.zone when '' then '' else ' ' || r.zone end || ': ' || replace(trim_scale(r.value)::text, '.', ',') || coalesce(' (+' || replace(trim_scale(r.used)::text, '.', ',') || ')', ''), '; ' order by m.service_code, m.serial, r.zone)
      from meters.reading r join meters.meter m on m.house_id = r.house_id and m.id = r.meter_id where r.house_id = s.house_id and r.submission_id = s.id)`,
  },
  id: { value: sql`s.id`, type: 'uuid' },
  from: () => sql`meters.submission s`,
  where: (scope: WorkScope) => sql`s.organization_id = ${ofOrganizations(scope)}`,
  sort: '-at',
});

export const workReplacements = list({
  columns: workReplacementColumns,
  name: 'Заявки на замену счётчиков',
  values: {
    address: sql`m.address`,
    premisesId: sql`q.premises_id`,
    answer: sql`q.answer`,
    at: sql`q.at`,
    service: sql`m.service_code`,
    serial: sql`m.serial`,
    place: sql`m.place`,
    reason: sql`q.reason`,
    comment: sql`q.comment`,
    status: sql`q.status`,
    houseId: sql`q.house_id`,
    meterId: sql`q.meter_id`,
    version: sql`q.version`,
  },
  id: { value: sql`q.id`, type: 'uuid' },
  from: () => sql`meters.replacement_request q join meters.meter m on m.house_id = q.house_id and m.id = q.meter_id`,
  where: (scope: WorkScope) => sql`q.organization_id = ${ofOrganizations(scope)}`,
  sort: '-at',
});

/** How many submissions and requests for a replacement wait for the actor's organizations. Two statements. */
export async function countWaitingForStaff(db: Db, actor: Actor): Promise<{ submissions: number; replacements: number }> {
  const scope = { organizationIds: organizationsInReach(actor) };
  const [submissions, replacements] = [
    await readTotals(db, workSubmissions, scope, { status: ['sent'] }),
    await readTotals(db, workReplacements, scope, { status: ['new'] }),
  ];
  return { submissions: submissions.count, replacements: replacements.count };
}
