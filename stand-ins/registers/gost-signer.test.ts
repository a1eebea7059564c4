// The made-up register signs so that the portal's checks, which openssl's signatures pass too, hold.
import { expect, test } from 'vitest';
import { readDetachedCms } from '#platform/cms';
import { chainFault, readPem, readRevocationList } from '#platform/x509';
import { gostAuthority } from './gost-signer.ts';

const at = new Date('2026-11-12T09:00:00Z');
const bytes = Buffer.from('<extract/>');

test('OWN-2, SIGN-3: what the register signs by GOST is told from another file, another authority and a revoked signer', () => {
  const authority = gostAuthority();
  const trust = { roots: readPem(authority.rootPem), others: [], lists: [readRevocationList(authority.list(at))!], at };
  const read = readDetachedCms(authority.sign(bytes, { at }), bytes);
  if (!read.ok) throw new Error(read.fault);
  expect(chainFault(read.certificate, trust)).toBeNull();
  expect(readDetachedCms(authority.sign(bytes, { at }), Buffer.from('<extract />'))).toEqual({ ok: false, fault: 'changed' });
  const revoked = readDetachedCms(authority.sign(bytes, { at, by: 'revoked' }), bytes);
  expect(revoked.ok && chainFault(revoked.certificate, trust)).toBe('revoked');
  expect(chainFault(read.certificate, { ...trust, roots: readPem(gostAuthority('Чужой').rootPem) })).toBe('untrusted');
});
