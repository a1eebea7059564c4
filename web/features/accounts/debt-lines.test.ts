import { expect, test } from 'vitest';
import { debtLines } from './debt-lines.ts';

const month = (period: string, services: readonly string[]) => services.map((service, n) => ({ service, period, kopecks: 100 + n }));

test('ACC-1: a short debt is told by services and months, a long one by services with their months, to the same sum', () => {
  const short = ['2026-08', '2026-09'].flatMap((period) => month(period, ['Вода', 'Свет', 'Лифт', 'Газ', 'Тепло']));
  expect(debtLines(short)).toEqual(short.map(({ service, period, kopecks }) => ({ service, from: period, to: period, kopecks })));

  const long = [...short, { service: 'Пени', period: '2026-10', kopecks: 7 }];
  const told = debtLines(long);
  expect(told).toHaveLength(6);
  expect(told[1]).toEqual({ service: 'Свет', from: '2026-08', to: '2026-09', kopecks: 202 });
  expect(told[5]).toEqual({ service: 'Пени', from: '2026-10', to: '2026-10', kopecks: 7 });
  expect(told.reduce((sum, { kopecks }) => sum + kopecks, 0)).toBe(long.reduce((sum, { kopecks }) => sum + kopecks, 0));
  expect(debtLines([])).toEqual([]);
});
