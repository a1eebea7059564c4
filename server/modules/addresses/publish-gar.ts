// Makes what is searched of the register's rows of a load: a street for every object of that level with what it lies in, houses on streets
// or straight in a place. One transaction of the caller; what was made of the load before is made anew.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import { FLAGS } from './read-directory.ts';
import './addresses.tables.ts';

/** Levels of the register: 1 region, 2 and 3 districts, 4 and 5 towns, 6 villages, 7 parts of a town, 8 streets. */
const STREET_LEVELS = [7, 8];
/** Kinds of premises of the register: offices, working places, stores, halls, workshops, pavilions; a room; a garage. */
const COMMERCIAL = [3, 5, 6, 7, 8, 9];
const ROOM = 4;
const GARAGE = 13;

/** Answers how many houses can be found now. */
export async function publishGar(tx: Db, loadId: number): Promise<number> {
  for (const table of ['place', 'street', 'house'] as const) await tx.deleteFrom(`addresses.${table}`).where('load_id', '=', loadId).execute();
  // Objects that hold houses or are streets, each with the chain of what it lies in.
  await sql`create temporary table container on commit drop as
    with held as (
      select distinct parent_id as id from addresses.gar_link l join addresses.gar_house h using (load_id, object_id) where l.load_id = ${loadId} and l.hierarchy = 'adm'
      union select object_id from addresses.gar_object where load_id = ${loadId} and level = any(${STREET_LEVELS}::int[])),
    chain as (
      select held.id, o.object_id, o.level, o.kind, o.name
      from held join addresses.gar_link l on l.load_id = ${loadId} and l.object_id = held.id and l.hierarchy = 'adm'
      cross join lateral unnest(string_to_array(l.path, '.')) as step(object_id)
      join addresses.gar_object o on o.load_id = ${loadId} and o.object_id::text = step.object_id and o.object_id <> held.id),
    district as (
      select l.object_id as id, min(m.kind || ' ' || m.name) as name from held join addresses.gar_link l on l.load_id = ${loadId} and l.object_id = held.id and l.hierarchy = 'mun'
      cross join lateral unnest(string_to_array(l.path, '.')) as step(object_id)
      join addresses.gar_object m on m.load_id = ${loadId} and m.object_id::text = step.object_id and m.level = 3 group by l.object_id)
    select held.id, o.level, coalesce(o.kind, '') as kind, coalesce(o.name, '') as name,
      (select c.name || ' ' || c.kind from chain c where c.id = held.id and c.level = 1 limit 1) as region,
      coalesce(d.name, (select string_agg(c.kind || ' ' || c.name, ', ' order by c.level) from chain c where c.id = held.id and c.level in (2, 3))) as district,
      (select c.object_id from chain c where c.id = held.id and c.level in (1, 4, 5, 6) order by c.level desc limit 1) as town_id,
      (select c.object_id from chain c where c.id = held.id and c.level = 7 order by c.object_id limit 1) as part_id,
      (select c.kind || ' ' || c.name from chain c where c.id = held.id and c.level = 7 order by c.object_id limit 1) as part
    from held join addresses.gar_object o on o.load_id = ${loadId} and o.object_id = held.id left join district d on d.id = held.id`.execute(tx);
  // A place is a town, or a part of it with streets of its own; a street that lies in nothing known is shown without a place.
  await sql`insert into addresses.place (load_id, id, region, district, kind, name)
    select distinct on (place.id) ${loadId}::int, place.id, coalesce(c.region, case when o.level = 1 then o.name || ' ' || o.kind end, ''), nullif(concat_ws(', ', c.district, c.part), ''), coalesce(o.kind, ''), coalesce(o.name, '')
    from container c
    cross join lateral (select case when c.level in (7, 8) then coalesce(c.part_id, c.town_id, 0) else c.id end as id, case when c.level in (7, 8) then coalesce(c.town_id, 0) else c.id end as town) place
    left join addresses.gar_object o on o.load_id = ${loadId} and o.object_id = place.town
    order by place.id, c.id`.execute(tx);
  await sql`insert into addresses.street (load_id, id, place_id, kind, name)
    select ${loadId}::int, id, case when level in (7, 8) then coalesce(part_id, town_id, 0) else id end, case when level in (7, 8) then kind else '' end, case when level in (7, 8) then name else '' end from container`.execute(
    tx,
  );
  const { numAffectedRows } = await sql`insert into addresses.house (load_id, id, street_id, label, external_id, premises, kinds, postal_code, cadastral_number)
    select ${loadId}::int, h.object_id, l.parent_id, h.label, coalesce(h.guid::text, h.object_id::text), coalesce(r.rooms, 0), coalesce(r.kinds, 0), code.value, number.value
    from addresses.gar_house h
    join addresses.gar_link l on l.load_id = h.load_id and l.object_id = h.object_id and l.hierarchy = 'adm'
    join container c on c.id = l.parent_id
    left join (select rl.parent_id, count(*)::int as rooms, bit_or(case when room.kind = any(${COMMERCIAL}::int[]) then ${FLAGS.commercial}::int when room.kind = ${ROOM} then ${FLAGS.rooms}::int when room.kind = ${GARAGE} then ${FLAGS.parking}::int else 0 end) as kinds from addresses.gar_room room join addresses.gar_link rl on rl.load_id = room.load_id and rl.object_id = room.object_id and rl.hierarchy = 'adm'
      where room.load_id = ${loadId} and room.level = 11 group by rl.parent_id) r on r.parent_id = h.object_id
    left join addresses.gar_param code on code.load_id = h.load_id and code.object_id = h.object_id and code.type = 5
    left join addresses.gar_param number on number.load_id = h.load_id and number.object_id = h.object_id and number.type = 8
    where h.load_id = ${loadId} and h.label <> ''`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
