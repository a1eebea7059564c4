import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeStatuses } from '#contract/statuses/billing';
import { chargeStatus } from './charge-status.ts';

const status = (charged: bigint, paid: bigint, pending: bigint, today = '2026-11-16') =>
  chargeStatus({ chargedKopecks: charged, paidKopecks: paid, pendingKopecks: pending, dueDay: '2026-11-16' }, today);

test.each([
  [100n, 0n, 0n, 'unpaid'],
  [100n, 1n, 0n, 'partlyPaid'],
  [100n, 99n, 0n, 'partlyPaid'],
  [100n, 100n, 0n, 'paid'],
  [100n, 101n, 0n, 'overpaid'],
  [0n, 0n, 0n, 'paid'],
  [-5n, 0n, 0n, 'overpaid'],
  [100n, 0n, 1n, 'processing'],
  [100n, 0n, 100n, 'processing'],
  [100n, 60n, 40n, 'processing'],
  [100n, 100n, 40n, 'paid'],
] as const)('CHG-1: by the due day %d charged, %d paid, %d under way is %s', (charged, paid, pending, expected) => {
  expect(status(charged, paid, pending)).toBe(expected);
});

test('CHG-1: the day after the due day what is not covered is overdue', () => {
  expect(status(100n, 0n, 0n, '2026-11-17')).toBe('overdue');
  expect(status(100n, 99n, 0n, '2026-11-17')).toBe('overdue');
  expect(status(100n, 0n, 99n, '2026-11-17')).toBe('overdue');
  expect(status(100n, 0n, 100n, '2026-11-17')).toBe('processing');
  expect(status(100n, 100n, 0n, '2026-11-17')).toBe('paid');
});

test('CHG-1: any money has a status with its word, and paying the rest always makes it paid', () => {
  const money = fc.bigInt({ min: 0n, max: 10n ** 9n });
  fc.assert(
    fc.property(money, money, money, fc.constantFrom('2026-11-16', '2026-11-17'), (charged, paid, pending, today) => {
      expect(chargeStatuses[status(charged, paid, pending, today)]).toBeTruthy();
      if (charged > paid) expect(status(charged, charged, pending, today)).toBe('paid');
    }),
  );
});
