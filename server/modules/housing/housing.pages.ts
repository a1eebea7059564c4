// What the pages of a home show: the card of a premises, the passport of a house.
import type { AnswerOf } from '#contract/endpoint';
import {
  type getHouse,
  type getOrganizations,
  type getPremises,
  type getTerritory,
  ORGANIZATIONS_OFFERED,
  type PublicOrganization,
  TERRITORY_MOST,
} from '#contract/housing';
import { type Actor, homesOf, organizationsOf, territoriesOf } from '#platform/actor';
import { decimal, decimalText } from '#platform/decimal';
import { found, refuse } from '#platform/errors';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import type { Static } from 'typebox';
import { fullAddress, shortAddress } from './address.ts';
import {
  communalFlatOf,
  type House,
  housesByIds,
  housesOfTerritories,
  type Organization,
  organizationsByIds,
  organizationsNamed,
  premisesOf,
} from './housing.queries.ts';
import { ownersOf } from './owners.queries.ts';
import { residentsOn } from './residents.queries.ts';
import { mayLeaveHeating, ownHeatingOf } from './own-heating.ts';

/** Of an organization what everybody may know. Pure. */
export const publicOrganization = ({
  id,
  kind,
  name,
  shortName,
  inn,
  address,
  phone,
  dispatchPhone,
  email,
  site,
  hours,
}: Organization): Static<typeof PublicOrganization> => ({
  id,
  kind: kind as Static<typeof PublicOrganization>['kind'],
  name,
  shortName,
  inn,
  address,
  phone,
  dispatchPhone,
  email,
  site,
  hours,
});

/** GET /api/v1/organizations. One statement. */
export async function readOrganizations({ db }: Reading, q = ''): Promise<AnswerOf<typeof getOrganizations>> {
  const found = await organizationsNamed(db, { text: q.replaceAll('\0', '').trim(), limit: ORGANIZATIONS_OFFERED });
  return { organizations: found.slice(0, ORGANIZATIONS_OFFERED).map(publicOrganization), more: found.length > ORGANIZATIONS_OFFERED };
}

async function managerOf(db: Db, house: House): Promise<Static<typeof PublicOrganization>> {
  const [manager] = await organizationsByIds(db, [house.managerId]);
  return publicOrganization(found(manager));
}

/** GET /api/v1/houses/:houseId. Two statements. */
export async function readHouse({ db }: Reading, houseId: string): Promise<AnswerOf<typeof getHouse>> {
  const house = found((await housesByIds(db, [houseId]))[0]);
  const { cadastralNumber, timeZone, yearBuilt, floors, entrances, flats, areaTotal, areaCommon, series, walls, energyClass, lifts, condition } = house;
  return {
    houseId,
    address: shortAddress(house),
    fullAddress: fullAddress(house),
    cadastralNumber,
    timeZone,
    yearBuilt,
    floors,
    entrances,
    flats,
    areaTotal,
    areaCommon,
    series,
    walls,
    energyClass,
    lifts,
    condition,
    heating: house.heating as 'norm',
    heatingMonths: house.heatingMonths,
    repairAccount: house.repairAccount as 'regional',
    manager: await managerOf(db, house),
  };
}

/** GET /api/v1/work/territory. Houses of the caller's own territories alone. Two statements. */
export async function readTerritory({ db, actor }: Reading, search: string): Promise<AnswerOf<typeof getTerritory>> {
  const territories = territoriesOf(actor);
  const houses = await housesOfTerritories(db, territories, { search: search.trim(), limit: TERRITORY_MOST });
  const managers = new Map(
    (
      await organizationsByIds(
        db,
        houses.map(({ managerId }) => managerId),
      )
    ).map((one) => [one.id, one.shortName]),
  );
  return {
    territories,
    isMore: houses.length > TERRITORY_MOST,
    houses: houses.slice(0, TERRITORY_MOST).map((house) => ({
      houseId: house.houseId,
      address: `${house.city}, ${shortAddress(house)}`,
      manager: managers.get(house.managerId) ?? '',
      yearBuilt: house.yearBuilt,
      flats: house.flats,
    })),
  };
}

/** Staff see by two factors, always. */
const isStaffOf = (actor: Actor, organizationId: string): boolean =>
  actor.kind === 'person' && actor.level === 2 && organizationsOf(actor, ['manager', 'accountant']).includes(organizationId);

/** Who may look at the card: people of the home, and who works in the house's managing organization. Pure. */
export const maySeePremises = (actor: Actor, { premisesId, managerId }: { premisesId: string; managerId: string }): boolean =>
  homesOf(actor).some((home) => home.premisesId === premisesId) || isStaffOf(actor, managerId);

/** Names of owners are for owners and the managing organization: a tenant or a guest does not need them. Pure. */
export const maySeeOwners = (actor: Actor, { premisesId, managerId }: { premisesId: string; managerId: string }): boolean =>
  homesOf(actor, ['owner']).some((home) => home.premisesId === premisesId) || isStaffOf(actor, managerId);

/** GET /api/v1/houses/:houseId/premises/:premisesId: out of reach is like unknown. At most six statements. */
export async function readPremises(
  ground: Ground,
  { db, actor, now }: Reading,
  pair: { houseId: string; premisesId: string },
): Promise<AnswerOf<typeof getPremises>> {
  const [premises] = await premisesOf(db, [pair]);
  if (!premises || !maySeePremises(actor, premises)) return refuse('object.notFound');
  const house = found((await housesByIds(db, [pair.houseId]))[0]);
  const today = dayIn(house.timeZone, now);
  const [residents] = await residentsOn(db, pair.houseId, [pair.premisesId], today);
  const seeOwners = maySeeOwners(actor, premises);
  const owners = seeOwners ? await ownersOf(db, pair.houseId, [pair.premisesId], today) : [];
  if (!homesOf(actor).some((home) => home.premisesId === pair.premisesId))
    await recordLook(ground, actor, {
      personIds: owners.flatMap(({ personId }) => personId ?? []),
      object: { kind: 'premises', id: pair.premisesId },
      what: `карточка помещения ${premises.number}`,
      organizationId: premises.managerId,
    });
  return {
    ...pair,
    address: premises.address,
    fullAddress: premises.fullAddress,
    region: house.region,
    district: house.district,
    city: house.city,
    street: house.street,
    house: house.number,
    building: house.building,
    number: premises.number,
    kind: premises.kind as 'flat',
    cadastralNumber: premises.cadastralNumber,
    areaTotal: premises.areaTotal,
    areaLiving: premises.areaLiving,
    areaHeated: premises.areaHeated,
    areaOther: otherArea(premises),
    rooms: premises.rooms,
    entrance: premises.entrance,
    floor: premises.floor,
    floorsInHouse: house.floors,
    yearBuilt: house.yearBuilt,
    condition: premises.condition as 'new' | null,
    housingStatus: premises.housingStatus as 'own' | null,
    registered: residents!.registered,
    temporary: residents!.temporary,
    personsCounted: residents!.persons,
    owners: owners.map(({ name, share, fromDay, confirmed }) => ({ name, share, fromDay, confirmed })),
    communal: premises.kind === 'room' || premises.kind === 'flat' ? await communalFlatOf(db, pair) : null,
    manager: await managerOf(db, house),
    ownHeating: ownHeatingOf(premises),
    can: { seeOwners, leaveHeating: isStaffOf(actor, premises.managerId) && mayLeaveHeating(premises, house) },
    version: premises.version,
  };
}

/** Non-living area: what the living one leaves of the whole; both have two decimals. Pure. */
function otherArea({ areaTotal, areaLiving }: { areaTotal: string; areaLiving: string | null }): string | null {
  if (areaLiving === null) return null;
  return decimalText({ value: decimal(areaTotal).value - decimal(areaLiving).value, scale: 2 });
}
