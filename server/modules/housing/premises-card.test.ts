import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PREMISES_CARD_FIELDS } from '#contract/housing';
import { type CardField, checkCard } from './premises-card.ts';

const house = { floors: 9, entrances: 4 };
const typed: Record<CardField, string> = {
  number: '37',
  kind: 'flat',
  cadastralNumber: '66:41:0000001:1017',
  areaTotal: '54,3 м²',
  areaLiving: '31.20',
  areaHeated: '50,1',
  rooms: '2',
  entrance: '2',
  floor: '4',
  condition: 'resale',
  housingStatus: 'own',
};
const wrongOf = (more: Partial<typeof typed>) => {
  const checked = checkCard({ ...typed, ...more }, house);
  return checked.ok ? [] : checked.fields.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
};

test('HOME-1: a card is kept in the normal form of each field; what does not exist is marked, never empty', () => {
  expect(checkCard(typed, house)).toEqual({
    ok: true,
    card: {
      number: '37',
      kind: 'flat',
      cadastralNumber: '66:41:0000001:1017',
      areaTotal: '54.3',
      areaLiving: '31.20',
      areaHeated: '50.1',
      rooms: 2,
      entrance: 2,
      floor: 4,
      condition: 'resale',
      housingStatus: 'own',
    },
  });
  expect(
    checkCard({ ...typed, kind: 'parking', areaLiving: 'нет', areaHeated: 'нет', rooms: 'Нет', entrance: 'нет', floor: '-1', cadastralNumber: 'нет' }, house),
  ).toMatchObject({
    ok: true,
    card: { areaLiving: null, areaHeated: null, rooms: null, entrance: null, floor: -1, cadastralNumber: null },
  });
  expect(wrongOf({ areaLiving: '', rooms: ' ' })).toEqual(['areaLiving: Заполните или напишите «нет»', 'rooms: Заполните или напишите «нет»']);
  expect(wrongOf({ areaTotal: 'нет', kind: '' })).toHaveLength(2);
});

test('HOME-1, X-3: each field is named: the structure of the number, decimals, living above the whole, a floor above the house', () => {
  expect(wrongOf({ cadastralNumber: '66:41:1:1' })).toHaveLength(1);
  expect(wrongOf({ areaTotal: '54,305' })).toHaveLength(1);
  expect(wrongOf({ areaLiving: '54.31' })).toEqual(['areaLiving: Жилая площадь не бывает больше общей']);
  expect(wrongOf({ areaLiving: '54.30' })).toEqual([]);
  expect(wrongOf({ areaHeated: '54.31' })).toEqual(['areaHeated: Отапливаемая площадь не бывает больше общей']);
  expect(wrongOf({ areaHeated: '54.30' })).toEqual([]);
  expect(
    wrongOf({ floor: '10', entrance: '5', rooms: '0' })
      .map((line) => line.split(':')[0]!)
      .toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(['entrance', 'floor', 'rooms']);
  expect(wrongOf({ floor: '0' })).toHaveLength(1);
  expect(wrongOf({ number: 'кв 37' })).toEqual(['number: Номер — это цифры и русские буквы без пробелов: 37, 44-1, Н2']);
  expect(wrongOf({ number: 'нет' })).toEqual(['number: Без номера бывает только жилой дом: укажите номер помещения']);
  expect(checkCard({ ...typed, number: 'Нет', kind: 'detached_house' }, house)).toMatchObject({ ok: true, card: { number: '1' } });
  expect(wrongOf({ condition: 'toString', housingStatus: 'чужое' })).toHaveLength(2);
});

test('HOME-1: whatever is typed, the card is kept whole or its fields are named', () => {
  const text = fc.oneof(fc.string({ maxLength: 50 }), fc.constantFrom('нет', '54,3', '1', 'flat', '66:41:0000001:1'));
  fc.assert(
    fc.property(fc.record(Object.fromEntries(PREMISES_CARD_FIELDS.map((field) => [field, text])) as Record<CardField, typeof text>), (given) => {
      const checked = checkCard(given, house);
      expect(checked.ok || checked.fields.length > 0).toBe(true);
    }),
  );
});
