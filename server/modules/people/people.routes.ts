// Routes of people looked for by operators. What is read of a person is opened by a look alone, and a look is always told.
import * as resets from '#contract/factor-resets';
import * as contract from '#contract/people';
import { command, only, query, type Route, signedIn } from '#platform/route';
import { block, endAllSessions, endRole, giveRole, unblock } from './act-upon-person.ts';
import { approveReset, askReset, cancelReset, readOwnReset, readResets, refuseReset } from './factor-resets.ts';
import { lookAtReset, lookForPeople, readLook } from './look-for-people.ts';
import { ACTORS, LOOKERS } from './people.policy.ts';
import { readPerson } from './person-card.ts';

const [lookers, actors, administrator] = [only(...LOOKERS), only(...ACTORS), only('administrator')];

export const peopleRoutes = (): Route[] => [
  command(contract.lookForPeople, lookers, (work, { body }) => lookForPeople(work, body)),
  query(contract.getLook, lookers, (reading, { params }) => readLook(reading, params.lookId)),
  query(contract.getPerson, lookers, (reading, { params }, ground) => readPerson(reading, params.personId, ground)),
  command(contract.blockPerson, actors, (work, { params, body }) => block(work, { ...params, ...body })),
  command(contract.unblockPerson, actors, (work, { params, body }) => unblock(work, { ...params, ...body })),
  command(contract.endPersonSessions, actors, (work, { params, body }) => endAllSessions(work, { ...params, ...body })),
  command(contract.giveRole, administrator, (work, { params, body }) => giveRole(work, params.personId, body)),
  command(contract.endRole, administrator, (work, { params, body }) => endRole(work, { ...params, ...body })),
  query(resets.getFactorResets, actors, (reading) => readResets(reading)),
  command(resets.openFactorReset, actors, (work, { params }) => lookAtReset(work, params.resetId)),
  command(resets.askFactorReset, actors, (work, { params, body }) => askReset(work, params.personId, body)),
  command(resets.approveFactorReset, actors, (work, { params }) => approveReset(work, params)),
  command(resets.refuseFactorReset, actors, (work, { params }) => refuseReset(work, params)),
  query(resets.getOwnReset, signedIn, (reading, _input, ground) => readOwnReset(reading, ground)),
  command(resets.cancelOwnReset, signedIn, (work) => cancelReset(work)),
];
