import { expect, test } from 'vitest';
import { historyFilter, statementAddress } from './history-query.ts';

const OF = { houseId: 'h', accountId: 'a' };

test('ACC-4, X-3: the form of the statement leads to its file, days in the wrong order are swapped, half a form leads nowhere', () => {
  const address = (query: string) => statementAddress(new URLSearchParams(query), OF);
  expect(address('since=2026-12-01&till=2027-01-31&statement=pdf')).toBe('/api/v1/accounts/h/a/statement?from=2026-12-01&to=2027-01-31&format=pdf');
  expect(address('since=2027-01-31&till=2026-12-01&statement=csv')).toBe('/api/v1/accounts/h/a/statement?from=2026-12-01&to=2027-01-31&format=csv');
  for (const query of ['', 'since=2026-12-01&till=2027-01-31', 'since=&till=2027-01-31&statement=pdf', 'since=2026-12-01&till=2027-01-31&statement=exe'])
    expect(address(query)).toBeNull();
});

test('ACC-1: the days of the statement are not those of the filter', () => {
  expect(historyFilter(new URLSearchParams('since=2026-12-01&till=2027-01-31&from=2026-01-01&kind=payment&kind=x'))).toEqual({
    from: '2026-01-01',
    to: '',
    kind: ['payment'],
  });
});
