import { expect, test } from 'vitest';
import { balances, checkLedger, postHistory } from '#modules/ledger';
import { charge, makeAccount } from '#test/factories/accounts';
import { newId } from '#platform/ids';
import { portal, useWorld } from '#test/world';

const world = useWorld();

test('ACC-1: the past of new accounts is written at once and proven; an account with a past is refused whole', async () => {
  const [account, another] = [await makeAccount(world), await makeAccount(world)];
  const row = (key: typeof account, period: string) => ({
    houseId: key.houseId,
    accountId: key.accountId,
    serviceCode: 'heating',
    period,
    kopecks: 500_00n,
    sourceKind: 'run',
    sourceId: newId(world.now),
    happenedOn: `${period}-28`,
  });
  const payments = [
    {
      paymentId: newId(world.now),
      happenedOn: '2026-10-05',
      book: 'bank' as const,
      parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 700_00n }],
    },
  ];
  await world.run(portal, (work) => postHistory(work, { charges: [row(account, '2026-08'), row(account, '2026-09')], payments }));
  expect(await balances(world.db, [account])).toMatchObject([{ dueKopecks: 300_00n, advanceKopecks: 0n, oldestDebt: '2026-09' }]);
  await charge(world, another, { '2026-08': { heating: 100 } });
  await expect(world.run(portal, (work) => postHistory(work, { charges: [row(another, '2026-09')], payments: [] }))).rejects.toThrow('has a past already');
  expect(await balances(world.db, [another])).toMatchObject([{ dueKopecks: 100n }]);
  expect((await checkLedger(world.db)).faults).toEqual([]);
});
