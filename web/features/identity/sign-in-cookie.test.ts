import { expect, test } from 'vitest';
import { enteredCookie, enteringCookie, readEntering } from './sign-in-cookie.ts';

const request = new Request('https://dom.example/sign-in');
const entering = {
  challenge: 'A-b_9'.padEnd(43, 'x'),
  method: 'code',
  sentTo: '+7 912 •••-••-67',
  isNewDevice: true,
  others: ['passkey', 'recovery'],
} as const;

test('AUTH-2: the step between password and code travels in a cookie that scripts cannot read', () => {
  const cookie = enteringCookie(entering, request);
  expect(cookie).toMatch(/; Max-Age=600; Path=\/sign-in; HttpOnly; SameSite=Lax; Secure$/);
  expect(readEntering(`view=a; ${cookie.split(';')[0]}; home=b`)).toEqual(entering);
  expect(readEntering(enteringCookie({ ...entering, challenge: null, isNewDevice: false, others: [] }, request).split(';')[0]!)).toEqual({
    ...entering,
    challenge: null,
    isNewDevice: false,
    others: [],
  });
});

test('AUTH-2: a forged or emptied cookie is no step', () => {
  for (const cookie of [
    null,
    '',
    'entering=',
    'entering=x~code',
    'entering=<script>~code~x',
    'entering=x~sms~x~~',
    'entering=x~code~%E0%A4%A~~',
    'entering=x~code~x~new~<b>',
    enteredCookie(request).split(';')[0]!,
  ])
    expect(readEntering(cookie)).toBeNull();
});
