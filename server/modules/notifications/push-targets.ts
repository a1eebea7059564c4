// Devices as sending needs them: who has any, and where each takes its messages.
import { sql } from 'kysely';
import { openField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db } from '#platform/tables';
import type { Subscription } from './push-channel.ts';
import './notifications.tables.ts';

export const placeOfDevice = (id: string) => ({ table: 'notifications.push_device', column: 'sealed', rowId: id }) as const;

/** Who of the people has a device for notices, or for codes. One statement. */
export async function personsWithDevices(db: Db, personIds: readonly string[], { forCodes }: { forCodes: boolean }): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('notifications.push_device')
    .select('person_id')
    .distinct()
    .where('person_id', '=', sql<string>`any(${[...personIds]}::uuid[])`)
    .$if(forCodes, (query) => query.where('takes_codes', '=', true))
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

export type PushTarget = { readonly id: string; readonly subscription: Subscription };

export async function targetsOf(db: Db, ring: KeyRing, { personId, forCodes }: { personId: string; forCodes: boolean }): Promise<PushTarget[]> {
  const rows = await db
    .selectFrom('notifications.push_device')
    .select(['id', 'sealed'])
    .where('person_id', '=', personId)
    .$if(forCodes, (query) => query.where('takes_codes', '=', true))
    .execute();
  return rows.map(({ id, sealed }) => ({ id, subscription: JSON.parse(openField(ring, placeOfDevice(id), sealed)) as Subscription }));
}
