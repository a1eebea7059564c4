// Who is calling: one statement for a session with its roles, one for a machine key.
import { type RawBuilder, sql } from 'kysely';
import type { Actor, Grant, Origin } from '#platform/actor';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { type ChildRow, narrowedOf, type PowerRow } from './narrow.ts';
import { tokenHash } from './secrets.ts';
import './identity.tables.ts';

/** A session that nobody used for so long is over (AUTH-11). */
export const IDLE_MS: number = 30 * 60_000;
/** How often the last use is written: a write for every request would cost more than the look-up. */
const SEEN_EVERY_MS = 60_000;
/** Terms of roles are days; they begin and end at midnight of Moscow for the whole country. */
const ZONE_OF_TERMS = 'Europe/Moscow';

type Credentials = { sessionToken: string | undefined; machineKey: string | undefined; origin: Origin };
type SessionRow = {
  id: string;
  person_id: string;
  level: 1 | 2;
  stepped_up_until: string | null;
  seen_at: string;
  grants: Grant[];
  power: PowerRow | null;
  child: ChildRow | null;
};
type KeyRow = { id: string; organization_id: string; operations: string[]; last_used_at: string | null };

/**
 * The actor behind the session cookie or the machine key; a guest when there is none, when it is unknown, over or revoked.
 * What was revoked before this call is refused by it: nothing is kept in memory.
 */
export async function identify(db: Db, { sessionToken, machineKey, origin }: Credentials, now: Date): Promise<Actor> {
  if (machineKey !== undefined) return machineOf(db, { machineKey, origin }, now);
  if (sessionToken !== undefined) return personOf(db, { sessionToken, origin }, now);
  return { kind: 'guest', ...origin };
}

async function personOf(db: Db, { sessionToken, origin }: { sessionToken: string; origin: Origin }, now: Date): Promise<Actor> {
  const hash = tokenHash(sessionToken);
  const today = todayOf(now);
  const { rows } = await sql<SessionRow>`
    select s.id, s.person_id, s.level, s.stepped_up_until, s.seen_at, ${grantsOf(sql.ref('s.person_id'), today)} as grants,
      case when w.id is not null then json_build_object('id', w.id, 'principalId', w.principal_id, 'rights', w.rights, 'name', concat_ws(' ', o.last_name, o.first_name, o.middle_name), 'grants', ${grantsOf(sql.ref('w.principal_id'), today)}) end as power,
      case when c.person_id is not null then json_build_object('services', c.services, 'fromMinute', c.from_minute, 'toMinute', c.to_minute, 'timeZone', c.time_zone, 'isDeviceAllowed', c.devices is null or exists (
        select 1 from identity.known_device d where d.person_id = s.person_id and d.token_hash = decode(${origin.device ?? ''}, 'hex') and d.id = any(c.devices)),
        'isParentHere', exists (select 1 from identity.role_grant g where g.person_id = c.parent_id and g.premises_id = c.premises_id and g.role in ('owner', 'tenant', 'family') and ${inForce(today)})) end as child
    from identity.session s join identity.person p on p.id = s.person_id
    left join (identity.power w join identity.person o on o.id = w.principal_id and o.blocked_at is null)
      on w.id = s.acting_for and w.representative_id = s.person_id and w.ended_at is null and w.from_day <= ${today}::date and w.to_day >= ${today}::date
    left join identity.child c on c.person_id = s.person_id
    where s.token_hash = ${hash} and s.ended_at is null and p.blocked_at is null
      and s.until > ${now.toISOString()} and s.seen_at > ${new Date(now.getTime() - IDLE_MS).toISOString()}`.execute(db);
  const row = rows[0];
  if (!row) return { kind: 'guest', ...origin };
  if (now.getTime() - Date.parse(row.seen_at) >= SEEN_EVERY_MS)
    noteSeen(db.updateTable('identity.session').set({ seen_at: now.toISOString() }).where('token_hash', '=', hash).where('ended_at', 'is', null).execute());
  const steppedUpUntil = row.stepped_up_until !== null && Date.parse(row.stepped_up_until) > now.getTime() ? row.stepped_up_until : null;
  const session = { personId: row.person_id, level: row.level, grants: row.grants };
  const narrowed = narrowedOf(session, row, now);
  return { kind: 'person', ...session, sessionId: row.id, steppedUpUntil, ...(narrowed && { narrowed }), ...origin };
}

/** Roles in force today, as JSON. */
const grantsOf = (person: RawBuilder<unknown>, today: string): RawBuilder<unknown> => sql`coalesce((
  select json_agg(jsonb_build_object('role', g.role, 'premisesId', g.premises_id, 'houseId', g.house_id, 'organizationId', g.organization_id)
    || case when g.region is null then '{}' else jsonb_build_object('territory', jsonb_build_object('region', g.region, 'city', g.city)) end order by g.from_day, g.id)
  from identity.role_grant g where g.person_id = ${person} and ${inForce(today)}), '[]')`;

/** Of a role `g`: in force on the day. */
const inForce = (today: string): RawBuilder<unknown> =>
  sql`g.ended_at is null and g.from_day <= ${today}::date and (g.to_day is null or g.to_day >= ${today}::date)`;

async function machineOf(db: Db, { machineKey, origin }: { machineKey: string; origin: Origin }, now: Date): Promise<Actor> {
  const hash = tokenHash(machineKey);
  const { rows } = await sql<KeyRow>`
    select id, organization_id, operations, last_used_at from identity.machine_key
    where key_hash = ${hash} and revoked_at is null and until > ${now.toISOString()}`.execute(db);
  const row = rows[0];
  if (!row) return { kind: 'guest', ...origin };
  if (row.last_used_at === null || now.getTime() - Date.parse(row.last_used_at) >= SEEN_EVERY_MS)
    noteSeen(db.updateTable('identity.machine_key').set({ last_used_at: now.toISOString() }).where('key_hash', '=', hash).execute());
  return { kind: 'machine', keyId: row.id, organizationId: row.organization_id, operations: row.operations, ...origin };
}

/** Beside the request: a lost mark costs a minute of idle time at most, and the request must not wait for it. */
function noteSeen(marking: Promise<unknown>): void {
  marking.catch((error: unknown) => console.error('the last use of a session or key was not noted', error instanceof Error ? error.message : error));
}

/** The day by which terms of roles are judged. */
export const todayOf = (now: Date): string => dayIn(ZONE_OF_TERMS, now);
