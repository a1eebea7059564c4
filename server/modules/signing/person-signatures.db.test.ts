// Keys of people, what they sign, time stamps and the list of the revoked. openssl judges where it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tryConfirmation } from '#modules/identity';
import type { Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { readCms, readStamp } from '#platform/cms';
import { makeActor, withCode } from '#test/factories/identity';
import { usePortal } from '#test/factories/identity-portal';
import { makeSigningKey, type TestKey } from '#test/factories/signing';
import { portal as system, refusalOf, useWorld } from '#test/world';
import { acceptSignature, askSignatureCode, type GivenSignature } from './accept-signature.ts';
import { openExaminer, openOutsideTrust, signingModule } from './index.ts';
import { ownSignature } from './own-signature.ts';
import { certifyKey, keyProofText, ownKeys, revokeOwnKey } from './person-keys.ts';
import { openPortalKey } from './portal-authority.ts';
import { rootsPem } from './sign-document.ts';
import { signingPersonal } from './signing.personal.ts';
import './signing.tables.ts';

// openssl checks certificates at the present time: so does this world.
const world = useWorld(new Date(Math.floor(Date.now() / 1000) * 1000).toISOString());
const publicUrl = new URL('http://localhost:8080');
const examiner = openExaminer();
afterAll(() => examiner.stop());
const portal = usePortal(world, () => [
  signingModule({ publicUrl, trust: openOutsideTrust({ authoritiesFile: undefined, lists: [], timeoutMs: 100 }), examiner }),
]);
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
const folder = mkdtempSync(join(tmpdir(), 'person-signatures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });

const content = new TextEncoder().encode('Договор найма № 7');
const signable = { purpose: 'test.contract', what: 'Договор найма № 7', content };
let anna: Person;
let key: TestKey;
beforeAll(async () => {
  anna = await makeActor(world, [], { confirmed: true });
  key = await makeSigningKey(world, anna);
});
const accept = (actor: Person, given: GivenSignature, more: Partial<typeof signable> = {}, id = newId(world.now)) =>
  world.run(actor, (work) => acceptSignature(work, { ...signable, ...more, given }), id);
const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusalOf(work)).code;

test('SIGN-1: what a key of the browser signed is kept with the portal’s time stamp, and openssl takes both', async () => {
  const cms = await key.sign(content);
  const id = newId(world.now);
  const made = await accept(anna, { cms }, {}, id);
  expect(made).toMatchObject({ kind: 'key', at: world.now.toISOString() });
  expect(await accept(anna, { cms }, {}, id)).toEqual({ ...made, cms: expect.anything() });
  const rows = await world.db.selectFrom('signing.signature').selectAll().where('person_id', '=', anna.personId).execute();
  expect(rows).toHaveLength(1);
  const [signer] = readCms(rows[0]!.cms!, content)!.signers;
  expect(signer!.fault).toBeNull();
  expect(readStamp(signer!.stamp!, signer!.value)?.at).toEqual(world.now);
  expect(readStamp(signer!.stamp!, Uint8Array.of(1))).toBeUndefined();
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('facts')
    .where('action', '=', 'signature.made')
    .where('person_id', '=', anna.personId)
    .execute();
  expect(lines).toEqual([{ facts: { purpose: 'test.contract', what: 'Договор найма № 7', kind: 'key', certificateNumber: made.certificateNumber } }]);
  if (!hasOpenssl) return;
  for (const [file, bytes] of Object.entries({ 'root.pem': await rootsPem(world.db), content, cms: rows[0]!.cms! })) writeFileSync(join(folder, file), bytes);
  openssl('cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', 'cms', '-content', 'content', '-CAfile', 'root.pem', '-out', 'verified');
});

test('SIGN-1, SIGN-4: an own signature by a key is a file for its owner alone; one by a code has none', async () => {
  const made = await accept(anna, { cms: await key.sign(content) }, { purpose: 'test.file' });
  expect((await ownSignature({ db: world.db, actor: anna }, made.signatureId)).equals(made.cms!)).toBe(true);
  expect(await codeOf(ownSignature({ db: world.db, actor: await makeActor(world) }, made.signatureId))).toBe('object.notFound');
  expect((await portal.app.inject({ method: 'GET', url: `/api/v1/signing/signatures/${made.signatureId}` })).statusCode).toBe(401);
  const asked = await world.run(anna, (work) => withCode(work, (inner) => askSignatureCode(inner, signable)));
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, anna, given);
  const { signatureId } = await accept(anna, given);
  expect(await codeOf(ownSignature({ db: world.db, actor: anna }, signatureId))).toBe('object.notFound');
});

test('SIGN-1: another content, another’s key, a broken and an unreadable signature, a wrong clock, nothing at all: refused by name, nothing kept', async () => {
  const before = await world.db.selectFrom('signing.signature').select('id').execute();
  const other = await makeActor(world, [], { confirmed: true });
  const cms = await key.sign(content);
  expect(await codeOf(accept(anna, { cms }, { content: new TextEncoder().encode('Договор найма № 8') }))).toBe('signature.otherContent');
  expect(await codeOf(accept(other, { cms }))).toBe('signature.otherKey');
  const bytes = Buffer.from(cms, 'base64');
  bytes[bytes.length - 6]! ^= 1;
  expect(await codeOf(accept(anna, { cms: bytes.toString('base64') }))).toBe('signature.broken');
  for (const rubbish of ['AAAA', Buffer.from('не подпись').toString('base64'), Buffer.from(cms, 'base64').subarray(0, 300).toString('base64')])
    expect(await codeOf(accept(anna, { cms: rubbish }))).toBe('signature.unreadable');
  const fast = await refusalOf(accept(anna, { cms: await key.sign(content, new Date(world.now.getTime() + 3_600_000)) }));
  expect([fast.code, fast.facts]).toEqual(['signature.clock', { minutes: 60 }]);
  expect(await codeOf(accept(anna, {}))).toBe('signature.missing');
  expect(await codeOf(accept({ ...anna, by: { personId: other.personId, powerId: newId(world.now) } }, { cms }))).toBe('signature.forAnother');
  expect(await world.db.selectFrom('signing.signature').select('id').execute()).toEqual(before);
});

test('SIGN-1: without a key a code signs this very content: for another one it does nothing', async () => {
  const actor = await makeActor(world, [], { confirmed: true });
  const asked = await world.run(actor, (work) => withCode(work, (inner) => askSignatureCode(inner, signable)));
  const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
  await tryConfirmation(world.ground, actor, given);
  expect(await codeOf(accept(actor, given, { content: Uint8Array.of(1) }))).toBe('confirm.otherContent');
  expect(await codeOf(accept(actor, given, { purpose: 'test.other' }))).toBe('confirm.otherContent');
  expect(await accept(actor, given)).toMatchObject({ kind: 'code', certificateNumber: null, cms: null });
  expect(await codeOf(accept(actor, given))).toBe('confirm.used');
});

test('SIGN-1: a lost key signs nothing from then on, for its owner and for whoever found it; what it signed stays; an expired one neither', async () => {
  const actor = await makeActor(world, [], { confirmed: true });
  const lost = await makeSigningKey(world, actor);
  const cms = await lost.sign(content);
  await accept(actor, { cms });
  expect(await codeOf(world.run(anna, (work) => revokeOwnKey(work, lost.keyId, 'lost')))).toBe('object.notFound');
  const id = newId(world.now);
  await world.run(actor, (work) => revokeOwnKey(work, lost.keyId, 'lost'), id);
  await world.run(actor, (work) => revokeOwnKey(work, lost.keyId, 'lost'), id);
  expect(await codeOf(world.run(actor, (work) => revokeOwnKey(work, lost.keyId, 'lost')))).toBe('object.notFound');
  expect(await codeOf(accept(actor, { cms }))).toBe('signature.revoked');
  expect((await ownKeys({ db: world.db, actor, now: world.now }, { isProven: true, origin: publicUrl.origin })).signatures).toHaveLength(1);
  const start = world.now;
  world.now = new Date(start.getTime() + 366 * 86_400_000);
  const late = await key.sign(content);
  expect(await codeOf(accept(anna, { cms: late }))).toBe('signature.expired');
  world.now = start;
});

test('PRIV-2, SIGN-1: whoever leaves the portal signs nothing any more: the keys are revoked and listed, nobody else’s are', async () => {
  const leaving = await makeActor(world, [], { confirmed: true });
  const own = await makeSigningKey(world, leaving);
  await world.run(system, (work) => signingPersonal.erase!(work, leaving.personId).then(() => null));
  const revoked = await world.db.selectFrom('signing.person_key').select(['id', 'revoked_at']).where('id', 'in', [own.keyId, key.keyId]).execute();
  expect(Object.fromEntries(revoked.map((row) => [row.id, row.revoked_at !== null]))).toEqual({ [own.keyId]: true, [key.keyId]: false });
  expect(await codeOf(accept(leaving, { cms: await own.sign(content) }))).toBe('signature.revoked');
});

test('SIGN-1: a certificate only for a confirmed person who has just proven himself and holds the key; twenty at once make one; an eleventh key is too many', async () => {
  const actor = await makeActor(world);
  expect(await codeOf(makeSigningKey(world, actor))).toBe('signature.notConfirmed');
  const confirmed = await makeActor(world, [], { confirmed: true });
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const publicKey = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey)).toString('base64');
  const signed = async (personId: string) =>
    Buffer.from(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, Buffer.from(keyProofText(publicUrl.origin, personId)))).toString(
      'base64',
    );
  const proven = { ...confirmed, steppedUpUntil: new Date(world.now.getTime() + 60_000).toISOString() };
  const add = async (who: Person, personId = who.personId) => {
    const body = { name: 'Ноутбук', publicKey, signature: await signed(personId) };
    return world.run(who, (work) => certifyKey(work, body));
  };
  expect(await codeOf(add(confirmed))).toBe('auth.secondFactor');
  expect(await codeOf(add(proven, anna.personId))).toBe('signature.broken');
  const done = await Promise.allSettled(Array.from({ length: 20 }, () => add(proven)));
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (let n = 1; n < 10; n++) await makeSigningKey(world, confirmed);
  expect(await codeOf(makeSigningKey(world, confirmed))).toBe('signature.tooManyKeys');
});

test('SIGN-1: the list of the revoked is public, made anew only after a revocation, and openssl finds the certificate in it', async () => {
  const { issuing_id: issuingId } = await world.db.selectFrom('signing.person_key').select('issuing_id').executeTakeFirstOrThrow();
  const guest = portal.browser();
  const list = async () => portal.app.inject({ method: 'GET', url: `/api/v1/signing/revoked/${issuingId}` });
  const first = await list();
  expect([first.statusCode, first.headers['content-type'], first.headers['cache-control']]).toEqual([200, 'application/pkix-crl', 'public, max-age=600']);
  expect((await list()).headers['etag']).toBe(first.headers['etag']);
  expect(
    (await portal.app.inject({ method: 'GET', url: `/api/v1/signing/revoked/${issuingId}`, headers: { 'if-none-match': String(first.headers['etag']) } }))
      .statusCode,
  ).toBe(304);
  expect((await guest.get(`/api/v1/signing/revoked/${newId(world.now)}`)).status).toBe(404);
  const actor = await makeActor(world, [], { confirmed: true });
  const { keyId } = await makeSigningKey(world, actor);
  const { certificate_number: certificateNumber, certificate } = await world.db
    .selectFrom('signing.person_key')
    .selectAll()
    .where('id', '=', keyId)
    .executeTakeFirstOrThrow();
  world.now = new Date(world.now.getTime() + 1_000);
  await world.run(actor, (work) => revokeOwnKey(work, keyId, 'unneeded'));
  const next = await Promise.all(Array.from({ length: 20 }, list));
  expect(new Set(next.map(({ headers }) => headers['etag'])).size).toBe(1);
  expect(next[0]!.headers['etag']).not.toBe(first.headers['etag']);
  if (!hasOpenssl) return;
  const { signer, chain } = await world.run(system, (work) => openPortalKey(work, 'stamp'));
  expect(signer.certificate.length).toBeGreaterThan(300);
  for (const [file, bytes] of Object.entries({
    'root.pem': await rootsPem(world.db),
    'issuing.der': chain[0]!,
    'list.der': next[0]!.rawPayload,
    'person.der': certificate,
  }))
    writeFileSync(join(folder, file), bytes);
  for (const name of ['issuing', 'person']) openssl('x509', '-inform', 'DER', '-in', `${name}.der`, '-out', `${name}.pem`);
  writeFileSync(join(folder, 'chain.pem'), execFileSync('cat', ['root.pem', 'issuing.pem'], { cwd: folder }));
  expect(openssl('crl', '-inform', 'DER', '-in', 'list.der', '-noout', '-text', '-CAfile', 'chain.pem')).toContain(certificateNumber.match(/^0*(.*)$/)![1]);
  expect(openssl('x509', '-in', 'person.pem', '-noout', '-ext', 'crlDistributionPoints')).toContain(`${publicUrl.origin}/api/v1/signing/revoked/`);
  openssl('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem');
  expect(() =>
    openssl(
      'verify',
      '-crl_check',
      '-CRLfile',
      'list.pem',
      '-attime',
      String(world.now.getTime() / 1000),
      '-CAfile',
      'root.pem',
      '-untrusted',
      'issuing.pem',
      'person.pem',
    ),
  ).toThrow(/revoked/);
});

test('SIGN-1: the time-stamping authority answers anybody by RFC 3161, and openssl verifies; what it cannot grant is rejected by name', async () => {
  const ask = (query: Buffer) =>
    portal.app.inject({ method: 'POST', url: '/api/v1/signing/time-stamp', headers: { 'content-type': 'application/timestamp-query' }, payload: query });
  const rubbish = await ask(Buffer.from('не запрос'));
  expect([rubbish.statusCode, rubbish.headers['content-type']]).toEqual([200, 'application/timestamp-reply']);
  if (!hasOpenssl) return;
  writeFileSync(join(folder, 'root.pem'), await rootsPem(world.db));
  writeFileSync(join(folder, 'content'), content);
  for (const args of [
    ['-sha256', '-cert'],
    ['-sha512', '-cert', '-no_nonce'],
  ]) {
    const query = execFileSync('openssl', ['ts', '-query', '-data', 'content', ...args], { cwd: folder, stdio: 'pipe' });
    writeFileSync(join(folder, 'query'), query);
    writeFileSync(join(folder, 'answer'), (await ask(query)).rawPayload);
    expect(openssl('ts', '-verify', '-queryfile', 'query', '-in', 'answer', '-CAfile', 'root.pem', '-attime', String(world.now.getTime() / 1000))).toContain(
      'Verification: OK',
    );
  }
  const refused = async (args: string[]) => {
    writeFileSync(
      join(folder, 'answer'),
      (await ask(execFileSync('openssl', ['ts', '-query', '-data', 'content', ...args], { cwd: folder, stdio: 'pipe' }))).rawPayload,
    );
    return openssl('ts', '-reply', '-in', 'answer', '-text');
  };
  expect(await refused(['-md5'])).toContain('unrecognized or unsupported algorithm');
  expect(await refused(['-sha256', '-tspolicy', '1.2.3.4'])).toContain('requested TSA policy is not supported');
  writeFileSync(join(folder, 'answer'), rubbish.rawPayload);
  expect(openssl('ts', '-reply', '-in', 'answer', '-text')).toContain('the data submitted has the wrong format');
});
