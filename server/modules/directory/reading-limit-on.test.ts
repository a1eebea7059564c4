// Which limit of a month's use holds on a day.
import { expect, test } from 'vitest';
import { readingLimitOn, type SetReadingLimit } from './reading-limit-on.ts';

const general = (fromDay: string, value: string): SetReadingLimit => ({ isOwn: false, fromDay, value });
const own = (fromDay: string, value: string): SetReadingLimit => ({ isOwn: true, fromDay, value });
const on = (set: readonly SetReadingLimit[], ...days: string[]) => days.map((day) => readingLimitOn(set, day));

test('MTR-2: nothing bounds before the first day; on it and after it the limit holds', () => {
  expect(on([], '2026-11-22')).toEqual([null]);
  expect(on([general('2026-11-01', '100')], '2026-10-31', '2026-11-01', '2026-12-05')).toEqual([null, '100', '100']);
});

test('MTR-2: of what was set the last that reaches the day stands, also before an earlier one of a later day', () => {
  const set = [general('2026-11-10', '70'), general('2026-12-01', '60'), general('2000-01-01', '100')];
  expect(on(set, '2026-11-09', '2026-11-10', '2026-12-01', '2027-01-01')).toEqual(['100', '70', '70', '70']);
});

test("MTR-2: an organization's own limit holds where it is lower, from its day, and alone where there is no other", () => {
  const set = [own('2026-11-01', '40.5'), general('2026-12-01', '30'), general('2000-01-01', '100')];
  expect(on(set, '2026-10-31', '2026-11-01', '2026-12-01')).toEqual(['100', '40.5', '30']);
  expect(on([own('2026-11-01', '40.5')], '2026-10-31', '2026-11-01')).toEqual([null, '40.5']);
  expect(on([own('2026-11-01', '100'), general('2000-01-01', '100.0')], '2026-11-01')).toEqual(['100.0']);
});
