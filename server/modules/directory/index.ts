// The door of directory: services, tariffs, norms, reading windows.
import type { Module } from '#platform/module';

export { addNorms, addTariffs, type NewNorm, type NewTariff, setReadingWindow } from './directory.commands.ts';
export {
  type Norm, normsBetween, normsInForce, type ReadingWindow, readingWindow, readingWindows, type Service, type ServiceCode, serviceMap, services, type Tariff, tariffsBetween, tariffsInForce, type TariffsWanted, USUAL_WINDOW,
} from './directory.queries.ts';

export const directoryModule = (): Module => ({ name: 'directory' });
