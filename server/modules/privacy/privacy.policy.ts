// Who works with people's requests, alerts and breaches: the portal's operator, asked once more behind the routes' own access.
import type { Actor } from '#platform/actor';
import { refuse } from '#platform/errors';

export const isOperator = (actor: Actor): boolean =>
  actor.kind === 'person' && actor.grants.some(({ role, organizationId }) => role === 'operator' && organizationId === null);

/** Anybody else is answered as if there were nothing. */
export const demandOperator = (actor: Actor): void => (isOperator(actor) ? undefined : refuse('object.notFound'));
