import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

test('AUTH-8: a password is taken as it was typed, to its last sign; letters that a keyboard may give in two ways are the same', async () => {
  const password = `Ёлка на ‘йоте’ ${'липа '.repeat(36)} конец`; // 200 signs
  const hash = await hashPassword(password);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hashPassword(password), 'a salt of its own').not.toBe(hash);
  expect(await verifyPassword(hash, password.normalize('NFD'))).toBe(true);
  for (const other of [password.toLowerCase(), password.slice(0, -1), `${password} `, ` ${password}`, password.replace('Ё', 'Е'), ''])
    expect([other.slice(0, 20), await verifyPassword(hash, other)]).toEqual([other.slice(0, 20), false]);
});

test('AUTH-8, AUTH-10: where there is no password none is right', async () => {
  for (const typed of ['', 'the password of nobody', 'пароль']) expect(await verifyPassword(null, typed)).toBe(false);
});
