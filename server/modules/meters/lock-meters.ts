// Whoever writes readings first locks their meters: one after another sees what the other has kept.
import { sql, type RawBuilder } from 'kysely';
import { refuse } from '#platform/errors';
import type { Tx } from '#platform/tables';
import './meters.tables.ts';

const GAVE_UP_WAITING = '57014';

/** Locks meters `m` in one order, so that two at once wait and do not lock each other. Refuses with server.busy when a large load holds them too long. */
export async function lockMeters(tx: Tx, which: RawBuilder<boolean>): Promise<void> {
  try {
    await sql`select count(*) from (select from meters.meter m where ${which} order by m.house_id, m.id for no key update) l`.execute(tx);
  } catch (error) {
    if ((error as { code?: string }).code === GAVE_UP_WAITING) refuse('server.busy', { seconds: 30 });
    throw error;
  }
}

/** All meters of a home, or of the house itself. */
export const metersAt = ({ houseId, premisesId }: { readonly houseId: string; readonly premisesId: string | null }): RawBuilder<boolean> =>
  sql`m.house_id = ${houseId} and m.premises_id is not distinct from ${premisesId}::uuid`;

/** These meters, by any number of them. */
export const metersOf = (meters: readonly { readonly houseId: string; readonly id: string }[]): RawBuilder<boolean> =>
  sql`(m.house_id, m.id) in (select * from unnest(${meters.map(({ houseId }) => houseId)}::uuid[], ${meters.map(({ id }) => id)}::uuid[]))`;
