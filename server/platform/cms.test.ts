import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import { opensslAuthority } from '#test/openssl-authority';
import { readCms, readStamp } from './cms.ts';
import { DerError, eachPart, oidOf, partsOf, readDer, textOf, timeOf } from './der.ts';
import { readCertificate, readRevocationList } from './x509.ts';

const content = Buffer.from('Договор найма № 7\n');
const authority = opensslAuthority('ec');
authority.issue('anna');
const signature = authority.sign('anna', content);
const gost = gostAuthority();
const byGost = gost.sign(content, { at: new Date('2026-11-22T09:00:00Z') });

test('SIGN-3: a signature whose lengths are not said is read like the same in DER', () => {
  const [kind, wrapped] = partsOf(readDer(signature));
  const [signed] = partsOf(wrapped!);
  const parts = partsOf(signed!).map(({ bytes }) => Buffer.from(bytes));
  const streamed = Buffer.concat([Buffer.of(0x30, 0x80), kind!.bytes, Buffer.of(0xa0, 0x80, 0x30, 0x80), ...parts, Buffer.from('000000000000', 'hex')]);
  expect(readCms(streamed, content)?.signers).toMatchObject([{ fault: null }]);
  const capsule = Buffer.concat([
    Buffer.from('308006092a864886f70d010701a0802480', 'hex'),
    Buffer.of(4, 4),
    content.subarray(0, 4),
    Buffer.of(4, content.length - 4),
    content.subarray(4),
    Buffer.from('000000000000', 'hex'),
  ]);
  const attached = Buffer.concat([
    Buffer.of(0x30, 0x80),
    kind!.bytes,
    Buffer.of(0xa0, 0x80, 0x30, 0x80),
    parts[0]!,
    parts[1]!,
    capsule,
    ...parts.slice(3),
    Buffer.from('000000000000', 'hex'),
  ]);
  const read = readCms(attached, null)!;
  expect([Buffer.from(read.inside!).toString(), read.signers[0]!.fault]).toEqual([content.toString(), null]);
});

test('SIGN-4: whatever the bytes are, they are answered and nothing is thrown: changed, cut, made up, nested', () => {
  const all = (bytes: Uint8Array): void => {
    readCms(bytes, content);
    readCms(bytes, null);
    readStamp(bytes, content);
    readCertificate(bytes);
    readRevocationList(bytes);
  };
  const certificate = Buffer.from(readCms(byGost, content)!.certificates[0]!.der);
  for (const good of [signature, byGost, certificate, gost.list(new Date('2026-11-22T09:00:00Z'))]) {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(good.length), (changes, cut) => {
        const changed = Buffer.from(good);
        for (const [place, value] of changes) changed[place] = value;
        all(changed);
        all(changed.subarray(0, cut));
      }),
      { numRuns: 150 },
    );
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), all), { numRuns: 500 });
  all(Buffer.alloc(2_000_000, Buffer.of(0x30, 0x80)));
  all(Buffer.concat([Buffer.of(0x30, 0x80), Buffer.alloc(2_000_000, Buffer.of(0x05, 0x00)), Buffer.of(0, 0)]));
  for (const head of ['3084ffffffff', '3085ffffffffff', '308400000000', '30ff', '3f', '0480', '1f8080', '3080'])
    all(Buffer.concat([Buffer.from(head, 'hex'), randomBytes(64)]));
});

test('SIGN-3: times, numbers and names in their kinds', () => {
  const text = (tag: number, value: string | Buffer) => readDer(Buffer.concat([Buffer.of(tag, Buffer.byteLength(value)), Buffer.from(value)]));
  expect(timeOf(text(0x17, '491231235959Z')).toISOString()).toBe('2049-12-31T23:59:59.000Z');
  expect(timeOf(text(0x17, '500101000000Z')).toISOString()).toBe('1950-01-01T00:00:00.000Z');
  expect(timeOf(text(0x17, '2611221200+0500')).toISOString()).toBe('2026-11-22T07:00:00.000Z');
  expect(timeOf(text(0x18, '20261122120000.5Z')).toISOString()).toBe('2026-11-22T12:00:00.000Z');
  for (const wrong of ['261322120000Z', '20261122', '', '261122120000']) expect(() => timeOf(text(0x17, wrong))).toThrow(DerError);
  expect(textOf(text(0x1e, Buffer.from('Иванов', 'utf16le').swap16()))).toBe('Иванов');
  expect(oidOf(readDer(Buffer.from('06082a85030701010101', 'hex')))).toBe('1.2.643.7.1.1.1.1');
  expect(oidOf(readDer(Buffer.from('0604673a0102', 'hex')))).toBe('2.23.58.1.2');
  expect([...eachPart(readDer(Buffer.from('30050500020101', 'hex')))].map(({ tag }) => tag)).toEqual([5, 2]);
});
