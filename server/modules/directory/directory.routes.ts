// The routes of directory: contract entry, who may call, one call each.
import { getReadingLimits, setReadingLimit as setLimitEndpoint } from '#contract/reading-limits';
import { addService as addEndpoint, changeService as changeEndpoint, getServices } from '#contract/what-is-charged';
import { command, only, query, type Route } from '#platform/route';
import { addService, changeService, readServices, SERVICE_KEEPER } from './edit-what-is-charged.ts';
import { LIMIT_KEEPER, readReadingLimits, setReadingLimit } from './reading-limits.ts';

export const directoryRoutes = (): Route[] => [
  query(getServices, only('accountant', SERVICE_KEEPER), (reading) => readServices(reading)),
  command(addEndpoint, only(SERVICE_KEEPER), addService),
  command(changeEndpoint, only(SERVICE_KEEPER), changeService),
  query(getReadingLimits, only('accountant', LIMIT_KEEPER), (reading) => readReadingLimits(reading)),
  command(setLimitEndpoint, only('accountant', LIMIT_KEEPER), setReadingLimit),
];
