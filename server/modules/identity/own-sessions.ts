// A person's own sessions: left one by one, or all but this.
import { found, refuse } from '#platform/errors';
import type { Cookies, Flow } from '#platform/route';
import { runOnce, type Work } from '#platform/work';
import { endSession, endSessions } from './end-sessions.ts';

/** Ends this session and drops its cookie. Harmless for a guest. */
export async function signOut(flow: Flow, cookies: Cookies): Promise<object> {
  const { actor } = flow;
  if (actor.kind === 'person') await runOnce(flow.ground, { actor, id: flow.id, now: flow.now }, (work) => endSession(work, actor));
  cookies.dropSession();
  return {};
}

/** Somebody else's session is answered like one that does not exist. One that has ended already is done. */
export async function endOwnSession(work: Work, sessionId: string): Promise<object> {
  const { actor } = work;
  if (actor.kind !== 'person') refuse('auth.required');
  found(await work.tx.selectFrom('identity.session').select('id').where('id', '=', sessionId).where('person_id', '=', actor.personId).executeTakeFirst());
  await endSession(work, { personId: actor.personId, sessionId });
  return {};
}

export async function endOtherSessions(work: Work): Promise<{ ended: number }> {
  const { actor } = work;
  if (actor.kind !== 'person') refuse('auth.required');
  return { ended: await endSessions(work, { personId: actor.personId, but: actor.sessionId }) };
}
