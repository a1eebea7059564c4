// «Это вы входите?»: a new browser is confirmed by the person on a device where they are in already (AUTH-5).
import { found, refuse } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { deviceName } from './device-name.ts';
import { IDLE_MS } from './identify.ts';
import { placeOf } from './assess-sign-in.ts';
import { tokenHash } from './secrets.ts';
import './identity.events.ts';
import './identity.tables.ts';

/** Whether the person is in by two factors on a bound device: there the question can be answered. */
export async function canAskDevice(tx: Tx, personId: string, now: Date): Promise<boolean> {
  const open = await tx
    .selectFrom('identity.session')
    .innerJoin('identity.known_device', (join) =>
      join.onRef('identity.known_device.id', '=', 'identity.session.device_id').onRef('identity.known_device.person_id', '=', 'identity.session.person_id'),
    )
    .select('identity.session.id')
    .where('identity.session.person_id', '=', personId)
    .where('level', '=', 2)
    .where('ended_at', 'is', null)
    .where('identity.session.until', '>', now.toISOString())
    .where('identity.session.seen_at', '>', new Date(now.getTime() - IDLE_MS).toISOString())
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

export function tellAsked(work: Work, personId: string): void {
  work.emit('signIn.asked', { personId }, [`person:${personId}`]);
}

type Asked = { id: string; device: string; ip: string; place: string | null; at: string };

/** What waits for the person's answer, the newest first. One statement, and one for each place. */
export async function askedOf({ db, actor, now }: Reading): Promise<{ asked: Asked[] }> {
  if (actor.kind !== 'person') refuse('auth.required');
  const rows = await db
    .selectFrom('identity.sign_in_challenge')
    .select(['id', 'ip', 'agent', 'asked_at'])
    .where('person_id', '=', actor.personId)
    .where('asked_at', 'is not', null)
    .where('approved_at', 'is', null)
    .where('denied_at', 'is', null)
    .where('used_at', 'is', null)
    .where('until', '>', now.toISOString())
    .orderBy('asked_at', 'desc')
    .limit(5)
    .execute();
  return {
    asked: await Promise.all(
      rows.map(async ({ id, ip, agent, asked_at }) => ({ id, ip, device: deviceName(agent), place: await placeOf(db, ip), at: asked_at! })),
    ),
  };
}

/**
 * Yes lets that browser in, no ends its signing in. Only the person themselves, from a session of two factors on a bound device
 * that is not the one asked about; anything else is not found.
 */
export async function answerAsked(work: Work, challengeId: string, isMe: boolean): Promise<object> {
  const { actor, now } = work;
  if (actor.kind !== 'person') refuse('auth.required');
  const { personId, sessionId } = actor;
  found(
    await work.tx
      .selectFrom('identity.session')
      .innerJoin('identity.known_device', 'identity.known_device.id', 'identity.session.device_id')
      .select('identity.session.id')
      .where('identity.session.id', '=', sessionId)
      .where('identity.known_device.person_id', '=', personId)
      .executeTakeFirst(),
  );
  const at = now.toISOString();
  const answered = await work.tx
    .updateTable('identity.sign_in_challenge')
    .set(isMe ? { approved_at: at } : { denied_at: at, until: at })
    .where('id', '=', challengeId)
    .where('person_id', '=', personId)
    .where('asked_at', 'is not', null)
    .where('approved_at', 'is', null)
    .where('denied_at', 'is', null)
    .where('used_at', 'is', null)
    .where('until', '>', at)
    .returning('id')
    .executeTakeFirst();
  found(answered);
  work.journal({
    stream: `person:${personId}`,
    action: isMe ? 'identity.deviceConfirmed' : 'identity.deviceDenied',
    object: { kind: 'signIn', id: challengeId },
    personId,
  });
  tellAsked(work, personId);
  return {};
}

/** What the known device said, to the browser that waits. */
export async function answerOf({ db, now }: Pick<Reading, 'db' | 'now'>, challenge: string): Promise<{ state: 'waiting' | 'approved' | 'denied' | 'over' }> {
  const row = await db
    .selectFrom('identity.sign_in_challenge')
    .select(['approved_at', 'denied_at', 'used_at', 'until'])
    .where('token_hash', '=', tokenHash(challenge))
    .executeTakeFirst();
  if (row?.denied_at) return { state: 'denied' };
  if (!row || row.used_at !== null || Date.parse(row.until) <= now.getTime()) return { state: 'over' };
  return { state: row.approved_at === null ? 'waiting' : 'approved' };
}
