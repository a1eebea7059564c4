// One key in force for each organization, made at first use.
import { certificateNumber, issueOrganizationCertificate } from './authority.ts';
import { organizationsByIds } from '#modules/housing';
import { found } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Db } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import type { Signer } from './detached-signature.ts';
import { bytesOf, ensureAuthority, inYears, listAddress, LONGEST_KEY_YEARS } from './portal-authority.ts';
import { openPrivateKey, sealPrivateKey } from './signing-key.ts';
import './signing.tables.ts';

/** A key that is about to end is not begun a document with. */
const RENEW_KEY_DAYS = 30;
const DAY_MS = 86_400_000;

export type OrganizationKey = { readonly organizationId: string; readonly keyId: string; readonly certificateNumber: string; readonly expiresAt: string };

/** The organization's key in force, made when there is none or when it ends within a month. Command; two at once make one. */
export async function ensureOrganizationKey(work: Work, organizationId: string): Promise<OrganizationKey> {
  const soon = new Date(work.now.getTime() + RENEW_KEY_DAYS * DAY_MS);
  const known = await keyInForce(work.tx, organizationId, soon);
  if (known) return publicPart(known);
  await lockName(work.tx, `signing ${organizationId}`);
  const madeMeanwhile = await keyInForce(work.tx, organizationId, soon);
  if (madeMeanwhile) return publicPart(madeMeanwhile);
  const [organization] = await organizationsByIds(work.tx, [organizationId]);
  const { name, inn, ogrn } = found(organization);
  const { issuingId, issuing } = await ensureAuthority(work);
  const made = await issueOrganizationCertificate(
    issuing,
    { name, inn, ogrn },
    { at: work.now, years: LONGEST_KEY_YEARS, listUrl: listAddress(work, issuingId) },
  );
  const id = deriveId(work.id, `signing key ${organizationId}`);
  const row = {
    organization_id: organizationId,
    id,
    issuing_id: issuingId,
    certificate: Buffer.from(made.certificate),
    certificate_number: certificateNumber(made.certificate),
    sealed: sealPrivateKey(work.masterKeys, id, made.privateKey),
    issued_at: work.now.toISOString(),
    expires_at: inYears(work.now, LONGEST_KEY_YEARS).toISOString(),
    revoked_at: null,
  };
  await work.tx.insertInto('signing.organization_key').values(row).execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'signing.keyMade',
    object: { kind: 'signingKey', id },
    organizationId,
    facts: { certificateNumber: row.certificate_number, expiresAt: row.expires_at },
  });
  return publicPart(row);
}

/** From the instant on nothing is signed with the key; what it signed before stays valid. Answers whether there was such a key in force. */
export async function revokeOrganizationKey(work: Work, { organizationId, keyId }: { organizationId: string; keyId: string }): Promise<boolean> {
  const done = await work.tx
    .updateTable('signing.organization_key')
    .set({ revoked_at: work.now.toISOString() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  work.journal({ stream: `organization:${organizationId}`, action: 'signing.keyRevoked', object: { kind: 'signingKey', id: keyId }, organizationId });
  return true;
}

/** The newest key that is neither revoked nor over at the instant. */
async function keyInForce(db: Db, organizationId: string, at: Date) {
  return db
    .selectFrom('signing.organization_key')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .orderBy('issued_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}
type KeyRow = NonNullable<Awaited<ReturnType<typeof keyInForce>>>;

const publicPart = (row: Pick<KeyRow, 'organization_id' | 'id' | 'certificate_number' | 'expires_at'>): OrganizationKey => ({
  organizationId: row.organization_id,
  keyId: row.id,
  certificateNumber: row.certificate_number,
  expiresAt: new Date(row.expires_at).toISOString(),
});

/** A key opened for signing, and the certificate that stands between it and the root. Undefined when there is no such key in force. Never in a transaction that waits: it holds a private key. */
export async function openOrganizationKey(
  db: Db,
  ring: KeyRing,
  { organizationId, keyId }: { organizationId: string; keyId: string },
): Promise<Signer | undefined> {
  const row = await db
    .selectFrom('signing.organization_key as k')
    .innerJoin('signing.authority as a', 'a.id', 'k.issuing_id')
    .select(['k.certificate', 'k.sealed', 'a.certificate as issuing'])
    .where('k.organization_id', '=', organizationId)
    .where('k.id', '=', keyId)
    .where('k.revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  return { signer: { certificate: bytesOf(row.certificate), privateKey: openPrivateKey(ring, keyId, row.sealed) }, chain: [bytesOf(row.issuing)] };
}
