import { expect, test } from 'vitest';
import { maskNumbers } from './personal-words.ts';

test('X-11, PRIV-2: numbers of papers are shown by their last three digits; days, short numbers and words as they are', () => {
  expect(maskNumbers('112-233-445 95')).toBe('•••-•••-••5 95');
  expect(maskNumbers('Серия паспорта: 6504; Номер паспорта: 123456; Когда выдан: 2015-03-02')).toBe(
    'Серия паспорта: 6504; Номер паспорта: •••456; Когда выдан: 2015-03-02',
  );
  expect(maskNumbers('660000000005')).toBe('•••••••••005');
  expect(maskNumbers('Липовая, 14, кв. 37')).toBe('Липовая, 14, кв. 37');
});
