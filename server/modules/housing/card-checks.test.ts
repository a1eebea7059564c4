// Each kind of field of the cards of a house and a premises, at its limits.
import { expect, test } from 'vitest';
import { area, bad, checkFields, isSame, oneOf, typedDays, whole, words, wrongField } from './card-checks.ts';

const AREA_WORDS = 'Введите площадь в квадратных метрах, не больше двух знаков после запятой: 54,30';

test('HOME-1, X-3: an area is square metres above nothing, with two decimals at most, however it was typed', () => {
  const kept = (text: string) => {
    const checked = area(text);
    return checked.ok ? checked.value : checked;
  };
  expect(['54,3', '54', '54.30 м²', '54,3 кв.м.', '54,3 кв. м', '54,3 квм', '4\u00a0812,60', '999999.99'].map(kept)).toEqual([
    '54.3',
    '54',
    '54.30',
    '54.3',
    '54.3',
    '54.3',
    '4812.60',
    '999999.99',
  ]);
  expect(['0', '0,00', '54,305', '1000000', '-1', 'м²54', '54м²5', '54кв.м5', 'пятьдесят'].map(kept)).toEqual(
    Array.from({ length: 9 }, () => ({ ok: false, code: 'input.invalid', detail: AREA_WORDS })),
  );
});

test('HOME-1: a whole number lies between its limits, both included; a long minus is a minus', () => {
  const floor = whole({ from: -2, to: 40, detail: 'этаж' });
  const kept = (text: string) => {
    const checked = floor(text);
    return checked.ok ? checked.value : null;
  };
  expect(['-2', '−2', '40', '007', '-3', '41', '4 этаж', 'этаж 4', '00004', '4,5'].map(kept)).toEqual([
    '-2',
    '-2',
    '40',
    '7',
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect([whole({ to: 9, detail: 'комнат' })('0'), whole({ to: 9, detail: 'комнат' })('1')]).toEqual([
    { ok: false, code: 'input.invalid', detail: 'комнат' },
    { ok: true, value: '1' },
  ]);
});

test('HOME-1: words are Russian letters, digits and signs, of a length, with one space between; a choice is one of its answers', () => {
  const check = words({ from: 3, to: 8, example: 'панель' });
  const refused = { ok: false, code: 'input.invalid', detail: 'Напишите русскими буквами, например: панель' };
  expect(['дом', 'кирпич 2', 'да  нет', '№ 3', '137'].map((text) => check(text))).toEqual([
    { ok: true, value: 'дом' },
    { ok: true, value: 'кирпич 2' },
    { ok: true, value: 'да нет' },
    refused,
    { ok: true, value: '137' },
  ]);
  expect(['да', 'девять бу', 'brick', 'дом brick', ' дом', 'дом!'].map((text) => check(text))).toEqual(Array.from({ length: 6 }, () => refused));
  expect([oneOf(['own'])('own'), oneOf(['own'])('Own')]).toEqual([
    { ok: true, value: 'own' },
    { ok: false, code: 'input.invalid', detail: 'Выберите один из ответов' },
  ]);
});

test('HOME-1, X-3: an empty field says what to do; «нет» stands where a part may be absent and nowhere else', () => {
  const checks = { must: { check: () => bad('никогда') }, may: { check: oneOf(['да']), mayBeAbsent: true } } as const;
  const of = (must: string, may: string) => {
    const { values, fields } = checkFields({ must, may }, checks);
    return [values, ...fields.map(({ pointer, code, detail }) => `${pointer} ${code} ${detail}`)];
  };
  expect(of(' ', '')).toEqual([{ must: null, may: null }, '/must input.invalid Заполните это поле', '/may input.invalid Заполните или напишите «нет»']);
  expect(of('Нет', ' НЕТ ')).toEqual([{ must: null, may: null }, '/must input.invalid Здесь «нет» не бывает: заполните это поле']);
  expect(of('что-то', ' да ')).toEqual([{ must: null, may: 'да' }, '/must input.invalid никогда']);
});

test('HOME-1: 54.3 and 54.30 are one; a number, words and nothing are what they are', () => {
  const same = [
    ['54.3', '54.30'],
    ['54', '54.0'],
    ['дом', 'дом'],
    [null, null],
    [4, 4],
  ] as const;
  const other = [
    ['54.3', '54.31'],
    ['54.3', 54.3],
    ['54', 54],
    [54, '54'],
    ['54.3', null],
    [null, '54.3'],
    ['1a', '1'],
    ['a1', '1'],
    ['1', '1a'],
    ['1', 'a1'],
    ['12', '13'],
    ['дом', 'Дом'],
  ] as const;
  expect(same.map(([a, b]) => isSame(a, b))).toEqual(same.map(() => true));
  expect(other.map(([a, b]) => isSame(a, b))).toEqual(other.map(() => false));
});

test('CALC-1, X-3: the days of a mark: a last day may be left out, the first may be today', () => {
  const typed = (fromDay: string, toDay: string, today?: string) => {
    const { wrong, ...days } = typedDays({ fromDay, toDay }, today);
    return wrong.length > 0 ? wrong : days;
  };
  expect([typed(' 2026-11-02 ', ' ', '2026-11-02'), typed('2026-11-03', '2026-11-03')]).toEqual([
    { fromDay: '2026-11-02', toDay: null },
    { fromDay: '2026-11-03', toDay: '2026-11-03' },
  ]);
  expect(typed('2026-11-03', '2026-11-02', '2026-11-02')).toEqual([
    wrongField('fromDay', 'Этот день ещё не наступил'),
    wrongField('toDay', 'Последний день не бывает раньше первого'),
  ]);
  expect(wrongField('toDay', 'слова')).toEqual({ pointer: '/toDay', code: 'input.invalid', detail: 'слова' });
});
