// Who sees which parts of a day: an accountant those of the own organizations, the portal's operator all.
import { PORTAL_PART } from '#contract/reconciliation';
import { type Actor, organizationsOf } from '#platform/actor';

export const RECONCILERS = ['accountant', 'operator'] as const;

/** `organizationIds` of an accountant; `whole`: everything, the part of no organization too. */
export type ReconciliationScope = { readonly whole: boolean; readonly organizationIds: readonly string[] };

export const reconciliationScope = (actor: Actor): ReconciliationScope => ({
  whole: actor.kind === 'person' && actor.grants.some((grant) => grant.role === 'operator'),
  organizationIds: organizationsOf(actor, ['accountant']),
});

/** A difference is explained by whose money it is; what belongs to nobody, by the operator. */
export const maySettle = (actor: Actor, { organizationId, status }: { organizationId: string; status: string }): boolean =>
  status === 'open' &&
  (organizationId === PORTAL_PART ? reconciliationScope(actor).whole : reconciliationScope(actor).organizationIds.includes(organizationId));

/** Money of an own organization that came whole, and is not booked yet. */
export const maySettleDay = (actor: Actor, { organizationId, state }: { organizationId: string; state: string }): boolean =>
  state === 'ready' && reconciliationScope(actor).organizationIds.includes(organizationId);

/** Money of an own organization that came for a day with something that differs, or that somebody has explained. */
export const maySettlePart = (
  actor: Actor,
  { organizationId, state, leftKopecks, ourKopecks }: { organizationId: string; state: string; leftKopecks: bigint; ourKopecks: bigint },
): boolean =>
  state !== 'ready' && state !== 'settled' && ourKopecks > 0n && leftKopecks > 0n && reconciliationScope(actor).organizationIds.includes(organizationId);
