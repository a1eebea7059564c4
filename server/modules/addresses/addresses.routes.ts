// Routes of addresses.
import * as contract from '#contract/addresses';
import { anyone, command, query, type Route, secured } from '#platform/route';
import { addHome, readAddedHomes, removeAddedHome } from './added-homes.ts';
import { readAddress } from './address-card.ts';
import type { AddressSearch } from './search-desk.ts';

const HITS = 8;

export const addressesRoutes = ({ search }: { search: AddressSearch }): Route[] => [
  query(contract.searchAddresses, anyone, async (_, { query: { q = '', region, district, kind, connection, limit = HITS } }) =>
    search.search({ typed: q, region, district, flags: [...(kind ? [kind] : []), ...(connection ? [connection] : [])], limit })),
  query(contract.getAddress, anyone, (reading, { params }) => readAddress(reading, params.key)),
  query(contract.getAddedHomes, secured, (reading) => readAddedHomes(reading)),
  command(contract.addHome, secured, (work, { body }) => addHome(work, body)),
  command(contract.removeAddedHome, secured, (work, { params }) => removeAddedHome(work, params)),
];
