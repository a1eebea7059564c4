import { expect, test } from 'vitest';
import { formatPhone, maskPhone, parsePhone } from './phone.ts';

test('AUTH-1: a telephone number is understood however it is written', () => {
  for (const text of ['+7 912 345-67-89', '8 (912) 345-67-89', '9123456789', '7.912.345.67.89', '8-912-345-67-89'])
    expect(parsePhone(text), text).toBe('+79123456789');
  expect(parsePhone('(343) 222-22-22')).toBe('+73432222222');
});

test('AUTH-1: what is no Russian number that gets messages is refused', () => {
  for (const text of ['', '8 800 555-35-35', '912345678', '+1 912 345 67 89', '+9123456789', 'ivan', '12345678901', '0123456789', '9123456789 доб. 5'])
    expect(parsePhone(text), text).toBeNull();
});

test('AUTH-1: a number is shown in groups', () => {
  expect(formatPhone('+73430000011')).toBe('+7\u00a0(343)\u00a0000-00-11');
  expect(formatPhone('8 (343) 000-00-11, доб. 5')).toBe('8 (343) 000-00-11, доб. 5');
  expect(parsePhone(formatPhone('+79123456789'))).toBe('+79123456789');
});

test('X-11: a masked number shows its code and the last two digits', () => {
  expect(maskPhone('+79123456789')).toBe('+7\u00a0(912)\u00a0•••-••-89');
});
