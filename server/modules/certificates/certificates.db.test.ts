// The door by certificate against the database: keys of browsers as WebCrypto makes them, outside certificates as openssl makes them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { federationModule, putFact } from '#modules/federation';
import { confirmPerson } from '#modules/identity';
import { usePortal } from '#test/factories/identity-portal';
import { hasGostEngine, type KeyKind, opensslAuthority } from '#test/openssl-authority';
import { portal as system, useWorld } from '#test/world';
import { readCertificate, subjectPart } from '#platform/x509';
import { openOutsideTrust } from '#modules/signing';
import { certificatesModule } from './index.ts';
import { keyHashOf } from './proven-key.ts';

const { subtle } = globalThis.crypto;
// Certificates of openssl begin now: so does this world, a minute later for the seconds of their lists.
const world = useWorld(new Date(Date.now() + 60_000).toISOString());
const kinds = (['ec', 'rsa', 'gost'] as const).filter((kind) => kind !== 'gost' || hasGostEngine);
const authorities = new Map<KeyKind, ReturnType<typeof opensslAuthority>>(kinds.map((kind) => [kind, opensslAuthority(kind, `УЦ ${kind}`)]));
const ec = authorities.get('ec')!;
const listsOf = (): string[] => [...authorities.values()].map((one) => join(one.dir, 'list.der'));
const writeLists = (): void => [...authorities.values()].forEach((one, index) => writeFileSync(listsOf()[index]!, one.list()));
const openTrust = () => {
  writeLists();
  writeFileSync(join(ec.dir, 'all.pem'), [...authorities.values()].map((one) => one.rootPem).join(''));
  return openOutsideTrust({ authoritiesFile: join(ec.dir, 'all.pem'), lists: listsOf(), timeoutMs: 500 });
};
const publicUrl = new URL('http://localhost:8080');
const portal = usePortal(world, () => [federationModule({ systems: [], publicUrl }), certificatesModule({ publicUrl, trust: openTrust() })]);
type Browser = ReturnType<typeof portal.browser>;
beforeAll(() => [...authorities.values()].forEach((one) => one.issue('own')));

const later = (seconds: number): Date => (world.now = new Date(world.now.getTime() + seconds * 1000));
const newKey = async () => {
  const keys = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const spki = Buffer.from(await subtle.exportKey('spki', keys.publicKey));
  return {
    publicKey: spki.toString('base64'),
    keyHash: keyHashOf(spki).toString('hex'),
    sign: async (text: string) => Buffer.from(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, Buffer.from(text))).toString('base64'),
  };
};
const challenge = async (browser: Browser, path = '/api/v1/sign-in/certificate/challenge') =>
  (await browser.post(path)).body as { challengeId: string; text: string; code?: string };
const toEnrol = (browser: Browser) => challenge(browser, '/api/v1/certificates/challenge');
const enter = (browser: Browser, body: object) => browser.post('/api/v1/sign-in/certificate', body);
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/api/v1/security')).status === 200;
const cmsOf = (authority: ReturnType<typeof opensslAuthority>, name: string, text: string): string => authority.sign(name, text).toString('base64');

async function enrolBrowser(browser: Browser, key: Awaited<ReturnType<typeof newKey>>) {
  const { challengeId, text } = await toEnrol(browser);
  return browser.post('/api/v1/certificates', { challengeId, name: 'Домашний компьютер', publicKey: key.publicKey, signature: await key.sign(text) });
}
const enterByKey = async (browser: Browser, key: Awaited<ReturnType<typeof newKey>>) => {
  const { challengeId, text } = await challenge(browser);
  return enter(browser, { challengeId, keyHash: key.keyHash, signature: await key.sign(text) });
};
const codeOf = async (answer: Promise<{ body: Record<string, unknown> }>): Promise<unknown> => (await answer).body['code'];

test('AUTH-4: a key of the browser gets a certificate of the portal and opens the account; the second proof that was chosen is asked', async () => {
  const resident = await portal.resident('sms');
  const browser = await portal.enter(resident);
  const key = await newKey();
  expect((await enrolBrowser(browser, key)).status).toBe(200);
  const [row] = await world.db.selectFrom('certificates.certificate').selectAll().where('person_id', '=', resident.personId).execute();
  expect(subjectPart(readCertificate(row!.der)!, '2.5.4.3')).toBe('Домашний компьютер');
  const { body } = await browser.get('/api/v1/certificates');
  expect(body).toMatchObject({
    certificates: [{ kind: 'browser', name: 'Домашний компьютер', isExpired: false, lastUsedAt: null }],
    takesOutside: true,
    can: { change: true },
  });
  const again = portal.browser();
  expect((await enterByKey(again, key)).body).toMatchObject({ next: 'second', method: 'password' });
  expect(await isIn(again)).toBe(false);
});

test('AUTH-4: another challenge, another key, a signature of other words, a used and a late challenge are refused', async () => {
  const resident = await portal.resident('none');
  const browser = await portal.enter(resident);
  const [key, other] = [await newKey(), await newKey()];
  await enrolBrowser(browser, key);
  const guest = portal.browser();
  const first = await challenge(guest);
  const second = await challenge(guest);
  expect(await codeOf(enter(guest, { challengeId: second.challengeId, keyHash: key.keyHash, signature: await key.sign(first.text) }))).toBe(
    'certificate.signature',
  );
  expect(
    await codeOf(enter(guest, { challengeId: second.challengeId, keyHash: key.keyHash, signature: await key.sign(second.text) })),
    'a challenge is used by a wrong try too',
  ).toBe('certificate.over');
  expect(await codeOf(enter(guest, { challengeId: first.challengeId, keyHash: key.keyHash, signature: await other.sign(first.text) }))).toBe(
    'certificate.signature',
  );
  expect(await codeOf(enterByKey(guest, other))).toBe('certificate.unknown');
  const enrolling = await toEnrol(browser);
  expect(
    await codeOf(enter(guest, { challengeId: enrolling.challengeId, keyHash: key.keyHash, signature: await key.sign(enrolling.text) })),
    'for adding, not for entering',
  ).toBe('certificate.over');
  const late = await challenge(guest);
  later(601);
  expect(await codeOf(enter(guest, { challengeId: late.challengeId, keyHash: key.keyHash, signature: await key.sign(late.text) }))).toBe('certificate.over');
  expect(late.text).toMatch(/^moidom certificate challenge v1\norigin: http:\/\/localhost:8080\npurpose: enter\nchallenge: /);
  const raced = await challenge(guest);
  const signature = await key.sign(raced.text);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => enter(portal.browser(), { challengeId: raced.challengeId, keyHash: key.keyHash, signature })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('AUTH-4: adding asks a fresh second proof and the key’s own signature; one key is one person’s, ten are enough, the same request is answered the same', async () => {
  const [resident, neighbour] = [await portal.resident('sms'), await portal.resident('sms')];
  const browser = await portal.enter(resident);
  const key = await newKey();
  const { challengeId, text } = await toEnrol(browser);
  const body = { challengeId, name: 'Ноутбук', publicKey: key.publicKey, signature: await key.sign(text) };
  const requestKey = '0197a000-0000-7000-8000-00000000c0de';
  const made = await browser.post('/api/v1/certificates', body, requestKey);
  expect(await browser.post('/api/v1/certificates', body, requestKey)).toMatchObject({ status: 200, body: made.body });
  const theirs = await portal.enter(neighbour, portal.browser());
  expect(await codeOf(enrolBrowser(theirs, key))).toBe('certificate.taken');
  const stolen = await toEnrol(browser);
  expect(
    await codeOf(theirs.post('/api/v1/certificates', { ...body, challengeId: stolen.challengeId, signature: await key.sign(stolen.text) })),
    'another’s challenge',
  ).toBe('certificate.over');
  const mine = await toEnrol(theirs);
  expect(
    await codeOf(
      theirs.post('/api/v1/certificates', {
        ...body,
        challengeId: mine.challengeId,
        publicKey: (await newKey()).publicKey,
        signature: await key.sign(mine.text),
      }),
    ),
    'a key that did not sign',
  ).toBe('certificate.signature');
  for (let n = 1; n < 10; n += 1) await enrolBrowser(browser, await newKey());
  expect(await codeOf(enrolBrowser(browser, await newKey()))).toBe('certificate.tooMany');
  expect((await theirs.post(`/api/v1/certificates/${String(made.body['id'])}/remove`)).status, 'a neighbour').toBe(404);
  expect((await browser.post(`/api/v1/certificates/${String(made.body['id'])}/remove`)).status).toBe(200);
  expect(await codeOf(enterByKey(portal.browser(), key)), 'removed').toBe('certificate.unknown');
  later(601);
  expect((await toEnrol(browser)).code).toBe('auth.secondFactor');
});

test('AUTH-4: the certificate of a browser’s key ends after a year', async () => {
  const browser = await portal.enter(await portal.resident('none'));
  const key = await newKey();
  await enrolBrowser(browser, key);
  const now = world.now;
  later(366 * 86_400);
  expect(await codeOf(enterByKey(portal.browser(), key))).toBe('certificate.expired');
  world.now = now;
});

for (const [kind, authority] of authorities) {
  test(`AUTH-4: an outside certificate (${kind}) is added and opens the account by the signed file; its owner’s alone`, async () => {
    const browser = await portal.enter(await portal.resident('none'));
    const given = await toEnrol(browser);
    expect(
      (await browser.post('/api/v1/certificates', { challengeId: given.challengeId, name: 'Токен', cms: cmsOf(authority, 'own', given.text) })).status,
    ).toBe(200);
    const guest = portal.browser();
    const { challengeId, text } = await challenge(guest);
    const file = await guest.text(`/api/v1/sign-in/certificate/challenge/${challengeId}`);
    expect(file).toBe(text);
    const pem = `-----BEGIN CMS-----\n${cmsOf(authority, 'own', file)
      .match(/.{1,64}/g)!
      .join('\n')}\n-----END CMS-----\n`;
    expect((await enter(guest, { challengeId, cms: pem })).body).toMatchObject({ next: 'done' });
    expect(await isIn(guest)).toBe(true);
  });
}

test('AUTH-4: of an outside certificate chain, dates, list, purpose and text are checked, and it opens nobody’s account by itself', async () => {
  const stranger = opensslAuthority('ec', 'УЦ ec');
  stranger.issue('forged');
  for (const [name, purpose] of [
    ['web', 'server'],
    ['box', 'encipher'],
    ['nobody', 'person'],
    ['lost', 'person'],
  ] as const)
    ec.issue(name, { purpose });
  ec.issue('brief', { days: 1 });
  const tell = async (name: string, { by = ec, text }: { by?: typeof ec; text?: string } = {}) => {
    const guest = portal.browser();
    const given = await challenge(guest);
    return codeOf(enter(guest, { challengeId: given.challengeId, cms: cmsOf(by, name, text ?? given.text) }));
  };
  expect(await tell('nobody')).toBe('certificate.unknown');
  expect(await tell('web')).toBe('certificate.purpose');
  expect(await tell('box')).toBe('certificate.purpose');
  expect(await tell('forged', { by: stranger })).toBe('certificate.untrusted');
  expect(await tell('nobody', { text: 'something else' })).toBe('certificate.otherText');
  const guest = portal.browser();
  const { challengeId } = await challenge(guest);
  expect(await codeOf(enter(guest, { challengeId, cms: 'bm90IGEgc2lnbmF0dXJl' }))).toBe('certificate.unreadable');
  ec.revoke('lost');
  writeLists();
  later(601); // the list is read anew after ten minutes
  expect(await tell('lost')).toBe('certificate.revoked');
  const now = world.now;
  later(86_400 + 3_600);
  expect(await tell('brief')).toBe('certificate.expired');
  expect(await tell('nobody'), 'the list has grown old').toBe('certificate.revocationUnknown');
  world.now = now;
});

test('AUTH-4: an outside certificate with the insurance number of a confirmed person opens that person’s account, of one who is not confirmed nothing', async () => {
  const resident = await portal.resident('none');
  ec.issue('named', { snils: '08765430300' });
  const tell = async () => {
    const guest = portal.browser();
    const { challengeId, text } = await challenge(guest);
    return (await enter(guest, { challengeId, cms: cmsOf(ec, 'named', text) })).body;
  };
  expect(await tell()).toMatchObject({ code: 'certificate.unknown' });
  await world.run(system, (work) => putFact(work, { personId: resident.personId, kind: 'snils', value: '087-654-303 00' }));
  expect(await tell(), 'not confirmed').toMatchObject({ code: 'certificate.unknown' });
  await world.run(system, (work) => confirmPerson(work, resident.personId));
  expect(await tell()).toMatchObject({ next: 'done' });
  expect(await world.db.selectFrom('certificates.certificate').select('kind').where('person_id', '=', resident.personId).execute()).toEqual([
    { kind: 'outside' },
  ]);
});

test('AUTH-4: without configured authorities outside certificates are not taken; lists at an address that is away change nothing', async () => {
  const none = openOutsideTrust({ authoritiesFile: undefined, lists: [], timeoutMs: 100 });
  expect(none.roots).toEqual([]);
  expect(
    await openOutsideTrust({ authoritiesFile: undefined, lists: ['http://127.0.0.1:1/list.crl', '/nowhere/list.crl'], timeoutMs: 100 }).lists(world.now),
  ).toEqual([]);
  writeFileSync(join(ec.dir, 'leaf.pem'), ec.issue('leaf').pem);
  expect(() => openOutsideTrust({ authoritiesFile: join(ec.dir, 'leaf.pem'), lists: [], timeoutMs: 100 })).toThrow('no root');
});
