// The browser's own writer against openssl and against the portal's reader. WebCrypto here is the browser's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { issuePersonCertificate, makeAuthority, nameParts } from '../../../server/modules/signing/authority.ts';
import { readCms } from '#platform/cms';
import { type Bytes, signCades } from './cades.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;
const pem = (der: Bytes): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END CERTIFICATE-----\n`;

async function makeSigner() {
  const { root, issuing } = await makeAuthority({ name: 'Проба', at: AT });
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await issuePersonCertificate(
    issuing,
    { publicKey, lastName: 'Щукина', givenNames: 'Анна Петровна' },
    { at: AT, years: 1, listUrl: 'http://localhost:8080/list' },
  );
  const sign = (bytes: Bytes) => crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, bytes);
  return { root: root.certificate, certificates: [certificate, issuing.certificate], ...nameParts(certificate), sign };
}

test('SIGN-1: a signature written in the browser is read by the portal: whose, when, unchanged; a changed byte is told', async () => {
  const signer = await makeSigner();
  for (const length of [0, 1, 127, 128, 70_000]) {
    const content = new Uint8Array(length).fill(7);
    const cms = await signCades({ ...signer, content, at: AT });
    expect(readCms(cms, content)?.signers).toMatchObject([{ fault: null, at: AT, stamp: null }]);
    expect(readCms(cms, Uint8Array.of(...content, 1))?.signers[0]?.fault).toBe('changed');
    const broken = cms.with(cms.length - 5, cms.at(-5)! ^ 1);
    expect(readCms(broken, content)?.signers[0]?.fault).toBe('signature');
  }
  const timeless = await signCades({ ...signer, content: Uint8Array.of(1), at: null });
  expect(readCms(timeless, Uint8Array.of(1))?.signers).toMatchObject([{ fault: null, at: null }]);
});

test.skipIf(!hasOpenssl)('SIGN-1: openssl takes twenty of them as CAdES, whatever the numbers in them, and refuses another content', async () => {
  const signer = await makeSigner();
  const folder = mkdtempSync(join(tmpdir(), 'browser-cades-'));
  const verify = () =>
    execFileSync(
      'openssl',
      [
        'cms',
        '-verify',
        '-binary',
        '-cades',
        '-attime',
        String(AT.getTime() / 1000),
        '-inform',
        'DER',
        '-in',
        'cms',
        '-content',
        'content',
        '-CAfile',
        'root.pem',
        '-out',
        'out',
      ],
      { cwd: folder, stdio: 'pipe' },
    );
  try {
    writeFileSync(join(folder, 'root.pem'), pem(signer.root));
    for (let n = 0; n < 20; n++) {
      const content = new TextEncoder().encode(`Договор № ${n}`);
      writeFileSync(join(folder, 'content'), content);
      writeFileSync(join(folder, 'cms'), await signCades({ ...signer, content, at: n % 2 === 0 ? AT : null }));
      verify();
    }
    writeFileSync(join(folder, 'content'), 'другое');
    expect(verify).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
