// A person's own address at the portal, to which they send papers by e-mail (DOCS-1). Its name is chosen by chance and may be renewed:
// the earlier one is then nobody's.
import { createHash, randomBytes } from 'node:crypto';
import type { AnswerOf } from '#contract/endpoint';
import type { getMailAddress, renewMailAddress as renewEndpoint } from '#contract/documents';
import { contactsOf } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { openField, sealField } from '#platform/field-cipher';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground, Work } from '#platform/work';
import './documents.tables.ts';

/** Letters and digits that are not taken for one another. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;
const placeOf = (personId: string) => ({ table: 'documents.mail_address', column: 'sealed', rowId: personId });
const hashOf = (name: string): Buffer => createHash('sha256').update(name.toLowerCase()).digest();
/** Two bytes a sign: their remainder is as good as even. */
const newName = (): string => Array.from({ length: LENGTH }, () => SIGNS[randomBytes(2).readUInt16BE() % SIGNS.length]).join('');

/** GET /api/v1/documents/mail-address. Two statements. */
export async function readMailAddress(
  { db, actor }: Pick<Reading, 'db' | 'actor'>,
  { masterKeys }: Ground,
  domain: string | undefined,
): Promise<AnswerOf<typeof getMailAddress>> {
  const personId = found(personIdOf(actor));
  if (domain === undefined) return { isOffered: false, address: null, sender: null };
  const row = await db.selectFrom('documents.mail_address').select('sealed').where('person_id', '=', personId).executeTakeFirst();
  const sender = (await contactsOf(db, [personId])).get(personId)?.email ?? null;
  return { isOffered: true, address: row ? `${openField(masterKeys, placeOf(personId), row.sealed)}@${domain}` : null, sender };
}

/** POST /api/v1/documents/mail-address. The address itself is not in the answer: that one is remembered. Refuses documents.noEmail. */
export async function renewMailAddress(work: Work): Promise<AnswerOf<typeof renewEndpoint>> {
  const personId = found(personIdOf(work.actor));
  if (!(await contactsOf(work.tx, [personId])).get(personId)?.email) refuse('documents.noEmail');
  const name = newName();
  const made = { token_hash: hashOf(name), sealed: sealField(work.masterKeys, placeOf(personId), name), at: work.now.toISOString() };
  await work.tx
    .insertInto('documents.mail_address')
    .values({ person_id: personId, ...made })
    .onConflict((on) => on.column('person_id').doUpdateSet(made))
    .execute();
  work.journal({ stream: `person:${personId}`, action: 'document.addressMade', object: { kind: 'person', id: personId }, personId });
  return { renewed: true };
}

/** Whose address it is, by what stands before the @, and from where they write. */
export async function ownerOfAddress(db: Db, name: string): Promise<{ personId: string; email: string | null } | undefined> {
  const row = await db.selectFrom('documents.mail_address').select('person_id').where('token_hash', '=', hashOf(name)).executeTakeFirst();
  return row && { personId: row.person_id, email: (await contactsOf(db, [row.person_id])).get(row.person_id)?.email ?? null };
}
