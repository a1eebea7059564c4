// The routes of the housing subsidy: contract entry, who may call, one call each.
import { addSubsidyStandard as addEndpoint, estimateSubsidy as estimateEndpoint, getSubsidyFacts, getSubsidyStandards } from '#contract/subsidy';
import { command, flow, only, query, type Route, secured } from '#platform/route';
import { RUN_STAFF } from './calculation.policy.ts';
import { RATE_KEEPER } from './key-rates.ts';
import { estimateSubsidy, readSubsidyFacts } from './subsidy-estimate.ts';
import { addSubsidyStandard, readSubsidyStandards } from './subsidy-standards.ts';

export const subsidyRoutes: Route[] = [
  query(getSubsidyStandards, only(...RUN_STAFF, RATE_KEEPER), (reading) => readSubsidyStandards(reading)),
  command(addEndpoint, only(RATE_KEEPER), addSubsidyStandard),
  query(getSubsidyFacts, secured, (reading, { params }) => readSubsidyFacts(reading, params)),
  flow(estimateEndpoint, secured, estimateSubsidy),
];
