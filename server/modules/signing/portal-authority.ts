// The portal's own authority in the database: a root, an issuing authority under it, and the portal's own keys, all made at first use.
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { type Bytes, issuePortalKey, type KeyWithCertificate, makeIssuing, makeRoot } from './authority.ts';
import type { Signer } from './detached-signature.ts';
import { openPrivateKey, sealPrivateKey } from './signing-key.ts';
import './signing.tables.ts';

const AUTHORITY_NAME = 'Портал «Мой дом»';
/** An issuing authority must outlive the keys it issues. */
export const LONGEST_KEY_YEARS = 3;
const YEARS = { root: 15, issuing: 10, stamp: 3, seal: 3 };
const PORTAL_KEYS = { stamp: { kind: 'stamp', name: `${AUTHORITY_NAME}: отметка времени` }, seal: { kind: 'signer', name: AUTHORITY_NAME } } as const;
/** A key of the portal that is about to end gives way to a new one. */
const RENEW_MS = 30 * 86_400_000;

export const bytesOf = (stored: Buffer): Bytes => new Uint8Array(stored);
export const inYears = (from: Date, years: number): Date => {
  const until = new Date(Math.floor(from.getTime() / 1000) * 1000);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
};

type Role = keyof typeof YEARS;
const newest = (db: Db, role: Role, until: Date) =>
  db
    .selectFrom('signing.authority')
    .selectAll()
    .where('role', '=', role)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', until.toISOString())
    .orderBy('issued_at', 'desc')
    .orderBy('id')
    .limit(1)
    // Held until the commit: whoever revokes it waits for what is issued meanwhile, and finds it.
    .$if(role === 'issuing', (asked) => asked.forShare())
    .executeTakeFirst();
type Row = NonNullable<Awaited<ReturnType<typeof newest>>>;

/** The row of the role that is good until then, made when there is none. Two at once make one. */
async function ensureRow(work: Work, role: Role, { until, make }: { until: Date; make: () => Promise<void> }): Promise<Row> {
  const known = await newest(work.tx, role, until);
  if (known) return known;
  await lockName(work.tx, `signing.authority ${role}`);
  if (!(await newest(work.tx, role, until))) await make();
  return (await newest(work.tx, role, until))!;
}

/** Command. The newest issuing authority that outlives the keys it is to issue; with a new root when there is none. */
export async function ensureAuthority(work: Work): Promise<{ issuingId: string; issuing: KeyWithCertificate }> {
  const row = await ensureRow(work, 'issuing', { until: inYears(work.now, LONGEST_KEY_YEARS), make: () => makePortalAuthority(work) });
  return { issuingId: row.id, issuing: openRow(work, row) };
}

const openRow = ({ masterKeys }: Pick<Work, 'masterKeys'>, row: Row): KeyWithCertificate => ({
  certificate: bytesOf(row.certificate),
  privateKey: openPrivateKey(masterKeys, row.id, row.sealed),
});

const rowOf = (work: Work, made: KeyWithCertificate, { id, role, rootId }: { id: string; role: Role; rootId: string }): Row => ({
  id,
  role,
  root_id: rootId,
  certificate: Buffer.from(made.certificate),
  sealed: sealPrivateKey(work.masterKeys, id, made.privateKey),
  issued_at: work.now.toISOString(),
  expires_at: inYears(work.now, YEARS[role]).toISOString(),
  revoked_at: null,
});

async function makePortalAuthority(work: Work): Promise<void> {
  const root = await ensureRow(work, 'root', { until: inYears(work.now, YEARS.issuing), make: () => makePortalRoot(work) });
  const issuing = await makeIssuing(openRow(work, root), { name: AUTHORITY_NAME, at: work.now, listUrl: listAddress(work, root.id) });
  const id = deriveId(work.id, 'issuing authority');
  await work.tx
    .insertInto('signing.authority')
    .values(rowOf(work, issuing, { id, role: 'issuing', rootId: root.id }))
    .execute();
  work.journal({ stream: 'portal', action: 'signing.authorityMade', object: { kind: 'authority', id } });
}

/** Issuing authorities, and whose root each is. */
export const issuingAuthorities = (db: Db) =>
  db
    .selectFrom('signing.authority')
    .select(['id', 'root_id', 'certificate', 'revoked_at'])
    .where('role', '=', 'issuing')
    .orderBy('issued_at', 'desc')
    .orderBy('id')
    .execute();

/** Command. Answers false when it is revoked already. The portal's own keys under it are used no more; the next that is issued makes a new authority under the same root. */
export async function revokeAuthority(work: Work, { id, rootId }: { id: string; rootId: string }): Promise<boolean> {
  const revoke = () => work.tx.updateTable('signing.authority').set({ revoked_at: work.now.toISOString() }).where('revoked_at', 'is', null);
  const done = await revoke().where('id', '=', id).executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await revoke().where('root_id', '=', rootId).where('role', 'in', ['stamp', 'seal']).execute();
  return true;
}

async function makePortalRoot(work: Work): Promise<void> {
  const id = deriveId(work.id, 'root authority');
  await work.tx
    .insertInto('signing.authority')
    .values(rowOf(work, await makeRoot({ name: AUTHORITY_NAME, at: work.now }), { id, role: 'root', rootId: id }))
    .execute();
}

/** Where the list of what an authority has revoked lies; certificates name it. */
export const listAddress = ({ origin }: Pick<Work, 'origin'>, authorityId: string): string => `${origin}/api/v1/signing/revoked/${authorityId}`;

/** An issuing authority or a root with its key; undefined when there is none of this id. */
export async function openAuthority(work: Work, id: string): Promise<KeyWithCertificate | undefined> {
  const row = await work.tx.selectFrom('signing.authority').selectAll().where('id', '=', id).where('role', 'in', ['root', 'issuing']).executeTakeFirst();
  return row && openRow(work, row);
}

/** Command. The portal's own key: for time stamps, or the seal under documents. Holds a private key: nothing outside is asked meanwhile. */
export async function openPortalKey(work: Work, role: 'stamp' | 'seal'): Promise<Signer> {
  const row = await ensureRow(work, role, { until: new Date(work.now.getTime() + RENEW_MS), make: () => makePortalKey(work, role) });
  const chain = await work.tx
    .selectFrom('signing.authority')
    .select('certificate')
    .where('root_id', '=', row.root_id)
    .where('role', '=', 'issuing')
    .where('revoked_at', 'is', null)
    .execute();
  return { signer: openRow(work, row), chain: chain.map(({ certificate }) => bytesOf(certificate)) };
}

async function makePortalKey(work: Work, role: 'stamp' | 'seal'): Promise<void> {
  const { issuingId, issuing } = await ensureAuthority(work);
  const made = await issuePortalKey(issuing, PORTAL_KEYS[role], { at: work.now, years: YEARS[role], listUrl: listAddress(work, issuingId) });
  const { root_id: rootId } = await work.tx.selectFrom('signing.authority').select('root_id').where('id', '=', issuingId).executeTakeFirstOrThrow();
  const id = deriveId(work.id, `portal ${role}`);
  await work.tx
    .insertInto('signing.authority')
    .values(rowOf(work, made, { id, role, rootId }))
    .execute();
  work.journal({ stream: 'portal', action: 'signing.portalKeyMade', object: { kind: 'authority', id }, facts: { role } });
}
