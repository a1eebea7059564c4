import { expect, test } from 'vitest';
import { readPem } from '#platform/x509';
import { opensslAuthority } from '#test/openssl-authority';
import { signatureState } from './extract-signature.ts';

const DAY_MS = 86_400_000;

test('OWN-2, SIGN-3: an extract whose issuing authority’s own term is over is told as that, one of an unknown authority as that', async () => {
  const authority = opensslAuthority('ec', 'УЦ реестра');
  authority.issue('Средний', { purpose: 'root', days: 400 });
  authority.issue('Регистратор', { by: 'Средний', days: 500 });
  const extract = Buffer.from('<extract/>');
  const signed = (...more: string[]): Buffer =>
    authority.run(
      ['cms', '-sign', '-binary', '-nosmimecap', '-md', 'sha256', '-signer', 'Регистратор.pem', '-inkey', 'Регистратор.key', '-outform', 'DER', ...more],
      extract,
    );
  const trust = { roots: readPem(authority.rootPem), others: [], lists: async () => [] };
  const state = (signature: Buffer, days: number) => signatureState(trust, { extract, signature, now: new Date(Date.now() + days * DAY_MS) });
  const chained = signed('-certfile', 'Средний.pem');
  expect([await state(chained, 1), await state(chained, 450), await state(chained, 510), await state(signed(), 450)]).toEqual([
    'revocationUnknown',
    'issuerExpired',
    'expired',
    'untrusted',
  ]);
  expect(
    await signatureState(
      { ...trust, roots: readPem(opensslAuthority('ec', 'Чужой').rootPem) },
      { extract, signature: chained, now: new Date(Date.now() + 450 * DAY_MS) },
    ),
  ).toBe('untrusted');
});
