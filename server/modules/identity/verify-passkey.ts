// What a passkey signs, and whether it signed it: a random challenge, of this site, with the person verified by the device.
import { randomBytes } from 'node:crypto';
import type * as library from '@simplewebauthn/server';
import { refuse } from '#platform/errors';
import type { Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { runOnce, type Work } from '#platform/work';
import { noteFailure } from './note-failure.ts';
import { tokenHash } from './secrets.ts';
import './identity.tables.ts';

/** The library brings parsers of every attestation: who never meets a passkey does not pay for them. */
export const passkeyLibrary = (): Promise<typeof library> => import('@simplewebauthn/server');

/** A passkey belongs to a host name; `origin` is what the browser says of the page. */
export type Site = { rpId: string; origin: string };
export const siteOf = (publicUrl: URL): Site => ({ rpId: publicUrl.hostname, origin: publicUrl.origin });

const CHALLENGE_MS = 5 * 60_000;
const RANDOM_BYTES = 32;
export type Purpose = 'register' | 'sign-in' | 'confirm';
type Asked = { purpose: Purpose; personId: string | null; boundTo: string | null };

/** A new challenge: 32 random bytes, then what it is bound to. */
export async function newChallenge(
  db: Db,
  { purpose, personId, boundTo }: Asked,
  { now, content = Buffer.alloc(0) }: { now: Date; content?: Buffer },
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(Buffer.concat([randomBytes(RANDOM_BYTES), content]));
  const until = new Date(now.getTime() + CHALLENGE_MS).toISOString();
  await db
    .insertInto('identity.passkey_challenge')
    .values({ challenge_hash: hashOf(challenge), purpose, person_id: personId, bound_to: boundTo, until })
    .execute();
  return challenge;
}

const hashOf = (challenge: Uint8Array): Buffer => tokenHash(Buffer.from(challenge).toString('base64url'));

/** What follows the random part: the digest of what is confirmed. */
export const contentOf = (challenge: string): Buffer => Buffer.from(challenge, 'base64url').subarray(RANDOM_BYTES);

/** The JSON that a browser sent, when it is one of a credential, and the challenge that it answers. Refuses with passkey.refused. */
export function readResponse(text: string): { id: string; response: object & { userHandle?: unknown }; challenge: string } {
  try {
    const credential = JSON.parse(text) as { id: string; response: { clientDataJSON: string } };
    const { challenge } = JSON.parse(Buffer.from(credential.response.clientDataJSON, 'base64url').toString('utf8')) as { challenge: string };
    if (typeof credential.id === 'string' && typeof challenge === 'string') return { ...credential, challenge };
  } catch {
    // no JSON, or not of a credential
  }
  return refuse('passkey.refused');
}

/** Takes the challenge away, in a statement of its own: it is answered once whatever becomes of the answer. Refuses with passkey.over. */
export async function takeChallenge(
  db: Db,
  challenge: string,
  { purpose, now }: { purpose: Purpose; now: Date },
): Promise<{ personId: string | null; boundTo: string | null }> {
  const row = await db
    .deleteFrom('identity.passkey_challenge')
    .where('challenge_hash', '=', tokenHash(challenge))
    .where('purpose', '=', purpose)
    .where('until', '>', now.toISOString())
    .returning(['person_id', 'bound_to'])
    .executeTakeFirst();
  return row ? { personId: row.person_id, boundTo: row.bound_to } : refuse('passkey.over');
}

export type Verified = {
  personId: string;
  passkeyId: string;
  boundTo: string | null;
  content: Buffer;
  counters: { before: bigint; after: bigint };
  backedUp: boolean;
};

/**
 * Whether a known passkey answered a challenge of ours, on our pages, with the person verified. Refuses with passkey.refused,
 * passkey.over (answered before, too old, not ours), passkey.unknown (removed, or of another person than was asked).
 */
export async function verifyPasskey(flow: Flow, site: Site, given: { response: string; purpose: Purpose }): Promise<Verified> {
  const { db, now } = flow;
  const read = readResponse(given.response);
  const asked = await takeChallenge(db, read.challenge, { purpose: given.purpose, now });
  const row = await db.selectFrom('identity.passkey').selectAll().where('credential_id', '=', Buffer.from(read.id, 'base64url')).executeTakeFirst();
  if (!row || (asked.personId !== null && asked.personId !== row.person_id)) refuse('passkey.unknown');
  const { verifyAuthenticationResponse } = await passkeyLibrary();
  const answer = await verifyAuthenticationResponse({
    response: JSON.parse(given.response),
    expectedChallenge: read.challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    credential: { id: read.id, publicKey: new Uint8Array(row.public_key), counter: Number(row.counter) },
  }).catch(() => undefined);
  // A counter that goes back comes from a copy of the key: the library refuses it like a wrong signature.
  const isOwn = read.response.userHandle === undefined || read.response.userHandle === null || read.response.userHandle === handleOf(row.person_id);
  if (!answer?.verified || !isOwn) {
    await runOnce(flow.ground, { actor: flow.actor, id: flow.id, now }, (work) => noteFailure(work, { personId: row.person_id, outcome: 'wrong_passkey' }));
    refuse('passkey.refused');
  }
  const { newCounter, credentialBackedUp } = answer.authenticationInfo;
  return {
    personId: row.person_id,
    passkeyId: row.id,
    boundTo: asked.boundTo,
    content: contentOf(read.challenge),
    counters: { before: row.counter, after: BigInt(newCounter) },
    backedUp: credentialBackedUp,
  };
}

/** Notes the use inside the command that it opens: of two answers with one counter one is taken. */
export async function notePasskeyUse(work: Work, { personId, passkeyId, counters, backedUp }: Verified): Promise<void> {
  const used = await work.tx
    .updateTable('identity.passkey')
    .set({ counter: counters.after, backed_up: backedUp, last_used_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', passkeyId)
    .where('counter', '=', counters.before)
    .executeTakeFirst();
  if (used.numUpdatedRows === 0n) refuse('passkey.refused');
}

const handleBytes = (personId: string): Buffer => Buffer.from(personId.replaceAll('-', ''), 'hex');
/** What a passkey keeps of the person: the id, which says nothing of them. */
export const userHandle = (personId: string): Uint8Array<ArrayBuffer> => new Uint8Array(handleBytes(personId));
const handleOf = (personId: string): string => handleBytes(personId).toString('base64url');

/** The passkeys of the person, as a browser is told which may answer. */
export async function credentialsOf(db: Db, personId: string): Promise<{ id: string; transports: string[] }[]> {
  const rows = await db
    .selectFrom('identity.passkey')
    .select(['credential_id', 'transports'])
    .where('person_id', '=', personId)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map(({ credential_id, transports }) => ({ id: credential_id.toString('base64url'), transports }));
}

/** The JSON text that the browser asks a passkey with. Without `allowed` the person picks one of what the device has. */
export async function requestOptions(
  site: Site,
  { challenge, allowed }: { challenge: Uint8Array<ArrayBuffer>; allowed?: { id: string; transports: string[] }[] },
): Promise<{ options: string }> {
  const { generateAuthenticationOptions } = await passkeyLibrary();
  return {
    options: JSON.stringify(
      await generateAuthenticationOptions({
        rpID: site.rpId,
        challenge,
        userVerification: 'required',
        timeout: CHALLENGE_MS,
        ...(allowed && { allowCredentials: allowed }),
      }),
    ),
  };
}
