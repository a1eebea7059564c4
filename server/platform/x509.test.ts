import { expect, test } from 'vitest';
import { hasGostEngine, type KeyKind, opensslAuthority } from '#test/openssl-authority';
import { readDetachedCms } from './cms.ts';
import { type Certificate, chainFault, mayProve, readCertificate, readPem, readRevocationList, subjectPart } from './x509.ts';

const CLIENT = ['1.3.6.1.5.5.7.3.2'];
const content = Buffer.from('Вход на портал: 7f3a\n');
const judged: readonly [KeyKind, boolean][] = [
  ['ec', true],
  ['rsa', true],
  ['gost', hasGostEngine],
];

for (const [kind, isAtHand] of judged) {
  test.skipIf(!isAtHand)(`AUTH-4: signatures and chains made by openssl with ${kind} keys are told right from wrong`, () => {
    const authority = opensslAuthority(kind);
    for (const [name, purpose] of [
      ['anna', 'person'],
      ['web', 'server'],
      ['box', 'encipher'],
      ['oleg', 'person'],
    ] as const)
      authority.issue(name, { purpose, snils: '11223344595' });
    const roots = readPem(authority.rootPem);
    const at = new Date(Date.now() + 60_000); // lists are dated in whole seconds of now
    const trust = { roots, others: [], lists: [readRevocationList(authority.list())!], at };
    const signature = authority.sign('anna', content);

    const read = readDetachedCms(signature, content);
    if (!read.ok) throw new Error(read.fault);
    expect([subjectPart(read.certificate, '2.5.4.3'), subjectPart(read.certificate, '1.2.643.100.3')]).toEqual(['anna', '11223344595']);
    expect(chainFault(read.certificate, trust)).toBeNull();
    expect(readDetachedCms(signature, Buffer.from('Вход на портал: 7f3b\n'))).toEqual({ ok: false, fault: 'changed' });
    const broken = Uint8Array.from(signature);
    broken[broken.length - 3]! ^= 1; // the signature itself stands last
    expect(readDetachedCms(broken, content)).toEqual({ ok: false, fault: 'signature' });

    expect(chainFault(read.certificate, { ...trust, roots: readPem(opensslAuthority(kind).rootPem) }), 'another authority of the same name').toBe('untrusted');
    expect(chainFault(read.certificate, { ...trust, at: new Date(at.getTime() + 40 * 86_400_000) })).toBe('expired');
    expect(chainFault(read.certificate, { ...trust, lists: [] })).toBe('revocationUnknown');
    expect(chainFault(read.certificate, { ...trust, at: new Date(at.getTime() + 2 * 86_400_000) }), 'the list is too old').toBe('revocationUnknown');
    authority.revoke('oleg');
    const lists = [readRevocationList(authority.list())!];
    const oleg = readDetachedCms(authority.sign('oleg', content), content);
    expect(oleg.ok && chainFault(oleg.certificate, { ...trust, lists })).toBe('revoked');
    expect(chainFault(read.certificate, { ...trust, lists })).toBeNull();
    expect(chainFault(read.certificate, { ...trust, lists: [readRevocationList(opensslAuthority(kind).list())!] }), 'a list that its issuer did not sign').toBe(
      'revocationUnknown',
    );

    const purposes = (['web', 'box', 'anna'] as const)
      .map((name) => readDetachedCms(authority.sign(name, content), content))
      .map((one) => one.ok && mayProve(one.certificate, CLIENT));
    expect(purposes).toEqual([false, false, true]);
    expect(mayProve(roots[0]!, CLIENT), 'an authority is no person').toBe(false);
  });
}

test('AUTH-4: a certificate issued by a person is trusted by nobody, one below an authority below the root is', () => {
  const authority = opensslAuthority('ec');
  authority.issue('anna');
  authority.issue('forged', { by: 'anna' });
  authority.issue('branch', { purpose: 'root' });
  authority.issue('below', { by: 'branch' });
  const roots = readPem(authority.rootPem);
  const by = (name: string) => readDetachedCms(authority.sign(name, content), content) as { certificate: Certificate };
  const pems = ['anna', 'branch'].map((name) => by(name).certificate);
  const trust = { roots, others: pems, lists: [readRevocationList(authority.list())!], at: new Date() };
  expect(chainFault(by('forged').certificate, trust)).toBe('untrusted');
  expect(chainFault(by('below').certificate, { ...trust, others: [] })).toBe('untrusted');
  expect(chainFault(by('below').certificate, trust), 'the branch has no list').toBe('revocationUnknown');
});

test('AUTH-4: rubbish is unreadable and throws nothing', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.alloc(64, 1),
    Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'),
    Buffer.from([0x30, 0x82, 0xff, 0xff]),
  ]) {
    expect(readDetachedCms(bytes, content)).toEqual({ ok: false, fault: 'unreadable' });
    expect(readCertificate(bytes)).toBeUndefined();
    expect(readRevocationList(bytes)).toBeUndefined();
    expect(readPem(bytes.toString('latin1'))).toEqual([]);
  }
});
