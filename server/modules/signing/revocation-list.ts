// Lists of revoked certificates, of issuing authorities and of roots, open to all: kept as given out, made anew when something was revoked since or the last one ages.
import { found } from '#platform/errors';
import { newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import { system } from '#platform/actor';
import { lockName, runOnce, type Work } from '#platform/work';
import { readCertificate } from '#platform/x509';
import { makeRevocationList, type Revoked } from './authority.ts';
import { openAuthority } from './portal-authority.ts';
import './signing.tables.ts';

const FRESH_MS = 60 * 60_000;
const GOOD_MS = 7 * 24 * 60 * 60_000;

export type List = { readonly number: number; readonly der: Buffer; readonly made_at: string; readonly revoked: number };

const newestList = (db: Db, authorityId: string): Promise<List | undefined> =>
  db
    .selectFrom('signing.revocation_list')
    .select(['number', 'der', 'made_at', 'revoked'])
    .where('issuing_id', '=', authorityId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Keys under an issuing authority, issuing authorities under a root. */
function revokedBy(db: Db, authorityId: string) {
  const of = (table: 'signing.person_key' | 'signing.organization_key') =>
    db.selectFrom(table).select(['certificate', 'revoked_at']).where('issuing_id', '=', authorityId).where('revoked_at', 'is not', null);
  return of('signing.person_key')
    .unionAll(of('signing.organization_key'))
    .unionAll(
      db
        .selectFrom('signing.authority')
        .select(['certificate', 'revoked_at'])
        .where('root_id', '=', authorityId)
        .where('role', '=', 'issuing')
        .where('revoked_at', 'is not', null),
    );
}

/** Nothing is ever taken off it: as many as are revoked are those who are. One of the future is of a clock that was wrong. */
async function isFresh(db: Db, authorityId: string, { list, now }: { list: List; now: Date }): Promise<boolean> {
  const age = now.getTime() - Date.parse(list.made_at);
  if (age < 0 || age >= FRESH_MS) return false;
  const { count } = await db
    .selectFrom(revokedBy(db, authorityId).as('revoked'))
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count) === list.revoked;
}

/** The list of an issuing authority or a root; an unknown one is not found. Many at once make one. */
export async function revocationList({ ground, db, now }: Pick<Streaming, 'ground' | 'db' | 'now'>, authorityId: string): Promise<List> {
  const known = await newestList(db, authorityId);
  if (known && (await isFresh(db, authorityId, { list: known, now }))) return known;
  return runOnce(ground, { actor: system('signing.revoked'), id: newId(now), now }, (work) => publishList(work, authorityId));
}

/** Command. The newest, made anew where it is not fresh. */
export async function currentList(work: Work, authorityId: string): Promise<List> {
  const known = await newestList(work.tx, authorityId);
  return known && (await isFresh(work.tx, authorityId, { list: known, now: work.now })) ? known : publishList(work, authorityId);
}

/** Command. The list as it is to be now; of two that revoke at once the second waits and names both. */
export async function publishList(work: Work, authorityId: string): Promise<List> {
  const authority = found(await openAuthority(work, authorityId));
  await lockName(work.tx, `signing.revoked ${authorityId}`);
  const last = await newestList(work.tx, authorityId);
  if (last && (await isFresh(work.tx, authorityId, { list: last, now: work.now }))) return last;
  const rows = await revokedBy(work.tx, authorityId).orderBy('revoked_at').execute();
  const revoked = rows.map((row): Revoked => ({ certificateNumber: readCertificate(row.certificate)!.number, at: new Date(row.revoked_at!) }));
  const number = (last?.number ?? 0) + 1;
  const until = new Date(work.now.getTime() + GOOD_MS);
  const der = Buffer.from(await makeRevocationList(authority, revoked, { number, at: work.now, until }));
  const row = { issuing_id: authorityId, number, der, made_at: work.now.toISOString(), until: until.toISOString(), revoked: revoked.length };
  await work.tx.insertInto('signing.revocation_list').values(row).execute();
  return row;
}
