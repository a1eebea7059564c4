import { expect, test } from 'vitest';
import { dueOn, newestMonth } from './start-page.ts';

const debt = (accountId: string, period: string, kopecks: bigint, due: string) => ({ accountId, period, kopecks, dueOn: due });

test('HOME-6: all debts are summed, late ones apart, and the nearest day to pay is of those that are not late', () => {
  const debts = [debt('a', '2026-09', 100n, '2026-10-15'), debt('a', '2026-10', 200n, '2026-11-16'), debt('b', '2026-10', 50n, '2026-11-16')];
  expect(dueOn(debts, '2026-11-12')).toEqual({ dueKopecks: 350n, overdueKopecks: 100n, dueOn: '2026-11-16', daysLeft: 4, payees: 2 });
});

test('HOME-6: the last day to pay is still in time, the next one is late', () => {
  const debts = [debt('a', '2026-10', 200n, '2026-11-16')];
  expect(dueOn(debts, '2026-11-16')).toMatchObject({ overdueKopecks: 0n, dueOn: '2026-11-16', daysLeft: 0 });
  expect(dueOn(debts, '2026-11-17')).toMatchObject({ overdueKopecks: 200n, dueOn: null, daysLeft: null });
});

test('HOME-6: without debts there is nothing to pay and no day', () => {
  expect(dueOn([], '2026-11-12')).toEqual({ dueKopecks: 0n, overdueKopecks: 0n, dueOn: null, daysLeft: null, payees: 0 });
});

test('CHG-1: the newest month is summed over accounts, last year beside it when it was charged', () => {
  const months = [
    { period: '2025-10', chargedKopecks: 80n },
    { period: '2026-10', chargedKopecks: 70n },
    { period: '2026-10', chargedKopecks: 30n },
  ];
  expect(newestMonth(months)).toEqual({ period: '2026-10', chargedKopecks: 100n, yearAgoKopecks: 80n });
  expect(newestMonth(months.slice(1))).toEqual({ period: '2026-10', chargedKopecks: 100n, yearAgoKopecks: null });
  expect(newestMonth([])).toBeNull();
});
