// The door of addresses: the directory, its loads and the search.
export { benchSearch } from './bench-search.ts';
export { loadGar } from './load-gar.ts';
export { loadHouses } from './load-houses.ts';
export { readDirectory } from './read-directory.ts';
export { askAll, quantile } from './score-search.ts';
