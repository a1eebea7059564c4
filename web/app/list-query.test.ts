import { expect, test } from 'vitest';
import { exportAddress, listQueryOf } from './list-query.ts';

const columns = {
  name: { title: 'Название', kind: 'text', filter: 'search' },
  day: { title: 'День', kind: 'day', filter: 'range', sortable: true },
  status: { title: 'Статус', kind: 'status', filter: 'oneOf', words: { open: 'Открыта' } },
} as const;
const page = (search: string) => new Request(`https://dom.example.test/list${search}`);

test('X-1: the list’s state is read from the address: known members, without empty ones', () => {
  expect(listQueryOf(page('?sort=-day&search=&dayFrom=2026-01-01&dayTo=&status=open&status=closed&why=7&after=m'), columns)).toEqual({
    sort: '-day',
    dayFrom: '2026-01-01',
    status: ['open', 'closed'],
    after: 'm',
  });
});

test('X-1: an export asks for what is filtered and not for a page of it', () => {
  expect(exportAddress('/api/v1/a/export', listQueryOf(page('?sort=-day&after=m&search=&status=open&status=closed&done=sent'), columns), 'csv')).toBe(
    '/api/v1/a/export?sort=-day&status=open&status=closed&format=csv',
  );
});
