// «Проверить подпись»: signatures of the portal and of openssl's authorities, whole and broken, through the API.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usePortal } from '#test/factories/identity-portal';
import { makeActor } from '#test/factories/identity';
import { makeOrganization } from '#test/factories/housing';
import { makeSigningKey } from '#test/factories/signing';
import { hasGostEngine, type KeyKind, opensslAuthority } from '#test/openssl-authority';
import { hostileFiles } from '#test/hostile-signatures';
import { portal as system, TEST_KEYS, useWorld } from '#test/world';
import { newId } from '#platform/ids';
import { acceptSignature } from './accept-signature.ts';
import { openExaminer, openOutsideTrust, signingModule } from './index.ts';
import { ensureOrganizationKey } from './organization-keys.ts';
import { revokeOwnKey } from './person-keys.ts';
import { signDocument } from './sign-document.ts';
import { forgetExamined } from './take-examination.ts';

// Certificates of openssl begin now: so does this world, a minute later for the seconds of their lists.
const world = useWorld(new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000).toISOString());
const kinds = (['ec', 'rsa', 'gost'] as const).filter((kind) => kind !== 'gost' || hasGostEngine);
const authorities = new Map<KeyKind, ReturnType<typeof opensslAuthority>>(kinds.map((kind) => [kind, opensslAuthority(kind, `УЦ ${kind}`)]));
const ec = authorities.get('ec')!;
for (const one of authorities.values()) for (const name of ['Иванов', 'Отозванный']) one.issue(name);
ec.revoke('Отозванный');
const listFiles = [...authorities.values()].map((one) => {
  writeFileSync(join(one.dir, 'list.der'), one.list());
  return join(one.dir, 'list.der');
});
writeFileSync(join(ec.dir, 'all.pem'), [...authorities.values()].map((one) => one.rootPem).join(''));
const trust = openOutsideTrust({ authoritiesFile: join(ec.dir, 'all.pem'), lists: listFiles, timeoutMs: 500 });
const examiner = openExaminer();
afterAll(() => examiner.stop());
const portal = usePortal(world, () => [signingModule({ publicUrl: new URL('http://localhost:8080'), trust, examiner })]);

const document = Buffer.from('Договор найма № 7');
let address = 0;
async function check(files: Readonly<Record<string, Buffer>>, headers: Record<string, string> = {}, remoteAddress?: string) {
  const parts = Object.entries(files).flatMap(([name, bytes]) => [
    Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  address += 1;
  return portal.app.inject({
    method: 'POST',
    url: '/api/v1/signing/verify',
    remoteAddress: remoteAddress ?? `10.7.${address >> 8}.${address & 255}`,
    headers: { 'content-type': 'multipart/form-data; boundary=b', origin: 'http://localhost:8080', ...headers },
    payload: Buffer.concat([...parts, Buffer.from('--b--\r\n')]),
  });
}
type Body = { code?: string; fields?: { pointer: string }[]; signatures: Record<string, unknown>[]; form: string; addedAfter: boolean };
const found = async (files: Readonly<Record<string, Buffer>>): Promise<Body> => (await check(files)).json();
const first = async (files: Readonly<Record<string, Buffer>>) => (await found(files)).signatures[0];

let own: Buffer;
let organization: Buffer;
beforeAll(async () => {
  const anna = await makeActor(world, [], { confirmed: true });
  const key = await makeSigningKey(world, anna);
  const cms = await key.sign(document);
  own = (await world.run(anna, (work) => acceptSignature(work, { purpose: 'test', what: 'Договор', content: document, given: { cms } }))).cms!;
  const organizationId = await makeOrganization(world, { name: 'ООО «УК Липовый двор»' });
  organization = Buffer.from(
    await signDocument(world.db, TEST_KEYS, {
      key: await world.run(system, (work) => ensureOrganizationKey(work, organizationId)),
      bytes: document,
      at: world.now,
    }),
  );
  world.now = new Date(world.now.getTime() + 5_000);
  await world.run(anna, (work) => revokeOwnKey(work, key.keyId, 'lost'), newId(world.now));
});

for (const [kind, authority] of authorities) {
  test(`SIGN-3: a signature made elsewhere with ${kind} keys: who, by whom, unchanged; another file is told; PEM and signatures with the content inside are read too`, async () => {
    const signature = authority.sign('Иванов', document);
    expect(await first({ document, signature })).toMatchObject({
      name: 'Иванов',
      issuer: `УЦ ${kind}`,
      verdict: 'valid',
      why: null,
      trust: 'trusted',
      algorithm: kind === 'ec' ? 'ecdsa' : kind,
      stampedAt: null,
    });
    expect(await first({ document: Buffer.from('Договор найма № 8'), signature })).toMatchObject({ verdict: 'broken', why: 'changed' });
    const pem = Buffer.from(
      `-----BEGIN CMS-----\n${signature
        .toString('base64')
        .match(/.{1,64}/g)!
        .join('\n')}\n-----END CMS-----\n`,
    );
    expect(await first({ document, signature: pem })).toMatchObject({ verdict: 'valid' });
    const inside = authority.run(
      [
        'cms',
        '-sign',
        '-binary',
        '-nodetach',
        '-nosmimecap',
        '-md',
        kind === 'gost' ? 'md_gost12_256' : 'sha256',
        '-signer',
        'Иванов.pem',
        '-inkey',
        'Иванов.key',
        '-outform',
        'DER',
      ],
      document,
    );
    expect(await found({ document: inside })).toMatchObject({ form: 'attached', signatures: [{ name: 'Иванов', verdict: 'valid' }] });
  });
}

test('SIGN-3: a revoked certificate, an unknown authority and one that calls itself a test are told apart', async () => {
  expect(await first({ document, signature: ec.sign('Отозванный', document) })).toMatchObject({ verdict: 'broken', why: 'revoked', trust: 'trusted' });
  for (const [name, expected] of [
    ['Чужой УЦ', 'unknown'],
    ['Тестовый УЦ', 'test'],
  ] as const) {
    const other = opensslAuthority('ec', name);
    other.issue('Петров');
    expect(await first({ document, signature: other.sign('Петров', document) })).toMatchObject({
      name: 'Петров',
      verdict: 'unproven',
      why: 'untrusted',
      trust: expected,
    });
  }
});

test('SIGN-3: a broken digest, a short key, a certificate that is for something else, an authority’s own and one whose term is over are each told as what they are', async () => {
  const rsa = authorities.get('rsa')!;
  const why = async (signature: Buffer, more: { document?: Buffer } = {}) => {
    const { verdict, why: told } = (await first({ document, signature, ...more }))!;
    return [verdict, told];
  };
  const by = (authority: typeof rsa, name: string, ...args: string[]) =>
    authority.run(['cms', '-sign', '-binary', '-nosmimecap', '-signer', `${name}.pem`, '-inkey', `${name}.key`, '-outform', 'DER', ...args], document);
  for (const digest of ['md5', 'sha1'])
    for (const attributes of [[], ['-noattr']])
      expect(await why(by(rsa, 'Иванов', '-md', digest, ...attributes)), `${digest} ${attributes.join()}`).toEqual(['broken', 'algorithm']);
  expect(await why(by(rsa, 'Иванов', '-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss'))).toEqual(['broken', 'algorithm']);
  rsa.run(['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024', '-out', 'Слабый.key']);
  rsa.run(['req', '-new', '-utf8', '-key', 'Слабый.key', '-subj', '/C=RU/CN=Слабый', '-out', 'Слабый.csr']);
  rsa.run([
    'x509',
    '-req',
    '-in',
    'Слабый.csr',
    '-CA',
    'root.pem',
    '-CAkey',
    'root.key',
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    'openssl.cnf',
    '-extensions',
    'person',
    '-out',
    'Слабый.pem',
  ]);
  expect(await why(by(rsa, 'Слабый', '-md', 'sha256'))).toEqual(['broken', 'algorithm']);
  for (const purpose of ['server', 'encipher'] as const) {
    ec.issue(purpose, { purpose });
    expect(await why(ec.sign(purpose, document)), purpose).toEqual(['unproven', 'purpose']);
  }
  expect(await why(ec.sign('root', document)), 'an authority signs no documents').toEqual(['unproven', 'purpose']);
  ec.issue('Средний', { purpose: 'root', days: 400 });
  ec.issue('Давний', { by: 'Средний', days: 500 });
  const chained = by(ec, 'Давний', '-md', 'sha256', '-certfile', 'Средний.pem');
  const start = world.now;
  world.now = new Date(start.getTime() + 450 * 86_400_000);
  expect(await why(chained), 'the certificate holds, its authority’s does not').toEqual(['unproven', 'issuerExpired']);
  expect(await first({ document, signature: chained }), 'and it is known whose it is').toMatchObject({ trust: 'trusted' });
  expect(await why(by(ec, 'Давний', '-md', 'sha256')), 'without the one between nothing is known').toEqual(['unproven', 'untrusted']);
  expect(await why(ec.sign('Иванов', document))).toEqual(['unproven', 'expired']);
  world.now = start;
});

test('SIGN-1, SIGN-4: the portal’s own: a stamped signature outlives the revocation of its key and its certificate; one without a stamp does not', async () => {
  expect(await first({ document, signature: own })).toMatchObject({
    verdict: 'valid',
    trust: 'portal',
    stampedAt: new Date(world.now.getTime() - 5_000).toISOString(),
    revokedAt: world.now.toISOString(),
  });
  expect(await first({ document, signature: organization })).toMatchObject({
    name: 'ООО «УК Липовый двор»',
    verdict: 'valid',
    trust: 'portal',
    stampedAt: null,
    revokedAt: null,
  });
  const start = world.now;
  world.now = new Date(start.getTime() + 4 * 366 * 86_400_000);
  expect(await first({ document, signature: own })).toMatchObject({ verdict: 'valid', trust: 'portal' });
  expect(await first({ document, signature: organization })).toMatchObject({ verdict: 'unproven', why: 'expired', trust: 'portal' });
  world.now = start;
});

test('SIGN-4: what is wrong with the files is said at its field; a page is led back with it, or to what was found, which is gone after an hour', async () => {
  const said = async (files: Readonly<Record<string, Buffer>>) => {
    const { code, fields } = await found(files);
    return [code, fields?.[0]?.pointer];
  };
  expect(await said({})).toEqual(['verify.noDocument', '/document']);
  expect(await said({ document })).toEqual(['verify.noSignature', '/signature']);
  expect(await said({ document, signature: Buffer.from('не подпись') })).toEqual(['verify.unreadable', '/signature']);
  expect(await said({ document, signature: own.subarray(0, 500) })).toEqual(['verify.unreadable', '/signature']);
  expect(await said({ document: Buffer.from('%PDF-1.7 обрезан') })).toEqual(['verify.damagedPdf', '/document']);
  expect((await found({ document: Buffer.alloc(20 * 1_048_576 + 1), signature: own })).code).toBe('file.tooLarge');
  const html = { accept: 'text/html' };
  expect((await check({ document }, html)).headers['location']).toBe('/verify?refused=verify.noSignature');
  const led = (await check({ document, signature: own }, html)).headers['location'] as string;
  const id = /^\/verify\?check=(.+)$/.exec(led)![1]!;
  expect((await portal.browser().get(`/api/v1/signing/verify/${id}`)).body).toMatchObject({ name: 'document.bin', signatures: [{ verdict: 'valid' }] });
  const start = world.now;
  world.now = new Date(start.getTime() + 3_600_001);
  expect((await portal.browser().get(`/api/v1/signing/verify/${id}`)).status).toBe(404);
  await forgetExamined(world.db, world.now);
  expect(await world.db.selectFrom('signing.examined').select('id').where('id', '=', id).execute()).toEqual([]);
  world.now = start;
});

test('SIGN-4: rubbish of every kind is answered, never with a fault of ours; an address that asks too often waits', async () => {
  const signature = ec.sign('Иванов', document);
  const dice = (n: number): number => (Math.imul(n, 2_654_435_761) >>> 0) % signature.length;
  for (let n = 0; n < 120; n++) {
    const changed = Buffer.from(n % 2 === 0 ? signature : own);
    changed[dice(n) % changed.length] = (n * 37) & 255;
    const answer = await check({ document, signature: n % 5 === 0 ? changed.subarray(0, dice(n + 500) % changed.length) : changed });
    expect([200, 422], `${n}: ${answer.body.slice(0, 200)}`).toContain(answer.statusCode);
  }
  for (const { name, document: file, signature: given } of hostileFiles(own)) {
    if (file.length + (given?.length ?? 0) > 500_000) continue;
    const answer = await check({ document: file, ...(given && { signature: given }) });
    expect([200, 422], `${name}: ${answer.body.slice(0, 200)}`).toContain(answer.statusCode);
  }
  const statuses = await Promise.all(Array.from({ length: 40 }, () => check({ document }, {}, '10.99.0.1')));
  expect(statuses.some(({ statusCode }) => statusCode === 429)).toBe(true);
});
