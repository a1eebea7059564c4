import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyRing } from '#platform/key-ring';
import * as fc from 'fast-check';
import * as pkijs from 'pkijs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  certificateNumber,
  certificatePem,
  issueOrganizationCertificate,
  makeAuthority,
  type Authority,
  type Bytes,
  type KeyWithCertificate,
} from './authority.ts';
import { signDetached, verifyDetached } from './detached-signature.ts';
import { openPrivateKey, sealPrivateKey } from './signing-key.ts';

const made = new Date('2026-11-01T00:00:00Z');
const at = new Date('2026-11-22T10:15:30.500Z');
const subject = { name: 'ООО «УК Липовый двор»', inn: '6670000014', ogrn: '1026605000010' };
const folder = mkdtempSync(join(tmpdir(), 'signing-'));
const openssl = spawnSync('openssl', ['version']).error === undefined;
const bytes: Bytes = new TextEncoder().encode('Акт о передаче показаний № 17\n'.repeat(500));
let authority: Authority;
let foreign: Authority;
let signer: KeyWithCertificate;
let signature: Bytes;

beforeAll(async () => {
  authority = await makeAuthority({ name: 'Портал «Мой дом»', at: made });
  foreign = await makeAuthority({ name: 'Портал «Мой дом»', at: made });
  signer = await issueOrganizationCertificate(authority.issuing, subject, { at: made });
  signature = await sign();
});
afterAll(() => rmSync(folder, { recursive: true }));

const sign = (change: Partial<Parameters<typeof signDetached>[0]> = {}) =>
  signDetached({ bytes, signer, chain: [authority.issuing.certificate], at, ...change });
const verify = (change: Partial<Parameters<typeof verifyDetached>[0]> = {}) =>
  verifyDetached({ signature, bytes, root: authority.root.certificate, ...change });

test('MTR-3: the signature of an organization tells who signed, when and with what certificate', async () => {
  const [validFrom, validUntil] = [made, new Date('2029-11-01T00:00:00Z')];
  const by = {
    certificateNumber: certificateNumber(signer.certificate),
    organization: subject.name,
    inn: subject.inn,
    signedAt: new Date('2026-11-22T10:15:30Z'),
    validFrom,
    validUntil,
  };
  expect(verify()).toEqual({ valid: true, by });
  expect(by.certificateNumber).toMatch(/^[4-7][\dA-F]{31}$/);
});

test('MTR-3: changed bytes, another authority and a certificate out of its time are refused by name', async () => {
  const changed = Uint8Array.from(bytes);
  changed[5]! ^= 1;
  expect(verify({ bytes: changed })).toEqual({ valid: false, problem: 'changed' });
  expect(verify({ bytes: new Uint8Array() })).toEqual({ valid: false, problem: 'changed' });
  expect(verify({ root: foreign.root.certificate })).toEqual({ valid: false, problem: 'untrusted' });
  expect(verify({ signature: await sign({ at: new Date('2030-01-01T00:00:00Z') }) })).toEqual({ valid: false, problem: 'untrusted' });
  expect(verify({ signature: await sign({ at: new Date('2026-10-31T00:00:00Z') }) })).toEqual({ valid: false, problem: 'untrusted' });
  expect(verify({ signature: await sign({ chain: [] }) })).toEqual({ valid: false, problem: 'untrusted' });
});

test('MTR-3: an organization cannot issue certificates, nor sign with a key that is not its own', async () => {
  const child = await issueOrganizationCertificate(signer, { ...subject, name: 'Самозванец' }, { at: made });
  const forged = await sign({ signer: child, chain: [signer.certificate, authority.issuing.certificate] });
  expect(verify({ signature: forged })).toEqual({ valid: false, problem: 'untrusted' });
  const other = await issueOrganizationCertificate(authority.issuing, { ...subject, name: 'Другая' }, { at: made });
  const mixed = await sign({ signer: { certificate: signer.certificate, privateKey: other.privateKey } });
  expect(verify({ signature: mixed })).toEqual({ valid: false, problem: 'signature' });
});

test('MTR-3: a certificate put in place of the signed one is noticed', async () => {
  const parsed = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(signature).content });
  const original = pkijs.Certificate.fromBER(signer.certificate);
  const other = pkijs.Certificate.fromBER((await issueOrganizationCertificate(authority.issuing, { ...subject, name: 'Другая' }, { at: made })).certificate);
  // The same key, issuer and number, another name: what a careless authority could be made to issue.
  other.subjectPublicKeyInfo = original.subjectPublicKeyInfo;
  other.serialNumber = original.serialNumber;
  await other.sign(await crypto.subtle.importKey('pkcs8', authority.issuing.privateKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']), 'SHA-256');
  parsed.certificates = [pkijs.Certificate.fromBER(other.toSchema(true).toBER(false)), pkijs.Certificate.fromBER(authority.issuing.certificate)];
  const swapped = new Uint8Array(new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: parsed.toSchema(true) }).toSchema().toBER(false));
  expect(verify({ signature: swapped })).toEqual({ valid: false, problem: 'certificate' });
});

test('MTR-3: no bytes make the verifier throw, and no changed byte of a signature passes as another signer', async () => {
  for (const rubbish of [new Uint8Array(), signature.slice(0, -1), new TextEncoder().encode('-----BEGIN CMS-----')])
    expect(verify({ signature: rubbish })).toMatchObject({ valid: false });
  const truth = verify();
  fc.assert(
    fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const answer = verify({ signature: signature.with(place, signature[place]! ^ mask) });
      // A byte outside of what is signed (an algorithm's parameters) may change; who signed and when may not.
      if (answer.valid) expect(answer).toEqual(truth);
    }),
    { numRuns: 2_000 },
  );
});

test('SIGN-1, X-10: private keys are kept sealed and open only under their own id', async () => {
  const ring = openKeyRing({ keys: { 1: randomBytes(32).toString('base64') } });
  const sealed = sealPrivateKey(ring, 'key-1', signer.privateKey);
  expect(sealed.includes(Buffer.from(signer.privateKey.subarray(30, 60)))).toBe(false);
  const opened = { ...signer, privateKey: openPrivateKey(ring, 'key-1', sealed) };
  expect(verify({ signature: await sign({ signer: opened }) })).toMatchObject({ valid: true });
  expect(() => openPrivateKey(ring, 'key-2', sealed)).toThrow(expect.objectContaining({ name: 'CipherError', fault: 'damaged' }));
});

test.skipIf(!openssl)('SIGN-1, MTR-3: openssl agrees: the chain, the CAdES signature, and a changed file refused', () => {
  const files = {
    'root.pem': certificatePem(authority.root.certificate),
    'issuing.pem': certificatePem(authority.issuing.certificate),
    'signer.pem': certificatePem(signer.certificate),
    'foreign.pem': certificatePem(foreign.root.certificate),
    content: bytes,
    changed: bytes.with(3, 0),
    signature,
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const time = String(Math.floor(at.getTime() / 1000));
  const check = (content: string, root: string) =>
    run('cms', '-verify', '-binary', '-cades', '-attime', time, '-inform', 'DER', '-in', 'signature', '-content', content, '-CAfile', root, '-out', 'verified');
  check('content', 'root.pem');
  expect(() => check('changed', 'root.pem')).toThrow();
  expect(() => check('content', 'foreign.pem')).toThrow();
  expect(run('verify', '-x509_strict', '-attime', time, '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'signer.pem')).toContain('signer.pem: OK');
  const shown = run('x509', '-in', 'signer.pem', '-noout', '-subject', '-serial', '-nameopt', 'utf8');
  expect(shown).toContain(subject.name);
  expect(shown).toContain(certificateNumber(signer.certificate));
});
