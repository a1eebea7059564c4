// How many people live in premises: what services are counted by. Set-based.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './housing.tables.ts';

/** `persons` is what services are counted by: those registered and temporarily living, and where nobody is registered the number of owners (item 56(2) of Rules 354). */
export type Residents = { premisesId: string; registered: number; temporary: number; owners: number; persons: number };

/** How many people lived in the premises on the day. Without `premisesIds`: in each of the house. One statement. */
export async function residentsOn(db: Db, houseId: string, premisesIds: readonly string[] | undefined, day: Day): Promise<Residents[]> {
  const { rows } = await sql<Omit<Residents, 'persons'>>`
    select p.premises_id as "premisesId", coalesce(r.registered, 0)::int as registered, coalesce(r.temporary, 0)::int as temporary, coalesce(o.owners, 0)::int as owners
    from housing.premises p
    left join (select premises_id, sum(registered) as registered, sum(temporary) as temporary from housing.residence
      where house_id = ${houseId} and from_day <= ${day} and (to_day is null or to_day >= ${day}) group by premises_id) r on r.premises_id = p.premises_id
    left join (select premises_id, count(*) as owners from housing.ownership
      where house_id = ${houseId} and from_day <= ${day} and (to_day is null or to_day >= ${day}) group by premises_id) o on o.premises_id = p.premises_id
    where p.house_id = ${houseId} and (${premisesIds === undefined} or p.premises_id = any(${premisesIds ?? []}::uuid[]))`.execute(db);
  return rows.map((row) => ({ ...row, persons: personsCounted(row) }));
}

/** The same from `fromDay` on, until the next row of the premises. */
export type ResidentsSince = Residents & { fromDay: Day };

/** How many people lived in each premises of the house, anew from every day of the span on which it changed anywhere in the house. One statement. */
export async function residentsThrough(db: Db, houseId: string, { from, to }: { from: Day; to: Day }): Promise<ResidentsSince[]> {
  const { rows } = await sql<Omit<ResidentsSince, 'persons'>>`
    with moved as (
      select from_day, to_day from housing.residence where house_id = ${houseId} union all select from_day, to_day from housing.ownership where house_id = ${houseId}),
    day as (
      select ${from}::date as day union select from_day from moved where from_day > ${from}::date and from_day <= ${to}::date
      union select to_day + 1 from moved where to_day >= ${from}::date and to_day < ${to}::date)
    select p.premises_id as "premisesId", d.day as "fromDay", coalesce(r.registered, 0)::int as registered, coalesce(r.temporary, 0)::int as temporary, coalesce(o.owners, 0)::int as owners
    from housing.premises p cross join day d
    left join lateral (select sum(registered) as registered, sum(temporary) as temporary from housing.residence r
      where r.house_id = p.house_id and r.premises_id = p.premises_id and r.from_day <= d.day and (r.to_day is null or r.to_day >= d.day)) r on true
    left join lateral (select count(*) as owners from housing.ownership o
      where o.house_id = p.house_id and o.premises_id = p.premises_id and o.from_day <= d.day and (o.to_day is null or o.to_day >= d.day)) o on true
    where p.house_id = ${houseId} order by p.premises_id, d.day`.execute(db);
  return rows.map((row) => ({ ...row, persons: personsCounted(row) }));
}

/** Item 56(2) of Rules 354. Pure. */
export const personsCounted = ({ registered, temporary, owners }: { registered: number; temporary: number; owners: number }): number =>
  registered + temporary > 0 ? registered + temporary : owners;
