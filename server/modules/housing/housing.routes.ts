// Routes of housing.
import { getHouse, getOrganizations, getPremises } from '#contract/housing';
import { anyone, query, type Route, secured } from '#platform/route';
import { readHouse, readOrganizations, readPremises } from './housing.pages.ts';

export const housingRoutes = (): Route[] => [
  query(getOrganizations, anyone, (reading) => readOrganizations(reading)),
  query(getHouse, anyone, (reading, { params }) => readHouse(reading, params.houseId)),
  query(getPremises, secured, (reading, { params }, ground) => readPremises(ground, reading, params)),
];
