// The door of directory: services, tariffs, norms, reading windows.
import type { Module } from '#platform/module';

export { addNorms, addTariffs, type NewNorm, type NewTariff, setReadingWindow } from './directory.commands.ts';
export { changePrice, type Editing, type Price, type PriceKind, pricesOf, removePrice, revisionsOf, setPrice } from './edit-prices.ts';
export { beneath } from './periods.ts';
export { normsBetween, normsInForce, readingWindow, readingWindows, type Service, serviceMap, services, tariffsBetween, tariffsInForce, USUAL_WINDOW } from './directory.queries.ts';

export const directoryModule = (): Module => ({ name: 'directory' });
