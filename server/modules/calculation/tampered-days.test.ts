// Days of tampering with a meter (item 62 of Rules 354).
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { MONTH } from './house-month.example.ts';
import { countDays, otherDays, tamperedDays, within } from './tampered-days.ts';
import { mark } from './tampering.example.ts';

describe('days', () => {
  test('CALC-1: days of tampering are joined, cut by the month, and the rest are the others', () => {
    expect(
      tamperedDays(MONTH, [
        mark('2026-10-20'),
        mark('2026-10-05', '2026-10-10'),
        mark('2026-09-01', '2026-10-02'),
        mark('2026-10-08', '2026-10-12'),
        mark('2026-10-15', '2026-10-15'),
        mark('2026-11-01'),
      ]),
    ).toEqual([
      { from: '2026-10-01', to: '2026-10-01' },
      { from: '2026-10-05', to: '2026-10-11' },
      { from: '2026-10-20', to: '2026-10-31' },
    ]);
    expect(
      otherDays(MONTH, [
        { from: '2026-10-01', to: '2026-10-01' },
        { from: '2026-10-05', to: '2026-10-11' },
        { from: '2026-10-20', to: '2026-10-31' },
      ]),
    ).toEqual([
      { from: '2026-10-02', to: '2026-10-04' },
      { from: '2026-10-12', to: '2026-10-19' },
    ]);
    expect(tamperedDays(MONTH, [mark('2026-10-05', '2026-10-10'), mark('2026-10-10', '2026-10-12')])).toEqual([{ from: '2026-10-05', to: '2026-10-11' }]);
    expect(within([{ from: '2026-10-05', to: '2026-10-11' }], { from: '2026-10-11', to: '2026-10-31' })).toEqual([{ from: '2026-10-11', to: '2026-10-11' }]);
    expect(within([{ from: '2026-10-05', to: '2026-10-11' }], { from: '2026-10-12', to: '2026-10-31' })).toEqual([]);
  });

  test('CALC-1: days of tampering and the others are the month, each day once', () => {
    const day = fc.integer({ min: -40, max: 40 }).map((n) => addDays('2026-10-15', n));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.option(day)), { maxLength: 6 }), (list) => {
        const days = tamperedDays(
          MONTH,
          list.map(([from, until]) => mark(from, until)),
        );
        expect(countDays(days) + countDays(otherDays(MONTH, days))).toBe(31);
        expect(within(otherDays(MONTH, days), { from: '2026-10-01', to: '2026-10-31' })).toEqual(otherDays(MONTH, days));
      }),
    );
  });
});
