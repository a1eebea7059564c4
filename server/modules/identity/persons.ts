// People: made, named, reached.
import { sql } from 'kysely';
import { parsePhone } from '#contract/phone';
import { refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import { makePersonKey } from '#platform/journal';
import type { Work } from '#platform/work';
import type { SecondFactor } from './assurance.ts';
import { canonicalEmail, canonicalLogin } from './sign-in-name.ts';
import './identity.tables.ts';

export type NewPerson = {
  /** Given where the id must be known before; else it derives from the command. */
  personId?: string;
  lastName: string;
  firstName: string;
  middleName?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  login?: string | undefined;
  /** From `hashPassword`, made outside any transaction. */
  passwordHash?: string | undefined;
  /** Identity was proven (AUTH-1). */
  confirmed?: boolean;
  /** By default the message channel that there is. */
  secondFactor?: SecondFactor;
};

/** Makes a person with the names to sign in by. Refuses fields that cannot be read or are somebody else's already. */
export async function createPerson(work: Work, given: NewPerson): Promise<{ personId: string }> {
  const personId = given.personId ?? deriveId(work.id, `person ${given.phone ?? given.email ?? given.login ?? ''}`);
  const phone = given.phone === undefined ? null : (parsePhone(given.phone) ?? wrong('/phone', 'Введите номер телефона, например +7 912 345-67-89'));
  const email = given.email === undefined ? null : (canonicalEmail(given.email) ?? wrong('/email', 'Введите адрес почты, например ivan@example.ru'));
  const login =
    given.login === undefined
      ? null
      : (canonicalLogin(given.login) ?? wrong('/login', 'Логин: от 3 до 40 латинских букв, цифр, точек и дефисов, первая буква'));
  const now = work.now.toISOString();
  const second_factor = given.secondFactor ?? (phone !== null ? 'sms' : email !== null ? 'email' : 'none');
  const password = { password_hash: given.passwordHash ?? null, password_set_at: given.passwordHash === undefined ? null : now };
  await work.tx
    .insertInto('identity.person')
    .values({
      id: personId,
      last_name: given.lastName,
      first_name: given.firstName,
      middle_name: given.middleName ?? null,
      phone,
      email,
      login,
      ...password,
      confirmed: given.confirmed ?? false,
      second_factor,
      blocked_at: null,
      made_at: now,
    })
    .execute();
  for (const [kind, value] of [
    ['phone', phone],
    ['email', email],
    ['login', login],
  ] as const) {
    if (value === null) continue;
    const added = await work.tx
      .insertInto('identity.sign_in_name')
      .values({ value, person_id: personId, kind })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) wrong(`/${kind}`, 'С этим уже входит другой человек');
  }
  if (given.passwordHash !== undefined)
    await work.tx.insertInto('identity.password_history').values({ person_id: personId, set_at: now, password_hash: given.passwordHash }).execute();
  await makePersonKey(work, personId);
  work.journal({ stream: `person:${personId}`, action: 'identity.personMade', object: { kind: 'person', id: personId }, personId });
  return { personId };
}

const wrong = (pointer: string, detail: string): never => refuseFields([{ pointer, code: 'input.invalid', detail }]);

/** `full`: «Иванова Мария Петровна»; `short`: «Мария Петровна»; `initials`: «МИ». */
export type PersonName = { full: string; short: string; initials: string };

/** Names by person id, with one statement; an unknown id is missing. */
export async function personNames(db: Db, ids: readonly string[]): Promise<Map<string, PersonName>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('identity.person')
    .select(['id', 'last_name', 'first_name', 'middle_name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, nameOf(row)]));
}

/** A person's name, and how the codes come, as a query that another module may join as a table; `nameOf` writes the name. */
export const personNameRow = (personId: string) =>
  sql<{
    last_name: string;
    first_name: string;
    middle_name: string | null;
    codesBy: 'app' | 'message';
  }>`select last_name, first_name, middle_name, case second_factor when 'totp' then 'app' else 'message' end as "codesBy" from identity.person where id = ${personId}`;

/** The ways to write one name. Pure. */
export function nameOf(person: { last_name: string; first_name: string; middle_name: string | null }): PersonName {
  const short = [person.first_name, person.middle_name].filter(Boolean).join(' ');
  return { full: `${person.last_name} ${short}`, short, initials: person.first_name.slice(0, 1) + person.last_name.slice(0, 1) };
}

/** How to reach people: for the module that sends messages. Never part of an answer. */
export type Contacts = { phone: string | null; email: string | null; secondFactor: SecondFactor };

export async function contactsOf(db: Db, ids: readonly string[]): Promise<Map<string, Contacts>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('identity.person')
    .select(['id', 'phone', 'email', 'second_factor'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, phone, email, second_factor }) => [id, { phone, email, secondFactor: second_factor as SecondFactor }]));
}

/** Ids of people who use the portal, in their order, after the given one. For telling everybody, some at a time. */
export async function personsAfter(db: Db, after: string | undefined, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.person')
    .select('id')
    .where('blocked_at', 'is', null)
    .$if(after !== undefined, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** The name as it stands in the profile, part by part. */
export async function profileOf(db: Db, personId: string): Promise<{ lastName: string; firstName: string; middleName: string | null; confirmed: boolean }> {
  return db
    .selectFrom('identity.person')
    .select(['last_name as lastName', 'first_name as firstName', 'middle_name as middleName', 'confirmed'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
}

/** Another name, by a decision of the operator on a request of the person. */
export async function renamePerson(
  work: Work,
  { personId, lastName, firstName, middleName }: { personId: string; lastName: string; firstName: string; middleName?: string | undefined },
): Promise<void> {
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ last_name: lastName.trim(), first_name: firstName.trim(), middle_name: middleName?.trim() || null, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'identity.renamed', object: { kind: 'person', id: personId }, personId });
}
