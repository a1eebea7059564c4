// Routes of addresses.
import * as contract from '#contract/addresses';
import { homesOf } from '#platform/actor';
import { anyone, command, query, type Reading, type Route, secured } from '#platform/route';
import { housesByIds } from '#modules/housing';
import { addHome, readAddedHomes, removeAddedHome } from './added-homes.ts';
import { readAddress } from './address-card.ts';
import type { Town } from './near-places.ts';
import { ownHouseOf } from './own-houses.ts';
import type { AddressSearch } from './search-desk.ts';

const HITS = 8;

/** The towns of the caller's homes: of equal answers those there are meant. One statement for who has a home. */
async function townsOf({ db, actor }: Reading): Promise<Town[]> {
  const houseIds = homesOf(actor).map(({ houseId }) => houseId);
  return houseIds.length === 0 ? [] : (await housesByIds(db, houseIds)).map((house) => ownHouseOf(house)).map(({ region, place }) => ({ region, place }));
}

export const addressesRoutes = ({ search }: { search: AddressSearch }): Route[] => [
  query(contract.searchAddresses, anyone, async (reading, { query: { q = '', region, district, kind, connection, limit = HITS } }) =>
    search.search({ near: await townsOf(reading), typed: q, region, district, flags: [...(kind ? [kind] : []), ...(connection ? [connection] : [])], limit }),
  ),
  query(contract.getAddress, anyone, (reading, { params, query: { flat } }) => readAddress(reading, params.key, flat)),
  query(contract.getAddedHomes, secured, (reading) => readAddedHomes(reading)),
  command(contract.addHome, secured, (work, { body }) => addHome(work, body)),
  command(contract.removeAddedHome, secured, (work, { params }) => removeAddedHome(work, params)),
];
