// Who owns premises, and owned them: set-based, by ids that the caller may already use.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import './housing.tables.ts';
import type { Pair } from './housing.queries.ts';

export type Owner = {
  premisesId: string;
  id: string;
  personId: string | null;
  name: string;
  share: { numerator: number; denominator: number };
  fromDay: Day;
  registrationNumber: string | null;
  confirmed: boolean;
};

/** Who owned the premises on the day, largest share first, in one house or several. Without `premisesIds`: of all its premises. One statement. */
export async function ownersOf(db: Db, houseId: string | readonly string[], premisesIds: readonly string[] | undefined, day: Day): Promise<Owner[]> {
  const rows = await db
    .selectFrom('housing.ownership')
    .select([
      'premises_id as premisesId',
      'id',
      'person_id as personId',
      'owner_name as name',
      'share_numerator as numerator',
      'share_denominator as denominator',
      'from_day as fromDay',
      'registration_number as registrationNumber',
      'confirmed',
    ])
    .where('house_id', '=', sql<string>`any(${[houseId].flat()}::uuid[])`)
    .where('from_day', '<=', day)
    .where((on) => on.or([on('to_day', 'is', null), on('to_day', '>=', day)]))
    .$if(premisesIds !== undefined, (query) => query.where('premises_id', '=', sql<string>`any(${premisesIds ?? []}::uuid[])`))
    .orderBy(sql`share_numerator::numeric / share_denominator`, 'desc')
    .orderBy('owner_name')
    .orderBy('id')
    .execute();
  return rows.map(({ numerator, denominator, ...owner }) => ({ ...owner, share: { numerator, denominator } }));
}

/** What a person owns on the day, under the name in the register of owners. One statement. */
export const ownedHomes = (db: Db, personId: string, day: Day): Promise<(Pair & { ownerName: string })[]> =>
  db
    .selectFrom('housing.ownership')
    .select(['house_id as houseId', 'premises_id as premisesId', 'owner_name as ownerName'])
    .where('person_id', '=', personId)
    .where('from_day', '<=', day)
    .where((on) => on.or([on('to_day', 'is', null), on('to_day', '>=', day)]))
    .orderBy('house_id')
    .orderBy('premises_id')
    .execute();

export type OwnershipRecord = {
  premisesId: string;
  name: string;
  share: { numerator: number; denominator: number };
  fromDay: Day;
  toDay: Day | null;
  ground: string;
  registrationNumber: string | null;
  registrationDay: Day | null;
};

/** One record of ownership, ended or not. One statement. */
export async function ownershipById(db: Db, houseId: string, id: string): Promise<OwnershipRecord | undefined> {
  const row = await db
    .selectFrom('housing.ownership')
    .select(['premises_id', 'owner_name', 'share_numerator', 'share_denominator', 'from_day', 'to_day', 'ground', 'registration_number', 'registration_day'])
    .where('house_id', '=', houseId)
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      premisesId: row.premises_id,
      name: row.owner_name,
      share: { numerator: row.share_numerator, denominator: row.share_denominator },
      fromDay: row.from_day,
      toDay: row.to_day,
      ground: row.ground,
      registrationNumber: row.registration_number,
      registrationDay: row.registration_day,
    }
  );
}
