import { expect, test } from 'vitest';
import { outsideCookie, readOutside } from './outside-cookie.ts';

const request = new Request('https://dom.example/sign-in/outside/state');
const begun = { token: 'A-b_9'.padEnd(43, 'x'), next: '/pay?home=1&a=б' };

test('AUTH-7: between leaving and coming back the token travels in a cookie that scripts cannot read', () => {
  const cookie = outsideCookie(begun, request);
  expect(cookie).toMatch(/; Max-Age=600; Path=\/sign-in; HttpOnly; SameSite=Lax; Secure$/);
  expect(readOutside(`view=a; ${cookie.split(';')[0]}; home=b`)).toEqual(begun);
});

test('AUTH-7: a forged or emptied cookie is no signing in', () => {
  for (const cookie of [null, '', 'outside=', 'outside=x~/', `outside=${'<'.repeat(43)}~/`, `outside=${begun.token}~%E0%A4%A`])
    expect(readOutside(cookie)).toBeNull();
});
