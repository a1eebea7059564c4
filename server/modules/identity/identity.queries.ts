// What a person sees of their own protection. Every statement is scoped by the person's id.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getSecurity, listSessions } from '#contract/identity';
import { refuse } from '#platform/errors';
import type { Reading } from '#platform/route';
import { isFreshlyProven } from './authenticator.ts';
import { leastLength } from './set-password.ts';
import { deviceName } from './device-name.ts';
import { IDLE_MS } from './identify.ts';
import { maskedContact } from './one-time-code.ts';
import { nameOf } from './persons.ts';
import { PASSWORD_OLD_DAYS } from './remind-passwords.ts';
import './identity.tables.ts';

const OLD_PASSWORD_MS = PASSWORD_OLD_DAYS * 86_400_000;
const HISTORY = 20;
type Sessions = AnswerOf<typeof listSessions>['sessions'];
type Security = AnswerOf<typeof getSecurity>;
type Event = Security['history'][number];

/** The place of a row's `ip`, which is empty where it is unknown. */
const placeOfRow = sql<
  string | null
>`(select case when r.last_address >= a.ip then r.place end from (select case when ip ~* '^[0-9a-f.:]+$' then ip::inet end as ip) a, identity.address_range r where r.first_address <= a.ip order by r.first_address desc limit 1)`.as(
  'place',
);

/** Open sessions, the newest use first. One statement. */
export async function sessionsOf({ db, actor, now }: Reading): Promise<Sessions> {
  if (actor.kind !== 'person') refuse('auth.required');
  const rows = await db
    .selectFrom('identity.session')
    .select(['id', 'agent', 'ip', placeOfRow, 'level', 'created_at', 'seen_at'])
    .where('person_id', '=', actor.personId)
    .where('ended_at', 'is', null)
    .where('until', '>', now.toISOString())
    .where('seen_at', '>', new Date(now.getTime() - IDLE_MS).toISOString())
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === actor.sessionId,
    device: deviceName(row.agent),
    ip: row.ip,
    place: row.place,
    level: row.level,
    enteredAt: row.created_at,
    seenAt: row.seen_at,
  }));
}

/** The person's row, what proves them, where they are signed in, how they came in. Five statements. */
function protectionRows({ db, now }: Reading, personId: string) {
  return Promise.all([
    db
      .selectFrom('identity.person')
      .leftJoin('identity.totp', 'identity.totp.person_id', 'identity.person.id')
      .selectAll('identity.person')
      .select('identity.totp.confirmed_at as totp_since')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('identity.recovery_code')
      .select((eb) => eb.fn.countAll<bigint>().as('left'))
      .where('person_id', '=', personId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('identity.passkey')
      .select(['id', 'name', 'made_at', 'last_used_at', 'backed_up'])
      .where('person_id', '=', personId)
      .orderBy('made_at')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('identity.known_device')
      .select(['id', 'name', 'agent', 'ip', placeOfRow, 'bound_at', 'seen_at', 'token_hash'])
      .where('person_id', '=', personId)
      .where('until', '>', now.toISOString())
      .orderBy('seen_at', 'desc')
      .orderBy('id')
      .limit(50)
      .execute(),
    db
      .selectFrom('identity.sign_in_event')
      .select(['id', 'at', 'outcome', 'agent', 'ip', 'door', 'reasons', 'place'])
      .where('person_id', '=', personId)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(HISTORY)
      .execute(),
  ]);
}

/** Six statements. */
export async function securityOf(reading: Reading): Promise<Security> {
  const { actor, now } = reading;
  if (actor.kind !== 'person') refuse('auth.required');
  const [[person, codes, passkeys, devices, history], sessions] = await Promise.all([protectionRows(reading, actor.personId), sessionsOf(reading)]);
  const isFresh = isFreshlyProven(actor, now);
  return {
    person: {
      name: nameOf(person).full,
      phone: person.phone && maskedContact('sms', person),
      email: person.email && maskedContact('email', person),
      login: person.login,
      isConfirmed: person.confirmed,
    },
    password: {
      setAt: person.password_set_at,
      isOld: person.password_set_at !== null && now.getTime() - Date.parse(person.password_set_at) > OLD_PASSWORD_MS,
      least: leastLength(person.second_factor),
    },
    secondFactor: person.second_factor as Security['secondFactor'],
    totpSince: person.totp_since,
    recoveryCodesLeft: Number(codes.left),
    passkeys: passkeys.map((key) => ({ id: key.id, name: key.name, madeAt: key.made_at, lastUsedAt: key.last_used_at, isSynced: key.backed_up })),
    provenUntil: isFresh ? actor.steppedUpUntil : null,
    sessions,
    devices: devices.map((one) => ({
      id: one.id,
      name: one.name,
      device: deviceName(one.agent),
      ip: one.ip,
      place: one.place,
      boundAt: one.bound_at,
      seenAt: one.seen_at,
      isCurrent: one.token_hash.toString('hex') === actor.device,
    })),
    history: history.map(({ id, at, outcome, agent, ip, door, reasons, place }) => ({
      id,
      at,
      outcome: outcome as Event['outcome'],
      device: deviceName(agent),
      ip,
      place,
      door: door as Event['door'],
      reasons: reasons as Event['reasons'],
    })),
    can: { changeFactors: isFresh },
  };
}
