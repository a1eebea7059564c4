// Routes of housing.
import { getCommunalFlats, getHouse, getOrganizations, getPremises, getTerritory, savePremises as savePremisesEndpoint, saveRooms as saveRoomsEndpoint } from '#contract/housing';
import { exportOwners, exportWorkOwners, listOwners, listWorkOwners } from '#contract/owners';
import { exportRoute } from '#platform/list-export';
import { readList } from '#platform/lists';
import { anyone, command, only, query, type Route, within } from '#platform/route';
import { savePremises } from './save-premises.ts';
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
  query(getOrganizations, anyone, (reading) => readOrganizations(reading)),
  query(getHouse, anyone, (reading, { params }) => readHouse(reading, params.houseId)),
  query(getPremises, within('home'), (reading, { params }, ground) => readPremises(ground, reading, params)),
  query(getTerritory, only('officer', 'authority'), (reading, { query: { search = '' } }) => readTerritory(reading, search)),
  query(getCommunalFlats, only('manager', 'accountant'), (reading) => readCommunalFlats(reading)),
  command(savePremisesEndpoint, only('manager', 'accountant'), (work, { params, body }) => savePremises(work, params, body)),
  command(saveRoomsEndpoint, only('manager', 'accountant'), (work, { params, body }) => saveRooms(work, params.houseId, body.rooms)),
];
