// The manager's pages of houses: which there are, and one of them with all that is kept of it.
import type { AnswerOf } from '#contract/endpoint';
import { type getWorkHouse, type getWorkHouses, HOUSE_FIELDS, WORK_PREMISES_MOST } from '#contract/house-keeping';
import { organizationsOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import { dayIn } from '#platform/time';
import { sql } from 'kysely';
import { fullAddress, shortAddress } from './address.ts';
import { ABSENT } from './card-checks.ts';
import { correctionsOf } from './corrections.ts';
import { councilOf } from './council.ts';
import { worksOf } from './house-works.ts';
import { housesByIds, housesOfManagers, organizationsByIds } from './housing.queries.ts';
import { keepers } from './keep-houses.ts';
import { offered } from './offered-houses.ts';
import { overNormOf } from './over-norm.ts';

const KEEPERS_OF_PREMISES = ['manager', 'accountant'] as const;

/** GET /api/v1/work/houses: those that are offered, by words of the address. Three statements, however many houses. */
export async function readWorkHouses({ db, actor }: Reading, q = ''): Promise<AnswerOf<typeof getWorkHouses>> {
  const { houses, more } = offered(
    (await housesOfManagers(db, organizationsOf(actor, KEEPERS_OF_PREMISES))).map((house) => ({ ...house, address: fullAddress(house) })),
    { q },
  );
  const { rows } = await sql<{ houseId: string; premises: number; works: number }>`
    select h.house_id as "houseId", (select count(*)::int from housing.premises p where p.house_id = h.house_id) as premises, (select count(*)::int from housing.house_work w where w.house_id = h.house_id and w.state in ('planned', 'going')) as works
    from unnest(${houses.map(({ houseId }) => houseId)}::uuid[]) as h (house_id)`.execute(db);
  const counts = new Map(rows.map(({ houseId, ...count }) => [houseId, count]));
  const organizations = (await organizationsByIds(db, organizationsOf(actor, keepers))).filter(({ kind }) => kind === 'manager' || kind === 'association');
  return {
    organizations: organizations.map(({ id, shortName }) => ({ id, name: shortName })),
    houses: houses.map((house) => ({
      houseId: house.houseId,
      address: shortAddress(house),
      fullAddress: house.address,
      flats: house.flats,
      ...counts.get(house.houseId)!,
    })),
    more,
  };
}

/** GET /api/v1/work/houses/:houseId. `number`: how numbers of premises begin. Five statements. */
export async function readWorkHouse({ db, actor, now }: Reading, houseId: string, number: string): Promise<AnswerOf<typeof getWorkHouse>> {
  const [known] = await housesByIds(db, [houseId]);
  const house = found(known && organizationsOf(actor, KEEPERS_OF_PREMISES).includes(known.managerId) ? known : undefined);
  const today = dayIn(house.timeZone, now);
  const premises = await db
    .selectFrom('housing.premises')
    .select(['premises_id as premisesId', 'number', 'kind', 'area_total as areaTotal', 'floor'])
    .where('house_id', '=', houseId)
    .where(sql<boolean>`starts_with(lower(number), ${number.trim().toLowerCase()})`)
    .orderBy(sql`length(number)`)
    .orderBy('number')
    .limit(WORK_PREMISES_MOST + 1)
    .execute();
  const card = Object.fromEntries(
    HOUSE_FIELDS.map((field) => [field, house[field] === null || house[field] === '' ? ABSENT : String(house[field])]),
  ) as AnswerOf<typeof getWorkHouse>['card'];
  return {
    houseId,
    address: shortAddress(house),
    card,
    overNorm: overNormOf(house),
    version: house.version,
    timeZone: house.timeZone,
    today,
    works: await worksOf(db, houseId, today),
    council: await councilOf(db, houseId, today),
    corrections: await correctionsOf(db, houseId, null),
    premises: premises.slice(0, WORK_PREMISES_MOST).map((one) => ({ ...one, kind: one.kind as 'flat' })),
    isMore: premises.length > WORK_PREMISES_MOST,
    can: { edit: organizationsOf(actor, keepers).includes(house.managerId) },
  };
}
