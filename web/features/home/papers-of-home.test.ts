import { expect, test } from 'vitest';
import { applicationsOf } from './papers-of-home.ts';

test('HOME-6, ACC-2: what was asked for in a home is one list, the newest first, each with its page and status', () => {
  const request = {
    id: '1',
    premisesId: 'p',
    number: '3000021',
    address: 'Липовая, 14, кв. 37',
    organization: { id: 'o', shortName: '«Липовый дом»' },
    decideBy: '2026-11-19',
    reason: null,
  };
  const rows = applicationsOf({
    requests: [
      { ...request, status: 'waiting', askedAt: '2026-11-12T09:00:00Z' },
      { ...request, id: '2', number: '3000022', status: 'refused', askedAt: '2026-11-10T09:00:00Z' },
    ],
    cases: [{ houseId: 'h', id: 'c', kind: 'error', subject: 'Отчество', status: 'open', writtenAt: '2026-11-11T09:00:00Z' } as never],
  });
  expect(rows.map(({ to, what, tone, word }) => [to, what, tone, word])).toEqual([
    ['/accounts', 'Добавить лицевой счёт 3000021', 'go', 'Ждёт ответа организации'],
    ['/cases/h/c', expect.stringMatching(/: Отчество$/), expect.any(String), expect.any(String)],
    ['/accounts', 'Добавить лицевой счёт 3000022', 'bad', 'Отказано'],
  ]);
  expect(applicationsOf({})).toEqual([]);
});
