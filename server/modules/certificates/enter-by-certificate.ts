// The door by certificate: a challenge signed by a key that belongs to a person. What else the person chose to be asked is asked after it.
import { checkInsuranceNumber } from '#contract/identifiers';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { enterByCertificate } from '#contract/certificates';
import { personBySnils } from '#modules/federation';
import { finishDoor, knownPerson, notStopped } from '#modules/identity';
import { Refusal, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Cookies, Flow } from '#platform/route';
import { runOnce, type Work } from '#platform/work';
import { readCertificate } from '#platform/x509';
import { useChallenge } from './challenges.ts';
import { bind, type Here } from './own-certificates.ts';
import { demandSigned, type OutsideKey, provenOutside } from './proven-key.ts';
import './certificates.tables.ts';

type Body = BodyOf<typeof enterByCertificate>;

/** Refuses by name; every refusal is a line of the journal. */
export async function enter(flow: Flow, here: Here, body: Body, cookies: Cookies): Promise<AnswerOf<typeof enterByCertificate>> {
  const { ground, actor, id, now } = flow;
  try {
    const personId = await (body.cms === undefined ? byBrowserKey(flow, here, body) : byOutside(flow, here, body.cms, body.challengeId));
    return notStopped(
      await runOnce(ground, { actor, id, now }, (work) => finishDoor(work, { personId, proofs: ['certificate'], origin: actor, door: 'certificate' }, cookies)),
    );
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('certificate.'))
      await runOnce(ground, { actor, id, now }, async (work) =>
        work.journal({ stream: 'portal:sign-in', action: 'certificate.refused', object: { kind: 'person' }, facts: { why: error.code } }),
      );
    throw error;
  }
}

async function byBrowserKey({ db, now }: Flow, { origin }: Here, { challengeId, keyHash, signature }: Body): Promise<string> {
  const text = await useChallenge(db, { id: challengeId, purpose: 'enter', personId: null }, { origin, now });
  const row = await db
    .selectFrom('certificates.certificate')
    .select(['person_id', 'der', 'expires_at', 'kind'])
    .where('key_hash', '=', Buffer.from(keyHash ?? '', 'hex'))
    .executeTakeFirst();
  // An outside one is proven by its chain every time, never by the bare key.
  if (!row || row.kind !== 'browser') return refuse('certificate.unknown');
  demandSigned(readCertificate(row.der)!.publicKey, { text, signature });
  if (Date.parse(row.expires_at) <= now.getTime()) refuse('certificate.expired');
  await noteUse(db, Buffer.from(keyHash ?? '', 'hex'), now);
  return row.person_id;
}

const noteUse = async (db: Flow['db'], keyHash: Buffer, now: Date): Promise<void> =>
  void (await db.updateTable('certificates.certificate').set({ last_used_at: now.toISOString() }).where('key_hash', '=', keyHash).execute());

async function byOutside(flow: Flow, here: Here, cms: string, challengeId: string): Promise<string> {
  const { ground, db, actor, id, now } = flow;
  const text = await useChallenge(db, { id: challengeId, purpose: 'enter', personId: null }, { origin: here.origin, now });
  const key = await provenOutside(here.trust, { cms, text, now });
  const known = await db.selectFrom('certificates.certificate').select('person_id').where('key_hash', '=', key.keyHash).executeTakeFirst();
  if (known) {
    await noteUse(db, key.keyHash, now);
    return known.person_id;
  }
  return runOnce(ground, { actor, id, now }, (work) => byNumber(work, key));
}

/** The certificate names an insurance number: the confirmed person of that number gets it bound. */
async function byNumber(work: Work, key: OutsideKey): Promise<string> {
  const snils = checkInsuranceNumber(key.snils ?? '');
  const personId = snils.ok ? await personBySnils(work.tx, work.masterKeys, snils.value) : undefined;
  if (personId === undefined || !(await knownPerson(work.tx, personId)).isConfirmed) return refuse('certificate.unknown');
  await bind(work, { personId, key, name: key.name.slice(0, 100), kind: 'outside', id: deriveId(work.id, 'certificate') });
  return personId;
}
