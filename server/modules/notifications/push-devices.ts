// Browsers that take notices: kept, and forgotten when the person leaves them.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { addPushDevice as addEndpoint, getPushDevices } from '#contract/push';
import { deviceName, isFreshlyProven, knownDevice } from '#modules/identity';
import type { Person } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { openField, sealField } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import type { Consumer } from '#platform/module';
import type { Reading } from '#platform/route';
import { lockName, type Work } from '#platform/work';
import type { PushChannel } from './push-channel.ts';
import { publicPushKey } from './push-key.ts';
import { personsWithDevices, placeOfDevice } from './push-targets.ts';
import './notifications.tables.ts';

const MOST = 10;
const POINT_BYTES = 65;
const AUTH_BYTES = 16;
const personOf = ({ actor }: Pick<Reading, 'actor'>): Person => (actor.kind === 'person' ? actor : refuse('auth.required'));

/** Three statements. */
export async function pushDevicesOf(reading: Reading): Promise<AnswerOf<typeof getPushDevices>> {
  const { db, now } = reading;
  const actor = personOf(reading);
  const rows = await db
    .selectFrom('notifications.push_device')
    .select(['id', 'name', 'made_at', 'takes_codes', 'known_device_id'])
    .where('person_id', '=', actor.personId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  const here = await knownDevice(db, { personId: actor.personId, device: actor.device }, now);
  const devices = rows.map((row) => ({
    id: row.id,
    name: row.name,
    madeAt: row.made_at,
    takesCodes: row.takes_codes,
    isThis: here !== undefined && row.known_device_id === here.id,
  }));
  return { publicKey: await publicPushKey(db), devices, can: { chooseCodes: isFreshlyProven(actor, now) } };
}

/** The same subscription again is one device; whoever shares the browser takes it over. Refuses with push.foreign, push.tooMany and keys of a wrong length by field. */
export async function addPushDevice(work: Work, push: PushChannel, given: InputOf<typeof addEndpoint>['body']): Promise<{ id: string }> {
  const { personId, sessionId, device, agent } = personOf(work);
  if (!push.isKnown(given.endpoint)) refuse('push.foreign');
  const wrong = [
    ['p256dh', POINT_BYTES],
    ['auth', AUTH_BYTES],
  ] as const;
  for (const [name, bytes] of wrong)
    if (Buffer.from(given[name], 'base64url').length !== bytes)
      refuseFields([{ pointer: `/${name}`, code: 'format', detail: 'Ключ браузера не читается. Подключите уведомления ещё раз' }]);
  const endpoint_hash = createHash('sha256').update(given.endpoint).digest();
  await lockName(work.tx, `push devices of ${personId}`);
  await lockName(work.tx, `push device ${endpoint_hash.toString('hex')}`);
  const earlier = await work.tx
    .selectFrom('notifications.push_device')
    .select(['person_id', 'id', 'sealed'])
    .where('endpoint_hash', '=', endpoint_hash)
    .execute();
  const same = earlier.find((row) => row.person_id === personId && openField(work.masterKeys, placeOfDevice(row.id), row.sealed) === JSON.stringify(given));
  if (same) return { id: same.id };
  await forgetDevices(
    work,
    earlier.map(({ id }) => id),
  );
  const { count } = await work.tx
    .selectFrom('notifications.push_device')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  if (count >= BigInt(MOST)) refuse('push.tooMany');
  const id = deriveId(work.id, 'push device');
  const known = await knownDevice(work.tx, { personId, device }, work.now);
  await work.tx
    .insertInto('notifications.push_device')
    .values({
      person_id: personId,
      id,
      known_device_id: known?.id ?? null,
      session_id: sessionId,
      endpoint_hash,
      sealed: sealField(work.masterKeys, placeOfDevice(id), JSON.stringify(given)),
      name: deviceName(agent),
      made_at: work.now.toISOString(),
    })
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'notifications.pushOn', object: { kind: 'device', id }, personId });
  return { id };
}

export const ownDevice = (work: Work, personId: string, deviceId: string) =>
  work.tx
    .selectFrom('notifications.push_device')
    .select(['name', 'takes_codes'])
    .where('person_id', '=', personId)
    .where('id', '=', deviceId)
    .forUpdate()
    .executeTakeFirst();

export async function removePushDevice(work: Work, deviceId: string): Promise<object> {
  const { personId } = personOf(work);
  found(await ownDevice(work, personId, deviceId));
  await forgetDevices(work, [deviceId]);
  work.journal({ stream: `person:${personId}`, action: 'notifications.pushOff', object: { kind: 'device', id: deviceId }, personId });
  return {};
}

/** Consumer of identity's `session.ended`: whoever left a browser, or was put out of it, is told nothing more there. A session that only grew old leaves its device. */
export const leavePushDevices: Consumer<'session.ended'> = async (work, { data }) => {
  const [sessions, devices] = [[...data.sessionIds], [...(data.deviceIds ?? [])]];
  const rows = await sql<{
    id: string;
  }>`select id from notifications.push_device where session_id = any(${sessions}::uuid[]) or known_device_id = any(${devices}::uuid[])`.execute(work.tx);
  await forgetDevices(
    work,
    rows.rows.map(({ id }) => id),
  );
};

/** Deletes devices, also as the push service asks; tells identity where the last one that took codes is gone. */
export async function forgetDevices(work: Work, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const gone = await work.tx
    .deleteFrom('notifications.push_device')
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .returning(['person_id', 'takes_codes'])
    .execute();
  await tellCodes(work, [...new Set(gone.filter((row) => row.takes_codes).map((row) => row.person_id))]);
}

/** Tells identity who has a device for codes now. */
export async function tellCodes(work: Work, personIds: readonly string[]): Promise<void> {
  const takers = await personsWithDevices(work.tx, personIds, { forCodes: true });
  for (const personId of personIds) work.emit('push.codesChosen', { personId, isOn: takers.has(personId) }, [`person:${personId}`]);
}
