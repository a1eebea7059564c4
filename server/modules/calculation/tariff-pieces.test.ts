import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chain, compare, total } from '#platform/decimal';
import { addDays, daysInMonth } from '#platform/time';
import { cutMonth, isGap, spreadVolumes, type Force } from './tariff-pieces.ts';

const price = (from: string | null, value: string, to: string | null = null): Force<string> => ({ from, to, value });

test('CALC-1: a tariff and the number of people that change within the month cut it by calendar days', () => {
  const cut = cutMonth('2026-10', {
    tariff: [price('2026-01-01', '48.00', '2026-10-10'), price('2026-10-11', '52.40')],
    people: [
      { from: null, to: '2026-10-20', value: 2 },
      { from: '2026-10-21', to: null, value: 3 },
    ],
  });
  expect(cut).toEqual([
    { from: '2026-10-01', to: '2026-10-10', part: { days: 10, of: 31 }, values: { tariff: '48.00', people: 2 } },
    { from: '2026-10-11', to: '2026-10-20', part: { days: 10, of: 31 }, values: { tariff: '52.40', people: 2 } },
    { from: '2026-10-21', to: '2026-10-31', part: { days: 11, of: 31 }, values: { tariff: '52.40', people: 3 } },
  ]);
});

test('CALC-1: a month without a change is one piece; a later decision wins over an open one; a day without a tariff is a gap', () => {
  expect(cutMonth('2026-10', { tariff: [price('2026-10-01', '52.40'), price('2025-01-01', '48.00')] })).toMatchObject([
    { part: null, values: { tariff: '52.40' } },
  ]);
  const gap = cutMonth('2026-10', { tariff: [price('2026-10-05', '52.40')] });
  expect(isGap(gap) && gap).toEqual({ missing: 'tariff', on: '2026-10-01' });
});

test('CALC-1: a price that ends uncovers the one beneath it, or leaves a gap; a change to the same value is none', () => {
  const beneath = cutMonth('2026-10', { tariff: [price(null, '1'), price('2026-10-05', '2', '2026-10-14')] });
  expect(beneath).toMatchObject([
    { to: '2026-10-04', values: { tariff: '1' } },
    { from: '2026-10-05', to: '2026-10-14', part: { days: 10, of: 31 }, values: { tariff: '2' } },
    { from: '2026-10-15', to: '2026-10-31', values: { tariff: '1' } },
  ]);
  expect(cutMonth('2026-10', { tariff: [price(null, '1', '2026-10-30')] })).toEqual({ missing: 'tariff', on: '2026-10-31' });
  expect(cutMonth('2026-10', { tariff: [price(null, '1', '2026-10-01')] })).toEqual({ missing: 'tariff', on: '2026-10-02' });
  expect(cutMonth('2026-10', { tariff: [price(null, '1', '2026-10-31')] })).toHaveLength(1);
  expect(cutMonth('2026-10', { tariff: [price('2026-10-01', '1'), price('2026-10-31', '2')] })).toMatchObject([
    { to: '2026-10-30' },
    { from: '2026-10-31', part: { days: 1, of: 31 } },
  ]);
  expect(cutMonth('2026-10', { tariff: [price('2026-01-01', '1', '2026-10-10'), price('2026-10-11', '1')], people: [price(null, '2')] })).toEqual([
    { from: '2026-10-01', to: '2026-10-31', part: null, values: { tariff: '1', people: '2' } },
  ]);
  expect(cutMonth('2026-10', { tariff: [price('2026-11-01', '9'), price('2026-01-01', '1')] })).toMatchObject([{ part: null, values: { tariff: '1' } }]);
});

test('CALC-1: an account of a part of the month pays for its days', () => {
  expect(cutMonth('2026-02', { tariff: [price(null, '1')] }, { from: '2026-02-11', to: '2026-02-28' })).toMatchObject([{ part: { days: 18, of: 28 } }]);
});

const cutAt = (days: readonly number[]) => {
  const forces = [1, ...days].map((day, n) => price(`2026-10-${String(day).padStart(2, '0')}`, String(n)));
  const cut = cutMonth('2026-10', { tariff: forces });
  if (isGap(cut)) throw new Error('a gap');
  return cut;
};

test('CALC-1: a reading on the day of the change splits the volume, else days do', () => {
  const pieces = cutAt([11]);
  const byReading = spreadVolumes(pieces, [{ zone: 'whole', volume: '7.5', marks: [{ on: '2026-10-11', volume: '2.1' }] }]);
  expect(byReading.map(({ part, zones }) => [part, zones[0]!.volume])).toEqual([
    [null, '2.1'],
    [null, '5.4'],
  ]);
  const byDays = spreadVolumes(pieces, [{ zone: 'whole', volume: '7.5' }]);
  expect(byDays.map(({ part, zones }) => [part, zones[0]!.volume])).toEqual([
    [{ days: 10, of: 31 }, '7.5'],
    [{ days: 21, of: 31 }, '7.5'],
  ]);
});

test('CALC-1: readings split the volume only when each zone has one on each day of change, as fine as they were taken', () => {
  const two = cutAt([11, 21]);
  const mark = (on: string, volume: string) => ({ on: `2026-10-${on}`, volume });
  const volumes = (zones: Parameters<typeof spreadVolumes>[1]) =>
    spreadVolumes(two, zones).map(({ part, zones: own }) => [part?.days ?? null, ...own.map(({ volume }) => volume)]);
  expect(
    volumes([
      { zone: 'day', volume: '9', marks: [mark('21', '5'), mark('11', '2')] },
      { zone: 'night', volume: '3.12345678', marks: [mark('11', '1.00000001'), mark('21', '2')] },
    ]),
  ).toEqual([
    [null, '2', '1.00000001'],
    [null, '3', '0.99999999'],
    [null, '4', '1.12345678'],
  ]);
  expect(
    volumes([
      { zone: 'day', volume: '9', marks: [mark('11', '2'), mark('21', '5')] },
      { zone: 'night', volume: '3', marks: [mark('11', '1')] },
    ]),
  ).toEqual([
    [10, '9', '3'],
    [10, '9', '3'],
    [11, '9', '3'],
  ]);
  expect(volumes([{ zone: 'whole', volume: '9', marks: [mark('12', '2'), mark('21', '5')] }])).toEqual([
    [10, '9'],
    [10, '9'],
    [11, '9'],
  ]);
  const [one] = spreadVolumes(
    cutAt([]).map((piece) => ({ ...piece, part: { days: 31, of: 31 } })),
    [{ zone: 'whole', volume: '7.123456789' }],
  );
  expect([one!.part, one!.zones]).toEqual([null, [{ zone: 'whole', volume: '7.123456789' }]]);
});

/** What pieces charge of the volume `V` for a span of days, `V` taken as one. */
const cutSpan = (from: number, to: number, changes: readonly Force<string>[] = [price(null, '1')]) => {
  const cut = cutMonth('2026-10', { tariff: changes }, { from: `2026-10-${String(from).padStart(2, '0')}`, to: `2026-10-${String(to).padStart(2, '0')}` });
  if (isGap(cut)) throw new Error('a gap');
  return cut;
};
const spread = (...of: Parameters<typeof spreadVolumes>) => spreadVolumes(...of).map(({ part, zones }) => [part?.days ?? null, zones[0]!.volume]);

test('CALC-1: an account of a part of the month is charged its days of the month’s volume, by the tariffs of those days', () => {
  const change = [price('2026-01-01', '1', '2026-10-20'), price('2026-10-21', '2')];
  expect(spread(cutSpan(11, 31, change), [{ zone: 'whole', volume: '2.1' }])).toEqual([
    [10, '2.1'],
    [11, '2.1'],
  ]);
  expect([spread(cutSpan(1, 10), [{ zone: 'whole', volume: '6.2' }]), spread(cutSpan(11, 31), [{ zone: 'whole', volume: '6.2' }])]).toEqual([
    [[10, '6.2']],
    [[21, '6.2']],
  ]);
});

test('CALC-1: a reading of the day on which accounts change divides the volume between them; what a meter put in within the month showed is of the days after', () => {
  const read = [{ zone: 'whole' as const, volume: '6.2', marks: [{ on: '2026-10-11', volume: '4.7' }] }];
  expect([spread(cutSpan(1, 10), read), spread(cutSpan(11, 31), read), spread(cutSpan(12, 31), read)]).toEqual([
    [[null, '4.7']],
    [[null, '1.5']],
    [[20, '6.2']],
  ]);
  const putIn = [{ zone: 'whole' as const, volume: '3', marks: [{ on: '2026-10-15', volume: '0' }] }];
  expect([spread(cutSpan(1, 10), putIn), spread(cutSpan(11, 31), putIn), spread(cutSpan(15, 31), putIn), spread(cutSpan(16, 31), putIn)]).toEqual([
    [[null, '0']],
    [[null, '3']],
    [[null, '3']],
    [[16, '3']],
  ]);
});

test('CALC-4: pieces cover the month once, whatever the order of what they are cut from', () => {
  const anyDay = fc.integer({ min: 0, max: 40 }).map((n) => addDays('2026-09-25', n));
  const anyForces = fc
    .array(fc.record({ from: anyDay, length: fc.option(fc.integer({ min: 0, max: 60 })), value: fc.integer({ min: 1, max: 4 }).map(String) }), { maxLength: 6 })
    .map((forces) => [
      price('2020-01-01', '0'),
      ...forces.map(({ from, length, value }) => price(from, value, length === null ? null : addDays(from, length))),
    ]);
  fc.assert(
    fc.property(anyForces, fc.constantFrom('2026-10', '2026-11'), (forces, month) => {
      const cut = cutMonth(month, { tariff: forces });
      if (isGap(cut)) throw new Error('a gap');
      expect(cut.reduce((days, { part }) => days + (part?.days ?? daysInMonth(month)), 0)).toBe(daysInMonth(month));
      expect(cut.slice(1).map(({ from }) => from)).toEqual(cut.slice(0, -1).map(({ to }) => addDays(to, 1)));
      expect(cutMonth(month, { tariff: [...forces].reverse() })).toEqual(cut);
    }),
  );
});

test('CALC-4: accounts that follow each other in a month are charged its volume once, by days or by readings, however it is cut', () => {
  const days = fc.uniqueArray(fc.integer({ min: 2, max: 31 }), { minLength: 1, maxLength: 5 }).map((list) => [...list].sort((a, b) => a - b));
  fc.assert(
    fc.property(days, days, fc.integer({ min: 0, max: 10 ** 8 }), fc.boolean(), (handovers, changes, n, isRead) => {
      const volume = `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`;
      const marks = [...handovers, ...changes].map((day) => ({ on: `2026-10-${String(day).padStart(2, '0')}`, volume: decimalOf(n * day, 31_000) }));
      const starts = [1, ...handovers];
      const prices = [1, ...changes].map((day, index) => price(`2026-10-${String(day).padStart(2, '0')}`, String(index)));
      const charged = starts.flatMap((from, index) =>
        spreadVolumes(cutSpan(from, (starts[index + 1] ?? 32) - 1, prices), [{ zone: 'whole', volume, ...(isRead && { marks }) }]),
      );
      expect(compare(total(charged.map(({ part, zones }) => chain([zones[0]!.volume, BigInt(part?.days ?? 1)], [BigInt(part?.of ?? 1)]))), volume)).toBe(0);
    }),
  );
});

/** `n / by` with three decimals. */
const decimalOf = (n: number, by: number): string => (n / by).toFixed(3);
