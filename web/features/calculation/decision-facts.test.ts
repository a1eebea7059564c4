import { expect, test } from 'vitest';
import { decisionFactsOf } from './decision-facts.ts';

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const typed = (fields: Record<string, string>, timeZone = 'Asia/Yekaterinburg') => decisionFactsOf(form(fields), { needsDocument: true, timeZone });

test('CALC-1: hours are typed by the clock of the house; numbers with a comma; what is not asked for stays out', () => {
  const act = {
    kind: 'quality',
    document: 'Акт № 9',
    houseId: 'h',
    account: '',
    serviceCode: 'cold_water',
    defect: 'lowPressure',
    measured: '0,02',
    roomNorm: '18',
    coldPrice: '',
    fromAt: '2026-10-05T08:00',
    toAt: '2026-10-05T20:00',
  };
  expect(typed(act)).toEqual({
    facts: {
      kind: 'quality',
      houseId: 'h',
      account: null,
      serviceCode: 'cold_water',
      defect: 'lowPressure',
      measured: '0.02',
      roomNorm: null,
      coldPrice: null,
      fromAt: '2026-10-05T03:00:00.000Z',
      toAt: '2026-10-05T15:00:00.000Z',
    },
  });
  expect(typed(act, 'Europe/Kaliningrad')).toMatchObject({ facts: { fromAt: '2026-10-05T06:00:00.000Z' } });
});

test('X-3: each empty or wrong field of a decision has its own words', () => {
  const wrong = (fields: Record<string, string>) => {
    const answer = typed(fields);
    return 'wrong' in answer ? Object.keys(answer.wrong).sort() : [];
  };
  expect(wrong({ kind: 'quality' })).toEqual(['document', 'fromAt', 'measured', 'toAt']);
  expect(wrong({ kind: 'absence' })).toEqual(['account', 'appliedOn', 'document', 'leftOn', 'persons', 'returnedOn']);
  expect(wrong({ kind: 'subsidy', document: 'Решение', fromMonth: '2026-13', sum: '0', toMonth: 'май' })).toEqual([
    'account',
    'fromMonth',
    'services',
    'sum',
    'title',
    'toMonth',
  ]);
  expect(wrong({ kind: 'no' })).toEqual(['kind']);
});
