// Premises for the search of staff, as queries of rows `house_id, premises_id` that another module may join.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Pair } from './housing.queries.ts';
import './housing.tables.ts';

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

/** A number without a digit is as short as that: «А», «н/п»; longer words are names. */
const SHORT_NUMBER = 3;

/** By the words of an address, among the houses: street, number and building of the house hold them, one may begin the flat's number instead. Houses are looked at each, premises by an index. */
export const premisesByAddress = (houseIds: readonly string[], words: readonly string[]): RawBuilder<unknown> => sql`
  select h.house_id, p.premises_id from (
    select h.house_id, array(select w from unnest(${words.map(plain)}::text[]) w where strpos(replace(lower(concat_ws(' ', h.street, h.number, h.building)), 'ё', 'е'), w) = 0) as rest
    from housing.house h where h.house_id = any(${[...houseIds]}::uuid[])) h
  cross join lateral (select premises_id from housing.premises p where p.house_id = h.house_id and lower(number) ~>=~ coalesce(h.rest[1], '') and lower(number) ~<~ (coalesce(h.rest[1], '') || chr(1114111)) offset 0) p
  where cardinality(h.rest) = 0 or (cardinality(h.rest) = 1 and (h.rest[1] ~ '[0-9]' or length(h.rest[1]) <= ${SHORT_NUMBER}))`;

/** By the name of who owns a share on the day, among the houses: each word begins a word of the name, or is one (`whole`). */
export function premisesByOwnerName(
  houseIds: readonly string[],
  { name, day, whole = false }: { name: string; day: Day; whole?: boolean },
): RawBuilder<unknown> {
  const words = plain(name).match(/[\p{L}\d]+/gu) ?? [];
  return sql`
    select o.house_id, o.premises_id from housing.ownership o where o.house_id = any(${[...houseIds]}::uuid[]) and o.from_day <= ${day} and (o.to_day is null or o.to_day >= ${day})
      and to_tsvector('simple', replace(lower(o.owner_name), 'ё', 'е')) @@ to_tsquery('simple', ${words.map((word) => (whole ? word : `${word}:*`)).join(' & ')})`;
}

/** What such a query finds; of more rows than `most` only so many are read, which of them nobody says. One statement. */
export async function foundPremises(db: Db, found: RawBuilder<unknown>, most: number): Promise<{ homes: Pair[]; isPart: boolean }> {
  const { rows } = await sql<Pair>`select f.house_id as "houseId", f.premises_id as "premisesId" from (${found}) f limit ${most + 1}`.execute(db);
  return { homes: [...new Map(rows.slice(0, most).map((home) => [home.premisesId, home])).values()], isPart: rows.length > most };
}
