import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/time';
import { beneath, placePeriod, refusalToBegin, refusalToChange } from './periods.ts';

const open = { id: 'a', fromDay: '2026-01-01', toDay: null };

describe('where a period may stand', () => {
  test('CALC-1: a new one ends the open one before it, on the day before', () => {
    expect(placePeriod([open], { id: null, fromDay: '2026-11-01', toDay: null })).toEqual({ ends: { id: 'a', toDay: '2026-10-31' } });
    expect(placePeriod([{ ...open, toDay: '2026-09-30' }], { id: null, fromDay: '2026-10-01', toDay: '2026-12-31' })).toEqual({ ends: null });
    expect(placePeriod([open], { id: 'a', fromDay: '2026-02-01', toDay: null })).toEqual({ ends: null });
  });

  test('CALC-1: of several that are met the first by its days is named, with its days', () => {
    const closed = [
      { id: 'b', fromDay: '2026-06-01', toDay: '2026-08-31' },
      { id: 'a', fromDay: '2026-01-01', toDay: '2026-05-31' },
    ];
    expect(placePeriod(closed, { id: null, fromDay: '2026-05-31', toDay: '2026-06-01' })).toEqual({
      field: 'fromDay',
      detail: 'Пересекается с действующим с 1\u00a0января 2026 по 31\u00a0мая 2026',
    });
    expect(placePeriod(closed, { id: null, fromDay: '2026-08-31', toDay: null })).toEqual({
      field: 'fromDay',
      detail: 'Пересекается с действующим с 1\u00a0июня 2026 по 31\u00a0августа 2026',
    });
    expect(placePeriod(closed, { id: null, fromDay: '2025-01-01', toDay: '2025-12-31' })).toEqual({ ends: null });
    expect(placePeriod(closed, { id: null, fromDay: '2025-01-01', toDay: '2026-01-01' })).toMatchObject({ field: 'fromDay' });
    expect(placePeriod([open], { id: null, fromDay: '2025-06-01', toDay: null })).toEqual({
      field: 'fromDay',
      detail: 'Пересекается с действующим с 1\u00a0января 2026 без срока',
    });
    // A price that is moved never ends another, open or not.
    expect(placePeriod([open], { id: 'b', fromDay: '2026-11-01', toDay: null })).toMatchObject({ field: 'fromDay' });
    expect(placePeriod([open, { id: 'c', fromDay: '2027-01-01', toDay: '2027-01-31' }], { id: null, fromDay: '2026-11-01', toDay: null })).toMatchObject({
      field: 'fromDay',
    });
    expect(placePeriod([], { id: null, fromDay: '2026-05-31', toDay: '2026-05-31' })).toEqual({ ends: null });
  });

  test('CALC-1: any other overlap is refused by its field', () => {
    expect(placePeriod([open], { id: null, fromDay: '2026-01-01', toDay: null })).toMatchObject({ field: 'fromDay' });
    expect(placePeriod([open], { id: null, fromDay: '2025-06-01', toDay: null })).toMatchObject({
      field: 'fromDay',
      detail: expect.stringContaining('без срока'),
    });
    expect(placePeriod([open], { id: null, fromDay: '2026-11-01', toDay: '2026-12-31' })).toMatchObject({ field: 'toDay' });
    expect(placePeriod([{ ...open, toDay: '2026-05-31' }], { id: null, fromDay: '2026-05-31', toDay: null })).toMatchObject({ field: 'fromDay' });
    expect(placePeriod([], { id: null, fromDay: '2026-05-31', toDay: '2026-05-30' })).toMatchObject({ field: 'toDay' });
  });

  test('CALC-2: what posted months used stays: a new one begins after, an old one may only end later', () => {
    expect(refusalToBegin('2026-11-01', '2026-11-01')).toBeNull();
    expect(refusalToBegin('2026-10-31', '2026-11-01')).toMatchObject({ field: 'fromDay' });
    const same = { id: 'a', fromDay: open.fromDay, sameValue: true };
    expect(refusalToChange(open, { ...same, toDay: '2026-10-31' }, '2026-11-01')).toBeNull();
    expect(refusalToChange(open, { ...same, toDay: '2026-10-30' }, '2026-11-01')).toMatchObject({ field: 'toDay' });
    expect(refusalToChange(open, { ...same, sameValue: false, toDay: null }, '2026-11-01')).toMatchObject({ field: 'fromDay' });
    expect(refusalToChange({ ...open, toDay: '2026-05-31' }, { ...same, toDay: null }, '2026-11-01')).toMatchObject({ field: 'toDay' });
    expect(refusalToChange(open, { ...same, sameValue: false, toDay: null }, '2026-01-01')).toBeNull();
    expect(refusalToChange(open, { ...same, sameValue: false, toDay: null }, null)).toBeNull();
    expect(refusalToChange(open, { ...same, fromDay: '2026-02-01', toDay: null }, '2026-11-01')).toEqual({
      field: 'fromDay',
      detail: 'По нему проведены месяцы до 1\u00a0ноября 2026: менять можно только последний день',
    });
    expect(refusalToChange({ ...open, fromDay: '2026-11-01' }, { ...same, fromDay: '2026-10-31', toDay: null }, '2026-11-01')).toEqual({
      field: 'fromDay',
      detail: 'Месяцы до 1\u00a0ноября 2026 уже проведены. Начните с этого дня, прошлое исправьте перерасчётом',
    });
    expect(refusalToChange({ ...open, toDay: '2026-10-31' }, { ...same, toDay: null }, '2026-11-01')).toBeNull();
    expect(refusalToChange({ ...open, toDay: '2026-10-30' }, { ...same, toDay: null }, '2026-11-01')).toEqual({
      field: 'toDay',
      detail: 'Дни до 1\u00a0ноября 2026 уже в проведённых начислениях',
    });
  });
});

const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-09-01', n));
const span = fc.tuple(fc.option(day), fc.option(day)).map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }));
const covers = (spans: readonly { from: string | null; to: string | null }[], on: string) =>
  spans.some(({ from, to }) => (from === null || from <= on) && (to === null || to >= on));

test('CALC-1: a general price stands on exactly the days that the house has none of its own', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 4 }), fc.array(span, { maxLength: 4 }), day, (lower, upper, on) => {
      expect(covers(beneath(lower, upper), on)).toBe(covers(lower, on) && !covers(upper, on));
    }),
  );
});
