// What proves signatures of the portal's certificates after their terms: authorities and lists of the revoked, put beside the signatures while all is at hand.
import type { Work } from '#platform/work';
import type { Proofs } from './pdf-proofs.ts';
import { openPortalKey } from './portal-authority.ts';
import { currentList } from './revocation-list.ts';
import './signing.tables.ts';

/** Command. Certificates of the authority and of its time stamps, and its lists as of now. */
export async function proofsNow(work: Work): Promise<Proofs> {
  await openPortalKey(work, 'stamp'); // made at first use, and the authority with it
  const rows = await work.tx
    .selectFrom('signing.authority')
    .select(['id', 'role', 'certificate'])
    .where('role', 'in', ['root', 'issuing', 'stamp'])
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', work.now.toISOString())
    .orderBy('issued_at')
    .orderBy('id')
    .execute();
  const lists: Buffer[] = [];
  for (const { id, role } of rows) if (role !== 'stamp') lists.push((await currentList(work, id)).der);
  return { certificates: rows.map(({ certificate }) => certificate), lists };
}
