// The door of directory: services, tariffs, norms, reading windows.
import type { Module } from '#platform/module';
import { directoryRoutes } from './directory.routes.ts';

export { addNorms, addTariffs, type NewNorm, type NewTariff, setReadingWindow } from './directory.commands.ts';
export { changePrice, type Editing, type Price, type PriceKind, pricesOf, removePrice, revisionsOf, setPrice, setPrices } from './edit-prices.ts';
export { keepRevision, revisionsKept } from './kept-revisions.ts';
export { planPrices } from './plan-prices.ts';
export { beneath } from './periods.ts';
export { readingLimitOn, type SetReadingLimit } from './reading-limit-on.ts';
export { readingLimitsSet } from './reading-limits.ts';
export {
  normsBetween,
  normsInForce,
  readingWindow,
  readingWindowRows,
  readingWindows,
  type Service,
  serviceMap,
  serviceName,
  servicesOn,
  services,
  tariffsBetween,
  tariffsInForce,
  USUAL_WINDOW,
} from './directory.queries.ts';

export const directoryModule = (): Module => ({ name: 'directory', routes: directoryRoutes() });
