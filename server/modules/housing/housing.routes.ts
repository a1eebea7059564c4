// Routes of housing.
import {
  getCommunalFlats,
  getHouse,
  getOrganizations,
  getPremises,
  getTerritory,
  savePremises as savePremisesEndpoint,
  saveRooms as saveRoomsEndpoint,
} from '#contract/housing';
import {
  addCouncilMember as addCouncilMemberEndpoint,
  addHouseWork as addHouseWorkEndpoint,
  addPremises as addPremisesEndpoint,
  createHouse as createHouseEndpoint,
  endCouncilMember as endCouncilMemberEndpoint,
  getHouseCouncil,
  getHouseWorks,
  getPremisesHistory,
  getWorkHouse,
  getWorkHouses,
  saveHouse as saveHouseEndpoint,
  saveHouseWork as saveHouseWorkEndpoint,
} from '#contract/house-keeping';
import { exportOwners, exportWorkOwners, listOwners, listWorkOwners } from '#contract/owners';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { anyone, command, only, query, type Route, within } from '#platform/route';
import { readPremisesHistory } from './corrections.ts';
import { addCouncilMember, endCouncilMember, readCouncil } from './council.ts';
import { addHouseWork, readHouseWorks, saveHouseWork } from './house-works.ts';
import { createHouse, keepers, saveHouse } from './keep-houses.ts';
import { addPremises, savePremises } from './save-premises.ts';
import { readWorkHouse, readWorkHouses } from './work-houses.ts';
import { readCommunalFlats, saveRooms } from './save-rooms.ts';
import { readHouse, readOrganizations, readPremises, readTerritory } from './housing.pages.ts';
import { lookAtOwners, ownerList, ownerScope, workOwnerList, workOwnerScope } from './owner-history.ts';
import type { Typesetter } from '#platform/typst-pool';

export const housingRoutes = ({ typesetter }: { typesetter: Typesetter }): Route[] => [
  query(listOwners, only('owner'), (reading, { query: asked }) => readList(reading.db, ownerList, ownerScope(reading.actor), asked)),
  exportRoute(exportOwners, only('owner'), { list: ownerList, scope: ({ actor }) => ownerScope(actor), typesetter }),
  query(listWorkOwners, only('manager', 'accountant'), async (reading, { query: asked }, ground) => {
    const page = await readList(reading.db, workOwnerList, workOwnerScope(reading), asked);
    await lookAtOwners({ ...reading, ground }, page.rows);
    return page;
  }),
  exportRoute(exportWorkOwners, only('manager', 'accountant'), { list: workOwnerList, scope: workOwnerScope, seen: lookAtOwners, typesetter }),
  query(getOrganizations, anyone, (reading, { query: { q } }) => readOrganizations(reading, q)),
  query(getHouse, anyone, (reading, { params }) => readHouse(reading, params.houseId)),
  query(getPremises, within('home'), (reading, { params }, ground) => readPremises(ground, reading, params)),
  query(getTerritory, only('officer', 'authority'), (reading, { query: { search = '' } }) => readTerritory(reading, search)),
  query(getCommunalFlats, only('manager', 'accountant'), (reading, { query: { q } }) => readCommunalFlats(reading, q)),
  query(getHouseWorks, anyone, (reading, { params }) => readHouseWorks(reading, params.houseId)),
  query(getHouseCouncil, within('home'), (reading, { params }) => readCouncil(reading, params.houseId)),
  query(getPremisesHistory, within('home'), (reading, { params }) => readPremisesHistory(reading, params)),
  query(getWorkHouses, only('manager', 'accountant'), (reading, { query: { q } }) => readWorkHouses(reading, q)),
  query(getWorkHouse, only('manager', 'accountant'), (reading, { params, query: { number = '' } }) => readWorkHouse(reading, params.houseId, number)),
  command(createHouseEndpoint, only(...keepers), (work, { body }) => createHouse(work, body)),
  command(saveHouseEndpoint, only(...keepers), (work, { params, body }) => saveHouse(work, params.houseId, body)),
  command(addPremisesEndpoint, only('manager', 'accountant'), (work, { params, body }) => addPremises(work, params.houseId, body)),
  command(addHouseWorkEndpoint, only(...keepers), (work, { params, body }) => addHouseWork(work, params.houseId, body)),
  command(saveHouseWorkEndpoint, only(...keepers), (work, { params, body }) => saveHouseWork(work, params, body)),
  command(addCouncilMemberEndpoint, only(...keepers), (work, { params, body }) => addCouncilMember(work, params.houseId, body)),
  command(endCouncilMemberEndpoint, only(...keepers), (work, { params, body }) => endCouncilMember(work, params, body)),
  command(savePremisesEndpoint, only('manager', 'accountant'), (work, { params, body }) => savePremises(work, params, body)),
  command(saveRoomsEndpoint, only('manager', 'accountant'), (work, { params, body }) => saveRooms(work, params.houseId, body.rooms)),
];
