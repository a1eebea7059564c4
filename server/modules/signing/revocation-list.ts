// The list of revoked certificates, open to all: kept as it was given out, made anew when something was revoked since or the last one ages.
import { found } from '#platform/errors';
import { newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import { system } from '#platform/actor';
import { lockName, runOnce, type Work } from '#platform/work';
import { readRevocationList } from '#platform/x509';
import { makeRevocationList } from './authority.ts';
import { openAuthority } from './portal-authority.ts';
import './signing.tables.ts';

const FRESH_MS = 60 * 60_000;
const GOOD_MS = 7 * 24 * 60 * 60_000;

export type List = { readonly number: number; readonly der: Buffer; readonly made_at: string };

const newestList = (db: Db, issuingId: string): Promise<List | undefined> =>
  db.selectFrom('signing.revocation_list').select(['number', 'der', 'made_at']).where('issuing_id', '=', issuingId).orderBy('number', 'desc').limit(1).executeTakeFirst();

async function revokedBy(db: Db, issuingId: string): Promise<{ certificateNumber: string; at: Date }[]> {
  const of = (table: 'signing.person_key' | 'signing.organization_key') => db.selectFrom(table).select(['certificate_number', 'revoked_at']).where('issuing_id', '=', issuingId).where('revoked_at', 'is not', null);
  const rows = await of('signing.person_key').unionAll(of('signing.organization_key')).orderBy('revoked_at').execute();
  return rows.map((row) => ({ certificateNumber: row.certificate_number, at: new Date(row.revoked_at!) }));
}

/** Nothing is ever taken off it: as many as are revoked are those who are. */
const isFresh = (list: List, revoked: readonly unknown[], now: Date): boolean => now.getTime() - Date.parse(list.made_at) < FRESH_MS && readRevocationList(list.der)!.revoked.size === revoked.length;

/** The list of an issuing authority; an unknown one is not found. Many at once make one. */
export async function revocationList({ ground, db, now }: Pick<Streaming, 'ground' | 'db' | 'now'>, issuingId: string): Promise<List> {
  const known = await newestList(db, issuingId);
  if (known && isFresh(known, await revokedBy(db, issuingId), now)) return known;
  return runOnce(ground, { actor: system('signing.revoked'), id: newId(now), now }, (work) => publishList(work, issuingId));
}

/** Command. The newest, made anew where it is not fresh. */
export async function currentList(work: Work, issuingId: string): Promise<List> {
  const known = await newestList(work.tx, issuingId);
  return known && isFresh(known, await revokedBy(work.tx, issuingId), work.now) ? known : publishList(work, issuingId);
}

/** Command. The list as it is to be now; of two that revoke at once the second waits and names both. */
export async function publishList(work: Work, issuingId: string): Promise<List> {
  const issuing = found(await openAuthority(work, issuingId));
  await lockName(work.tx, `signing.revoked ${issuingId}`);
  const last = await newestList(work.tx, issuingId);
  const revoked = await revokedBy(work.tx, issuingId);
  if (last && isFresh(last, revoked, work.now)) return last;
  const number = (last?.number ?? 0) + 1;
  const until = new Date(work.now.getTime() + GOOD_MS);
  const der = Buffer.from(await makeRevocationList(issuing, revoked, { number, at: work.now, until }));
  const row = { issuing_id: issuingId, number, der, made_at: work.now.toISOString(), until: until.toISOString() };
  await work.tx.insertInto('signing.revocation_list').values(row).execute();
  return row;
}
