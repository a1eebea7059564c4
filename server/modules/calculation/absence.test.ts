// Days away and what they take back (Rules 354, items 86–97): the edges of each term.
import { expect, test } from 'vitest';
import { type Absence, absenceDays, absenceTerms, type NormCharge } from './absence.ts';

const absence = (more: Partial<Absence> = {}): Absence => ({
  leftOn: '2026-10-10',
  returnedOn: '2026-10-25',
  persons: 1,
  appliedOn: '2026-10-26',
  document: 'справка',
  ...more,
});
const daysOf = (one: Absence, through = '2026-10-31') => {
  const answer = absenceDays(one, through);
  return answer.ok ? [...answer.days] : answer.why;
};

test('CALC-1: an absence is asked for within thirty days after the return, the thirtieth among them', () => {
  expect(daysOf(absence({ appliedOn: '2026-11-24' }))).toEqual([['2026-10', 14]]);
  expect(daysOf(absence({ appliedOn: '2026-11-25' }))).toBe('tooLate');
});

test('CALC-1: an absence that goes on after the month counts up to its end; whether it is long enough the whole of it tells', () => {
  expect(daysOf(absence({ leftOn: '2026-10-28', returnedOn: '2026-11-20' }))).toEqual([['2026-10', 3]]);
  expect(daysOf(absence({ leftOn: '2026-10-30', returnedOn: '2026-11-20' }))).toEqual([['2026-10', 1]]);
  expect(daysOf(absence({ leftOn: '2026-10-31', returnedOn: '2026-11-20' }))).toEqual([]);
  expect(daysOf(absence({ leftOn: '2026-10-20', returnedOn: '2026-11-01' }))).toEqual([['2026-10', 11]]);
  expect(daysOf(absence({ leftOn: '2026-09-20', returnedOn: '2026-11-05' }), '2026-11-30')).toEqual([
    ['2026-09', 10],
    ['2026-10', 31],
    ['2026-11', 4],
  ]);
  expect(daysOf(absence({ leftOn: '2026-10-24', returnedOn: '2026-10-30' }))).toBe('tooShort'); // five full days
  expect(daysOf(absence({ leftOn: '2026-10-24', returnedOn: '2026-10-31' }))).toEqual([['2026-10', 6]]);
});

test('CALC-1: one person away for one day is taken back; nobody, no day or nothing charged is not', () => {
  const charge = (more: Partial<NormCharge> = {}): NormCharge => ({
    month: '2026-10',
    kopecks: 31_000n,
    persons: 1,
    isHeating: false,
    byNorm: true,
    meterPossible: false,
    ...more,
  });
  const ground = (more: Partial<NormCharge>, days = 1) => absenceTerms('2026-11', absence(), charge(more), days)?.ground;
  expect(ground({})).toEqual({ by: 'absence', monthKopecks: 31_000, absentPersons: 1, persons: 1, days: 1, of: 31 });
  for (const more of [{ kopecks: 0n }, { kopecks: -1n }, { persons: 0 }, { byNorm: false }, { isHeating: true }, { meterPossible: true }])
    expect(ground(more)).toBeUndefined();
  expect(ground({}, 0)).toBeUndefined();
});
