import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, nextStep, type Proof, PROOFS, type Risk, SECOND_FACTORS } from './assurance.ts';

const RISKS: readonly Risk[] = ['calm', 'raised', 'stop'];
/** What each proof is: k – knows, h – has, b – both; under none, sms, email, totp. */
const KINDS: Readonly<Record<Proof, string>> = {
  password: 'kkkk',
  bank: 'kkkk',
  state: 'bkkk',
  code: 'hhh-',
  device: 'hhh-',
  totp: '-hhh',
  recovery: '-hhh',
  certificate: 'hhhh',
  passkey: 'bbbb',
  voice: 'vvv-',
};

/** The next step by the words of the requirements, without the code under test. */
function expected(proofs: readonly Proof[], place: number, { isNewDevice, risk }: { isNewDevice: boolean; risk: Risk }): string {
  const kinds = proofs.map((proof) => KINDS[proof][place]!).join('');
  const knows = /[kb]/.test(kinds);
  // A voice counts beside what is known, on a known browser and a calm day.
  const has = /[hb]/.test(kinds) || (kinds.includes('v') && knows && !isNewDevice && risk === 'calm');
  const level = knows && has ? 2 : place === 0 && (knows || has) ? 1 : 0;
  if (risk === 'stop') return 'stopped';
  if (level === 0 || (risk === 'raised' && level < 2)) return 'second';
  return isNewDevice && !has ? 'confirmDevice' : 'done';
}

test('AUTH-2 AUTH-5 AUTH-6: door × policy × device × risk, every cell, with one proof and with each pair', () => {
  const sets = [...PROOFS.map((one) => [one]), ...PROOFS.flatMap((one, at) => PROOFS.slice(at + 1).map((two) => [one, two]))];
  let cells = 0;
  for (const proofs of sets)
    for (const [place, policy] of SECOND_FACTORS.entries())
      for (const isNewDevice of [false, true])
        for (const risk of RISKS) {
          cells += 1;
          expect([proofs, policy, isNewDevice, risk, nextStep({ proofs, policy, isNewDevice, risk })]).toEqual([
            proofs,
            policy,
            isNewDevice,
            risk,
            expected(proofs, place, { isNewDevice, risk }),
          ]);
        }
  expect(cells).toBe(55 * 4 * 2 * 3);
});

test('AUTH-2: the cells that people meet, in words', () => {
  const of = (proofs: readonly Proof[], policy: (typeof SECOND_FACTORS)[number], isNewDevice = false, risk: Risk = 'calm') =>
    nextStep({ proofs, policy, isNewDevice, risk });
  expect(of(['password'], 'none')).toBe('done');
  expect(of(['password'], 'none', true)).toBe('confirmDevice');
  expect(of(['password'], 'none', false, 'raised')).toBe('second');
  expect(of(['password'], 'sms')).toBe('second');
  expect(of(['password', 'code'], 'sms', true)).toBe('done');
  expect(of(['password', 'code'], 'totp'), 'a message is not enough for whoever chose the app').toBe('second');
  expect(of(['password', 'device'], 'totp')).toBe('second');
  expect(of(['passkey'], 'totp', true, 'raised')).toBe('done');
  expect(of(['state'], 'none', true, 'raised')).toBe('done');
  expect(of(['state'], 'sms')).toBe('second');
  expect(of(['state'], 'totp')).toBe('second');
  expect(of(['bank'], 'none', true)).toBe('confirmDevice');
  expect(of(['certificate'], 'none')).toBe('done');
  expect(of(['certificate'], 'sms')).toBe('second');
  expect(of(['certificate', 'code'], 'sms'), 'two things that one has').toBe('second');
  expect(of(['passkey'], 'sms', false, 'stop')).toBe('stopped');
});

test('AUTH-2: with a second factor on, no single proof opens a session but a passkey, whichever door it came by', () => {
  for (const policy of SECOND_FACTORS.filter((one) => one !== 'none'))
    for (const proof of PROOFS) expect(levelOf([proof], policy)).toBe(proof === 'passkey' ? 2 : 0);
});

test('AUTH-2: a further proof never lowers the level', () => {
  fc.assert(
    fc.property(
      fc.subarray([...PROOFS]),
      fc.constantFrom(...PROOFS),
      fc.constantFrom(...SECOND_FACTORS),
      (proofs, more, policy) => levelOf([...proofs, more], policy) >= levelOf(proofs, policy),
    ),
  );
});
