// The history of owners of a home (HOME-4): every record there has been, each with whom the right came from; for the managing organization what the law lets it see.
import { sql } from 'kysely';
import type { ListRow } from '#contract/list';
import { ownerColumns, workOwnerColumns } from '#contract/owners';
import { type Actor, homesOf, organizationsOf } from '#platform/actor';
import { list } from '#platform/lists';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import './housing.tables.ts';

/** Homes that the actor owns: others' owners are nobody's business. */
type Scope = { readonly premisesIds: readonly string[] };
export const ownerScope = (actor: Actor): Scope => ({ premisesIds: homesOf(actor, ['owner']).map(({ premisesId }) => premisesId) });

/** Whose records ended the day before this one began: the sellers of this buyer. */
const before = sql`(select string_agg(b.owner_name, ', ' order by b.owner_name) from housing.ownership b where b.house_id = o.house_id and b.premises_id = o.premises_id and b.to_day = o.from_day - 1)`;
const share = sql`case when o.share_numerator = o.share_denominator then 'вся' else o.share_numerator || '/' || o.share_denominator end`;

export const ownerList = list({
  columns: ownerColumns,
  name: 'История владения',
  values: {
    fromDay: sql`o.from_day`,
    toDay: sql`o.to_day`,
    name: sql`o.owner_name`,
    inn: sql`o.owner_inn`,
    share,
    ground: sql`o.ground`,
    before,
    registrationNumber: sql`o.registration_number`,
    registrationDay: sql`o.registration_day`,
    notes: sql`o.notes`,
    premisesId: sql`o.premises_id`,
  },
  id: { value: sql`o.id`, type: 'uuid' },
  from: () => sql`housing.ownership o`,
  where: ({ premisesIds }: Scope) => sql`o.premises_id = any(${[...premisesIds]}::uuid[])`,
  sort: 'fromDay',
});

/** Houses that the actor's organizations manage, as of an instant: an owner is today's by the house's own calendar. */
type WorkScope = { readonly organizationIds: readonly string[]; readonly at: Date };
export const workOwnerScope = ({ actor, now }: Pick<Reading, 'actor' | 'now'>): WorkScope => ({
  organizationIds: organizationsOf(actor, ['manager', 'accountant']),
  at: now,
});

const isCompany = sql`coalesce(length(o.owner_inn), 0) = 10`;
/** Names of former owners are no business of the organization: the register of owners is of those of today (Housing Code, art. 45, part 3.1). */
const isNamed = sql`(o.to_day is null or o.to_day >= today.day or ${isCompany})`;

export const workOwnerList = list({
  columns: workOwnerColumns,
  name: 'История владения',
  values: {
    fromDay: sql`o.from_day`,
    toDay: sql`o.to_day`,
    name: sql`case when ${isNamed} then o.owner_name end`,
    inn: sql`case when ${isCompany} then o.owner_inn end`,
    share,
    ground: sql`o.ground`,
    registrationNumber: sql`o.registration_number`,
    registrationDay: sql`o.registration_day`,
    notes: sql`o.notes`,
    premisesId: sql`o.premises_id`,
    personId: sql`case when ${isNamed} then o.person_id end`,
  },
  id: { value: sql`o.id`, type: 'uuid' },
  from: ({ organizationIds, at }: WorkScope) =>
    sql`housing.house h join housing.ownership o on o.house_id = h.house_id and h.manager_id = any(${[...organizationIds]}::uuid[]) cross join lateral (select (${at.toISOString()}::timestamptz at time zone h.time_zone)::date as day) today`,
  where: () => sql`true`,
  sort: 'fromDay',
});

/** Who is named finds in the journal that the history was looked at. */
export const lookAtOwners = ({ ground, actor }: Reading & { ground: Ground }, rows: readonly ListRow<typeof workOwnerColumns>[]): Promise<void> =>
  recordLook(ground, actor, { personIds: rows.flatMap(({ personId }) => personId ?? []), object: { kind: 'owners' }, what: 'история владения' });
