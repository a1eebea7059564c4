// The client against the stand-in: another program with texts of its own, so that both cannot be wrong in the same way.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStateIdentity, type StateIdentityStandIn } from '#stand-ins/state-identity/start';
import { hasGostEngine, opensslAuthority } from '#test/openssl-authority';
import { openWalker } from '#test/walking-browser';
import { readPem } from '#platform/x509';
import { openGostSigner, openSoftwareSigner } from './request-signer.ts';
import { openStateIdentity, type StateSettings } from './state-identity.ts';
import { type Generation, readPerson, readSystemKey, readToken, tokenFault } from './state-wire.ts';
import type { Attempt } from './ports.ts';

const PORTAL = 'http://localhost:8080';
const GALINA = '1000299353';
let standIn: StateIdentityStandIn;
let settings: StateSettings;
beforeAll(async () => {
  standIn = await startStateIdentity({ dataDir: mkdtempSync(join(tmpdir(), 'state-identity-')), port: 0, publicHost: 'localhost', portalOrigins: [PORTAL] });
  const certificate = readPem(readFileSync(standIn.certificateFile, 'utf8'))[0]!;
  const clock = (): Date => new Date();
  settings = {
    url: standIn.url,
    clientId: 'MOIDOM',
    redirectUri: `${PORTAL}/sign-in/outside/state/back`,
    scope: 'openid fullname birthdate snils inn id_doc contacts addresses usr_org',
    issuer: 'http://esia.gosuslugi.ru',
    generation: 'raw',
    timeoutMs: 3_000,
    clock,
    signer: openSoftwareSigner({ keyPem: readFileSync(standIn.keyFile, 'utf8'), certificate, clock }),
    systemKey: readSystemKey(readFileSync(standIn.systemKeyFile, 'utf8')),
  };
});
afterAll(() => standIn.stop());

const newAttempt = (): Attempt => ({ state: randomUUID(), nonce: randomUUID(), verifier: 'v'.repeat(50) });
const atPortal = (url: string): boolean => url.startsWith(PORTAL);
const setFaults = (faults: object): Promise<Response> => fetch(`${standIn.url}/faults`, { method: 'POST', body: JSON.stringify(faults) });

/** Goes through the system's pages as this person; the address at which the browser comes back. */
async function comeBack(start: string, oid = GALINA): Promise<URL> {
  const walker = openWalker();
  const first = await walker.go(start, atPortal);
  return new URL(first.status === 0 ? first.url : (await walker.go(`${first.url}?oid=${oid}`, atPortal)).url);
}

async function enter(more: Partial<StateSettings> = {}, { oid = GALINA, spoil = (url: URL): URL => url } = {}) {
  const client = openStateIdentity({ ...settings, ...more });
  const attempt = newAttempt();
  const begun = await client.begin(attempt);
  if (begun.kind !== 'ok') throw new Error(begun.why);
  const callback = spoil(await comeBack(begun.value, oid));
  return { told: await client.finish(attempt, callback), client, attempt, callback, begun: begun.value };
}

for (const generation of ['cms', 'raw'] as const satisfies Generation[]) {
  test(`AUTH-7: by signed requests of the generation «${generation}» the person comes with their papers, a code and a state work once`, async () => {
    const { told, client, attempt, callback, begun } = await enter({ generation });
    expect(told).toEqual({
      kind: 'ok',
      value: {
        subject: GALINA,
        isTrusted: true,
        lastName: 'Соколова',
        firstName: 'Галина',
        middleName: 'Петровна',
        birthDay: '1953-03-04',
        phone: '+79000000001',
        email: 'galina@gosmail.example',
        snils: '112-233-445 95',
        inn: '660000000005',
        passport: '6514 102938',
        address: 'г. Рябинск, Липовая аллея, д. 14, кв. 37',
        heads: [],
      },
    });
    expect(await client.finish(attempt, callback), 'the code a second time').toMatchObject({ kind: 'refused' });
    expect((await comeBack(begun)).searchParams.get('error_description')).toMatch('ESIA-007003');
    expect(await client.finish({ ...attempt, state: randomUUID() }, callback)).toEqual({ kind: 'refused', why: 'foreign state' });
  });

  test(`AUTH-7: a request of the generation «${generation}» changed after signing, late, or signed by another key is refused by the system`, async () => {
    const begun = await openStateIdentity({ ...settings, generation }).begin(newAttempt());
    const changed = begun.kind === 'ok' ? begun.value.replace('snils', 'vehicles') : '';
    expect((await comeBack(changed)).searchParams.get('error_description')).toMatch('ESIA-007005');
    const late = await enter({ generation, clock: () => new Date(Date.now() - 3_600_000) });
    expect(late.told).toMatchObject({ kind: 'refused', why: expect.stringContaining('ESIA-007004') });
    const stranger = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const signer = openSoftwareSigner({
      keyPem: stranger.privateKey,
      certificate: readPem(readFileSync(standIn.certificateFile, 'utf8'))[0]!,
      clock: settings.clock,
    });
    expect((await enter({ generation, signer })).told).toMatchObject({ why: expect.stringContaining('ESIA-007005') });
  });
}

test('AUTH-7: a certificate that the system does not know is named as such; a refusal of the person and a foreign redirect end calmly', async () => {
  expect((await enter({ signer: { ...settings.signer, certificateHash: '00' } })).told).toMatchObject({ why: expect.stringContaining('ESIA-007053') });
  await setFaults({ denied: 1 });
  expect((await enter()).told).toMatchObject({ kind: 'refused', why: expect.stringContaining('access_denied') });
  const leave = new URL(openStateIdentity(settings).leaveUrl(new URL(`${PORTAL}/`))!);
  expect((await fetch(leave, { redirect: 'manual' })).headers.get('location')).toBe(`${PORTAL}/`);
  leave.searchParams.set('redirect_url', 'https://evil.example/');
  expect((await fetch(leave, { redirect: 'manual' })).status).toBe(400);
});

test('AUTH-7: a forged token, one for another system, an answer to another request: refused; a system that is away or slow is no refusal', async () => {
  for (const [fault, why] of [
    ['forgedToken', 'token signature'],
    ['otherAudience', 'token for another client'],
    ['otherState', 'token: the answer belongs to another request'],
  ] as const) {
    await setFaults({ [fault]: 1 });
    expect((await enter()).told).toEqual({ kind: 'refused', why });
  }
  await setFaults({ personAway: 1 });
  expect((await enter()).told).toMatchObject({ kind: 'away' });
  const { client, attempt, callback } = await enter({}, { spoil: (url) => url });
  await setFaults({ away: 1 });
  expect(await client.finish(attempt, callback)).toMatchObject({ kind: 'away' });
  await setFaults({ answerDelayMs: 400 });
  expect(await openStateIdentity({ ...settings, timeoutMs: 100 }).finish(attempt, callback)).toMatchObject({ kind: 'away' });
  await setFaults({ answerDelayMs: 0 });
  expect(await openStateIdentity({ ...settings, url: 'http://127.0.0.1:1' }).finish(attempt, callback)).toMatchObject({ kind: 'away' });
});

test('AUTH-7: a simplified account is not trusted and brings nothing verified; the head of an organization is told with its number', async () => {
  expect((await enter({}, { oid: '1000299355' })).told).toMatchObject({ value: { isTrusted: false, snils: null, phone: null } });
  expect((await enter({}, { oid: '1000299357' })).told).toMatchObject({ value: { isTrusted: true, heads: [{ ogrn: '1996600000010' }] } });
});

test('AUTH-7: a token is read by the configured key alone: no algorithm of its own choice, no edited claim, no old one', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = readSystemKey(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const now = new Date('2026-11-12T09:00:00Z');
  const seconds = now.getTime() / 1000;
  const claims = { sub: '1', aud: 'MOIDOM', iss: 'i', exp: seconds + 60, iat: seconds, nonce: 'n' };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const made = (header: object, payload: object): string => {
    const text = `${part(header)}.${part(payload)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
  expect(readToken(made({ alg: 'RS256' }, claims), { key, now })).toEqual(claims);
  expect(readToken(made({ alg: 'ES256' }, claims), { key, now })).toBe('token signature');
  expect(readToken(`${part({ alg: 'none' })}.${part(claims)}.`, { key, now })).toBe('token signature');
  const [header, , signature] = made({ alg: 'RS256' }, claims).split('.');
  expect(readToken(`${header}.${part({ ...claims, sub: '2' })}.${signature}`, { key, now })).toBe('token signature');
  expect(readToken(made({ alg: 'RS256' }, { ...claims, exp: seconds - 600 }), { key, now })).toBe('token out of date');
  expect(readToken(made({ alg: 'RS256' }, { ...claims, iat: seconds + 600 }), { key, now })).toBe('token of the future');
  for (const rubbish of ['', 'a.b.c', '..', 'a.b.c.d', `${part([])}.${part(claims)}.x`]) expect(readToken(rubbish, { key, now })).toBe('unreadable token');
  const asked = { clientId: 'MOIDOM', issuer: 'i', nonce: 'n' };
  expect(tokenFault(claims, asked)).toBeNull();
  for (const wrong of [{ aud: ['X', 'MOIDOM'] }, { aud: 'X' }, { iss: 'x' }, { nonce: 'x' }, { nonce: undefined }, { sub: 1 }, { sub: '../2' }])
    expect(tokenFault({ ...claims, ...wrong }, asked), JSON.stringify(wrong)).not.toBeNull();
});

test('AUTH-7: papers with odd members are read without what does not hold', () => {
  const empty = { contacts: [], documents: [], addresses: [], roles: [] };
  expect(readPerson('1', { ...empty, person: {} })).toBeUndefined();
  const person = { lastName: ' Ли ', firstName: 'Анна', birthDate: '1990-01-01', snils: '112-233-445 96', inn: '1', trusted: 'true' };
  const contacts = [
    { type: 'MBT', value: '8-800-000', vrfStu: 'VERIFIED' },
    { type: 'EML', value: 'a@b.example', vrfStu: 'NOT_VERIFIED' },
  ];
  expect(readPerson('1', { ...empty, person, contacts })).toEqual({
    subject: '1',
    isTrusted: false,
    lastName: 'Ли',
    firstName: 'Анна',
    middleName: null,
    birthDay: null,
    phone: null,
    email: null,
    snils: null,
    inn: null,
    passport: null,
    address: null,
    heads: [],
  });
});

test.skipIf(!hasGostEngine)('AUTH-7: requests signed by openssl with its GOST engine are taken in both generations', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'state-identity-gost-'));
  const authority = opensslAuthority('gost');
  const { pem, keyPem } = authority.issue('portal');
  const known = await startStateIdentity({ dataDir, port: 0, publicHost: 'localhost', portalOrigins: [PORTAL] });
  await known.stop();
  writeFileSync(known.certificateFile, pem);
  writeFileSync(known.keyFile, keyPem);
  const own = await startStateIdentity({ dataDir, port: 0, publicHost: 'localhost', portalOrigins: [PORTAL] });
  const signer = openGostSigner({ keyFile: own.keyFile, certificateFile: own.certificateFile, certificate: readPem(pem)[0]! });
  for (const generation of ['cms', 'raw'] as const) {
    expect((await enter({ generation, signer, url: own.url, systemKey: readSystemKey(readFileSync(own.systemKeyFile, 'utf8')) })).told).toMatchObject({
      kind: 'ok',
      value: { subject: GALINA },
    });
  }
  await own.stop();
});
