import { expect, test } from 'vitest';
import { stateIn } from './meter-state.ts';

type Fault = Parameters<typeof stateIn>[0]['faults'][number];
const fault = (kind: Fault['kind'], fromDay: string, toDay: string | null = null): Fault => ({ kind, fromDay, toDay, act: 'акт № 5', values: null });
const october = (faults: readonly Fault[], nextVerificationOn: string | null = null) => stateIn({ nextVerificationOn, faults }, '2026-10');

test('CALC-1: a meter is broken from the day after its verification’s last', () => {
  for (const until of [null, '2026-10-31', '2027-01-01']) expect(october([], until)).toEqual({ is: 'working' });
  expect(october([], '2026-10-30')).toEqual({ is: 'broken', since: '2026-10-30', why: { is: 'unverified', since: '2026-10-30', act: null } });
});

test('CALC-1: a meter that failed or whose seal is torn stands on the days of its mark; one that nobody could check stands until it is checked', () => {
  for (const is of ['broken', 'sealTorn'] as const)
    expect(october([fault(is, '2026-10-31')])).toEqual({ is: 'broken', since: '2026-10-31', why: { is, since: '2026-10-31', act: 'акт № 5' } });
  expect(october([fault('broken', '2026-11-01')])).toEqual({ is: 'working' });
  expect(october([fault('broken', '2026-09-05', '2026-10-01')])).toEqual({ is: 'working' });
  expect(october([fault('broken', '2026-09-05', '2026-10-02')])).toMatchObject({ is: 'broken', since: '2026-09-05', until: '2026-10-02' });
  expect(october([fault('noAccess', '2026-09-05', '2026-10-31')])).toEqual({ is: 'working' });
  expect(october([fault('noAccess', '2026-09-05', '2026-11-01')])).toMatchObject({ is: 'noAccess', since: '2026-09-05' });
});

test('CALC-1: of several reasons the one that lasts is told, then the earlier', () => {
  expect(october([fault('broken', '2026-10-02', '2026-10-05'), fault('noAccess', '2026-10-20')])).toMatchObject({ is: 'noAccess' });
  expect(october([fault('sealTorn', '2026-10-02')], '2026-10-20')).toMatchObject({ since: '2026-10-02', why: { is: 'sealTorn' } });
  expect(october([fault('sealTorn', '2026-10-25')], '2026-10-20')).toMatchObject({ since: '2026-10-20', why: { is: 'unverified' } });
});
