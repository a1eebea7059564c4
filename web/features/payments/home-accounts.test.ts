import { expect, test } from 'vitest';
import { apartWords, byHome, type PayableAccount, termWords, toPay } from './home-accounts.tsx';

const account = (given: Partial<PayableAccount>): PayableAccount => ({
  houseId: 'h',
  accountId: 'a',
  premisesId: 'one',
  number: '1',
  address: 'Липовая, 14',
  payee: 'Дом',
  balanceKopecks: 500,
  reservedKopecks: 0,
  toPayKopecks: 500,
  dueDay: '2026-11-16',
  overdueSince: null,
  ...given,
});

test('PAY-1: accounts stand home by home, what is late is said once, and only what differs is said of an account', () => {
  const homes = byHome([account({}), account({ premisesId: 'two', toPayKopecks: 20 }), account({ accountId: 'b', toPayKopecks: 7 })]);
  expect(homes.map((home) => [home.premisesId, toPay(home.accounts)])).toEqual([
    ['one', 507],
    ['two', 20],
  ]);
  const common = termWords(account({ overdueSince: '2026-10-15' }));
  expect(common).toBe('Срок был 15\u00a0октября: чем раньше, тем меньше пени');
  expect(apartWords(account({ overdueSince: '2026-10-15' }), common)).toBeNull();
  expect(apartWords(account({}), common)).toBe('Заплатите до понедельника, 16\u00a0ноября');
  expect(apartWords(account({ balanceKopecks: 0, toPayKopecks: 0 }), common)).toBe('Долга нет');
  expect(apartWords(account({ balanceKopecks: -700, toPayKopecks: 0 }), common)).toBe('Оплачено вперёд 7,00\u00a0₽');
  expect(apartWords(account({ reservedKopecks: 300, toPayKopecks: 200 }), common)).toBe('Долг 5,00\u00a0₽, из них 3,00\u00a0₽ уже оплачивается');
});
