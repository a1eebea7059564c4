import { expect, test } from 'vitest';
import { price } from '../home/words.ts';
import { historyFilter, historyQuery } from './history-query.ts';
import { operationText, standing } from './words.ts';

test('ACC-1: an operation is named with its month and its services when they are few', () => {
  expect(operationText({ kind: 'charge', period: '2026-10', services: ['Отопление', 'Газ'] })).toBe('Начислено за октябрь 2026: Отопление, Газ');
  expect(operationText({ kind: 'charge', period: '2026-10', services: ['1', '2', '3', '4', '5'] })).toBe('Начислено за октябрь 2026');
  expect(operationText({ kind: 'payment', period: null, services: ['Газ'] })).toBe('Оплата');
  expect(operationText({ kind: 'penalty', period: '2026-10', services: ['Пени'] })).toBe('Пени за октябрь 2026');
});

test('CHG-1: a debt that a payment under way covers is «в пути», one that it does not cover is to be paid', () => {
  expect(standing({ dueKopecks: 100, reservedKopecks: 100, advanceKopecks: 0 })).toBe('underWay');
  expect(standing({ dueKopecks: 100, reservedKopecks: 99, advanceKopecks: 0 })).toBe('due');
  expect(standing({ dueKopecks: 0, reservedKopecks: 0, advanceKopecks: 5 })).toBe('ahead');
  expect(standing({ dueKopecks: 0, reservedKopecks: 0, advanceKopecks: 0 })).toBe('clear');
});

test('X-1: the filter stands in the address; what is no day and no kind is left out', () => {
  const query = new URLSearchParams('from=2026-10-01&to=завтра&kind=payment&kind=magic&after=abc');
  expect(historyFilter(query)).toEqual({ from: '2026-10-01', to: '', kind: ['payment'] });
  expect(historyQuery(query)).toEqual({ from: '2026-10-01', kind: ['payment'], after: 'abc' });
});

test('HOME-5: a price keeps the digits that were decided', () => {
  expect(price('2350.180000').replaceAll('\u00a0', ' ')).toBe('2 350,18');
  expect(price('0.020800')).toBe('0,0208');
  expect(price('7')).toBe('7,00');
});
