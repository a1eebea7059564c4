// Reads of housing for other modules: set-based, by ids that the caller may already use.
import { sql } from 'kysely';
import { compareRussian } from '#contract/russian';
import type { Territory } from '#platform/actor';
import { keptStatement } from '#platform/kept-statement';
import type { Db } from '#platform/tables';
import './housing.tables.ts';
import { fullAddress, type HouseAddress, shortAddress } from './address.ts';

/** The regions in which the portal has houses, by name. */
export const regionsWithHouses = async (db: Db): Promise<string[]> =>
  (await db.selectFrom('housing.house').select('region').distinct().orderBy('region').execute()).map(({ region }) => region);

export type Pair = { houseId: string; premisesId: string };

const houseColumns = [
  'house_id as houseId',
  'region',
  'district',
  'city',
  'street',
  'number',
  'building',
  'postal_code as postalCode',
  'cadastral_number as cadastralNumber',
  'fias_id as fiasId',
  'time_zone as timeZone',
  'year_built as yearBuilt',
  'floors',
  'entrances',
  'flats',
  'area_total as areaTotal',
  'area_common as areaCommon',
  'series',
  'walls',
  'energy_class as energyClass',
  'lifts',
  'condition',
  'heating',
  'heating_months as heatingMonths',
  'repair_account as repairAccount',
  'heat_meter_due as heatMeterDue',
  'common_way as commonWay',
  'over_norm_from as overNormFrom',
  'over_norm_to as overNormTo',
  'over_norm_minutes as overNormMinutes',
  'manager_id as managerId',
  'version',
] as const;

/** Houses by id, in no order; unknown ids are passed over. Areas are decimal texts in m². */
export const housesByIds = (db: Db, houseIds: readonly string[]) =>
  db
    .selectFrom('housing.house')
    .select(houseColumns)
    .where('house_id', '=', sql<string>`any(${[...new Set(houseIds)]}::uuid[])`)
    .execute();
export type House = Awaited<ReturnType<typeof housesByIds>>[number];

/** Houses at an address, in any case of letters; two of one address are not opened. One statement. */
export const housesAt = (
  db: Db,
  { region, city, street, number, building }: Pick<HouseAddress, 'region' | 'city' | 'street' | 'number' | 'building'>,
): Promise<{ houseId: string; managerId: string }[]> =>
  db
    .selectFrom('housing.house')
    .select(['house_id as houseId', 'manager_id as managerId'])
    .where(
      sql<boolean>`lower(region) = lower(${region}) and lower(city) = lower(${city}) and lower(street) = lower(${street}) and lower(number) = lower(${number}) and lower(coalesce(building, '')) = lower(${building ?? ''})`,
    )
    .execute();

/** The highest floor and entrance that premises of the house have. One statement. */
export const premisesReach = (db: Db, houseId: string): Promise<{ floor: number; entrance: number }> =>
  db
    .selectFrom('housing.premises')
    .select([sql<number>`coalesce(max(floor), 0)::int`.as('floor'), sql<number>`coalesce(max(entrance), 0)::int`.as('entrance')])
    .where('house_id', '=', houseId)
    .executeTakeFirstOrThrow();

/** By a part of a name or the whole tax number, one more than the limit tells that there are more. Authorities keep no accounts. One statement. */
export function organizationsNamed(db: Db, { text, limit }: { text: string; limit: number }) {
  const pattern = `%${text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return organizationRows(db)
    .where('kind', '<>', 'authority')
    .where(sql<boolean>`(inn = ${text} or replace(lower(name || ' ' || short_name), 'ё', 'е') like ${pattern})`)
    .orderBy('short_name')
    .orderBy('id')
    .limit(limit + 1)
    .execute();
}

/** Every house of the portal: for the index of addresses. */
export const allHouses = (db: Db) => db.selectFrom('housing.house').select(houseColumns).orderBy('house_id').execute();

/** Which kinds of premises every house has. One statement. */
export async function kindsOfPremises(db: Db): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('housing.premises')
    .select(['house_id as houseId', sql<string[]>`array_agg(distinct kind)`.as('kinds')])
    .groupBy('house_id')
    .execute();
  return new Map(rows.map(({ houseId, kinds }) => [houseId, kinds]));
}

/** All houses that the organizations manage. */
export const housesOfManagers = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('housing.house')
    .select(houseColumns)
    .where('manager_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`)
    .orderBy('house_id')
    .execute();

/** Houses of the municipalities and regions, by address; `search` is a part of the street. One more than `limit` tells that there are more. */
export async function housesOfTerritories(db: Db, territories: readonly Territory[], { search, limit }: { search: string; limit: number }): Promise<House[]> {
  if (territories.length === 0) return [];
  const within = db
    .selectFrom('housing.house')
    .select(houseColumns)
    .where((eb) => eb.or(territories.map(({ region, city }) => eb.and([eb('region', '=', region), ...(city === null ? [] : [eb('city', '=', city)])]))));
  return within
    .where('street', 'ilike', `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)
    .orderBy('city')
    .orderBy('street')
    .orderBy('number')
    .orderBy('house_id')
    .limit(limit + 1)
    .execute();
}

/** Whether the portal has a house there: a slip in the name would give nothing to supervise. */
export const isTerritory = async (db: Db, territory: Territory): Promise<boolean> =>
  (await housesOfTerritories(db, [territory], { search: '', limit: 0 })).length > 0;

const organizationColumns = [
  'id',
  'kind',
  'name',
  'short_name as shortName',
  'inn',
  'kpp',
  'ogrn',
  'address',
  'phone',
  'dispatch_phone as dispatchPhone',
  'email',
  'site',
  'hours',
  'bank_name as bankName',
  'bic',
  'settlement_account as settlementAccount',
  'correspondent_account as correspondentAccount',
  'version',
] as const;

/** Organizations as a query that another module may join as a table. */
export const organizationRows = (db: Db) => db.selectFrom('housing.organization').select(organizationColumns);

/** Organizations by id, in no order. */
export const organizationsByIds = (db: Db, ids: readonly string[]) =>
  organizationRows(db)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute();
export type Organization = Awaited<ReturnType<typeof organizationsByIds>>[number];

/** Every organization, by name. There are hundreds, not millions. */
export const allOrganizations = (db: Db) => organizationRows(db).orderBy('short_name').orderBy('id').execute();

const premisesColumns = [
  'p.house_id as houseId',
  'p.premises_id as premisesId',
  'p.number',
  'p.kind',
  'p.entrance',
  'p.floor',
  'p.area_total as areaTotal',
  'p.area_living as areaLiving',
  'p.area_heated as areaHeated',
  'p.rooms',
  'p.cadastral_number as cadastralNumber',
  'p.condition',
  'p.housing_status as housingStatus',
  'p.flat_id as flatId',
  'p.own_heating_from as ownHeatingFrom',
  'p.own_heating_to as ownHeatingTo',
  'p.own_heating_paper as ownHeatingPaper',
  'p.version',
] as const;
const addressColumns = [
  'h.region',
  'h.district',
  'h.city',
  'h.street',
  'h.number as houseNumber',
  'h.building',
  'h.postal_code as postalCode',
  'h.time_zone as timeZone',
  'h.manager_id as managerId',
] as const;

/** Premises with what their address is made of, as a query that another module may join as a table; `premisesOfRow` makes the address. */
export const premisesRows = (db: Db) =>
  db
    .selectFrom('housing.premises as p')
    .innerJoin('housing.house as h', 'h.house_id', 'p.house_id')
    .select([...premisesColumns, ...addressColumns]);
export type PremisesRow = Awaited<ReturnType<ReturnType<typeof premisesRows>['execute']>>[number];

/** A premises with its address in words and what of its house is needed beside: the time zone and the manager. */
export type Premises = Omit<PremisesRow, 'region' | 'district' | 'city' | 'street' | 'houseNumber' | 'building' | 'postalCode'> & {
  address: string;
  fullAddress: string;
};

export function premisesOfRow({ region, district, city, street, houseNumber, building, postalCode, ...premises }: PremisesRow): Premises {
  const house = { region, district, city, street, number: houseNumber, building, postalCode };
  return { ...premises, address: shortAddress(house, premises), fullAddress: fullAddress(house, premises) };
}

/** Premises by (house, premises) pairs, in no order; unknown pairs are passed over. One statement. */
export async function premisesOf(db: Db, pairs: readonly Pair[]): Promise<Premises[]> {
  if (pairs.length === 0) return [];
  const rows = await readPairs(db, { houseIds: pairs.map(({ houseId }) => houseId), premisesIds: pairs.map(({ premisesId }) => premisesId) });
  return rows.map(premisesOfRow);
}

const readPairs = keptStatement(({ houseIds, premisesIds }: { houseIds: string[]; premisesIds: string[] }, db) =>
  premisesRows(db).where(sql<boolean>`(p.house_id, p.premises_id) in (select * from unnest(${houseIds}::uuid[], ${premisesIds}::uuid[]))`),
);

/** Whether the house has premises of this number; undefined while fewer premises are known than it has flats. One statement. */
export async function hasPremises(db: Db, { houseId, flats }: { houseId: string; flats: number }, number: string): Promise<boolean | undefined> {
  const { all, same } = await db
    .selectFrom('housing.premises')
    .select([sql<number>`count(*)::int`.as('all'), sql<boolean>`coalesce(bool_or(lower(number) = ${number.toLowerCase()}), false)`.as('same')])
    .where('house_id', '=', houseId)
    .executeTakeFirstOrThrow();
  return same ? true : all < flats || all === 0 ? undefined : false;
}

/** Every premises of a house, by number as people count. */
export async function premisesOfHouse(db: Db, houseId: string): Promise<Premises[]> {
  const rows = await premisesRows(db).where('p.house_id', '=', houseId).execute();
  return rows.map(premisesOfRow).sort((a, b) => compareRussian(a.number, b.number));
}

export type CommunalFlat = { premisesId: string; number: string; areaTotal: string; rooms: { premisesId: string; number: string; area: string }[] };

/** The communal flat of a room, or of the flat itself, with all its rooms; null for other premises. One statement. */
export async function communalFlatOf(db: Db, { houseId, premisesId }: Pair): Promise<CommunalFlat | null> {
  const rows = await roomsOfHouses(db, [houseId])
    .where(
      'r.flat_id',
      '=',
      sql<string>`(select coalesce(flat_id, premises_id) from housing.premises where house_id = ${houseId} and premises_id = ${premisesId})`,
    )
    .execute();
  return rows.length === 0 ? null : flatOfRooms(rows);
}

/** One flat of its rooms. Pure. */
export function flatOfRooms(
  rows: readonly { flatId: string; flat: string; areaTotal: string; premisesId: string; number: string; area: string }[],
): CommunalFlat {
  const { flatId, flat, areaTotal } = rows[0]!;
  return {
    premisesId: flatId,
    number: flat,
    areaTotal,
    rooms: rows.map(({ premisesId, number, area }) => ({ premisesId, number, area })).sort((a, b) => compareRussian(a.number, b.number)),
  };
}

/** Rooms that name their flat, with the flat, in the houses. One statement. */
export const roomsOfHouses = (db: Db, houseIds: readonly string[]) =>
  db
    .selectFrom('housing.premises as r')
    .innerJoin('housing.premises as f', (on) => on.onRef('f.house_id', '=', 'r.house_id').onRef('f.premises_id', '=', 'r.flat_id'))
    .select([
      'r.house_id as houseId',
      'f.premises_id as flatId',
      'f.number as flat',
      'f.area_total as areaTotal',
      'r.premises_id as premisesId',
      'r.number',
      (on) => on.fn.coalesce('r.area_living', 'r.area_total').as('area'),
    ])
    .where('r.house_id', '=', sql<string>`any(${[...houseIds]}::uuid[])`);

/** Premises by their cadastral number. One statement. */
export const premisesByCadastral = (db: Db, cadastralNumber: string): Promise<Pair[]> =>
  db
    .selectFrom('housing.premises')
    .select(['house_id as houseId', 'premises_id as premisesId'])
    .where('cadastral_number', '=', cadastralNumber)
    .orderBy('premises_id')
    .limit(2)
    .execute();
