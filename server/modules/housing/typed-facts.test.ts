// What staff type of a premises that left the heating of its house, and of the owners' minutes: kept without spaces, every wrong field named.
import { expect, test } from 'vitest';
import { checkOverNorm, overNormOf } from './over-norm.ts';
import { checkOwnHeating, mayLeaveHeating, ownHeatingOf } from './own-heating.ts';

const TODAY = '2026-11-02';
const ACT = { fromDay: '2026-05-12', toDay: '', paper: 'Акт № 7' };
const MINUTES = { fromDay: '2026-12-01', toDay: '', minutes: '№ 3 от 12.10.2026' };

/** What the check refuses, by field. */
function wrongOf(check: () => unknown): string[] {
  try {
    check();
  } catch (refusal) {
    return (refusal as { fields: { pointer: string; detail: string }[] }).fields.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  }
  return [];
}

test('CALC-1: a flat or a shop may leave the heating of its house, a room and a parking place may not; nobody where the house has a boiler of its own', () => {
  const may = (kind: 'flat' | 'commercial' | 'room' | 'parking', heating: 'house_meter' | 'norm' | 'own_boiler' = 'house_meter') =>
    mayLeaveHeating({ kind }, { heating });
  expect([may('flat'), may('commercial', 'norm'), may('room'), may('parking'), may('flat', 'own_boiler')]).toEqual([true, true, false, false, false]);
});

test('CALC-1: days and papers are kept without spaces around; nothing typed takes the mark off', () => {
  expect(checkOwnHeating({ fromDay: ` ${TODAY} `, toDay: ' 2027-01-31 ', paper: ' Акт № 7 ' }, TODAY)).toEqual({
    fromDay: TODAY,
    toDay: '2027-01-31',
    paper: 'Акт № 7',
  });
  expect(checkOwnHeating({ ...ACT, toDay: ACT.fromDay }, TODAY)).toEqual({ ...ACT, toDay: ACT.fromDay });
  expect([checkOwnHeating(null, TODAY), checkOverNorm(null)]).toEqual([null, null]);
  // A meeting decides for days to come, an act tells of what was done.
  expect(checkOverNorm({ ...MINUTES, toDay: ' ', minutes: ' № 3 от 12.10.2026 ' })).toEqual({ ...MINUTES, toDay: null });
  expect(ownHeatingOf({ ownHeatingFrom: TODAY, ownHeatingTo: null, ownHeatingPaper: 'Акт № 7' })).toEqual({ fromDay: TODAY, toDay: null, paper: 'Акт № 7' });
  expect(ownHeatingOf({ ownHeatingFrom: null, ownHeatingTo: null, ownHeatingPaper: null })).toBeNull();
  expect(overNormOf({ overNormFrom: TODAY, overNormTo: '2027-01-31', overNormMinutes: '№ 3' })).toEqual({
    fromDay: TODAY,
    toDay: '2027-01-31',
    minutes: '№ 3',
  });
  expect(overNormOf({ overNormFrom: null, overNormTo: null, overNormMinutes: null })).toBeNull();
});

test('CALC-1, X-3: each wrong field is named with what to do', () => {
  const own = (more: Partial<typeof ACT>) => wrongOf(() => checkOwnHeating({ ...ACT, ...more }, TODAY));
  const over = (more: Partial<typeof MINUTES>) => wrongOf(() => checkOverNorm({ ...MINUTES, ...more }));
  expect(own({ fromDay: '12.05.2026', toDay: 'завтра', paper: ' Акт ' })).toEqual([
    '/fromDay: Выберите день',
    '/toDay: Выберите день или оставьте пустым',
    '/paper: Напишите, какой это документ, его число и номер',
  ]);
  expect([own({ fromDay: '2026-11-03' }), own({ paper: 'Акт 7' })]).toEqual([['/fromDay: Этот день ещё не наступил'], []]);
  expect(own({ toDay: '2026-05-11' })).toEqual(['/toDay: Последний день не бывает раньше первого']);
  const minutes = '/minutes: Напишите номер и число протокола: «№ 3 от 12.10.2026»';
  expect(over({ fromDay: '', toDay: '2026-02-30', minutes: 'протокол собрания' })).toEqual([
    '/fromDay: Выберите день',
    '/toDay: Выберите день или оставьте пустым',
    minutes,
  ]);
  expect([over({ minutes: '№ 3 ' }), over({ minutes: '№3 от' }), over({ toDay: '2026-11-30' })]).toEqual([
    [minutes],
    [],
    ['/toDay: Последний день не бывает раньше первого'],
  ]);
});
