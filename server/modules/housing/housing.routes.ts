// Routes of housing.
import { getCommunalFlats, getHouse, getOrganizations, getPremises, saveRooms as saveRoomsEndpoint } from '#contract/housing';
import { anyone, command, only, query, type Route, within } from '#platform/route';
import { readCommunalFlats, saveRooms } from './save-rooms.ts';
import { readHouse, readOrganizations, readPremises } from './housing.pages.ts';

export const housingRoutes = (): Route[] => [
  query(getOrganizations, anyone, (reading) => readOrganizations(reading)),
  query(getHouse, anyone, (reading, { params }) => readHouse(reading, params.houseId)),
  query(getPremises, within('home'), (reading, { params }, ground) => readPremises(ground, reading, params)),
  query(getCommunalFlats, only('manager', 'accountant'), (reading) => readCommunalFlats(reading)),
  command(saveRoomsEndpoint, only('manager', 'accountant'), (work, { params, body }) => saveRooms(work, params.houseId, body.rooms)),
];
