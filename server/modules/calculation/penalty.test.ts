import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueDay, sumOfTerms } from '#modules/billing';
import { addDays, daysBetween } from '#platform/time';
import { penaltyRules } from './calculation-rules.ts';
import { penaltyCounter, penaltyTerms, type MonthDebt } from './penalty.ts';

const rules = penaltyRules([
  { from: '2024-10-28', to: '2025-06-08', value: '21' },
  { from: '2025-06-09', to: null, value: '16.5' },
]);
const count = penaltyCounter(rules);
const debt: MonthDebt = { month: '2026-03', kind: 'service', dueOn: '2026-04-15', chargedKopecks: 600_000n, payments: [] };
const sum = (given: Partial<MonthDebt>, through: string, from: string | null = null) => count({ ...debt, ...given }, { from, through })?.kopecks ?? 0n;

describe('worked examples', () => {
  test('CALC-3: 6 000 roubles for March unpaid to 31 August cost 324.46, in two stretches that a person can follow', () => {
    expect(count(debt, { from: null, through: '2026-08-31' })).toEqual({
      kopecks: 32_446n,
      stretches: [
        { month: '2026-03', debtKopecks: 600_000, from: '2026-05-16', to: '2026-07-14', days: 60, percent: '9.5', divisor: '300' },
        { month: '2026-03', debtKopecks: 600_000, from: '2026-07-15', to: '2026-08-31', days: 48, percent: '9.5', divisor: '130' },
      ],
    });
  });

  test('CALC-3: 2 000 paid on 20 June leave 239.11, and the day of the payment still counts', () => {
    const paid = { payments: [{ on: '2026-06-20', kopecks: 200_000n }] };
    expect(count({ ...debt, ...paid }, { from: null, through: '2026-08-31' })!.stretches.map(({ days, debtKopecks }) => [days, debtKopecks])).toEqual([
      [36, 600_000],
      [24, 400_000],
      [48, 400_000],
    ]);
    expect(sum(paid, '2026-08-31')).toBe(23_911n);
    const notCounting = penaltyCounter({ ...rules, paymentDayCounts: false });
    expect(notCounting({ ...debt, ...paid }, { from: null, through: '2026-08-31' })!.stretches[0]!.days).toBe(35);
  });

  test('CALC-3: capital repair goes by 1/300 all the time: 1 128.60 costs 38.60', () => {
    expect(sum({ kind: 'repair', chargedKopecks: 112_860n }, '2026-08-31')).toBe(3_860n);
  });
});

describe('edges', () => {
  test('CALC-3: day 30 costs nothing, day 31 one day, day 91 turns to 1/130', () => {
    expect(sum({}, '2026-05-15')).toBe(0n);
    expect(count(debt, { from: null, through: '2026-05-16' })!.stretches).toMatchObject([{ days: 1, divisor: '300' }]);
    expect(count(debt, { from: null, through: '2026-07-14' })!.stretches).toHaveLength(1);
    expect(count(debt, { from: '2026-07-14', through: '2026-07-15' })!.stretches).toMatchObject([
      { days: 1, divisor: '300' },
      { from: '2026-07-15', to: '2026-07-15', days: 1, divisor: '130' },
    ]);
  });

  test('CALC-3: a payment on day 30 ends it, an overpayment never goes below zero', () => {
    expect(sum({ payments: [{ on: '2026-05-15', kopecks: 600_000n }] }, '2026-12-31')).toBe(0n);
    expect(sum({ payments: [{ on: '2026-05-16', kopecks: 900_000n }] }, '2026-12-31')).toBe(190n);
    expect(sum({ chargedKopecks: -5_000n }, '2026-12-31')).toBe(0n);
  });

  test('CALC-3: the cap holds to the end of 2026; from 2027 a day costs the rate in force on it', () => {
    const late = { month: '2026-10', dueOn: '2026-11-16' };
    expect(count({ ...debt, ...late }, { from: null, through: '2027-01-10' })!.stretches.map(({ percent, from, to }) => [percent, from, to])).toEqual([
      ['9.5', '2026-12-17', '2026-12-31'],
      ['16.5', '2027-01-01', '2027-01-10'],
    ]);
  });

  test('CALC-3: the last day to pay on a Sunday moves to Monday, and the days with it', () => {
    expect(dueDay('2026-10')).toBe('2026-11-16');
    expect(count({ ...debt, dueOn: dueDay('2026-10') }, { from: null, through: '2026-12-31' })!.stretches[0]!.from).toBe(addDays('2026-11-16', 31));
  });

  test('CALC-3: a key rate below the cap is the rate; before its first row nothing is charged', () => {
    const low = penaltyCounter(penaltyRules([{ from: '2026-06-01', to: null, value: '7.5' }]));
    expect(low(debt, { from: null, through: '2026-06-30' })!.stretches).toMatchObject([{ from: '2026-06-01', days: 30, percent: '7.5' }]);
  });

  test('CALC-3: debts of several months make one line, the oldest first, each rounded once', () => {
    const other = { ...debt, month: '2026-02', dueOn: '2026-03-16' };
    const parts = [debt, other].map((one) => count(one, { from: '2026-08-01', through: '2026-08-31' })!);
    const terms = penaltyTerms('2026-08', parts)!;
    expect(terms.stretches.map(({ month }) => month)).toEqual(['2026-02', '2026-03']);
    expect(sumOfTerms(terms)).toBe(parts[0]!.kopecks + parts[1]!.kopecks);
    expect(penaltyTerms('2026-08', [])).toBeNull();
  });
});

describe('rates and payments', () => {
  const stretchesBy = (keyRate: Parameters<typeof penaltyRules>[0], through = '2026-05-31', more: Partial<MonthDebt> = {}) =>
    penaltyCounter({ ...penaltyRules(keyRate), cap: [] })({ ...debt, ...more }, { from: null, through })?.stretches.map(
      ({ from, to, days, percent, debtKopecks }) => [from, to, days, percent, debtKopecks],
    ) ?? null;

  test('CALC-3: a change of the rate that is capped both before and after makes no second stretch, and one of the same value neither', () => {
    const changed = penaltyCounter(
      penaltyRules([
        { from: '2026-01-01', to: '2026-05-19', value: '21' },
        { from: '2026-05-20', to: null, value: '16' },
      ]),
    );
    expect(changed(debt, { from: null, through: '2026-05-31' })!.stretches).toMatchObject([{ from: '2026-05-16', to: '2026-05-31', days: 16, percent: '9.5' }]);
    expect(
      stretchesBy([
        { from: '2026-01-01', to: '2026-05-19', value: '8' },
        { from: '2026-05-20', to: null, value: '8' },
      ]),
    ).toEqual([['2026-05-16', '2026-05-31', 16, '8', 600_000]]);
  });

  test('CALC-3: days without a rate cost nothing and part what stands on their sides, of rates that overlap the later stands', () => {
    expect(
      stretchesBy([
        { from: '2026-01-01', to: '2026-05-18', value: '8' },
        { from: '2026-05-22', to: null, value: '8' },
      ]),
    ).toEqual([
      ['2026-05-16', '2026-05-18', 3, '8', 600_000],
      ['2026-05-22', '2026-05-31', 10, '8', 600_000],
    ]);
    for (const rates of [
      [
        { from: null, to: null, value: '7' },
        { from: '2026-05-20', to: '2026-05-25', value: '8' },
      ],
      [
        { from: '2026-05-20', to: '2026-05-25', value: '8' },
        { from: null, to: null, value: '7' },
      ],
    ]) {
      expect(stretchesBy(rates)).toEqual([
        ['2026-05-16', '2026-05-19', 4, '7', 600_000],
        ['2026-05-20', '2026-05-25', 6, '8', 600_000],
        ['2026-05-26', '2026-05-31', 6, '7', 600_000],
      ]);
    }
    expect(stretchesBy([{ from: '2026-01-01', to: '2026-05-15', value: '8' }])).toBeNull();
    expect(stretchesBy([])).toBeNull();
  });

  test('CALC-3: a rate of a cap below it, equal to it and above it', () => {
    const by = (cap: string) =>
      penaltyCounter({ ...rules, cap: [{ from: null, to: null, value: cap }], keyRate: [{ from: '2020-01-01', to: null, value: '10' }] })(debt, {
        from: null,
        through: '2026-05-16',
      })!.stretches[0]!.percent;
    expect([by('9.999999'), by('10'), by('10.000001')]).toEqual(['9.999999', '10', '10']);
    expect(() => penaltyCounter({ ...rules, cap: [], keyRate: [{ from: '2020-01-01', to: null, value: '9.1234567' }] })).toThrow(
      'at most 6 decimals, got "9.1234567"',
    );
  });

  test('CALC-3: payments of one day are one, in whichever order they came; what was paid before the due day lessens the charge', () => {
    const payments = [
      { on: '2026-05-20', kopecks: 100_000n },
      { on: '2026-04-01', kopecks: 50_000n },
      { on: '2026-05-20', kopecks: 150_000n },
    ];
    const seen = [
      ['2026-05-16', '2026-05-20', 5, '8', 550_000],
      ['2026-05-21', '2026-05-31', 11, '8', 300_000],
    ];
    for (const own of [payments, payments.toReversed()])
      expect(stretchesBy([{ from: '2026-01-01', to: null, value: '8' }], '2026-05-31', { payments: own })).toEqual(seen);
    expect(
      stretchesBy([{ from: '2026-01-01', to: null, value: '8' }], '2026-05-31', {
        payments: [
          { on: '2026-05-20', kopecks: 600_000n },
          { on: '2026-05-25', kopecks: -100_000n },
        ],
      }),
    ).toEqual([['2026-05-16', '2026-05-20', 5, '8', 600_000]]);
  });

  test('CALC-3: a window is taken with both its days, one before the first day counts from the first, a debt of nothing costs nothing', () => {
    const days = (from: string | null, through: string, more: Partial<MonthDebt> = {}) =>
      count({ ...debt, ...more }, { from, through })?.stretches.map((one) => [one.from, one.to, one.days]) ?? null;
    expect(days('2026-05-20', '2026-05-20')).toEqual([['2026-05-20', '2026-05-20', 1]]);
    expect(days('2026-05-01', '2026-05-17')).toEqual([['2026-05-16', '2026-05-17', 2]]);
    expect([days('2026-05-21', '2026-05-20'), days(null, '2026-05-16', { chargedKopecks: 0n }), days(null, '2026-05-16', { chargedKopecks: 1n })]).toEqual([
      null,
      null,
      [['2026-05-16', '2026-05-16', 1]],
    ]);
    expect(penaltyCounter({ ...rules, steps: { service: [], repair: [] } })(debt, { from: null, through: '2027-01-01' })).toBeNull();
    expect(() => count({ ...debt, dueOn: 'завтра' }, { from: null, through: '2026-05-16' })).toThrow(RangeError);
  });

  test('CALC-3: a line keeps its stretches by months and days; one whose stretches come to less than half a kopeck is none', () => {
    const late = count(debt, { from: '2026-07-10', through: '2026-07-20' })!;
    expect(late.stretches.map(({ from }) => from)).toEqual(['2026-07-10', '2026-07-15']);
    const turned = { ...late, stretches: late.stretches.toReversed() };
    expect(penaltyTerms('2026-07', [turned])!.stretches).toEqual(late.stretches);
    expect(penaltyTerms('2026-07', [count({ ...debt, chargedKopecks: 1n }, { from: null, through: '2026-05-16' })!])).toBeNull();
    expect(penaltyTerms('2026-07', [late])).toMatchObject({ method: 'penalty', period: '2026-07', benefit: null });
  });
});

describe('any debt', () => {
  const anyDebt = fc
    .record({
      kind: fc.constantFrom('service' as const, 'repair' as const),
      chargedKopecks: fc.bigInt({ min: 1n, max: 10n ** 9n }),
      due: fc.integer({ min: 0, max: 900 }),
      payments: fc.array(fc.record({ after: fc.integer({ min: -40, max: 600 }), kopecks: fc.bigInt({ min: 1n, max: 10n ** 8n }) }), { maxLength: 5 }),
      through: fc.integer({ min: 0, max: 700 }),
    })
    .map(({ due, payments, through, ...rest }) => {
      const dueOn = addDays('2025-01-10', due);
      return {
        debt: { ...rest, month: '2025-01', dueOn, payments: payments.map(({ after, kopecks }) => ({ on: addDays(dueOn, after), kopecks })) },
        through: addDays(dueOn, through),
      };
    });

  /** The law day by day, with nothing clever. */
  function slowly({ kind, dueOn, chargedKopecks, payments }: MonthDebt, through: string): bigint {
    let sum = 0n;
    for (let n = 31; n <= daysBetween(dueOn, through); n += 1) {
      const day = addDays(dueOn, n);
      const owed = payments.reduce((left, { on, kopecks }) => (on < day ? left - kopecks : left), chargedKopecks);
      const percent10 = day >= '2027-01-01' ? 165n : 95n;
      if (owed > 0n) sum += owed * percent10 * (n >= 91 && kind === 'service' ? 30n : 13n);
    }
    return (2n * sum + 3_900_000n) / 7_800_000n;
  }

  test('CALC-3, CALC-4: stretches give what counting day by day gives, and the terms alone give the same kopecks', () => {
    fc.assert(
      fc.property(anyDebt, ({ debt, through }) => {
        const penalty = count(debt, { from: null, through });
        expect(penalty?.kopecks ?? 0n).toBe(slowly(debt, through));
        if (penalty && penalty.kopecks > 0n) expect(sumOfTerms(penaltyTerms('2027-01', [penalty])!)).toBe(penalty.kopecks);
        expect(count({ ...debt, payments: [...debt.payments].reverse() }, { from: null, through })).toEqual(penalty);
      }),
      { numRuns: 300 },
    );
  });
});
