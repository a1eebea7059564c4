import { expect, test } from 'vitest';
import { mendings } from '#contract/record-words';
import { COMPARED_FIELDS } from '#contract/records';
import { compareRecords, shownValue } from './compare-records.ts';

const AT = '2026-11-20T10:00:00.000Z';
const side = {
  name: 'Орлова Галина Петровна',
  snils: '112-233-445 95',
  inn: '500100732259',
  passportSeries: '6504',
  passportNumber: '564738',
  registeredAddress: 'г. Екатеринбург, ул. Липовая, д. 14, кв. 37',
  housingStatus: 'rented',
  bankCode: '044525225',
};

test('DATA-1: what differs comes with the field and both values, numbers of papers but for their ends', () => {
  const findings = compareRecords(side, [
    { source: 'tax', at: AT, facts: { inn: '500100732260', name: 'Орлова Галина Петровна' } },
    { source: 'interior', at: AT, facts: { passport: '65 04 564739', registeredAddress: 'Екатеринбург, Липовая 14 кв 38' } },
    { source: 'bank', at: AT, facts: { bank: 'закрыт' } },
    {
      source: 'property',
      at: AT,
      facts: { housingStatus: 'own' },
      homes: [
        {
          about: 'Липовая, 14, кв. 37',
          ours: { area: '54.30', ownerName: 'Орлова Галина Петровна' },
          theirs: { area: '53.9', ownerName: 'Орлова Галина Петровна' },
        },
      ],
    },
  ]);
  expect(findings.map(({ field, source, ours, theirs, about }) => [field, source, ours, theirs, about])).toEqual([
    ['inn', 'tax', '••••••••2259', '••••••••2260', null],
    ['registeredAddress', 'interior', side.registeredAddress, 'Екатеринбург, Липовая 14 кв 38', null],
    ['housingStatus', 'property', 'Снимаю', 'Своё', null],
    ['passport', 'interior', '••••••••738', '•••••••••739', null],
    ['area', 'property', '54.30', '53.9', 'Липовая, 14, кв. 37'],
    ['bank', 'bank', 'открыт', 'закрыт', null],
  ]);
});

test('DATA-1: another spelling is no difference, and neither is what one side does not say', () => {
  expect(
    compareRecords(side, [
      { source: 'state', at: AT, facts: { name: 'ОРЛОВА ГАЛИНА ПЕТРОВНА', snils: '11223344595', passport: '65 04 564738', birthDay: '1950-05-17' } },
      { source: 'interior', at: AT, facts: { registeredAddress: '620014, обл. Свердловская, город Екатеринбург, улица Липовая, дом 14, квартира 37' } },
      {
        source: 'property',
        at: AT,
        facts: {},
        homes: [{ about: 'x', ours: { area: '54.30' }, theirs: { area: '54.3', cadastralNumber: '66:41:0000001:1017' } }],
      },
    ]),
  ).toEqual([]);
  expect(compareRecords({ name: 'Семёнов Пётр' }, [{ source: 'tax', at: AT, facts: { name: 'Семенов Петр' } }])).toEqual([]);
});

test('DATA-1: the same numbers in another order, another flat behind a building, a flat for a house are differences; a building left out, or the flat, is not', () => {
  const isSame = (one: string, other: string) =>
    compareRecords({ name: 'x', registeredAddress: one }, [{ source: 'interior', at: AT, facts: { registeredAddress: other } }]).length === 0;
  const home = 'г. Екатеринбург, ул. Липовая, д. 14, кв. 37';
  for (const other of [
    'Екатеринбург, Липовая, д. 37, кв. 14',
    'Екатеринбург, Липовая, 14, корп. 37, кв. 3',
    'Екатеринбург, Липовая, 14, кв. 14',
    'Екатеринбург, Липовая, 14, кв. 137',
    'Екатеринбург, Кленовая, 14, кв. 37',
  ])
    expect(isSame(home, other), other).toBe(false);
  expect(isSame('Липовая, д. 14, кв. 14', home)).toBe(false);
  for (const other of [
    'Липовая 14-37, Екатеринбург',
    'Екатеринбург, Липовая, 14',
    'Екатеринбург, Липовая, 14, корп. 2, кв. 37',
    '620014 Свердловская область, Екатеринбург город, Липовая улица, дом 14, квартира 37',
  ])
    expect(isSame(home, other), other).toBe(true);
});

test('DATA-1: every field that may differ says what it spoils and the step that mends it', () => {
  for (const field of COMPARED_FIELDS) for (const words of [mendings[field].breaks, mendings[field].step]) expect(words, field).toMatch(/^[А-ЯЁ].+\.$/);
  expect(shownValue('bankAccount', '40702810138250123017')).toBe('••••••••••••••••3017');
});
