import { expect, test } from 'vitest';
import { nextDueDay, overdueSince } from './payable-accounts.ts';

const zone = 'Asia/Yekaterinburg';

test('PAY-1: the next due day is this month’s while it has not passed, by the clock of the home, moved to a working day', () => {
  expect(nextDueDay(zone, new Date('2026-11-12T09:00:00Z'))).toBe('2026-11-16');
  expect(nextDueDay(zone, new Date('2026-11-16T18:59:00Z'))).toBe('2026-11-16');
  expect(nextDueDay(zone, new Date('2026-11-16T19:01:00Z'))).toBe('2026-12-15');
});

test('PAY-1: a debt is late from the day after its due day, never on it', () => {
  expect(overdueSince({ timeZone: zone, oldestDebt: '2026-10' }, new Date('2026-11-16T18:59:00Z'))).toBeNull();
  expect(overdueSince({ timeZone: zone, oldestDebt: '2026-10' }, new Date('2026-11-16T19:01:00Z'))).toBe('2026-11-16');
  expect(overdueSince({ timeZone: zone, oldestDebt: null }, new Date('2026-11-30T00:00:00Z'))).toBeNull();
});
