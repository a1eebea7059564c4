import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonPasswords, otherLayout } from './common-passwords.ts';
import { strengthOf } from './password-strength.ts';

const faultOf = (password: string, least = 8, own: readonly string[] = []) => strengthOf(password, { least, own }).fault;

test('AUTH-8: length comes first: 12 signs, or 8 with a second factor', () => {
  expect(faultOf('кот-баржа-7', 12)).toBe('short');
  expect(strengthOf('кот-баржа-7', { least: 12 }).says).toBe('Нужно не меньше 12 знаков. Сейчас 11');
  expect(faultOf('кот-баржа-7', 8)).toBeNull();
  expect(faultOf('ы'.repeat(201))).toBe('long');
});

test('AUTH-8: the commonest passwords are refused, in both layouts, in capitals and with figures for letters', () => {
  expect(commonPasswords.size).toBeGreaterThan(2_000);
  expect(otherLayout('пароль')).toBe('gfhjkm');
  for (const password of [
    'password123',
    'PassW0rd',
    'пароль2026',
    'gfhjkm123456',
    'йцукенгш',
    'qwertyuiop',
    '1q2w3e4r5t',
    'natasha2024',
    'Спартак123',
    '12345678',
  ])
    expect(faultOf(password), password).toBe('common');
});

test('AUTH-8: repetitions, runs and two known words are weak; three words that nobody put together are not', () => {
  for (const password of ['aaaaaaaaaaaa', '123456789012', 'qwertyqwerty', 'пароль-пароль', 'abcdefghijklmnop', 'natasha19901990'])
    expect(['weak', 'common'], password).toContain(faultOf(password));
  for (const password of ['верблюд читает счётчик', 'Trk-9vwe!Lp2', 'ночью на крыше сосед']) expect(faultOf(password), password).toBeNull();
});

test('AUTH-8: one’s own name, telephone and address are refused', () => {
  const own = ['Воробьёва', 'Ксения', '+79123456789', 'vorobyova@example.ru'];
  for (const password of ['воробьёва1985', '79123456789', 'vorobyova!!']) expect(['own', 'weak', 'common'], password).toContain(faultOf(password, 8, own));
  expect(faultOf('воробьёва1985', 8, own)).toBe('own');
});

test('AUTH-8: any text is measured without failing, quickly enough to do it while typing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (password) => {
      const { bits, level } = strengthOf(password, { least: 8 });
      expect(bits).toBeGreaterThanOrEqual(0);
      expect(level).toBeLessThanOrEqual(4);
    }),
  );
});
