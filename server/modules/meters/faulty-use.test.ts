import { expect, test } from 'vitest';
import { type FaultDays, measuredPoints } from './faulty-use.ts';
import { useByMonth } from './usage-history.ts';

const start = { initialValue: '0', installedOn: '2026-06-24', digits: 5 };
const read = (values: Readonly<Record<string, string>>) =>
  useByMonth(
    Object.entries(values).map(([takenOn, value]) => ({ period: takenOn.slice(0, 7), takenOn, value, source: 'resident' })),
    start,
  ).map((point) => ({ ...point, within: [{ on: point.takenOn, use: '1' }] }));
const fault = (kind: string, fromDay: string, toDay: string | null = null, onDial?: string): FaultDays => ({
  kind,
  fromDay,
  toDay,
  values: onDial === undefined ? null : { '': onDial },
});
const uses = (values: Readonly<Record<string, string>>, ...faults: FaultDays[]) =>
  measuredPoints(read(values), faults, { ...start, zone: '' }).map(({ period, use, months, resumed }) => [
    period,
    use,
    months,
    ...(resumed ? [resumed.use] : []),
  ]);
const months = { '2026-07-24': '6', '2026-08-24': '12', '2026-09-24': '18', '2026-10-24': '58', '2026-11-24': '64' };

test('CALC-1: a use that holds days on which the meter failed is unknown; the days before and after stay as they were', () => {
  expect(uses(months, fault('broken', '2026-09-24'))).toEqual([
    ['2026-07', '6', 1],
    ['2026-08', '6', 1],
    ['2026-09', '6', 1],
    ['2026-10', null, 1],
    ['2026-11', null, 1],
  ]);
  expect(uses(months, fault('sealTorn', '2026-09-23', '2026-09-24', '18'))).toEqual([
    ['2026-07', '6', 1],
    ['2026-08', '6', 1],
    ['2026-09', null, 1],
    ['2026-10', '40', 1],
    ['2026-11', '6', 1],
  ]);
  expect(uses(months, fault('broken', '2026-06-25'))[0]).toEqual(['2026-07', null, 1]);
});

test('CALC-1: after it was put right a use begins with what stood on the dial then, in its month apart', () => {
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-20', '57')).slice(3)).toEqual([
    ['2026-10', null, 1, '1'],
    ['2026-11', '6', 1],
  ]);
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(3)).toEqual([
    ['2026-10', null, 1],
    ['2026-11', '4', 1],
  ]);
  expect(uses({ '2026-09-24': '18', '2026-12-24': '66' }, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(1)).toEqual([['2026-12', '6', 2]]);
  // A dial that shows less than it did then tells nothing.
  expect(uses({ '2026-09-24': '18', '2026-11-24': '20' }, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(1)).toEqual([['2026-11', null, 2]]);
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-20'))[3]).toEqual(['2026-10', null, 1]);
});

test('CALC-1: a meter that could not be checked measured all the while: its reading after the check closes all months since the one before', () => {
  expect(uses(months, fault('noAccess', '2026-08-30', '2026-11-10'))).toEqual([
    ['2026-07', '6', 1],
    ['2026-08', '6', 1],
    ['2026-11', '52', 3],
  ]);
  expect(uses(months, fault('noAccess', '2026-08-30'))).toEqual(uses(months));
  expect(uses(months, fault('noAccess', '2026-11-25', '2026-11-30'))).toEqual(uses(months));
});

test('CALC-1: a reading of the day of the mark was seen, one of the day of the check closes the months; a mark that hid no reading changes nothing', () => {
  expect(uses(months, fault('noAccess', '2026-08-24', '2026-11-24'))).toEqual([
    ['2026-07', '6', 1],
    ['2026-08', '6', 1],
    ['2026-11', '52', 3],
  ]);
  for (const [from, to] of [
    ['2026-08-25', '2026-09-20'],
    ['2026-11-01', '2026-11-30'],
  ] as const)
    expect(measuredPoints(read(months), [fault('noAccess', from, to)], { ...start, zone: '' })).toEqual(read(months));
  // Of a dial that went back meanwhile nothing is known.
  expect(uses({ ...months, '2026-09-24': '11' }, fault('noAccess', '2026-08-30', '2026-10-10')).slice(2)).toEqual([
    ['2026-10', null, 2],
    ['2026-11', '6', 1],
  ]);
});

test('CALC-1: what ran by days within a month is forgotten where the mark changed its use, and kept where it did not', () => {
  const within = (...faults: FaultDays[]) => measuredPoints(read(months), faults, { ...start, zone: '' }).map((point) => point.within.length);
  expect(within(fault('noAccess', '2026-08-30', '2026-11-10'))).toEqual([1, 1, 0]);
  expect(within(fault('sealTorn', '2026-09-23', '2026-09-24', '18'))).toEqual([1, 1, 0, 1, 1]);
  expect(within(fault('broken', '2026-10-02', '2026-10-20', '57'))).toEqual([1, 1, 1, 0, 1]);
  expect(within(fault('broken', '2026-10-02', '2026-10-28', '60'))).toEqual([1, 1, 1, 0, 0]);
});
