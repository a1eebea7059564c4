import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { charge, type MadeAccount, makeAccount, pay } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { portal, refusalOf, useWorld } from '#test/world';
import { checkJob } from './ledger.jobs.ts';
import { balances, checkLedger, postCharges, postSettlements, type Invariant, refundOpening, refundPayment, reserve, reverseSource } from './index.ts';

const world = useWorld();
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: world.ownerUrl });
  await owner.connect();
});
afterAll(() => owner.end());

const faultKinds = async () => [...new Set((await checkLedger(world.db)).faults.map((fault) => fault.invariant))];

const planted: [Invariant, string, (account: MadeAccount, other: MadeAccount) => Promise<string>][] = [
  [
    'balance',
    'a balance that somebody changed',
    async (account) =>
      `update ledger.balance set kopecks = kopecks + 1, charged_kopecks = charged_kopecks + 1 where account_id = '${account.accountId}' and service_code = 'gas'`,
  ],
  [
    'balance',
    'a transfer that somebody deleted',
    async (account) =>
      `delete from ledger.transfer where id = (select id from ledger.transfer where account_id = '${account.accountId}' and kind = 'payment' limit 1)`,
  ],
  [
    'balance',
    'a sum that somebody changed',
    async (account) => `update ledger.transfer set kopecks = kopecks + 100 where account_id = '${account.accountId}' and kind = 'charge'`,
  ],
  [
    'balance',
    'a balance without a transfer',
    async (account) =>
      `insert into ledger.balance (house_id, account_id, service_code, period, kopecks, charged_kopecks) values ('${account.houseId}', '${account.accountId}', 'waste', '2026-01-01', 5, 5)`,
  ],
  [
    'sums',
    'a sum of all accounts that somebody changed',
    async (account) => `update ledger.account_sum set due_kopecks = due_kopecks + 1 where organization_id = '${account.organizationId}'`,
  ],
  ['sums', 'a sum that was lost', async (account) => `delete from ledger.account_sum where organization_id = '${account.organizationId}'`],
  [
    'foreignBook',
    'a transfer that names another account',
    async (account, other) => `update ledger.transfer set account_id = '${other.accountId}' where account_id = '${account.accountId}' and kind = 'payment'`,
  ],
  [
    'kind',
    'a charge that says it is a payment',
    async (account) => `update ledger.transfer set kind = 'payment' where account_id = '${account.accountId}' and kind = 'charge'`,
  ],
  [
    'service',
    'a transfer of another service than its receivable',
    async (account) => `update ledger.transfer set service_code = 'waste' where account_id = '${account.accountId}' and kind = 'charge'`,
  ],
  [
    'service',
    'a charge that is the income of another service',
    async (account) =>
      `with other as (insert into ledger.book select house_id, gen_random_uuid(), kind, account_id, organization_id, 'waste' from ledger.book where organization_id = '${account.organizationId}' and kind = 'income' limit 1 returning id) update ledger.transfer set credit_book = other.id from other where account_id = '${account.accountId}' and transfer.kind = 'charge'`,
  ],
  [
    'order',
    'debts beside an advance',
    async (account) => `update ledger.balance set kopecks = -10, paid_kopecks = 10 where account_id = '${account.accountId}' and period = '0001-01-01'`,
  ],
  [
    'refund',
    'more refunded than paid',
    async (account) => `update ledger.transfer set kopecks = 1 where account_id = '${account.accountId}' and kind = 'payment'`,
  ],
  [
    'settlement',
    'more handed over than was paid',
    async (account) => `update ledger.transfer set kopecks = kopecks + 1 where account_id = '${account.accountId}' and kind = 'acquirer_fee'`,
  ],
  [
    'settlement',
    'more held back than was refunded',
    async (account) =>
      `update ledger.transfer t set kopecks = 101 from ledger.book b where t.account_id = '${account.accountId}' and t.kind = 'settlement' and b.id = t.credit_book and b.kind = 'bank'`,
  ],
  [
    'reserve',
    'a reserve of a payment that arrived',
    async (account) =>
      `insert into ledger.reserve select house_id, account_id, source_id, 5, now() from ledger.transfer where account_id = '${account.accountId}' and kind = 'payment' limit 1`,
  ],
];

test.each(planted)('ACC-1: the check finds a planted fault: %s, %s', async (invariant, _what, plant) => {
  const house = await makeHouse(world, { flats: 2 });
  const [account, other] = [await makeAccount(world, { house }), await makeAccount(world, { house, premisesId: house.premises[1]!.premisesId })];
  await charge(world, account, { '2026-10': { gas: 1000 } });
  const paymentId = await pay(world, account, 400);
  await world.run(portal, (work) => refundPayment(work, { paymentId, parts: [{ ...account, kopecks: 100n }], happenedOn: '2026-11-13', book: 'acquirer' }));
  const settled = { ...account, paymentId, happenedOn: '2026-11-14', sourceId: newId(world.now) };
  await world.run(portal, (work) =>
    postSettlements(work, [
      { ...settled, kopecks: 400n, feeKopecks: 5n },
      { ...settled, kopecks: -100n, feeKopecks: 0n },
    ]),
  );
  expect(await faultKinds()).toEqual([]);
  await owner.query('begin');
  await owner.query(await plant(account, other));
  await owner.query('commit');
  expect(await faultKinds()).toContain(invariant);
  await owner.query(`delete from ledger.reserve; delete from ledger.transfer; delete from ledger.balance; delete from ledger.account_sum`);
});

test('ACC-1, PAY-7: more given back than an account had brought along is found; a register taken back afterwards is no fault', async () => {
  const account = await makeAccount(world);
  const sourceId = newId(world.now);
  const opening = {
    ...account,
    serviceCode: 'gas',
    period: '2026-09',
    kopecks: -1_000n,
    kind: 'opening' as const,
    sourceKind: 'load',
    sourceId,
    happenedOn: '2026-10-01',
  };
  const back = (kopecks: bigint) =>
    world.run(portal, (work) => refundOpening(work, account, { kopecks, happenedOn: '2026-11-12', note: 'Возврат аванса' }).then(() => null));
  await world.run(portal, (work) => postCharges(work, [opening]).then(() => null));
  expect((await refusalOf(back(1_001n))).code).toBe('ledger.refundTooLarge');
  await back(600n);
  expect(await refusalOf(back(401n))).toMatchObject({ code: 'ledger.refundTooLarge', facts: { leftKopecks: 400n } });
  expect(await faultKinds()).toEqual([]);
  await world.run(portal, (work) =>
    reverseSource(work, { houseIds: [account.houseId], sourceKind: 'load', sourceId }, { happenedOn: '2026-11-13' }).then(() => null),
  );
  expect((await balances(world.db, [account]))[0]).toMatchObject({ dueKopecks: 600n, advanceKopecks: 0n });
  expect(await faultKinds()).toEqual([]);
  await owner.query(`update ledger.transfer set kopecks = 1001 where account_id = $1 and kind = 'refund'`, [account.accountId]);
  expect(await faultKinds()).toContain('refund');
  await owner.query(`delete from ledger.transfer; delete from ledger.balance; delete from ledger.account_sum`);
});

test('ACC-1: the nightly job writes that the ledger is proven, and fails with each fault named when it is not', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-10': { gas: 1000 } });
  const lines: string[] = [];
  const context = {
    ground: world.ground,
    db: world.db,
    pool: world.pool,
    now: () => world.now,
    log: { info: (_facts: object, text: string) => void lines.push(text), error: (_facts: object, text: string) => void lines.push(`! ${text}`) },
  };
  await checkJob.run(context, {});
  await owner.query(`update ledger.balance set kopecks = 999, charged_kopecks = 999 where account_id = $1 and service_code = 'gas'`, [account.accountId]);
  await expect(checkJob.run(context, {})).rejects.toThrow('the ledger has 2 faults');
  expect(lines).toEqual([
    'the ledger is proven: every balance is the sum of its transfers',
    '! a balance is not the sum of its transfers',
    '! the sum of all accounts of an organization is not the sum of their balances',
  ]);
  await owner.query(`delete from ledger.transfer; delete from ledger.balance; delete from ledger.account_sum`);
});

test('ACC-1: after any row of charges, corrections, payments, refunds and reversals the ledger is proven and the total is what happened', async () => {
  const account = await makeAccount(world);
  const parts = (kopecks: number) => [{ houseId: account.houseId, accountId: account.accountId, kopecks: BigInt(kopecks) }];
  let seed = 20261112;
  const dice = (sides: number): number => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % sides;
  let total = 0;
  const payments: { id: string; left: number }[] = [];
  const sources: string[] = [];
  for (let step = 0; step < 150; step++) {
    const move = dice(5);
    if (move < 2) {
      const kopecks = dice(4) === 0 ? -dice(3000) : dice(9000);
      sources.push(await charge(world, account, { [`2026-${String(1 + dice(9)).padStart(2, '0')}`]: { [['gas', 'heating', 'penalty'][dice(3)]!]: kopecks } }));
      total += kopecks;
    } else if (move === 2) {
      const kopecks = 1 + dice(12_000);
      payments.push({ id: await pay(world, account, kopecks), left: kopecks });
      total -= kopecks;
    } else if (move === 3 && payments.length > 0) {
      const payment = payments[dice(payments.length)]!;
      const kopecks = 1 + dice(payment.left + 50);
      const refund = world.run(portal, (work) => refundPayment(work, { paymentId: payment.id, parts: parts(kopecks), happenedOn: '2026-11-13', book: 'bank' }));
      if (kopecks > payment.left) expect((await refusalOf(refund)).code).toBe('ledger.refundTooLarge');
      else {
        await refund;
        payment.left -= kopecks;
        total += kopecks;
      }
    } else if (sources.length > 0) {
      const [sourceId] = sources.splice(dice(sources.length), 1);
      await world.run(portal, async (work) => {
        for (const back of await reverseSource(work, { houseIds: [account.houseId], sourceKind: 'run', sourceId: sourceId! }, { happenedOn: '2026-11-14' }))
          total -= Number(back.kopecks);
      });
    }
    const [balance] = await balances(world.db, [account]);
    expect(Number(balance!.dueKopecks - balance!.advanceKopecks), `step ${step}`).toBe(total);
    if (step % 25 === 24) expect((await checkLedger(world.db)).faults, `step ${step}`).toEqual([]);
  }
});

test('PAY-3: a reserve and its payment leave nothing behind', async () => {
  const account = await makeAccount(world);
  const paymentId = newId(world.now);
  await world.run(
    portal,
    async (work) => void (await reserve(work, { paymentId, parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 10n }] })),
  );
  await pay(world, account, 10, { paymentId });
  expect((await balances(world.db, [account]))[0]).toMatchObject({ reservedKopecks: 0n, advanceKopecks: 10n });
});
