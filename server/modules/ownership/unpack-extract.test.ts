// Archives as the register sends them, and archives that are none.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipOf as zip } from '#test/zip';
import { unpackExtract } from './unpack-extract.ts';

const faultOf = async (archive: Buffer) => {
  const read = await unpackExtract(archive);
  return read.ok ? 'none' : read.fault;
};

test('OWN-1: the extract and its signature are taken out of the archive byte for byte, whatever lies beside them', async () => {
  const usual = await unpackExtract(
    await zip({
      'report-1/report-1.xml': '<extract/>',
      'report-1/report-1.xml.sig': 'подпись',
      'report-1/report-1.pdf': '%PDF-1.7',
      '__MACOSX/._report-1.xml': 'x',
      'report-1/.DS_Store': 'x',
    }),
  );
  expect(usual.ok && [usual.extract.name, usual.extract.bytes.toString(), usual.signature?.bytes.toString()]).toEqual([
    'report-1/report-1.xml',
    '<extract/>',
    'подпись',
  ]);
  const other = await unpackExtract(await zip({ 'ВЫПИСКА.XML': '<extract/>', 'копия.pdf.sig': '1', 'ВЫПИСКА.XML.SIG': '2' }));
  expect(other.ok && other.signature?.bytes.toString()).toBe('2');
  const alone = await unpackExtract(await zip({ 'a.xml': '<extract/>' }));
  expect(alone).toMatchObject({ ok: true, signature: null });
});

test('OWN-1, X-10: rubbish, a flood, another archive inside, two extracts and a way out of the folder are refused by name', async () => {
  const one = await zip({ 'a.xml': '<extract/>', 'a.xml.sig': 'x' });
  // The library that writes refuses such a name itself: it is put into the bytes afterwards, in both places.
  const outside = Buffer.from((await zip({ 'aa/a.xml': '<extract/>' })).toString('latin1').replaceAll('aa/a.xml', '../a.xml'), 'latin1');
  const locked = Buffer.from(one);
  for (let at = locked.indexOf('PK\u0001\u0002'); at >= 0; at = locked.indexOf('PK\u0001\u0002', at + 1)) locked[at + 8]! |= 1;
  const lying = Buffer.from(await zip({ 'a.xml': Buffer.alloc(3_000_000, 'a') }));
  lying.writeUInt32LE(1_000, lying.indexOf('PK\u0001\u0002') + 24);
  expect(
    await Promise.all(
      [
        Buffer.from('не архив'),
        one.subarray(0, 40),
        outside,
        lying,
        locked,
        await zip({ 'a.txt': 'x' }),
        await zip({ 'внутри.zip': one, 'внутри.zip.sig': 'x' }),
        await zip({ 'a.xml': '<a/>', 'b.xml': '<b/>' }),
        await zip({ 'a.xml': Buffer.alloc(30_000_000) }),
        await zip({ 'a.xml': Buffer.alloc(5_000_000) }),
        await zip({ 'a.xml': '<a/>', 'a.xml.sig': Buffer.from(Array.from({ length: 1_100_000 }, (_, n) => n % 251)) }),
        await zip(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`${n}.xml`, '<a/>']))),
      ].map(faultOf),
    ),
  ).toEqual([
    ...Array.from({ length: 4 }, () => 'archiveBroken'),
    'archiveLocked',
    'archiveEmpty',
    'archiveEmpty',
    'archiveSeveral',
    ...Array.from({ length: 4 }, () => 'archiveFlood'),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(one.length - 1), fc.nat(255)), { maxLength: 8 }), async (changes) => {
      const changed = Buffer.from(one);
      for (const [at, value] of changes) changed[at] = value;
      return typeof (await unpackExtract(changed)).ok === 'boolean';
    }),
    { numRuns: 200 },
  );
});
