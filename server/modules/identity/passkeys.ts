// Connecting, naming and removing passkeys. Each change of the protection needs a fresh second proof, like every other.
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { runOnce, type Work } from '#platform/work';
import { proven } from './authenticator.ts';
import { deviceName } from './device-name.ts';
import { nameOf } from './persons.ts';
import { tellChange } from './tell-change.ts';
import { credentialsOf, newChallenge, passkeyLibrary, readResponse, type Site, takeChallenge, userHandle } from './verify-passkey.ts';
import './identity.tables.ts';

const MOST = 20;
/** ES256, EdDSA, RS256: what devices have. */
const ALGORITHMS = [-7, -8, -257];

/** What the browser is to make: a key that the device finds by itself, with the person verified. */
export async function startPasskey(flow: Flow, site: Site): Promise<{ options: string }> {
  const { db, now } = flow;
  const { personId } = proven(flow.actor, now);
  const known = await credentialsOf(db, personId);
  if (known.length >= MOST) refuse('passkey.tooMany');
  const person = await db
    .selectFrom('identity.person')
    .select(['login', 'phone', 'email', 'last_name', 'first_name', 'middle_name'])
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const challenge = await newChallenge(db, { purpose: 'register', personId, boundTo: null }, { now });
  const { generateRegistrationOptions } = await passkeyLibrary();
  const options = await generateRegistrationOptions({
    rpName: 'Мой дом',
    rpID: site.rpId,
    userName: person.phone ?? person.email ?? person.login ?? nameOf(person).short,
    userDisplayName: nameOf(person).short,
    userID: userHandle(personId),
    challenge,
    supportedAlgorithmIDs: ALGORITHMS,
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options: JSON.stringify(options) };
}

/** Refuses with passkey.refused, passkey.over, passkey.known, passkey.tooMany, auth.secondFactor. */
export async function addPasskey(flow: Flow, site: Site, given: { response: string; name?: string }): Promise<{ id: string }> {
  const { db, now, actor } = flow;
  const { personId } = proven(actor, now);
  const { challenge } = readResponse(given.response);
  const asked = await takeChallenge(db, challenge, { purpose: 'register', now });
  if (asked.personId !== personId) refuse('passkey.over');
  const { verifyRegistrationResponse } = await passkeyLibrary();
  const answer = await verifyRegistrationResponse({
    response: JSON.parse(given.response),
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined);
  if (!answer?.verified) refuse('passkey.refused');
  const { credential, credentialBackedUp } = answer.registrationInfo;
  return runOnce(flow.ground, { actor, id: flow.id, now }, async (work) => {
    const id = deriveId(work.id, 'passkey');
    await work.tx.selectFrom('identity.person').select('id').where('id', '=', personId).forUpdate().executeTakeFirstOrThrow();
    const { n } = await work.tx
      .selectFrom('identity.passkey')
      .select((eb) => eb.fn.countAll<bigint>().as('n'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    if (n >= BigInt(MOST)) refuse('passkey.tooMany');
    const row = {
      public_key: Buffer.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: credential.transports ?? [],
      backed_up: credentialBackedUp,
    };
    const added = await work.tx
      .insertInto('identity.passkey')
      .values({
        person_id: personId,
        id,
        credential_id: Buffer.from(credential.id, 'base64url'),
        ...row,
        name: given.name?.trim() || deviceName(actor.agent),
        made_at: now.toISOString(),
        last_used_at: null,
      })
      .onConflict((on) => on.column('credential_id').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows === 0n) refuse('passkey.known');
    tellChange(work, personId, 'passkeyOn');
    return { id };
  });
}

export async function renamePasskey(work: Work, passkeyId: string, name: string): Promise<object> {
  if (work.actor.kind !== 'person') refuse('auth.required');
  const renamed = await work.tx
    .updateTable('identity.passkey')
    .set({ name: name.trim() })
    .where('person_id', '=', work.actor.personId)
    .where('id', '=', passkeyId)
    .returning('id')
    .executeTakeFirst();
  found(renamed);
  return {};
}

export async function removePasskey(work: Work, passkeyId: string): Promise<object> {
  const { personId } = proven(work.actor, work.now);
  found(await work.tx.deleteFrom('identity.passkey').where('person_id', '=', personId).where('id', '=', passkeyId).returning('id').executeTakeFirst());
  tellChange(work, personId, 'passkeyOff');
  return {};
}
