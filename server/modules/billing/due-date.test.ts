import { expect, test } from 'vitest';
import { billTerms, deliveryDay, dueDay } from './due-date.ts';

test('CALC-3, BILL-3: bills up to February 2026 are due by the 10th, from March 2026 by the 15th', () => {
  expect(dueDay('2026-02')).toBe('2026-03-10');
  expect(dueDay('2026-03')).toBe('2026-04-15');
  expect(dueDay('2025-08')).toBe('2025-09-10');
  expect(dueDay('2026-09')).toBe('2026-10-15');
});

test('CALC-3: a due day off moves to the next working day, unless the organization keeps it', () => {
  expect(dueDay('2026-10')).toBe('2026-11-16');
  expect(dueDay('2026-10', { keepDaysOff: true })).toBe('2026-11-15');
  expect(dueDay('2026-07')).toBe('2026-08-17');
  expect(dueDay('2025-12')).toBe('2026-01-12');
  expect(dueDay('2026-12')).toBe('2027-01-15');
});

test('BILL-3: the bill is delivered by the 1st, from March 2026 by the 5th', () => {
  expect(deliveryDay('2026-02')).toBe('2026-03-01');
  expect(deliveryDay('2026-03')).toBe('2026-04-05');
  expect(deliveryDay('2026-12')).toBe('2027-01-05');
});

test('ADMIN-1, CALC-3: a new law is a new row', () => {
  const later = [...billTerms, { fromMonth: '2030-01', deliverBy: 7, payBy: 31 }];
  expect(dueDay('2030-01', { terms: later, keepDaysOff: true })).toBe('2030-02-28');
  expect(dueDay('2029-12', { terms: later, keepDaysOff: true })).toBe('2030-01-15');
  expect(deliveryDay('2030-01', later)).toBe('2030-02-07');
});
