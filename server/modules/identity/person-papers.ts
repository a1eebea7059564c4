// What a trusted outside system knows of a person, put into the person's own row. Contacts that are there already are never replaced here.
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import './identity.tables.ts';

export type Names = { readonly lastName: string; readonly firstName: string; readonly middleName: string | null };
export type KnownPerson = Names & {
  readonly phone: string | null;
  readonly email: string | null;
  readonly isConfirmed: boolean;
  readonly hasPassword: boolean;
};

export async function knownPerson(db: Db | Tx, personId: string): Promise<KnownPerson> {
  const row = await db
    .selectFrom('identity.person')
    .select(['last_name', 'first_name', 'middle_name', 'phone', 'email', 'confirmed', 'password_hash'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    lastName: row.last_name,
    firstName: row.first_name,
    middleName: row.middle_name,
    phone: row.phone,
    email: row.email,
    isConfirmed: row.confirmed,
    hasPassword: row.password_hash !== null,
  };
}

/** Who signs in by this telephone or address, written canonically; undefined when nobody does. */
export async function personBySignInName(db: Db | Tx, value: string): Promise<string | undefined> {
  return (await db.selectFrom('identity.sign_in_name').select('person_id').where('value', '=', value).executeTakeFirst())?.person_id;
}

/** Whether of these people one at least has not been erased. */
export async function isAnyoneHere(db: Db | Tx, personIds: readonly string[]): Promise<boolean> {
  return (
    personIds.length > 0 &&
    (await db
      .selectFrom('identity.person')
      .select('id')
      .where('id', 'in', [...personIds])
      .where('erased_at', 'is', null)
      .limit(1)
      .executeTakeFirst()) !== undefined
  );
}

/** Identity was proven (AUTH-1); with names the person is called as the papers say. */
export async function confirmPerson(work: Work, personId: string, names?: Names): Promise<void> {
  const renamed = names && { last_name: names.lastName, first_name: names.firstName, middle_name: names.middleName };
  const done = await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ confirmed: true, ...renamed, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .$if(names === undefined, (query) => query.where('confirmed', '=', false))
    .executeTakeFirst();
  if (done.numUpdatedRows > 0n)
    work.journal({ stream: `person:${personId}`, action: 'identity.personConfirmed', object: { kind: 'person', id: personId }, personId });
}

/** Fills a telephone and an address where the person has none and nobody else signs in by them. */
export async function fillContacts(work: Work, personId: string, given: { phone: string | null; email: string | null }): Promise<void> {
  const own = await knownPerson(work.tx, personId);
  for (const kind of ['phone', 'email'] as const) {
    const value = given[kind];
    if (value === null || own[kind] !== null) continue;
    const added = await work.tx
      .insertInto('identity.sign_in_name')
      .values({ value, person_id: personId, kind })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 1n)
      await work.tx
        .updateTable('identity.person')
        .set((eb) => ({ [kind]: value, version: eb('version', '+', 1) }))
        .where('id', '=', personId)
        .execute();
  }
}
