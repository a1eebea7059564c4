// Routes of powers of attorney.
import * as contract from '#contract/powers';
import { command, own, query, type Route, secured } from '#platform/route';
import { confirmed } from './confirmation.ts';
import { actFor, askCode, endPower, givePower, readPowers } from './powers.ts';

/** Going back to oneself is open to whoever acts for another. */
export const powersRoutes = (): Route[] => [
  query(contract.getPowers, secured, (reading) => readPowers(reading)),
  command(contract.askPowerCode, secured, (work, { body }) => askCode(work, body)),
  confirmed(contract.givePower, secured, (work, { body }) => givePower(work, body)),
  command(contract.endPower, secured, (work, { params }) => endPower(work, params.powerId)),
  command(contract.actFor, own, (work, { body }) => actFor(work, body.powerId)),
];
