// The history of owners of a home (HOME-4): every record there has been, each with whom the right came from.
import { sql } from 'kysely';
import { ownerColumns } from '#contract/owners';
import { type Actor, homesOf } from '#platform/actor';
import { list } from '#platform/lists';
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
    fromDay: sql`o.from_day`, toDay: sql`o.to_day`, name: sql`o.owner_name`, inn: sql`o.owner_inn`, share, ground: sql`o.ground`, before, registrationNumber: sql`o.registration_number`, registrationDay: sql`o.registration_day`, notes: sql`o.notes`, premisesId: sql`o.premises_id`,
  },
  id: { value: sql`o.id`, type: 'uuid' },
  from: () => sql`housing.ownership o`,
  where: ({ premisesIds }: Scope) => sql`o.premises_id = any(${[...premisesIds]}::uuid[])`,
  sort: 'fromDay',
});
