// «Проверить подпись» is open to anybody: whatever is sent, it is answered, and in a time that is bounded. The bound of each test is its time limit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import { hostileFiles } from '#test/hostile-signatures';
import { readPem, readRevocationList } from '#platform/x509';
import { examineSignatures, type Trusted } from './examine-signatures.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const authority = gostAuthority();
const content = Buffer.from('Договор');
const good = authority.sign(content, { at: AT });
const trusted: Trusted = {
  portal: { roots: [], others: [], lists: [] },
  outside: { roots: readPem(authority.rootPem), others: [], lists: [readRevocationList(authority.list(AT))!] },
  now: AT,
};
const LIMIT_MS = 120_000;

/** What is burdened and true all the same: the one good signature, with rubbish beside it or said over and over. */
const TRUE = new Map([
  ['twenty signers', 20],
  ['lists that are none', 1],
]);

for (const { name, ...files } of hostileFiles(good)) {
  test(
    `SIGN-4: ${name}: answered, and nothing of it is taken for a good signature but what is one`,
    () => {
      const found = examineSignatures(files, trusted);
      if (typeof found === 'string') expect(found).toMatch(/^verify\./);
      expect(typeof found === 'string' ? 0 : found.signatures.filter(({ verdict }) => verdict === 'valid').length).toBe(TRUE.get(name) ?? 0);
    },
    LIMIT_MS,
  );
}

test(
  'SIGN-4: random bytes, cut and changed signatures, alone and beside a document, are answered',
  () => {
    const answered = (signature: Uint8Array): void => {
      examineSignatures({ document: content, signature: Buffer.from(signature) }, trusted);
      examineSignatures({ document: Buffer.from(signature), signature: null }, trusted);
    };
    for (let cut = 0; cut < good.length; cut += 7) answered(good.subarray(0, cut));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), answered), { numRuns: 300 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) =>
        answered(Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes, Buffer.from('startxref\n9\n%%EOF')])),
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.nat(good.length - 6), fc.constantFrom('3084ffffffff', '30800000', '0483ffffff', '1f8180', '020100', '3100'), (place, head) => {
        const changed = Buffer.from(good);
        changed.write(head, place, 'hex');
        return answered(changed);
      }),
      { numRuns: 300 },
    );
  },
  LIMIT_MS,
);
