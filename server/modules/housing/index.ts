// The door of housing: organizations, houses, premises, owners, residents.
import type { Module } from '#platform/module';
import type { Typesetter } from '#platform/typst-pool';
import { housingRoutes } from './housing.routes.ts';

export { housingPersonal } from './housing.personal.ts';
export { fitsHouse, fullAddress, shortAddress } from './address.ts';
export {
  addOwnership,
  addResidence,
  createHouses,
  createOrganizations,
  createPremises,
  endResidence,
  type NewHouse,
  type NewOrganization,
  type NewOwnership,
  type NewPremises,
  type NewResidence,
  type OrganizationKind,
} from './housing.commands.ts';
export { foundPremises, premisesByAddress, premisesByOwnerName } from './find-premises.ts';
export { atWords, offered } from './offered-houses.ts';
export {
  allHouses,
  allOrganizations,
  communalFlatOf,
  hasPremises,
  type House,
  housesByIds,
  housesOfManagers,
  isTerritory,
  kindsOfPremises,
  type Organization,
  organizationRows,
  organizationsByIds,
  type Pair,
  type Premises,
  premisesOf,
  premisesOfHouse,
  premisesOfRow,
  type PremisesRow,
  premisesRows,
  regionsWithHouses,
} from './housing.queries.ts';
export { ownedHomes, type Owner, ownersOf } from './owners.queries.ts';
export { type Residents, residentsOn, residentsThrough } from './residents.queries.ts';
export { premisesByCadastral } from './housing.queries.ts';
export { ownershipById } from './owners.queries.ts';
export { recordCouncil } from './council.ts';
export { type NewHouseWork, recordHouseWorks } from './house-works.ts';
export { changeShares, type NewRight, recordRights } from './record-rights.ts';
export { setCommonWay } from './set-common-way.ts';
export { setHeatingMonths } from './set-heating-months.ts';
export { mayLeaveHeating } from './own-heating.ts';
export { setOverNorm } from './set-over-norm.ts';
export { setOwnHeating } from './set-own-heating.ts';
export { publicOrganization } from './housing.pages.ts';

export const housingModule = (ports: { typesetter: Typesetter }): Module => ({ name: 'housing', routes: housingRoutes(ports) });
