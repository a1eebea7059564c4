import * as contract from '#contract/federation';
import { knownPerson, proven } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { anyone, command, once, query, type Route, secured, signedIn } from '#platform/route';
import type { Work } from '#platform/work';
import { beginOutside, comeBack, enrol, joinOutside, type Systems } from './enter-from-outside.ts';
import { settleOffer } from './facts.ts';
import { forgetFacts } from './forget-facts.ts';
import { outsideOf } from './federation.queries.ts';
import { unlinkAccount } from './links.ts';

/** Tokens and sessions go out by `once`: its answer is not remembered. */
export const federationRoutes = ({ systems, publicUrl }: { systems: Systems; publicUrl: URL }): Route[] => [
  query(contract.listOutsideSystems, anyone, async () => ({ systems: systems.map(({ id, name, kind }) => ({ id, name, kind })) })),
  once(contract.beginOutside, anyone, (flow, { params, body }) => beginOutside(flow, systems, { ...params, ...body })),
  once(contract.finishOutside, anyone, (flow, { params, body }, cookies) => comeBack(flow, systems, { ...params, ...body }, cookies)),
  once(contract.enrolOutside, anyone, (flow, { body }, cookies) => enrol(flow, systems, body, cookies)),
  command(contract.joinOutside, secured, (work, { body }) => joinOutside(work, personOf(work), body.token)),
  query(contract.getOutside, signedIn, (reading, _input, { masterKeys }) =>
    outsideOf(reading, { systems, ring: masterKeys, back: new URL('/sign-in', publicUrl) }),
  ),
  command(contract.unlinkOutside, secured, (work, { params }) => unlink(work, params.systemId)),
  command(contract.forgetOutsideFacts, secured, (work) => forgetFacts(work)),
  command(contract.settleDifference, secured, async (work, { params, body }) => {
    await settleOffer(work, { personId: personOf(work), kind: params.kind, take: body.take });
    return {};
  }),
];

const personOf = (work: Work): string => found(personIdOf(work.actor));

async function unlink(work: Work, systemId: string): Promise<object> {
  const { personId } = proven(work.actor, work.now);
  const { hasPassword, phone, email } = await knownPerson(work.tx, personId);
  // A person made from the state's papers has no password yet, and would stand before a closed door.
  if (!hasPassword && phone === null && email === null) refuse('outside.lastDoor');
  found((await unlinkAccount(work, { systemId, personId })) || undefined);
  return {};
}
