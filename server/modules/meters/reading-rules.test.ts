import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, minus, total } from '#platform/decimal';
import { readingRulesOf } from './meter-rules.ts';
import { checkReading, checkZones, looksSwapped, swappedFinding, type ReadingAnswer, type RegisterFacts } from './reading-rules.ts';

const cold: RegisterFacts = {
  unit: 'м³',
  digits: 5,
  decimals: 3,
  previous: { value: '251.040', takenOn: '2026-10-24' },
  installedOn: '2022-01-14',
  lastControlOn: null,
  verifiedUntil: '2027-01-14',
  averageMonth: '5.5',
  lastYear: '5.6',
  normMonth: '9.7',
  limitMonth: '100',
  zeroMonths: 0,
  persons: 2,
  rules: readingRulesOf('2026-11'),
};
const hot: RegisterFacts = { ...cold, previous: { value: '187.420', takenOn: '2026-10-24' }, averageMonth: '3.2', lastYear: '3.41', normMonth: '4.5' };
const moment = { today: '2026-11-22', window: { fromDay: 20, toDay: 25 }, postedThrough: null };
const check = (text: string, register: Partial<RegisterFacts> = {}, typed: { takenOn?: string; confirmed?: boolean } = {}) =>
  checkReading({ text, takenOn: '2026-11-22', confirmed: false, ...typed }, { ...cold, ...register }, moment);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const findings = (answer: ReadingAnswer) =>
  (answer.outcome === 'refused' ? answer.problems : answer.warnings).map(({ code, detail }) => `${code}: ${plain(detail)}`);

describe('accepted', () => {
  test('MTR-2: a usual reading is accepted with its use and its month', () => {
    expect(check('256,77')).toEqual({
      outcome: 'accepted',
      value: '256.77',
      use: '5.73',
      rolledOver: false,
      countsFor: '2026-11',
      commercial: true,
      warnings: [],
      notes: [],
    });
    expect(check(' 0256.770 ')).toMatchObject({ value: '256.77', use: '5.73' });
    expect(
      check('8 412', { previous: { value: '8294', takenOn: '2026-10-24' }, decimals: 0, averageMonth: '120', normMonth: null, limitMonth: '10000' }),
    ).toMatchObject({ value: '8412', use: '118' });
  });

  test('MTR-2: the same value as before is no use, and the first reading has none to count', () => {
    expect(check('251,04')).toMatchObject({ outcome: 'accepted', use: '0', warnings: [] });
    expect(check('12', { previous: null })).toMatchObject({ outcome: 'accepted', value: '12', use: null });
  });

  test('MTR-2: a dial may be full', () => {
    expect(check('99999,5', { previous: { value: '99995', takenOn: '2026-10-24' } })).toMatchObject({ outcome: 'accepted', use: '4.5', rolledOver: false });
  });

  test('MTR-2: digits beyond those the supplier takes are cut, and the person is told', () => {
    const answer = check('8412,9', { previous: { value: '8412', takenOn: '2026-10-24' }, decimals: 0 });
    expect(answer).toMatchObject({
      outcome: 'accepted',
      value: '8412',
      use: '0',
      notes: ['Учли 8 412: остальные цифры после запятой поставщик не принимает'.replace('8 412', '8\u00a0412')],
    });
    expect(check('251,0499', { decimals: 2 })).toMatchObject({ outcome: 'refused' });
    expect(check('251,049', { decimals: 2 })).toMatchObject({ value: '251.04', use: '0' });
    expect(check('251,040', { decimals: 2 })).toMatchObject({ value: '251.04', notes: [] });
  });

  test('MTR-2: a dial that passed its last number goes on from zero', () => {
    const answer = check('00003,5', { previous: { value: '99998.25', takenOn: '2026-10-24' } });
    expect(answer).toMatchObject({ outcome: 'accepted', value: '3.5', use: '5.25', rolledOver: true });
    expect(answer.outcome !== 'refused' && answer.notes.map(plain)).toEqual(['Счётчик прошёл через ноль, расход 5,25 м³']);
    expect(check('3', { previous: { value: '90000', takenOn: '2026-10-24' } })).toMatchObject({ outcome: 'refused' });
    expect(check('10000', { previous: { value: '99999', takenOn: '2026-10-24' } })).toMatchObject({ outcome: 'refused' });
    expect(findings(check('9999', { previous: { value: '90001', takenOn: '2026-10-24' } }))[0]).toContain('reading.overLimit');
  });

  test('MTR-1, MTR-2: after the verification has run out a reading is accepted and marked', () => {
    const late = check('256,77', { verifiedUntil: '2026-11-21' });
    expect(late).toMatchObject({ outcome: 'accepted', commercial: false });
    expect(late.outcome !== 'refused' && late.notes.map(plain)).toEqual([
      'Срок поверки закончился 21 ноября 2026. Показание приняли, но начислять по нему могут только после поверки',
    ]);
    expect(check('256,77', { verifiedUntil: '2026-11-22' })).toMatchObject({ commercial: true, notes: [] });
    expect(check('256,77', { verifiedUntil: null })).toMatchObject({ commercial: true });
  });

  test('MTR-2, MTR-6: outside the window, and after posting, the month is the next one', () => {
    const at = (takenOn: string, postedThrough: string | null) =>
      checkReading({ text: '256,77', takenOn, confirmed: false }, cold, { ...moment, today: '2026-11-30', postedThrough });
    expect(at('2026-11-26', null)).toMatchObject({ countsFor: '2026-12' });
    expect(at('2026-11-24', null)).toMatchObject({ countsFor: '2026-11' });
    expect([at('2026-11-24', null), at('2026-11-26', '2026-11')]).toMatchObject([{ notes: [] }, { countsFor: '2026-12', notes: [] }]);
    expect(at('2026-11-24', '2026-11')).toMatchObject({ countsFor: '2026-12', notes: ['Ноябрь уже начислен: учтём в расчёте за декабрь'] });
  });
});

describe('refused', () => {
  test.each([
    ['', 'reading.missing: Введите показание. Было 251,04'],
    ['  ', 'reading.missing: Введите показание. Было 251,04'],
    ['двести', 'reading.notNumber: Введите число цифрами, например 1500,5. Вы ввели «двести»'],
    ['2,51,04', 'reading.notNumber: Введите число цифрами, например 1500,5. Вы ввели «2,51,04»'],
    ['251,0401', 'reading.tooManyDecimals: После запятой не больше 3 цифр. Вы ввели «251,0401»'],
    ['-5', 'reading.negative: Показание не бывает меньше нуля. Вы ввели −5'],
    ['251040', 'reading.tooManyDigits: На счётчике до запятой 5 цифр, а вы ввели 6: 251 040'],
    ['1234567890123456', 'reading.tooManyDigits: Слишком длинное число, проверьте цифры. Вы ввели «1234567890123456»'],
    ['249,5', 'reading.lessThanBefore: Введите не меньше 251,04. Вы ввели 249,5. Если счётчик заменили, сообщите о замене'],
    ['251,039', 'reading.lessThanBefore: Введите не меньше 251,04. Вы ввели 251,039. Если счётчик заменили, сообщите о замене'],
    ['351,041', 'reading.overLimit: Вышло 100,001 м³, столько не бывает: предел 100. Вы ввели 351,041, проверьте запятую и цифры'],
  ])('MTR-2, X-3: «%s» says what to mend', (text, expected) => {
    expect(findings(check(text))).toEqual([expected]);
    expect(check(text).outcome).toBe('refused');
  });

  test('MTR-2, X-3: the first reading that is missing has nothing to remind of', () => {
    expect(findings(check('', { previous: null }))).toEqual(['reading.missing: Введите показание.']);
  });

  test('MTR-2, X-3: a date in the future, before the meter stood, or before a known reading', () => {
    expect(findings(check('256,77', {}, { takenOn: '2026-11-23' }))).toEqual([
      'reading.futureDate: Дата показания ещё не наступила. Сегодня 22 ноября 2026, вы указали 23 ноября 2026',
    ]);
    expect(findings(check('256,77', { installedOn: '2026-11-20', previous: null }, { takenOn: '2026-11-19' }))).toEqual([
      'reading.beforeInstallation: Счётчик стоит с 20 ноября 2026. Вы указали 19 ноября 2026',
    ]);
    expect(findings(check('256,77', {}, { takenOn: '2026-10-23' }))).toEqual([
      'reading.beforePrevious: Уже есть показание на 24 октября 2026. Укажите дату не раньше, вы указали 23 октября 2026',
    ]);
    expect(findings(check('256,77', { lastControlOn: '2026-11-10' }, { takenOn: '2026-11-09' }))).toEqual([
      'reading.beforePrevious: Уже есть показание на 10 ноября 2026. Укажите дату не раньше, вы указали 9 ноября 2026',
    ]);
    expect(check('256,77', {}, { takenOn: '2026-10-24' })).toMatchObject({ outcome: 'accepted', countsFor: '2026-10' });
    expect(findings(check('x', {}, { takenOn: '2026-11-23' })).map((line) => line.split(':')[0])).toEqual(['reading.notNumber', 'reading.futureDate']);
  });

  test('MTR-2: the limit of a month grows with the months that passed', () => {
    const since = { previous: { value: '251.040', takenOn: '2026-08-24' } };
    expect(check('551,04', since, { confirmed: true })).toMatchObject({ outcome: 'accepted', use: '300' });
    expect(findings(check('551,041', since))).toEqual([
      'reading.overLimit: Вышло 300,001 м³, столько не бывает: предел 300. Вы ввели 551,041, проверьте запятую и цифры',
    ]);
    expect(check('551,041', { ...since, limitMonth: null })).toMatchObject({ outcome: 'ask' });
  });
});

describe('unusual', () => {
  test("MTR-2: use above three averages and two norms asks, with last year's figure", () => {
    const hotWater = { ...hot };
    expect(findings(check('197,22', hotWater))).toEqual([
      'reading.unusual: Вышло 9,8 м³, это втрое больше обычного. Обычно у вас около 3,2. В ноябре 2025 было 3,41.',
    ]);
    expect(check('197,22', hotWater)).toMatchObject({ outcome: 'ask', value: '197.22', use: '9.8' });
    expect(check('197,22', hotWater, { confirmed: true })).toMatchObject({ outcome: 'accepted', value: '197.22', warnings: [{ code: 'reading.unusual' }] });
    expect(check('197,02', hotWater)).toMatchObject({ outcome: 'accepted', use: '9.6', warnings: [] });
    expect(check('197,021', hotWater)).toMatchObject({ outcome: 'ask' });
  });

  test('MTR-2: both measures must be passed where both are known, and what is unknown does not ask', () => {
    expect(check('271,00', { averageMonth: '5.5', normMonth: '9.98' })).toMatchObject({ outcome: 'accepted', use: '19.96' });
    expect(check('271,00', { averageMonth: '5.5', normMonth: '9.97' })).toMatchObject({ outcome: 'ask' });
    expect(findings(check('271,00', { averageMonth: null, normMonth: '9.97', lastYear: null }))).toEqual([
      'reading.unusual: Вышло 19,96 м³, это больше двух нормативов.',
    ]);
    expect(check('271,00', { averageMonth: null, normMonth: '9.98' })).toMatchObject({ outcome: 'accepted' });
    expect(check('341,00', { averageMonth: null, normMonth: null })).toMatchObject({ outcome: 'accepted', warnings: [] });
    expect(findings(check('271,00', { averageMonth: '0', normMonth: null, lastYear: null }))).toEqual([
      'reading.unusual: Вышло 19,96 м³, а обычно у вас почти ничего.',
    ]);
  });

  test.each([
    ['273,04', 'вчетверо'],
    ['278,50', 'вчетверо'],
    ['278,54', 'в 5 раз'],
    ['284,03', 'в 5 раз'],
    ['284,04', 'в 6 раз'],
    ['268,04', 'втрое'],
  ])('MTR-2: %s is told as %s', (text, times) => {
    expect(findings(check(text, { normMonth: null }))[0]).toContain(`это ${times} больше обычного`);
  });

  test('MTR-2: the measure grows with the months since the last reading', () => {
    const since = { previous: { value: '251.040', takenOn: '2026-09-24' }, normMonth: null };
    expect(check('284,04', since)).toMatchObject({ outcome: 'accepted', use: '33' });
    expect(findings(check('284,05', since))).toEqual([
      'reading.unusual: Вышло 33,01 м³ за 2 месяца, это втрое больше обычного. Обычно у вас около 11. В ноябре 2025 было 5,6.',
    ]);
  });

  test('MTR-2: no use two months in a row asks where people live', () => {
    expect(findings(check('251,04', { zeroMonths: 1 }))).toEqual([
      'reading.zeroAgain: Уже 2 месяца подряд расход 0, а в квартире 2 человека. Проверьте, с того ли счётчика показание',
    ]);
    expect(check('251,04', { zeroMonths: 1 }).outcome).toBe('ask');
    expect(check('251,04', { zeroMonths: 1 }, { confirmed: true }).outcome).toBe('accepted');
    expect(check('251,04', { zeroMonths: 1, persons: 0 }).outcome).toBe('accepted');
    expect(check('251,05', { zeroMonths: 5 }).outcome).toBe('accepted');
  });
});

describe('several registers', () => {
  const day = {
    ...cold,
    unit: 'кВт·ч',
    decimals: 0,
    previous: { value: '8412', takenOn: '2026-10-24' },
    averageMonth: '118',
    normMonth: null,
    limitMonth: '10000',
  };
  const night = { ...day, previous: { value: '4127', takenOn: '2026-10-24' }, averageMonth: '60' };
  const typed = (...texts: string[]) => texts.map((text) => ({ text, takenOn: '2026-11-22', confirmed: false }));

  test('MTR-2: all zones of a meter are read at once, or none', () => {
    const answers = checkZones(typed('8530', ''), [day, night], moment);
    expect(answers !== 'leftOut' && answers.map((answer) => answer.outcome)).toEqual(['accepted', 'refused']);
    expect(answers !== 'leftOut' && findings(answers[1]!)).toEqual(['reading.missing: Введите показание. Было 4 127']);
    expect(checkZones(typed('', ' '), [day, night], moment)).toBe('leftOut');
    expect(checkZones([], [day, night], moment)).toBe('leftOut');
    const lacking = checkZones(typed('8530'), [day, night], moment);
    expect(lacking !== 'leftOut' && lacking[1]!.outcome).toBe('refused');
  });

  test('MTR-2: the limit of a month is of the whole meter: its zones together may not pass it', () => {
    const judged = (texts: readonly string[], more: Partial<RegisterFacts> = {}, control?: string) => {
      const answers = checkZones(
        typed(...texts).map((one) => ({ ...one, confirmed: true, control })),
        [
          { ...day, ...more },
          { ...night, ...more },
        ],
        moment,
      );
      return answers === 'leftOut' ? [] : answers.map((answer) => (answer.outcome === 'refused' ? findings(answer).join() : answer.outcome));
    };
    // 6 000 and 4 000; one more.
    expect(judged(['14412', '8127'])).toEqual(['accepted', 'accepted']);
    const over = (used: string, limit: string) =>
      `reading.overLimit: Вместе по зонам вышло ${used} кВт·ч, столько не бывает: предел ${limit}. Проверьте запятую и цифры`;
    expect(judged(['14412', '8128'])).toEqual([over('10 001', '10 000'), 'accepted']);
    expect(judged(['13412', '9128'])).toEqual(['accepted', over('10 001', '10 000')]);
    expect(judged(['14412', '8128'], { limitMonth: null })).toEqual(['accepted', 'accepted']);
    expect(judged(['14412', '8128'], {}, '2026-11')).toEqual(['accepted', 'accepted']);
    // Two months since the last reading.
    expect(judged(['20000', '8000'], { previous: { value: '0', takenOn: '2026-09-24' }, limitMonth: '14000' })).toEqual(['accepted', 'accepted']);
    expect(judged(['20000', '8001'], { previous: { value: '0', takenOn: '2026-09-24' }, limitMonth: '14000' })).toEqual([over('28 001', '28 000'), 'accepted']);
    expect(judged(['90000', '8128'])).toMatchObject([expect.stringMatching(/^reading.overLimit: Вышло 81 588/), 'accepted']);
    expect(judged(['14412', '8128'], { previous: null })).toEqual(['accepted', 'accepted']);
  });

  test("MTR-2: readings typed into each other's fields are noticed", () => {
    const [a, b] = [
      { value: '190.6', register: cold },
      { value: '256.8', register: hot },
    ];
    expect(looksSwapped(a, b)).toBe(true);
    expect(looksSwapped({ ...a, value: '256.8' }, { ...b, value: '190.6' })).toBe(false);
    expect(looksSwapped(a, { ...b, value: '190.6' })).toBe(false);
    expect(looksSwapped({ ...a, value: '300' }, b)).toBe(false);
    expect(looksSwapped({ ...a, value: '197.02' }, { ...b, value: '267.54' })).toBe(true);
    expect(looksSwapped({ ...a, value: '197.021' }, b)).toBe(false);
    expect(looksSwapped({ ...a, register: { ...cold, averageMonth: null } }, b)).toBe(false);
    expect(swappedFinding(['Холодная вода', 'Горячая вода'])).toEqual({
      code: 'reading.swapped',
      detail: 'Похоже, показания перепутаны местами: «Холодная вода» и «Горячая вода». Поменяйте их или подтвердите',
    });
  });
});

test('MTR-2: what was before plus the use is the reading, whatever was typed, and nothing throws', () => {
  const number = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `${Math.floor(n / 1000)}.${String(n % 1000).padStart(3, '0')}`);
  fc.assert(
    fc.property(number, fc.oneof(number, fc.string()), fc.integer({ min: 0, max: 3 }), (before, text, decimals) => {
      const answer = check(text, { previous: { value: before, takenOn: '2026-10-24' }, decimals, limitMonth: null }, { confirmed: true });
      if (answer.outcome === 'refused') {
        expect(answer.problems.length).toBeGreaterThan(0);
        return;
      }
      expect(compare(answer.use!, '0') >= 0).toBe(true);
      expect(compare(minus(total([before, answer.use!]), answer.rolledOver ? '100000' : '0'), answer.value)).toBe(0);
    }),
  );
});
