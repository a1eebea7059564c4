// The pair of keys by which push services know the portal (VAPID, RFC 8292). Made once; a new one would cut off every device.
import { createECDH } from 'node:crypto';
import { openBytes, sealBytes } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import './notifications.tables.ts';

/** Both in base64url, the public one a point of P-256. */
export type PushKey = { readonly publicKey: string; readonly privateKey: string };
const PLACE = { table: 'notifications.push_key', column: 'sealed', rowId: '1' } as const;
const PRIVATE_BYTES = 32;

/** Makes the key where there is none. Of two processes at once the first one's stays. */
export async function makePushKey({ db, masterKeys, clock }: Ground): Promise<void> {
  if (await publicPushKey(db)) return;
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  const secret = Buffer.alloc(PRIVATE_BYTES);
  const bytes = pair.getPrivateKey();
  bytes.copy(secret, PRIVATE_BYTES - bytes.length);
  const row = { id: 1, public_key: pair.getPublicKey('base64url'), sealed: sealBytes(masterKeys, PLACE, secret), made_at: clock().toISOString() };
  await db
    .insertInto('notifications.push_key')
    .values(row)
    .onConflict((on) => on.doNothing())
    .execute();
}

/** Null before the worker's first round. */
export const publicPushKey = async (db: Db): Promise<string | null> =>
  (await db.selectFrom('notifications.push_key').select('public_key').executeTakeFirst())?.public_key ?? null;

export async function pushKey(db: Db, ring: KeyRing): Promise<PushKey | undefined> {
  const row = await db.selectFrom('notifications.push_key').select(['public_key', 'sealed']).executeTakeFirst();
  return row && { publicKey: row.public_key, privateKey: openBytes(ring, PLACE, row.sealed).toString('base64url') };
}
