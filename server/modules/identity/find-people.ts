// People looked for by operators: by what they sign in by, or by name. Who may look, and why, is the business of the module people.
import { type Kysely, sql } from 'kysely';
import type { Db, Tables, Tx } from '#platform/tables';
import { deviceName } from './device-name.ts';
import { IDLE_MS } from './identify.ts';
import { maskedContact } from './one-time-code.ts';
import { nameOf } from './persons.ts';
import { signInName } from './sign-in-name.ts';
import './identity.tables.ts';

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');
const prefix = (word: string): string => `${plain(word).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
const startsWith = (column: string, word: string) => sql<boolean>`replace(lower(${sql.ref(column)}), 'ё', 'е') like ${prefix(word)}`;

/** By the telephone, address or login typed; nobody or one. */
export async function personsByContact(db: Db | Tx, typed: string): Promise<string[]> {
  const name = signInName(typed);
  return name === null
    ? []
    : (await db.selectFrom('identity.sign_in_name').select('person_id').where('value', '=', name).execute()).map((row) => row.person_id);
}

/** By the beginnings of surname, name and patronymic, in this order; e and ё are one letter. At most `limit`, in order of names. */
export async function personsByName(db: Db | Tx, typed: string, limit: number): Promise<string[]> {
  const [last, first, middle] = typed.trim().split(/\s+/);
  if (!last || last.length < 2) return [];
  let query = db.selectFrom('identity.person').select('id').where(startsWith('last_name', last));
  if (first) query = query.where(startsWith('first_name', first));
  if (middle) query = query.where(startsWith('middle_name', middle));
  return (await query.orderBy('last_name').orderBy('first_name').orderBy('id').limit(limit).execute()).map(({ id }) => id);
}

export type PersonLine = { personId: string; name: string; phone: string | null; email: string | null; isBlocked: boolean };
const lineColumns = ['id', 'last_name', 'first_name', 'middle_name', 'phone', 'email', 'blocked_at'] as const;
type LineRow = {
  id: string;
  last_name: string;
  first_name: string;
  middle_name: string | null;
  phone: string | null;
  email: string | null;
  blocked_at: string | null;
};
const lineOf = (row: LineRow): PersonLine => ({
  personId: row.id,
  name: nameOf(row).full,
  phone: row.phone && maskedContact('sms', row),
  email: row.email && maskedContact('email', row),
  isBlocked: row.blocked_at !== null,
});

/** Names and masked contacts, in order of names. One statement. */
export const personLines = async (db: Db, ids: readonly string[]): Promise<PersonLine[]> =>
  ids.length === 0
    ? []
    : (
        await db
          .selectFrom('identity.person')
          .select(lineColumns)
          .where('id', 'in', [...ids])
          .orderBy('last_name')
          .orderBy('first_name')
          .orderBy('id')
          .execute()
      ).map(lineOf);

/** How a person is protected and where he is signed in. Three statements. */
export async function personSheet(db: Kysely<Tables>, personId: string, now: Date) {
  const person = await db
    .selectFrom('identity.person')
    .select([...lineColumns, 'login', 'confirmed', 'second_factor'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) return undefined;
  const { passkeys } = await db
    .selectFrom('identity.passkey')
    .select((eb) => eb.fn.countAll<bigint>().as('passkeys'))
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  const open = db
    .selectFrom('identity.session')
    .select(['id', 'agent', 'created_at', 'seen_at'])
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('until', '>', now.toISOString())
    .where('seen_at', '>', new Date(now.getTime() - IDLE_MS).toISOString());
  const sessions = await open.orderBy('seen_at', 'desc').orderBy('id').limit(50).execute();
  return {
    ...lineOf(person),
    login: person.login,
    isConfirmed: person.confirmed,
    secondFactor: person.second_factor as 'none' | 'sms' | 'email' | 'totp',
    passkeys: Number(passkeys),
    sessions: sessions.map((row) => ({ id: row.id, device: deviceName(row.agent), enteredAt: row.created_at, seenAt: row.seen_at })),
  };
}
