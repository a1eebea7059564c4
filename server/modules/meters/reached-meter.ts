// One meter within the reach of the organization's people who work with readings.
import type { Actor } from '#platform/actor';
import { found } from '#platform/errors';
import type { Db } from '#platform/tables';
import { organizationsInReach } from './meters.policy.ts';
import './meters.tables.ts';

export type MeterKeys = { readonly houseId: string; readonly meterId: string };

/** Refuses object.notFound outside the actor's reach. One statement. */
export async function reachedMeter(db: Db, actor: Actor, { houseId, meterId }: MeterKeys) {
  const columns = [
    'premises_id as premisesId',
    'organization_id as organizationId',
    'service_code as serviceCode',
    'serial',
    'installed_on as installedOn',
    'removed_on as removedOn',
    'version',
  ] as const;
  const row = await db.selectFrom('meters.meter').select(columns).where('house_id', '=', houseId).where('id', '=', meterId).executeTakeFirst();
  return { ...found(row && organizationsInReach(actor).includes(row.organizationId) ? row : undefined), houseId, meterId };
}
