import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween, type Day } from '#platform/time';
import { decideSum, type DoneMonth, isMissed, nextStep, payDay, type Plan, RETRY_AFTER_DAYS, retryAfter } from './autopayment-plan.ts';

const plan = (more: Partial<Plan> = {}): Plan => ({ monthDay: 20, noticeDays: 3, activeFrom: '2026-01-01', ...more });
const month = (period: string, more: Partial<DoneMonth>): DoneMonth => ({ period, state: 'noticed', noticedOn: null, triedOn: null, attempts: 0, ...more });

test('PAY-5: the due day goes by the dated terms of the law, and a day off moves it; day 31 is the last day of a short month', () => {
  expect(['2026-02', '2026-04', '2026-11'].map((period) => payDay(null, period))).toEqual(['2026-02-10', '2026-04-15', '2026-11-16']);
  expect(['2026-02', '2028-02', '2026-12'].map((period) => payDay(31, period))).toEqual(['2026-02-28', '2028-02-29', '2026-12-31']);
});

test('PAY-5: notice so many days before, payment on the day, then the next month', () => {
  expect(nextStep(plan(), [], '2026-05-01')).toEqual({ kind: 'notice', period: '2026-05', on: '2026-05-17', payOn: '2026-05-20' });
  expect(nextStep(plan(), [month('2026-05', { noticedOn: '2026-05-17' })], '2026-05-18')).toMatchObject({ kind: 'pay', on: '2026-05-20' });
  expect(nextStep(plan(), [month('2026-05', { state: 'paid', attempts: 1, triedOn: '2026-05-20' })], '2026-05-20')).toMatchObject({
    kind: 'notice',
    period: '2026-06',
    on: '2026-06-17',
  });
  expect(nextStep(plan({ noticeDays: 0 }), [], '2026-05-20')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-20' });
  expect(nextStep(plan({ monthDay: 1, noticeDays: 5 }), [month('2026-05', { state: 'paid' })], '2026-05-20')).toMatchObject({
    kind: 'notice',
    period: '2026-06',
    on: '2026-05-27',
  });
});

test('PAY-5: a notice that went out late leaves a day to pause; a day before the consent or the resuming is not made up for', () => {
  expect(nextStep(plan(), [month('2026-05', { noticedOn: '2026-05-22' })], '2026-05-22')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-23' });
  expect(nextStep(plan({ activeFrom: '2026-05-21' }), [], '2026-05-21')).toMatchObject({ period: '2026-06' });
  expect(nextStep(plan({ activeFrom: '2026-05-20', noticeDays: 0 }), [], '2026-05-20')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-20' });
});

test('PAY-5: a month whose notice went out or whose payment was declined before the pause is not made up for when its day has passed', () => {
  const told = month('2026-05', { noticedOn: '2026-05-17' });
  const declined = month('2026-05', { state: 'retry', triedOn: '2026-05-20', attempts: 1 });
  expect(nextStep(plan({ activeFrom: '2026-05-20' }), [told], '2026-05-20')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-20' });
  expect(nextStep(plan({ activeFrom: '2026-05-21' }), [told], '2026-05-21')).toMatchObject({ kind: 'notice', period: '2026-06', on: '2026-06-17' });
  expect(nextStep(plan({ activeFrom: '2026-05-21' }), [declined], '2026-05-21')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-21' });
  expect(nextStep(plan({ activeFrom: '2026-05-22' }), [declined], '2026-05-22')).toMatchObject({ kind: 'notice', period: '2026-06' });
  expect(nextStep(plan({ activeFrom: '2026-05-24', monthDay: 5 }), [told], '2026-05-24')).toMatchObject({ period: '2026-06' }); // another day was agreed to since
  const paid = month('2026-05', { state: 'paid', attempts: 1, triedOn: '2026-05-20' });
  expect([told, declined, paid].map((one) => isMissed(plan({ activeFrom: '2026-05-22' }), one))).toEqual([true, true, false]);
  expect([told, declined].map((one) => isMissed(plan(), one))).toEqual([false, false]);
});

test('PAY-5: a portal that slept pays some days late, once, and passes over what is long gone', () => {
  const slept = plan({ noticeDays: 0 });
  expect(nextStep(slept, [], '2026-05-29')).toMatchObject({ kind: 'pay', period: '2026-05' });
  expect(nextStep(slept, [], '2026-06-15')).toMatchObject({ kind: 'pay', period: '2026-06', on: '2026-06-20' });
  expect(nextStep(slept, [month('2026-05', { noticedOn: '2026-05-17' })], '2027-01-05')).toMatchObject({ period: '2027-01' });
});

test('PAY-5: a decline is tried again after one and three days, then not until the next month', () => {
  const declined = (attempts: number): DoneMonth => month('2026-05', { state: 'retry', triedOn: '2026-05-20', attempts });
  expect(nextStep(plan(), [declined(1)], '2026-05-20')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-21' });
  expect(nextStep(plan(), [declined(2)], '2026-05-21')).toMatchObject({ kind: 'pay', period: '2026-05', on: '2026-05-23' });
  expect([retryAfter(declined(1)), retryAfter(declined(2)), retryAfter(declined(3))]).toEqual(['2026-05-21', '2026-05-23', null]);
  expect(nextStep(plan(), [month('2026-05', { state: 'failed', triedOn: '2026-05-20', attempts: 3 })], '2026-05-23')).toMatchObject({
    kind: 'notice',
    period: '2026-06',
  });
});

test('PAY-5: the sum is the debt or the agreed part of it, never more than the limit', () => {
  const decide = (more: object = {}) =>
    decideSum({
      fixedKopecks: null,
      limitKopecks: 500n,
      methodIsGood: true,
      account: { toPayKopecks: 400n, balanceKopecks: 400n, isSuspended: false },
      ...more,
    });
  expect(decide()).toEqual({ kind: 'pay', kopecks: 400n });
  expect([decide({ fixedKopecks: 100n }), decide({ fixedKopecks: 450n })]).toEqual([
    { kind: 'pay', kopecks: 100n },
    { kind: 'pay', kopecks: 400n },
  ]);
  expect(decide({ account: { toPayKopecks: 501n, balanceKopecks: 501n, isSuspended: false } })).toEqual({ kind: 'skip', reason: 'overLimit', kopecks: 501n });
  expect(decide({ account: { toPayKopecks: 501n, balanceKopecks: 501n, isSuspended: false }, fixedKopecks: 500n })).toEqual({ kind: 'pay', kopecks: 500n });
  expect(
    [
      decide({ account: { toPayKopecks: 0n, balanceKopecks: 0n, isSuspended: false } }),
      decide({ methodIsGood: false }),
      decide({ account: null }),
      decide({ account: { toPayKopecks: 400n, balanceKopecks: 400n, isSuspended: true } }),
    ].map((one) => one.kind === 'skip' && one.reason),
  ).toEqual(['nothingToPay', 'methodGone', 'accountGone', 'suspended']);
  expect(decide({ account: { toPayKopecks: 0n, balanceKopecks: 400n, isSuspended: false }, methodIsGood: false })).toEqual({ kind: 'wait', kopecks: 0n }); // another payment is paying it
  expect(decide({ account: { toPayKopecks: 0n, balanceKopecks: -400n, isSuspended: false } })).toMatchObject({ reason: 'nothingToPay' });
});

type World = { months: Map<string, DoneMonth>; paid: { period: string; on: Day }[]; noticed: Map<string, Day> };

/** One look as the job does it. */
function look({ months, paid, noticed }: World, agreed: Plan, { today, declines }: { today: Day; declines: boolean }): void {
  const step = nextStep(agreed, [...months.values()], today);
  if (step.on > today) return;
  const earlier = months.get(step.period) ?? month(step.period, {});
  if (step.kind === 'notice') {
    noticed.set(step.period, today);
    months.set(step.period, { ...earlier, state: 'noticed', noticedOn: today });
    return;
  }
  paid.push({ period: step.period, on: today });
  const tried = { ...earlier, triedOn: earlier.triedOn ?? today, attempts: earlier.attempts + 1 };
  months.set(step.period, { ...tried, state: !declines ? 'paid' : retryAfter(tried) === null ? 'failed' : 'retry' });
}

test('PAY-5: whatever the clock does, a month is paid once, tried thrice at most, never before its day and never in the face of a notice', () => {
  const agreements = fc.record({
    monthDay: fc.option(fc.integer({ min: 1, max: 31 })),
    noticeDays: fc.integer({ min: 0, max: 10 }),
    activeFrom: fc.constantFrom('2026-01-01', '2026-02-28', '2026-03-17'),
  });
  const looks = fc.array(
    fc.record({ jump: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.integer({ min: -20, max: 70 })), declines: fc.boolean() }),
    { minLength: 20, maxLength: 120 },
  );
  fc.assert(
    fc.property(agreements, looks, (agreed, days) => {
      const world: World = { months: new Map(), paid: [], noticed: new Map() };
      let today = '2026-01-10';
      for (const { jump, declines } of days) {
        today = addDays(today, jump);
        if (today < '2025-12-01') today = '2026-01-10';
        for (let twice = 0; twice < 3; twice += 1) look(world, agreed, { today, declines });
      }
      for (const [period, attempts] of Map.groupBy(world.paid, (one) => one.period)) {
        expect(attempts.length).toBeLessThanOrEqual(RETRY_AFTER_DAYS.length + 1);
        const first = attempts[0]!;
        expect(first.on >= payDay(agreed.monthDay, period) && first.on >= agreed.activeFrom).toBe(true);
        attempts.slice(1).forEach(({ on }, n) => expect(daysBetween(first.on, on)).toBeGreaterThanOrEqual(RETRY_AFTER_DAYS[n]!));
        if (agreed.noticeDays > 0) expect(daysBetween(world.noticed.get(period)!, first.on)).toBeGreaterThanOrEqual(1);
        const settled = [...world.months.values()].filter((one) => one.period === period && one.state === 'paid');
        expect(settled.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});

test('PAY-5: looked at each day, every month after the consent is paid on its very day', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 1, max: 31 })), fc.integer({ min: 0, max: 10 }), (monthDay, noticeDays) => {
      const world: World = { months: new Map(), paid: [], noticed: new Map() };
      for (let today = '2025-12-20'; today < '2027-01-01'; today = addDays(today, 1))
        look(world, { monthDay, noticeDays, activeFrom: '2026-01-01' }, { today, declines: false });
      expect(world.paid).toHaveLength(12);
      for (const { period, on } of world.paid.slice(1)) expect(on).toBe(payDay(monthDay, period));
    }),
    { numRuns: 60 },
  );
});
