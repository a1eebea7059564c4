import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { billedMonth, covers, reminderStep } from './reminder-plan.ts';

const DUE = '2026-11-16';

test('PAY-6: five days and one day before by default; a missed day is made up for once; nothing after the due day', () => {
  const steps = [-7, -6, -5, -4, -2, -1, 0, 1].map((ahead) => reminderStep(addDays(DUE, ahead), DUE, [5, 1]));
  expect(steps).toEqual([null, null, 5, 5, 5, 1, 1, null]);
  expect([reminderStep(DUE, DUE, []), reminderStep('2026-11-06', DUE, [10])]).toEqual([null, 10]);
  expect(billedMonth(DUE)).toBe('2026-10');
});

test('PAY-6: looked at any days in any order, each wished step comes at most once a due day', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { maxLength: 5 }), fc.array(fc.integer({ min: -30, max: 5 })), (wished, days) => {
      const sent = new Set<number>();
      for (const ahead of days) {
        const step = reminderStep(addDays(DUE, ahead), DUE, wished);
        if (step !== null) sent.add(step);
      }
      for (const step of sent) expect(wished).toContain(step);
    }),
  );
});

test('PAY-6, PAY-5: a consent that pays all of it in time stands in for a reminder, one that does not reach does not', () => {
  const debt = { leftKopecks: 500n, today: '2026-11-11', dueOn: DUE };
  const covered = (more: object) => covers({ monthDay: null, fixedKopecks: null, limitKopecks: 1_000n, ...more }, debt);
  expect([covered({}), covered({ monthDay: 14 }), covered({ fixedKopecks: 500n })]).toEqual([true, true, true]);
  expect([covered({ monthDay: 10 }), covered({ monthDay: 17 }), covered({ fixedKopecks: 499n }), covered({ limitKopecks: 499n })]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
