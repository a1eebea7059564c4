import { expect, test } from 'vitest';
import { type FaultDays, measuredPoints } from './faulty-use.ts';
import { useByMonth } from './usage-history.ts';

const start = { initialValue: '0', installedOn: '2026-06-24', digits: 5 };
const read = (values: Readonly<Record<string, string>>) => useByMonth(Object.entries(values).map(([takenOn, value]) => ({ period: takenOn.slice(0, 7), takenOn, value, source: 'resident' })), start).map((point) => ({ ...point, within: [{ on: point.takenOn, use: '1' }] }));
const fault = (kind: string, fromDay: string, toDay: string | null = null, onDial?: string): FaultDays => ({ kind, fromDay, toDay, values: onDial === undefined ? null : { '': onDial } });
const uses = (values: Readonly<Record<string, string>>, ...faults: FaultDays[]) => measuredPoints(read(values), faults, { ...start, zone: '' }).map(({ period, use, months, resumed }) => [period, use, months, ...(resumed ? [resumed.use] : [])]);
const months = { '2026-07-24': '6', '2026-08-24': '12', '2026-09-24': '18', '2026-10-24': '58', '2026-11-24': '64' };

test('CALC-1: a use that holds days on which the meter failed is unknown; the days before and after stay as they were', () => {
  expect(uses(months, fault('broken', '2026-09-24'))).toEqual([['2026-07', '6', 1], ['2026-08', '6', 1], ['2026-09', '6', 1], ['2026-10', null, 1], ['2026-11', null, 1]]);
  expect(uses(months, fault('sealTorn', '2026-09-23', '2026-09-24', '18'))).toEqual([['2026-07', '6', 1], ['2026-08', '6', 1], ['2026-09', null, 1], ['2026-10', '40', 1], ['2026-11', '6', 1]]);
  expect(uses(months, fault('broken', '2026-06-25'))[0]).toEqual(['2026-07', null, 1]);
});

test('CALC-1: after it was put right a use begins with what stood on the dial then, in its month apart', () => {
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-20', '57')).slice(3)).toEqual([['2026-10', null, 1, '1'], ['2026-11', '6', 1]]);
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(3)).toEqual([['2026-10', null, 1], ['2026-11', '4', 1]]);
  expect(uses({ '2026-09-24': '18', '2026-12-24': '66' }, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(1)).toEqual([['2026-12', '6', 2]]);
  // A dial that shows less than it did then tells nothing.
  expect(uses({ '2026-09-24': '18', '2026-11-24': '20' }, fault('broken', '2026-10-02', '2026-10-28', '60')).slice(1)).toEqual([['2026-11', null, 2]]);
  expect(uses(months, fault('broken', '2026-10-02', '2026-10-20'))[3]).toEqual(['2026-10', null, 1]);
});

test('CALC-1: a meter that could not be checked measured all the while: its reading after the check closes all months since the one before', () => {
  expect(uses(months, fault('noAccess', '2026-08-30', '2026-11-10'))).toEqual([['2026-07', '6', 1], ['2026-08', '6', 1], ['2026-11', '52', 3]]);
  expect(uses(months, fault('noAccess', '2026-08-30'))).toEqual(uses(months));
  expect(uses(months, fault('noAccess', '2026-11-25', '2026-11-30'))).toEqual(uses(months));
});
