// Browsers that a person entered from: bound by a secret mark, listed, named, removed (AUTH-5).
import type { Origin } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId, newId } from '#platform/ids';
import type { Cookies } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { endSessions } from './end-sessions.ts';
import { newToken, tokenHash } from './secrets.ts';
import './identity.tables.ts';

const DEVICE_MS = 30 * 24 * 3_600_000;
export type KnownDevice = { id: string; agent: string };

/** The browser, when the person entered from it in the last month. Asked of a name that nobody has too, for the time it takes. */
export async function knownDevice(
  db: Db | Tx,
  { personId, device }: { personId: string | null; device: string | undefined },
  now: Date,
): Promise<KnownDevice | undefined> {
  if (device === undefined) return undefined;
  return db
    .selectFrom('identity.known_device')
    .select(['id', 'agent'])
    .where('person_id', '=', personId ?? deriveId(device, 'nobody'))
    .where('token_hash', '=', Buffer.from(device, 'hex'))
    .where('until', '>', now.toISOString())
    .executeTakeFirst();
}

export const knowsDevice = async (...given: Parameters<typeof knownDevice>): Promise<boolean> => (await knownDevice(...given)) !== undefined;

/** Binds the browser, or renews its mark; answers its id. A family shares a browser: the new mark takes the place of the old one for everybody who entered here. */
export async function rememberDevice(
  work: Work,
  { personId, origin }: { personId: string; origin: Origin },
  cookies: Pick<Cookies, 'setDevice'>,
): Promise<string> {
  const token = newToken();
  const until = new Date(work.now.getTime() + DEVICE_MS);
  const token_hash = tokenHash(token);
  const seen = { seen_at: work.now.toISOString(), until: until.toISOString(), agent: origin.agent, ip: origin.ip };
  if (origin.device !== undefined)
    await work.tx.updateTable('identity.known_device').set({ token_hash }).where('token_hash', '=', Buffer.from(origin.device, 'hex')).execute();
  const { id } = await work.tx
    .insertInto('identity.known_device')
    .values({ person_id: personId, token_hash, id: newId(work.now), name: null, bound_at: seen.seen_at, ...seen })
    .onConflict((on) => on.columns(['person_id', 'token_hash']).doUpdateSet(seen))
    .returning('id')
    .executeTakeFirstOrThrow();
  cookies.setDevice(token, until);
  return id;
}

const ownId = (work: Work): string => (work.actor.kind === 'person' ? work.actor.personId : refuse('auth.required'));

export async function renameDevice(work: Work, deviceId: string, name: string): Promise<object> {
  found(
    await work.tx
      .updateTable('identity.known_device')
      .set({ name: name.trim() })
      .where('person_id', '=', ownId(work))
      .where('id', '=', deviceId)
      .returning('id')
      .executeTakeFirst(),
  );
  return {};
}

/** The browser is a stranger from now on, and whoever is in by it is out at the next request. */
export async function removeDevice(work: Work, deviceId: string): Promise<{ ended: number }> {
  const personId = ownId(work);
  found(await work.tx.deleteFrom('identity.known_device').where('person_id', '=', personId).where('id', '=', deviceId).returning('id').executeTakeFirst());
  const ended = await endSessions(work, { personId, but: null, deviceId });
  work.journal({ stream: `person:${personId}`, action: 'identity.deviceRemoved', object: { kind: 'device', id: deviceId }, personId });
  return { ended };
}

/** By what the last person entered from this browser, so that they need not type it again; null for a browser not bound. */
export async function rememberedName(db: Db, { device }: Origin, now: Date): Promise<{ name: string | null }> {
  if (device === undefined) return { name: null };
  const row = await db
    .selectFrom('identity.known_device')
    .innerJoin('identity.person', 'identity.person.id', 'identity.known_device.person_id')
    .select(['phone', 'email', 'login'])
    .where('token_hash', '=', Buffer.from(device, 'hex'))
    .where('until', '>', now.toISOString())
    .where('blocked_at', 'is', null)
    .orderBy('seen_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { name: row ? (row.login ?? row.phone ?? row.email) : null };
}
