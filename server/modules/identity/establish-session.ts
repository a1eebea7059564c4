// The one function that makes sessions, and the ones that end them.
import type { Origin } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Cookies } from '#platform/route';
import type { Work } from '#platform/work';
import { type Door, type Level, levelOf, nextStep, type NextStep, type Proof, type SecondFactor } from './assurance.ts';
import { knowsDevice } from './known-device.ts';
import { newToken, tokenHash } from './secrets.ts';
import './identity.events.ts';
import './identity.tables.ts';

const ABSOLUTE_MS = 12 * 3_600_000;
const STEP_UP_MS = 10 * 60_000;
const DEVICE_MS = 30 * 24 * 3_600_000;

/** `next` is `done` exactly when there is a session. */
export type Established = { level: Level; sessionId: string | null; next: NextStep };

/**
 * Opens a session for the proofs that were shown, or raises the caller's own one, and puts its new token into the cookie.
 * The token is new at every call and the one before is worth nothing (fixation). When the proofs are not enough for this
 * person's policy, device and risk, nothing is opened and `next` says what is asked: a door goes on by `finishDoor`.
 */
export async function establishSession(work: Work, given: { personId: string; proofs: readonly Proof[]; origin: Origin; door: Door }, cookies: Pick<Cookies, 'setSession' | 'setDevice'>): Promise<Established> {
  const { personId, origin, door } = given;
  const person = await work.tx.selectFrom('identity.person').select(['second_factor', 'blocked_at', 'phone', 'email']).where('id', '=', personId).forUpdate().executeTakeFirstOrThrow();
  if (person.blocked_at !== null) return { level: 0, sessionId: null, next: 'stopped' };
  const own = await ownSession(work, personId);
  const proofs = [...new Set([...(own?.proofs ?? []), ...given.proofs])] as Proof[];
  const policy = person.second_factor as SecondFactor;
  // Without a telephone and an address there is nothing to confirm a browser by, and its owner must not be shut out.
  const isReachable = person.phone !== null || person.email !== null;
  const isNewDevice = own === undefined && isReachable && !(await knowsDevice(work.tx, { personId, device: origin.device }, work.now));
  const next = nextStep({ proofs, policy, isNewDevice, risk: 'calm' });
  if (next !== 'done') return { level: 0, sessionId: null, next };
  const level = levelOf(proofs, policy);

  if (work.actor.kind === 'person' && !own) await endSession(work, { personId: work.actor.personId, sessionId: work.actor.sessionId });
  const token = newToken();
  const now = work.now.toISOString();
  const secondProof = given.proofs.some((proof) => proof !== 'password');
  const common = { token_hash: tokenHash(token), level, proofs, seen_at: now, ...(secondProof && level === 2 && { stepped_up_until: after(work, STEP_UP_MS) }) };
  const sessionId = own?.id ?? newId(work.now);
  if (own) await work.tx.updateTable('identity.session').set(common).where('id', '=', own.id).execute();
  else
    await work.tx.insertInto('identity.session').values({ stepped_up_until: null, ...common, id: sessionId, person_id: personId, ip: origin.ip, agent: origin.agent, created_at: now, until: after(work, ABSOLUTE_MS), ended_at: null }).execute();
  await work.tx.insertInto('identity.sign_in_event').values({ person_id: personId, id: newId(work.now), at: now, outcome: own ? 'stepped_up' : 'entered', ip: origin.ip, agent: origin.agent, door }).execute();
  work.journal({ stream: `person:${personId}`, action: own ? 'identity.steppedUp' : 'identity.entered', object: { kind: 'session', id: sessionId }, personId, facts: { level, door, proofs: proofs.join(' ') }, ...(origin.ip && { personal: { ip: origin.ip, agent: origin.agent } }) });
  cookies.setSession(token, null);
  await rememberDevice(work, { personId, origin }, cookies);
  return { level, sessionId, next };
}

const after = (work: Work, ms: number): string => new Date(work.now.getTime() + ms).toISOString();

/** The caller's open session, when it is of this person. */
async function ownSession(work: Work, personId: string): Promise<{ id: string; proofs: string[] } | undefined> {
  if (work.actor.kind !== 'person' || work.actor.personId !== personId) return undefined;
  return work.tx.selectFrom('identity.session').select(['id', 'proofs']).where('id', '=', work.actor.sessionId).where('person_id', '=', personId).where('ended_at', 'is', null).executeTakeFirst();
}

/** A family shares a browser: the new token takes the place of the old one for everybody who signed in here. */
async function rememberDevice(work: Work, { personId, origin }: { personId: string; origin: Origin }, cookies: Pick<Cookies, 'setDevice'>): Promise<void> {
  const token = newToken();
  const [token_hash, now, until] = [tokenHash(token), work.now.toISOString(), after(work, DEVICE_MS)];
  if (origin.device !== undefined) await work.tx.updateTable('identity.known_device').set({ token_hash }).where('token_hash', '=', Buffer.from(origin.device, 'hex')).execute();
  await work.tx.insertInto('identity.known_device').values({ person_id: personId, token_hash, seen_at: now, until }).onConflict((on) => on.columns(['person_id', 'token_hash']).doUpdateSet({ seen_at: now, until })).execute();
  cookies.setDevice(token, new Date(until));
}

/** Ends one open session of the person; false when there is no such. Its live streams close, its next request is a guest's. */
export async function endSession(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): Promise<boolean> {
  const ended = await work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('id', '=', sessionId).where('person_id', '=', personId).where('ended_at', 'is', null).executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return false;
  tellEnded(work, { personId, sessionId });
  return true;
}

/** Ends every open session of the person but the named one, and says how many. */
export async function endSessions(work: Work, { personId, but }: { personId: string; but: string | null }): Promise<number> {
  const open = work.tx.updateTable('identity.session').set({ ended_at: work.now.toISOString() }).where('person_id', '=', personId).where('ended_at', 'is', null);
  const ended = await (but === null ? open : open.where('id', '!=', but)).returning('id').execute();
  for (const { id } of ended) tellEnded(work, { personId, sessionId: id });
  return ended.length;
}

function tellEnded(work: Work, { personId, sessionId }: { personId: string; sessionId: string }): void {
  work.emit('session.ended', { sessionId }, [`person:${personId}`]);
  work.journal({ stream: `person:${personId}`, action: 'identity.left', object: { kind: 'session', id: sessionId }, personId });
}
