// Browsers from which a person entered before.
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import './identity.tables.ts';

/** Whether the person signed in from this browser in the last month. Asked of a name that nobody has too, for the time it takes. */
export async function knowsDevice(db: Db | Tx, { personId, device }: { personId: string | null; device: string | undefined }, now: Date): Promise<boolean> {
  if (device === undefined) return false;
  const row = await db
    .selectFrom('identity.known_device')
    .select('person_id')
    .where('person_id', '=', personId ?? deriveId(device, 'nobody'))
    .where('token_hash', '=', Buffer.from(device, 'hex'))
    .where('until', '>', now.toISOString())
    .executeTakeFirst();
  return row !== undefined;
}
