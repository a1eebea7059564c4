// The one guard of purposes that need a consent (PRIV-1): a route of such a purpose does nothing for a person who has not agreed.
import type { Purpose } from '#contract/privacy';
import type { Actor } from '#platform/actor';
import { refuse } from '#platform/errors';
import type { Route } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { whoAgreed } from './consents.ts';
import { documentsInForce, todayOf } from './documents.queries.ts';

/** Refuses consent.needed for a person without a consent in force. */
export async function demandConsent(db: Db | Tx, { actor, now }: { actor: Actor; now: Date }, purpose: Purpose): Promise<void> {
  if (actor.kind !== 'person' || (await whoAgreed(db, [actor.personId], purpose, now)).size > 0) return;
  const title = (await documentsInForce(db, todayOf(now))).find(({ code }) => code === purpose)?.title;
  refuse('consent.needed', { title, purpose });
}

type Asked = { actor: Actor; now: Date } & ({ tx: Tx } | { db: Db });

/** The same route behind a consent: asked for in the command's own transaction, before anything is read or taken in. */
export function needsConsent(purpose: Purpose, route: Route): Route {
  const handle = route.handle as (asked: Asked, ...rest: unknown[]) => Promise<unknown>;
  const guarded = async (asked: Asked, ...rest: unknown[]): Promise<unknown> => {
    await demandConsent('tx' in asked ? asked.tx : asked.db, asked, purpose);
    return handle(asked, ...rest);
  };
  return { ...route, consent: purpose, handle: guarded };
}
