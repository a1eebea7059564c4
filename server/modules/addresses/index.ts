// The door of addresses: the directory, its loads and the search; homes added by address.
import type { Module } from '#platform/module';
import { addressesRoutes } from './addresses.routes.ts';
import { joinHomes } from './join-homes.ts';
import type { AddressSearch } from './search-desk.ts';

export { addressesPersonal } from './addresses.personal.ts';
export { benchSearch } from './bench-search.ts';
export { loadGar } from './load-gar.ts';
export { loadHouses } from './load-houses.ts';
export { readDirectory } from './read-directory.ts';
export { askAll, quantile } from './score-search.ts';
export { openAddressSearch } from './search-desk.ts';

const JOIN_SECONDS = 600;

export const addressesModule = (ports: { search: AddressSearch }): Module => ({
  name: 'addresses',
  routes: addressesRoutes(ports),
  jobs: { 'addresses.join-homes': joinHomes },
  every: [{ task: 'addresses.join-homes', seconds: JOIN_SECONDS }],
});
