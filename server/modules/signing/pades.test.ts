// Our writer of signatures into PDF against openssl, poppler and qpdf; files of Typst (their table of objects is a stream or plain) and a hand-made one.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTypesetter } from '#platform/typst-pool';
import { readCms, readStamp } from '#platform/cms';
import { issueOrganizationCertificate, issuePortalKey, makeAuthority } from './authority.ts';
import { type Signer, signDetached } from './detached-signature.ts';
import { appendPages, embedSignature, pdfFault, prepareSignature, readPdfSignatures } from './pades.ts';
import { openPdf } from './pdf-file.ts';
import { stampSignature } from './time-stamp.ts';

const AT = new Date('2026-11-22T09:30:00Z');
const folder = mkdtempSync(join(tmpdir(), 'pades-'));
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const run = (program: string, ...args: string[]): string => execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
const typesetter = openTypesetter({ processes: 1 });
const FIXTURE = new URL('../../platform/list.typ', import.meta.url);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await typesetter.stop();
});

/** One page with a plain table of objects, as old programs write. */
function plainPdf(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>',
    '<</Length 4>>\nstream\n0 g\n\nendstream',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n0 5\n0000000000 65535 f \n${table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1');
}

let files = new Map<string, Buffer>();
let signer: Signer;
let stamp: Signer;
let root: Uint8Array;
beforeAll(async () => {
  const list = {
    title: 'Договор',
    subtitle: 'Составлено 22 ноября',
    author: 'Мой дом',
    madeOn: '2026-11-22',
    foot: 'Договор',
    columns: [{ title: 'Что', align: 'left', weight: 1 }],
    rows: [['Квартира 48']],
    totals: null,
    flipped: false,
  };
  const typst = (archive: boolean) => typesetter.pdf(FIXTURE, list, { archive });
  files = new Map([
    ['plain', plainPdf()],
    ['archive', await typst(true)],
    ['print', await typst(false)],
  ]);
  const authority = await makeAuthority({ name: 'Проба', at: AT });
  const chain = [authority.issuing.certificate];
  root = authority.root.certificate;
  signer = { signer: await issueOrganizationCertificate(authority.issuing, { name: 'ООО «Проба»', inn: '6671000000', ogrn: null }, { at: AT }), chain };
  stamp = { signer: await issuePortalKey(authority.issuing, { kind: 'stamp', name: 'Отметка времени' }, { at: AT, years: 3 }), chain };
});

async function signed(pdf: Uint8Array, name: string, shown?: Buffer): Promise<Buffer> {
  const prepared = prepareSignature(pdf, {
    name,
    reason: 'Подписание договора',
    at: AT,
    ...(shown && { shown: { pdf: shown, box: [40, 40, 300, 140] as const } }),
  });
  const cms = await signDetached({ ...signer, bytes: new Uint8Array(prepared.toSign), at: null });
  return embedSignature(prepared, await stampSignature(cms, stamp, { at: AT }));
}

test('SIGN-1, SIGN-2: signatures follow one another into plain files and files of Typst; each holds, not a byte before them changes', async () => {
  for (const [name, original] of files) {
    const one = await signed(original, 'Иванов Пётр');
    const two = await signed(one, 'Щукина Анна', files.get('print'));
    const three = await signed(two, 'ООО «Проба»');
    expect(one.subarray(0, original.length).equals(original), name).toBe(true);
    const read = readPdfSignatures(three);
    if (!read.ok) throw new Error(read.fault);
    expect(read.signatures.map((each) => [each.name, each.at, each.covers])).toEqual([
      ['Иванов Пётр', AT, one.length],
      ['Щукина Анна', AT, two.length],
      ['ООО «Проба»', AT, three.length],
    ]);
    for (const { cms, signed: bytes } of read.signatures) {
      const [by] = readCms(cms, bytes)!.signers;
      expect(by!.fault).toBeNull();
      expect(readStamp(by!.stamp!, by!.value)?.at).toEqual(AT);
      bytes[20]! ^= 1;
      expect(readCms(cms, bytes)!.signers[0]!.fault).toBe('changed');
    }
  }
});

test('SIGN-2: pages of another file go behind the own ones, and the file can be signed after', async () => {
  for (const original of files.values()) {
    const longer = appendPages(original, files.get('print')!);
    expect(longer.subarray(0, original.length).equals(original)).toBe(true);
    const read = readPdfSignatures(await signed(longer, 'Иванов Пётр', files.get('print')));
    expect(read.ok && read.signatures).toHaveLength(1);
  }
});

test.skipIf(!has('pdfsig') || !has('pdfinfo'))('SIGN-1: poppler says of every signature that it is valid, and the pages are readable', async () => {
  for (const [name, original] of files) {
    const longer = appendPages(original, files.get('print')!);
    writeFileSync(join(folder, `${name}.pdf`), await signed(await signed(longer, 'Иванов Пётр'), 'Щукина Анна', files.get('print')));
    const report = run('pdfsig', '-nocert', `${name}.pdf`);
    expect(report.match(/Signature is Valid/g), report).toHaveLength(2);
    expect(report.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2);
    expect(report.match(/Total document signed/g)).toHaveLength(1);
    expect(run('pdfinfo', `${name}.pdf`)).toMatch(/Pages:\s+2/);
    expect(run('pdftotext', `${name}.pdf`, '-')).toContain('Квартира 48');
  }
});

test.skipIf(!has('qpdf'))('SIGN-1: qpdf finds no fault in the files', async () => {
  for (const [name, original] of files) {
    writeFileSync(
      join(folder, `${name}.pdf`),
      await signed(await signed(appendPages(original, files.get('print')!), 'Иванов Пётр'), 'Щукина Анна', files.get('print')),
    );
    expect(run('qpdf', '--check', `${name}.pdf`)).toContain('No syntax or stream encoding errors');
  }
});

test.skipIf(!has('openssl'))('SIGN-1: openssl takes the signature inside as CAdES over its range', async () => {
  const read = readPdfSignatures(await signed(files.get('archive')!, 'Иванов Пётр'));
  if (!read.ok) throw new Error(read.fault);
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(root)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END CERTIFICATE-----\n`;
  for (const [file, content] of Object.entries({ 'root.pem': pem, cms: read.signatures[0]!.cms, content: read.signatures[0]!.signed }))
    writeFileSync(join(folder, file), content);
  run(
    'openssl',
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
  );
});

test('SIGN-4: a cut, an encrypted, a self-referring file and rubbish are told by name; no byte changed makes a reader throw', () => {
  const plain = plainPdf();
  expect([pdfFault(plain), pdfFault(plain.subarray(0, 300)), pdfFault(Buffer.from('%PDF-1.4')), pdfFault(new Uint8Array())]).toEqual([
    null,
    'damaged',
    'damaged',
    'damaged',
  ]);
  expect(pdfFault(Buffer.from(plain.toString('latin1').replace('/Size 5', '/Size 5/Encrypt<<>>'), 'latin1'))).toBe('encrypted');
  expect(pdfFault(Buffer.from(plain.toString('latin1').replace('/Kids[3 0 R]', '/Kids[2 0 R]'), 'latin1'))).toBe('damaged');
  expect(pdfFault(Buffer.from(plain.toString('latin1').replace('<</Type/Catalog/Pages 2 0 R>>', '[[[[[[[[[[[[[[[[[[[[[[[[[[[[['), 'latin1'))).toBe('damaged');
  for (const original of files.values()) {
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(original);
        changed[at] = byte;
        expect([null, 'damaged', 'encrypted']).toContain(pdfFault(changed));
        readPdfSignatures(changed);
      }),
      { numRuns: 150 },
    );
  }
});

test('SIGN-4: a range that leaves more than the room unsigned is no signature', async () => {
  const one = await signed(files.get('plain')!, 'Иванов Пётр');
  const text = one.toString('latin1');
  const [, , end] = /\/ByteRange \[0 (\d+) (\d+)/.exec(text)!.map(Number);
  const wider = Buffer.from(
    text.replace(
      /(\/ByteRange \[0 \d+) (\d+) (\d+)/,
      (_all, head: string, from: string, length: string) => `${head} ${Number(from) + 1} ${Number(length) - 1}`,
    ),
    'latin1',
  );
  expect(end).toBeGreaterThan(0);
  expect(readPdfSignatures(wider)).toEqual({ ok: false, fault: 'damaged' });
  expect(openPdf(one).table.isStream).toBe(false);
});
