// A person's certificates: added after a second proof, listed, removed.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { addCertificate, listCertificates } from '#contract/certificates';
import { isFreshlyProven, proven } from '#modules/identity';
import type { OutsideTrust } from '#modules/signing';
import { found, refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow, Reading } from '#platform/route';
import { lockName, runCommand, type Work } from '#platform/work';
import { readCertificate } from '#platform/x509';
import { certifyBrowserKey } from './browser-authority.ts';
import { useChallenge } from './challenges.ts';
import { demandSigned, keyHashOf, type OutsideKey, provenOutside } from './proven-key.ts';
import './certificates.tables.ts';

const MOST = 10;
export type Here = { readonly origin: string; readonly trust: OutsideTrust };
type Body = BodyOf<typeof addCertificate>;

/** A browser's key gets a certificate of the portal, an outside one is bound as it is. The challenge is used up by the first request; the same request again gets the first answer. */
export async function addOwn(flow: Flow, here: Here, body: Body): Promise<{ id: string }> {
  const { ground, db, actor, now, id, route } = flow;
  const { personId } = proven(actor, now);
  const earlier = await db.selectFrom('certificates.certificate').select('id').where('id', '=', deriveId(id, personId)).executeTakeFirst();
  if (earlier) return earlier;
  const text = await useChallenge(db, { id: body.challengeId, purpose: 'enrol', personId }, { origin: here.origin, now });
  const outside = body.cms === undefined ? null : await provenOutside(here.trust, { cms: body.cms, text, now });
  const spki = Buffer.from(body.publicKey ?? '', 'base64');
  if (!outside) demandSigned(spki, { text, signature: body.signature });
  const outcome = await runCommand(ground, { actor, id, route, body, now }, async (work) => {
    const key = outside ?? (await browserKey(work, { spki, name: body.name }));
    return bind(work, { personId, key, name: body.name, kind: outside ? 'outside' : 'browser', id: deriveId(id, personId) });
  });
  return outcome.answer;
}

async function browserKey(work: Work, { spki, name }: { spki: Buffer; name: string }): Promise<Omit<OutsideKey, 'snils' | 'name'>> {
  const der = await certifyBrowserKey(work, { publicKey: spki, name });
  const certificate = readCertificate(der)!;
  return { keyHash: keyHashOf(spki), der, serial: certificate.number, expiresAt: certificate.notAfter.toISOString() };
}

type Binding = { personId: string; key: Omit<OutsideKey, 'snils' | 'name'>; name: string; kind: 'browser' | 'outside'; id: string };

/** One key is one person's: refuses with certificate.taken, and certificate.tooMany. */
export async function bind(work: Work, { personId, key, name, kind, id }: Binding): Promise<{ id: string }> {
  await lockName(work.tx, `certificates ${personId}`);
  const own = await work.tx.selectFrom('certificates.certificate').select('id').where('person_id', '=', personId).execute();
  if (own.length >= MOST) refuse('certificate.tooMany');
  const row = {
    key_hash: key.keyHash,
    id,
    person_id: personId,
    kind,
    name,
    serial: key.serial,
    der: key.der,
    added_at: work.now.toISOString(),
    expires_at: key.expiresAt,
    last_used_at: null,
  };
  const added = await work.tx
    .insertInto('certificates.certificate')
    .values(row)
    .onConflict((on) => on.column('key_hash').doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) refuse('certificate.taken');
  tellChange(work, personId, { certificateId: id, serial: key.serial, what: 'certificateOn' });
  return { id };
}

/** Command. Another's is answered like one that does not exist. */
export async function removeOwn(work: Work, certificateId: string): Promise<object> {
  const { personId } = proven(work.actor, work.now);
  const row = found(
    await work.tx
      .deleteFrom('certificates.certificate')
      .where('id', '=', certificateId)
      .where('person_id', '=', personId)
      .returning('serial')
      .executeTakeFirst(),
  );
  tellChange(work, personId, { certificateId, serial: row.serial, what: 'certificateOff' });
  return {};
}

function tellChange(
  work: Work,
  personId: string,
  { certificateId, serial, what }: { certificateId: string; serial: string; what: 'certificateOn' | 'certificateOff' },
): void {
  const action = what === 'certificateOn' ? 'certificate.added' : 'certificate.removed';
  work.journal({ stream: `person:${personId}`, action, object: { kind: 'certificate', id: certificateId }, personId, facts: { certificateNumber: serial } });
  work.emit('security.changed', { personId, what }, [`person:${personId}`]);
}

/** One statement. */
export async function ownCertificates({ db, actor, now }: Reading, { trust }: Here): Promise<AnswerOf<typeof listCertificates>> {
  if (actor.kind !== 'person') refuse('auth.required');
  const rows = await db
    .selectFrom('certificates.certificate')
    .select(['id', 'kind', 'name', 'serial', 'added_at', 'expires_at', 'last_used_at'])
    .where('person_id', '=', actor.personId)
    .orderBy('added_at', 'desc')
    .orderBy('id')
    .execute();
  return {
    certificates: rows.map(({ added_at: addedAt, expires_at: expiresAt, last_used_at: lastUsedAt, kind, ...row }) => ({
      ...row,
      kind: kind as 'browser' | 'outside',
      addedAt,
      expiresAt,
      lastUsedAt,
      isExpired: Date.parse(expiresAt) <= now.getTime(),
    })),
    takesOutside: trust.roots.length > 0,
    can: { change: isFreshlyProven(actor, now) },
  };
}
