// Gathers what is usual for a person, for the score of a signing in.
import { sql } from 'kysely';
import type { Origin } from '#platform/actor';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { deviceName } from './device-name.ts';
import type { KnownDevice } from './known-device.ts';
import { type Assessed, riskOf } from './risk.ts';
import './identity.tables.ts';

const LOOKED_AT = 100;
const DAY_MS = 86_400_000;
/** Moscow keeps no summer time. */
const MOSCOW_MS = 3 * 3_600_000;
const hourOf = (instant: number): number => new Date(instant + MOSCOW_MS).getUTCHours();

/** The place of the address by the installation's file, or null. */
export async function placeOf(db: Db | Tx, ip: string): Promise<string | null> {
  if (!/^[\da-f.:]+$/i.test(ip)) return null;
  const { rows } = await sql<{
    place: string;
  }>`select place from (select place, last_address from identity.address_range where first_address <= ${ip}::inet order by first_address desc limit 1) found where last_address >= ${ip}::inet`.execute(
    db,
  );
  return rows[0]?.place ?? null;
}

/** Three statements. `device`: the browser, when the person entered from it before. */
export async function assessSignIn(
  work: Work,
  { personId, origin, device }: { personId: string; origin: Origin; device: KnownDevice | undefined },
): Promise<Assessed & { place: string | null }> {
  const now = work.now.getTime();
  const place = await placeOf(work.tx, origin.ip);
  const entered = await work.tx
    .selectFrom('identity.sign_in_event')
    .select(['at', 'place'])
    .where('person_id', '=', personId)
    .where('outcome', '=', 'entered')
    .orderBy('at', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const { failures } = await work.tx
    .selectFrom('identity.sign_in_event')
    .select((eb) => eb.fn.countAll<bigint>().as('failures'))
    .where('person_id', '=', personId)
    .where('outcome', 'like', 'wrong%')
    .where('at', '>', new Date(now - DAY_MS).toISOString())
    .executeTakeFirstOrThrow();
  const facts = {
    isNewDevice: device === undefined && entered.length > 0,
    place,
    usualPlaces: entered.flatMap((one) => (one.place === null ? [] : [one.place])),
    hour: hourOf(now),
    usualHours: entered.map(({ at }) => hourOf(Date.parse(at))),
    failures: Number(failures),
    agent: { now: deviceName(origin.agent), before: device === undefined || device.agent === '' ? null : deviceName(device.agent) },
  };
  return { ...riskOf(facts), place };
}
