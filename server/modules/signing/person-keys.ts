// Keys by which people sign: made and kept by the browser, certified here after a proof of identity, revoked by their owner or an administrator.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { addSigningKey, listSigningKeys } from '#contract/signing';
import { knownPerson, proven } from '#modules/identity';
import type { Person } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import { lockName, type Work } from '#platform/work';
import { isSignedByKey, SHA256 } from '#platform/x509';
import { hash } from 'node:crypto';
import { certificateNumber, issuePersonCertificate, nameParts } from './authority.ts';
import { ensureAuthority, inYears, listAddress } from './portal-authority.ts';
import { publishList } from './revocation-list.ts';
import './signing.tables.ts';

const KEY_YEARS = 1;
const MOST = 10;

/** What a new key signs to show that it is there: bound to the portal and the person, so that it proves nothing elsewhere. */
export const keyProofText = (origin: string, personId: string): string => ['moidom signing key v1', `origin: ${origin}`, `person: ${personId}`, ''].join('\n');

/** Only for oneself: nobody signs for another by the power of attorney or as a child. */
export function signerOf({ actor }: Pick<Work, 'actor'>): Person {
  if (actor.kind !== 'person') refuse('auth.required');
  return actor.by ? refuse('signature.forAnother') : actor;
}

/** Command. A certificate for the key of this browser. Refuses signature.notConfirmed, signature.broken (the key did not sign its own text), signature.keyTaken, signature.tooManyKeys. */
export async function certifyKey(work: Work, { publicKey, signature, name }: BodyOf<typeof addSigningKey>): Promise<{ id: string }> {
  const { personId } = proven(signerOf(work), work.now);
  const person = await knownPerson(work.tx, personId);
  if (!person.isConfirmed) refuse('signature.notConfirmed');
  const spki = Buffer.from(publicKey, 'base64');
  const proof = { data: Buffer.from(keyProofText(work.origin, personId)), signature: Buffer.from(signature, 'base64'), algorithm: SHA256, isPlain: true };
  if (!isSignedByKey(spki, proof)) refuse('signature.broken');
  await lockName(work.tx, `signing keys ${personId}`);
  const own = await work.tx
    .selectFrom('signing.person_key')
    .select('id')
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', work.now.toISOString())
    .execute();
  if (own.length >= MOST) refuse('signature.tooManyKeys');
  const { issuingId, issuing } = await ensureAuthority(work);
  const givenNames = [person.firstName, person.middleName].filter(Boolean).join(' ');
  const certificate = await issuePersonCertificate(
    issuing,
    { publicKey: new Uint8Array(spki), lastName: person.lastName, givenNames },
    { at: work.now, years: KEY_YEARS, listUrl: listAddress(work, issuingId) },
  );
  const row = {
    person_id: personId,
    id: deriveId(work.id, 'signing key'),
    issuing_id: issuingId,
    name,
    key_hash: hash('sha256', spki, 'buffer'),
    certificate: Buffer.from(certificate),
    certificate_number: certificateNumber(certificate),
    issued_at: work.now.toISOString(),
    expires_at: inYears(work.now, KEY_YEARS).toISOString(),
    revoked_at: null,
    revoked_why: null,
  };
  const added = await work.tx
    .insertInto('signing.person_key')
    .values(row)
    .onConflict((on) => on.column('key_hash').doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) refuse('signature.keyTaken');
  tellChange(work, row, 'signing.personKeyMade');
  return { id: row.id };
}

type KeyRow = { person_id: string; id: string; certificate_number: string };
export function tellChange(
  work: Work,
  { person_id: personId, id, certificate_number: number }: KeyRow,
  action: 'signing.personKeyMade' | 'signing.personKeyRevoked',
  why?: string,
): void {
  work.journal({
    stream: `person:${personId}`,
    action,
    object: { kind: 'signingKey', id },
    personId,
    facts: { certificateNumber: number, ...(why !== undefined && { why }) },
  });
  work.emit('security.changed', { personId, what: action === 'signing.personKeyMade' ? 'signingKeyOn' : 'signingKeyOff' }, [`person:${personId}`]);
}

type Why = 'lost' | 'unneeded' | 'administrator';

/** Command. From now on nothing is signed with it; what it signed before stays. A key that was lost is told of without a second proof: the sooner the better. */
export async function revokeOwnKey(work: Work, keyId: string, why: 'lost' | 'unneeded'): Promise<object> {
  const { personId } = signerOf(work);
  const row = found(await revoke(work, why).where('person_id', '=', personId).where('id', '=', keyId).executeTakeFirst());
  tellChange(work, row, 'signing.personKeyRevoked', why);
  await publishList(work, row.issuing_id);
  return {};
}

/** The keys that are not revoked yet, to be narrowed to the one. */
export const revoke = (work: Work, why: Why) =>
  work.tx
    .updateTable('signing.person_key')
    .set({ revoked_at: work.now.toISOString(), revoked_why: why })
    .where('revoked_at', 'is', null)
    .returning(['person_id', 'id', 'certificate_number', 'issuing_id']);

/** Whoever leaves the portal signs nothing any more: the keys go into the list of the revoked. */
export async function revokeKeysOf(work: Work, personId: string): Promise<void> {
  const rows = await revoke(work, 'unneeded').where('person_id', '=', personId).execute();
  for (const issuingId of new Set(rows.map((row) => row.issuing_id))) await publishList(work, issuingId);
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const publicPart = (certificate: Buffer, issuing: Buffer): { certificates: string[]; issuer: string; serial: string } => {
  const { issuer, serial } = nameParts(new Uint8Array(certificate));
  return { certificates: [certificate, issuing].map(base64), issuer: base64(issuer), serial: base64(serial) };
};

/** Three statements. With what a browser needs to sign by a key in force. */
export async function ownKeys(
  { db, actor, now }: Reading,
  { isProven, origin }: { isProven: boolean; origin: string },
): Promise<AnswerOf<typeof listSigningKeys>> {
  if (actor.kind !== 'person') refuse('auth.required');
  const { personId } = actor;
  const rows = await db
    .selectFrom('signing.person_key as k')
    .innerJoin('signing.authority as a', 'a.id', 'k.issuing_id')
    .select([
      'k.id',
      'k.name',
      'k.key_hash',
      'k.certificate',
      'k.certificate_number',
      'k.issued_at',
      'k.expires_at',
      'k.revoked_at',
      'a.certificate as issuing',
    ])
    .where('person_id', '=', personId)
    .orderBy('k.issued_at', 'desc')
    .orderBy('k.id')
    .execute();
  const signatures = await db
    .selectFrom('signing.signature')
    .select(['id', 'purpose', 'what', 'kind', 'made_at'])
    .where('person_id', '=', personId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute();
  const { isConfirmed } = await knownPerson(db, personId);
  return {
    proofText: keyProofText(origin, personId),
    keys: rows.map((row) => {
      const state = row.revoked_at !== null ? 'revoked' : Date.parse(row.expires_at) <= now.getTime() ? 'expired' : 'active';
      return {
        id: row.id,
        name: row.name,
        certificateNumber: row.certificate_number,
        keyHash: row.key_hash.toString('hex'),
        issuedAt: row.issued_at,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
        state,
        signs: state === 'active' ? publicPart(row.certificate, row.issuing) : null,
      };
    }),
    signatures: signatures.map(({ made_at: at, kind, ...row }) => ({ ...row, kind: kind as 'key' | 'code' | 'bank', at })),
    isConfirmed,
    can: { add: isProven && isConfirmed && actor.by === undefined },
  };
}
