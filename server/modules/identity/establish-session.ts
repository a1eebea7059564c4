// The one function that makes sessions.
import type { Insertable } from 'kysely';
import type { Origin } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import type { Cookies } from '#platform/route';
import type { Work } from '#platform/work';
import { type Door, type Level, levelOf, nextStep, type NextStep, type Proof, type SecondFactor } from './assurance.ts';
import { assessSignIn } from './assess-sign-in.ts';
import { deviceName } from './device-name.ts';
import { endSession } from './end-sessions.ts';
import { knownDevice, rememberDevice } from './known-device.ts';
import { newToken, tokenHash } from './secrets.ts';
import type { SignInEventTable } from './identity.tables.ts';
import './identity.events.ts';

const ABSOLUTE_MS = 12 * 3_600_000;
const STEP_UP_MS = 10 * 60_000;

/** `next` is `done` exactly when there is a session. */
export type Established = { level: Level; sessionId: string | null; next: NextStep };

/**
 * Opens a session for the proofs that were shown, or raises the caller's own one, and puts its new token into the cookie.
 * The token is new at every call and the one before is worth nothing (fixation). When the proofs are not enough for this
 * person's policy, device and risk, nothing is opened and `next` says what is asked: a door goes on by `finishDoor`.
 */
export async function establishSession(
  work: Work,
  given: { personId: string; proofs: readonly Proof[]; origin: Origin; door: Door },
  cookies: Pick<Cookies, 'setSession' | 'setDevice'>,
): Promise<Established> {
  const { personId, origin, door } = given;
  const person = await work.tx
    .selectFrom('identity.person')
    .select(['second_factor', 'blocked_at', 'phone', 'email'])
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (person.blocked_at !== null) return { level: 0, sessionId: null, next: 'stopped' };
  const own = await ownSession(work, personId);
  const proofs = [...new Set([...(own?.proofs ?? []), ...given.proofs])] as Proof[];
  const policy = person.second_factor as SecondFactor;
  const device = await knownDevice(work.tx, { personId, device: origin.device }, work.now);
  // Whoever is in already was looked at when they came.
  const { risk, score, reasons, place } = own ? CALM : await assessSignIn(work, { personId, origin, device });
  // Without a telephone and an address there is nothing to confirm a browser by, and its owner must not be shut out.
  const isReachable = person.phone !== null || person.email !== null;
  const next = nextStep({ proofs, policy, isNewDevice: own === undefined && isReachable && device === undefined, risk });
  const now = work.now.toISOString();
  const event = { person_id: personId, id: newId(work.now), at: now, ip: origin.ip, agent: origin.agent, door: own ? null : door, score, reasons, place };
  if (next === 'stopped') await tellStopped(work, event);
  if (next !== 'done') return { level: 0, sessionId: null, next };
  const level = levelOf(proofs, policy);

  if (work.actor.kind === 'person' && !own) await endSession(work, { personId: work.actor.personId, sessionId: work.actor.sessionId });
  const token = newToken();
  // A voice opens the session and nothing more: to change the protection a code is shown.
  const secondProof = given.proofs.some((proof) => proof !== 'password' && proof !== 'voice');
  const common = {
    token_hash: tokenHash(token),
    level,
    proofs,
    seen_at: now,
    device_id: await rememberDevice(work, { personId, origin }, cookies),
    ...(secondProof && level === 2 && { stepped_up_until: after(work, STEP_UP_MS) }),
  };
  const sessionId = own?.id ?? newId(work.now);
  if (own) await work.tx.updateTable('identity.session').set(common).where('id', '=', own.id).execute();
  else
    await work.tx
      .insertInto('identity.session')
      .values({
        stepped_up_until: null,
        ...common,
        id: sessionId,
        person_id: personId,
        ip: origin.ip,
        agent: origin.agent,
        created_at: now,
        until: after(work, ABSOLUTE_MS),
        ended_at: null,
      })
      .execute();
  await work.tx
    .insertInto('identity.sign_in_event')
    .values({ ...event, outcome: own ? 'stepped_up' : 'entered' })
    .execute();
  if (reasons.includes('newDevice')) tellNewDevice(work, { personId, agent: origin.agent });
  work.journal({
    stream: `person:${personId}`,
    action: own ? 'identity.steppedUp' : 'identity.entered',
    object: { kind: 'session', id: sessionId },
    personId,
    facts: { level, door, proofs: proofs.join(' ') },
    ...(origin.ip && { personal: { ip: origin.ip, agent: origin.agent } }),
  });
  cookies.setSession(token, null);
  return { level, sessionId, next };
}

const CALM: Awaited<ReturnType<typeof assessSignIn>> = { risk: 'calm', score: 0, reasons: [], place: null };

type StoppedEvent = Omit<Insertable<SignInEventTable>, 'outcome'>;

/** Kept and told: the owner sees why, and what to do. */
async function tellStopped(work: Work, event: StoppedEvent): Promise<void> {
  await work.tx
    .insertInto('identity.sign_in_event')
    .values({ ...event, outcome: 'stopped' })
    .execute();
  work.journal({
    stream: `person:${event.person_id}`,
    action: 'identity.stopped',
    object: { kind: 'person', id: event.person_id },
    personId: event.person_id,
    facts: { reasons: (event.reasons ?? []).join(' ') },
  });
  work.emit('security.changed', { personId: event.person_id, what: 'signInStopped' }, [`person:${event.person_id}`]);
}

function tellNewDevice(work: Work, { personId, agent }: { personId: string; agent: string }): void {
  const facts = { device: deviceName(agent), at: work.now.toISOString(), timeZone: 'Europe/Moscow' };
  work.order({
    task: 'notifications.notify',
    payload: { id: deriveId(work.id, 'new device'), personIds: [personId], kind: 'identity.newDevice', facts, link: '/profile' },
  });
}

const after = (work: Work, ms: number): string => new Date(work.now.getTime() + ms).toISOString();

/** The caller's open session, when it is of this person. */
async function ownSession(work: Work, personId: string): Promise<{ id: string; proofs: string[] } | undefined> {
  if (work.actor.kind !== 'person' || work.actor.personId !== personId) return undefined;
  return work.tx
    .selectFrom('identity.session')
    .select(['id', 'proofs'])
    .where('id', '=', work.actor.sessionId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}
