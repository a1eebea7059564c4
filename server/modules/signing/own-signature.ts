// What a person signed by a key, as a file for any tool: the detached CMS that is kept.
import { selfOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import './signing.tables.ts';

/** Another's, and one that was made by a code, are not found. */
export async function ownSignature({ db, actor }: Pick<Reading, 'db' | 'actor'>, signatureId: string): Promise<Buffer> {
  const row = await db.selectFrom('signing.signature').select('cms').where('person_id', '=', selfOf(actor)).where('id', '=', signatureId).executeTakeFirst();
  return found(row?.cms ?? undefined);
}
