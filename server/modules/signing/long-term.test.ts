// Signatures after the terms of their certificates: what was put beside them proves them, to the portal and to outside tools.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTypesetter } from '#platform/typst-pool';
import { readCms } from '#platform/cms';
import { readCertificate, readRevocationList } from '#platform/x509';
import {
  type Authority,
  certificateNumber,
  certificatePem,
  issueOrganizationCertificate,
  issuePortalKey,
  type KeyWithCertificate,
  makeAuthority,
  makeRevocationList,
  type Revoked,
} from './authority.ts';
import { type Signer, signDetached } from './detached-signature.ts';
import { examineSignatures, type Trusted } from './examine-signatures.ts';
import { appendPages, embedSignature, prepareSignature, readPdfSignatures } from './pades.ts';
import { readProofs, withProofs } from './pdf-proofs.ts';
import { stampSignature } from './time-stamp.ts';

const AT = new Date('2026-11-22T09:30:00Z');
const AFTER = new Date('2031-01-01T00:00:00Z');
const content = Buffer.from('Договор найма № 7');
const folder = mkdtempSync(join(tmpdir(), 'long-term-'));
const has = (program: string, argument = '--version'): boolean => spawnSync(program, [argument]).error === undefined;
const run = (program: string, ...args: string[]): string => execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
const typesetter = openTypesetter({ processes: 1 });
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await typesetter.stop();
});

let [portal, outside]: Authority[] = [];
let stamp: Signer;
let signers: Readonly<Record<'portal' | 'outside', KeyWithCertificate>>;
let pdf: Buffer;
beforeAll(async () => {
  [portal, outside] = [await makeAuthority({ name: 'Портал', at: AT }), await makeAuthority({ name: 'Другой центр', at: AT })];
  stamp = {
    signer: await issuePortalKey(portal.issuing, { kind: 'stamp', name: 'Отметка времени' }, { at: AT, years: 3 }),
    chain: [portal.issuing.certificate],
  };
  const issue = (by: Authority) => issueOrganizationCertificate(by.issuing, { name: 'ООО «Проба»', inn: '6671000000', ogrn: null }, { at: AT, years: 1 });
  signers = { portal: await issue(portal), outside: await issue(outside) };
  const list = {
    title: 'Договор',
    subtitle: '',
    author: 'Мой дом',
    madeOn: '2026-11-22',
    foot: 'Договор',
    columns: [{ title: 'Что', align: 'left', weight: 1 }],
    rows: [['Квартира 48']],
    totals: null,
    flipped: false,
  };
  pdf = await typesetter.pdf(new URL('../../platform/list.typ', import.meta.url), list, { archive: true });
});

const inDays = (days: number): Date => new Date(AT.getTime() + days * 86_400_000);
const listOf = (by: KeyWithCertificate, revoked: readonly Revoked[] = [], at = inDays(1)) =>
  makeRevocationList(by, revoked, { number: 1, at, until: new Date(at.getTime() + 7 * 86_400_000) });
const listsOf = async (by: Authority, revoked: readonly Revoked[] = []) => [await listOf(by.issuing, revoked), await listOf(by.root)];
const read = (der: Uint8Array) => readCertificate(der)!;
/** `byRoot`: what the portal's root has revoked by then. */
const trusted = async (now: Date, byRoot: readonly Revoked[] = []): Promise<Trusted> => ({
  portal: {
    roots: [read(portal!.root.certificate)],
    others: [read(portal!.issuing.certificate)],
    lists: [await listOf(portal!.issuing, [], now), await listOf(portal!.root, byRoot, now)].map((der) => readRevocationList(der)!),
  },
  outside: { roots: [read(outside!.root.certificate)], others: [], lists: [] },
  now,
});
async function cades(by: 'portal' | 'outside', lists: readonly Uint8Array[], bytes: Uint8Array = content): Promise<Buffer> {
  const chain = [{ portal, outside }[by]!.issuing.certificate];
  return Buffer.from(await stampSignature(await signDetached({ signer: signers[by], chain, bytes: new Uint8Array(bytes), at: AT }), stamp, { at: AT, lists }));
}
const verdict = async (signature: Buffer, now = AFTER, byRoot: readonly Revoked[] = []) => {
  const found = examineSignatures({ document: content, signature }, await trusted(now, byRoot));
  return typeof found === 'string' ? found : found.signatures.map((one) => [one.verdict, one.why, one.stampedAt])[0];
};

test('SIGN-3: years after its certificate a signature with stamp and lists is valid; without lists nobody knows; revoked before the stamp it is broken, after it holds', async () => {
  const [stamped, number] = [AT.toISOString(), certificateNumber(signers.outside.certificate)];
  expect(await verdict(await cades('outside', await listsOf(outside!)))).toEqual(['valid', null, stamped]);
  expect(await verdict(await cades('outside', []))).toEqual(['unproven', 'revocationUnknown', stamped]);
  expect(await verdict(await cades('outside', [await listOf(outside!.issuing)])), 'nobody knows of the issuing one').toEqual([
    'unproven',
    'revocationUnknown',
    stamped,
  ]);
  expect(await verdict(await cades('outside', await listsOf(outside!, [{ certificateNumber: number, at: inDays(0.5) }])))).toEqual(['valid', null, stamped]);
  expect(await verdict(await cades('outside', await listsOf(outside!, [{ certificateNumber: number, at: inDays(-1) }])))).toEqual([
    'broken',
    'revoked',
    stamped,
  ]);
  expect(await verdict(await cades('outside', await listsOf(portal!))), 'lists of another').toEqual(['unproven', 'revocationUnknown', stamped]);
  expect(await verdict(await cades('portal', []))).toEqual(['valid', null, stamped]);
});

test('SIGN-1, SIGN-4: an issuing certificate that the root has revoked: what was stamped before holds, what was made since does not', async () => {
  const [signature, stamped, number] = [await cades('portal', []), AT.toISOString(), certificateNumber(portal!.issuing.certificate)];
  expect(await verdict(signature, inDays(2), [{ certificateNumber: number, at: inDays(1) }])).toEqual(['valid', null, stamped]);
  expect(await verdict(signature, inDays(2), [{ certificateNumber: number, at: AT }])).toEqual(['broken', 'revoked', null]);
  const bare = Buffer.from(await signDetached({ signer: signers.portal, chain: [portal!.issuing.certificate], bytes: new Uint8Array(content), at: AT }));
  expect(await verdict(bare, inDays(2))).toEqual(['valid', null, null]);
  expect(await verdict(bare, inDays(2), [{ certificateNumber: number, at: inDays(1) }])).toEqual(['broken', 'revoked', null]);
});

test.skipIf(!has('openssl', 'version'))(
  'SIGN-1: openssl takes the signature with the lists inside and asks for no others; it names the revoked, of the root too',
  async () => {
    writeFileSync(join(folder, 'root.pem'), certificatePem(portal!.root.certificate));
    writeFileSync(join(folder, 'content'), content);
    const verify = (cms: Uint8Array): string => {
      writeFileSync(join(folder, 'cms'), cms);
      const { stderr } = spawnSync(
        'openssl',
        [
          'cms',
          '-verify',
          '-binary',
          '-cades',
          '-crl_check_all',
          '-attime',
          String(inDays(2).getTime() / 1000),
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
        { cwd: folder, encoding: 'utf8' },
      );
      return stderr;
    };
    expect(verify(await cades('portal', await listsOf(portal!)))).toContain('Verification successful');
    expect(verify(await cades('portal', []))).toContain('unable to get certificate CRL');
    expect(verify(await cades('portal', await listsOf(portal!, [{ certificateNumber: certificateNumber(signers.portal.certificate), at: AT }])))).toContain(
      'certificate revoked',
    );
    const byRoot = [await listOf(portal!.issuing), await listOf(portal!.root, [{ certificateNumber: certificateNumber(portal!.issuing.certificate), at: AT }])];
    expect(verify(await cades('portal', byRoot))).toContain('certificate revoked');
  },
);

async function signedPdf(from: Buffer): Promise<Buffer> {
  const prepared = prepareSignature(from, { name: 'ООО «Проба»', reason: 'Подписание', at: AT });
  return embedSignature(prepared, await cades('portal', [], prepared.toSign));
}
const proofs = async (by: Authority) => ({ certificates: [by.root.certificate, by.issuing.certificate], lists: await listsOf(by) });
const examined = async (document: Buffer) => {
  const found = examineSignatures({ document, signature: null }, await trusted(AFTER));
  return typeof found === 'string' ? found : [found.addedAfter, ...found.signatures.map((one) => one.verdict)];
};

test('SIGN-1, SIGN-4: proofs behind the last signature of a PDF are no addition; whatever else stands there is', async () => {
  const twice = await signedPdf(await signedPdf(pdf));
  const own = await proofs(portal!);
  const proven = withProofs(twice, own);
  expect(proven.subarray(0, twice.length).equals(twice)).toBe(true);
  expect(readProofs(proven).certificates.map((der) => Buffer.from(der))).toEqual(own.certificates.map((der) => Buffer.from(der)));
  expect(await examined(twice)).toEqual([false, 'valid', 'valid']);
  expect(await examined(proven)).toEqual([false, 'valid', 'valid']);
  expect(await examined(withProofs(twice, await proofs(outside!))), 'lists of another authority are seen on no page').toEqual([false, 'valid', 'valid']);
  expect(await examined(appendPages(proven, pdf)), 'a page more').toEqual([true, 'valid', 'valid']);
  expect(await examined(withProofs(appendPages(twice, pdf), own)), 'a page before the proofs').toEqual([true, 'valid', 'valid']);
  expect(await examined(await signedPdf(proven)), 'signed further').toEqual([false, 'valid', 'valid', 'valid']);
});

test('SIGN-4: a signature taken out of a PDF is checked with that PDF: it is of what it covers there', async () => {
  const once = await signedPdf(pdf);
  const document = await signedPdf(once);
  const read = readPdfSignatures(document);
  if (!read.ok) throw new Error(read.fault);
  const check = async (of: Buffer) => {
    const found = examineSignatures({ document: of, signature: read.signatures[0]!.cms }, await trusted(AT));
    return typeof found === 'string' ? found : [found.form, found.signatures[0]!.verdict, found.signatures[0]!.why];
  };
  expect(await check(document)).toEqual(['detached', 'valid', null]);
  expect(await check(read.signatures[0]!.signed)).toEqual(['detached', 'valid', null]);
  expect(await check(pdf)).toEqual(['detached', 'broken', 'changed']);
});

test.skipIf(!has('openssl', 'version'))('SIGN-1: openssl takes the time stamp out of a signature as one of its value', async () => {
  const signer = readCms(await cades('portal', []), content)!.signers[0]!;
  for (const [file, bytes] of Object.entries({ token: signer.stamp!, value: signer.value, 'root.pem': certificatePem(portal!.root.certificate) }))
    writeFileSync(join(folder, file), bytes);
  const verify = (): string =>
    run('openssl', 'ts', '-verify', '-data', 'value', '-in', 'token', '-token_in', '-CAfile', 'root.pem', '-attime', String(AT.getTime() / 1000));
  expect(verify()).toContain('Verification: OK');
  writeFileSync(join(folder, 'value'), Buffer.concat([signer.value, Buffer.of(0)]));
  expect(verify).toThrow();
});

test.skipIf(!has('pdfsig') || !has('qpdf'))('SIGN-1: poppler and qpdf take the file with its proofs', async () => {
  writeFileSync(join(folder, 'proven.pdf'), withProofs(await signedPdf(await signedPdf(pdf)), await proofs(portal!)));
  expect(run('pdfsig', '-nocert', 'proven.pdf').match(/Signature is Valid/g)).toHaveLength(2);
  expect(run('qpdf', '--check', 'proven.pdf')).toContain('No syntax or stream encoding errors');
});
