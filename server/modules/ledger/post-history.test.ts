import { expect, test } from 'vitest';
import type { ChargeRow } from './post-charges.ts';
import type { PaymentPosting } from './post-payment.ts';
import { planHistory } from './post-history.ts';

const account = { houseId: 'house', accountId: 'account' };
const charge = (period: string, kopecks: bigint, serviceCode = 'heating'): ChargeRow => ({
  ...account,
  serviceCode,
  period,
  kopecks,
  sourceKind: 'run',
  sourceId: `run ${period}`,
  happenedOn: `${period}-28`,
});
const payment = (happenedOn: string, kopecks: bigint, accountId = 'account'): PaymentPosting => ({
  paymentId: `paid ${happenedOn}`,
  happenedOn,
  book: 'bank',
  parts: [{ houseId: 'house', accountId, kopecks }],
});
const brief = (movements: ReturnType<typeof planHistory>) => movements.map(({ kind, period, kopecks, happenedOn }) => [kind, period, kopecks, happenedOn]);

test('ACC-1: a history closes the oldest debts first, whatever the order in which it is given', () => {
  const movements = planHistory({ charges: [charge('2026-02', 300n), charge('2026-01', 500n)], payments: [payment('2026-03-10', 600n)] });
  expect(brief(movements)).toEqual([
    ['charge', '2026-01', 500n, '2026-01-28'],
    ['charge', '2026-02', 300n, '2026-02-28'],
    ['payment', '2026-01', 500n, '2026-03-10'],
    ['payment', '2026-02', 100n, '2026-03-10'],
  ]);
});

test('ACC-1: what is paid ahead waits as an advance and closes the next charges, with their source', () => {
  const movements = planHistory({
    charges: [charge('2026-01', 100n), charge('2026-02', 300n), charge('2026-03', 300n)],
    payments: [payment('2026-02-05', 550n)],
  });
  expect(brief(movements)).toEqual([
    ['charge', '2026-01', 100n, '2026-01-28'],
    ['payment', '2026-01', 100n, '2026-02-05'],
    ['payment', null, 450n, '2026-02-05'],
    ['charge', '2026-02', 300n, '2026-02-28'],
    ['advance_used', '2026-02', 300n, '2026-02-28'],
    ['charge', '2026-03', 300n, '2026-03-28'],
    ['advance_used', '2026-03', 150n, '2026-03-28'],
  ]);
  expect(movements.at(-1)).toMatchObject({ sourceKind: 'run', sourceId: 'run 2026-03', debit: 'advance', credit: 'receivable' });
});

test('ACC-1: accounts do not pay for each other', () => {
  const movements = planHistory({ charges: [charge('2026-01', 100n)], payments: [payment('2026-02-05', 40n, 'another')] });
  expect(brief(movements)).toEqual([
    ['charge', '2026-01', 100n, '2026-01-28'],
    ['payment', null, 40n, '2026-02-05'],
  ]);
});
