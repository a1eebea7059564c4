// Signatures of the state's kind (GOST R 34.10-2012) in «Проверить подпись», by an authority of made-up keys, so that no engine is needed.
import { expect, test } from 'vitest';
import { readPem, readRevocationList } from '#platform/x509';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import { examineSignatures, type Trusted } from './examine-signatures.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const authority = gostAuthority();
const document = Buffer.from('Выписка');
const trusted = (more: Partial<Trusted['outside']> = {}): Trusted => ({
  portal: { roots: [], others: [], lists: [] },
  outside: { roots: readPem(authority.rootPem), others: [], lists: [readRevocationList(authority.list(AT))!], ...more },
  now: AT,
});
const first = (signature: Buffer, given = trusted(), content = document) => {
  const found = examineSignatures({ document: content, signature }, given);
  return typeof found === 'string' ? found : found.signatures[0];
};

test('SIGN-3: a GOST signature: whose, when, by whom, unchanged; another file, a revoked certificate, an authority that is not trusted, a list that is not at hand', () => {
  const signature = authority.sign(document, { at: AT });
  expect(first(signature)).toMatchObject({ verdict: 'valid', trust: 'trusted', algorithm: 'gost', claimedAt: AT.toISOString(), stampedAt: null, why: null });
  expect(first(signature, trusted(), Buffer.from('Другая'))).toMatchObject({ verdict: 'broken', why: 'changed' });
  expect(first(authority.sign(document, { at: AT, by: 'revoked' }))).toMatchObject({ verdict: 'broken', why: 'revoked' });
  expect(first(signature, trusted({ roots: [] }))).toMatchObject({ verdict: 'unproven', why: 'untrusted', trust: 'test' });
  expect(first(signature, trusted({ lists: [] }))).toMatchObject({ verdict: 'unproven', why: 'revocationUnknown', trust: 'trusted' });
  expect(first(signature.subarray(0, signature.length - 40))).toBe('verify.unreadable');
});
