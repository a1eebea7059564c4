import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { charge, makeAccount, pay } from '#test/factories/accounts';
import { portal, refusalOf, useWorld } from '#test/world';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import {
  type AccountKey,
  balances,
  chargeStatesOf,
  checkLedger,
  createAccounts,
  history,
  monthsOf,
  openDebts,
  postCharges,
  postPayment,
  postPayments,
  postSettlements,
  refundPayment,
  releaseReserve,
  reserve,
  reverseSource,
  statementOf,
} from './index.ts';

const world = useWorld();
const ALL = { from: '2020-01', to: '2030-12' };
const balanceOf = async (account: AccountKey) => {
  const [row] = await balances(world.db, [account]);
  return { due: Number(row!.dueKopecks), reserved: Number(row!.reservedKopecks), advance: Number(row!.advanceKopecks) };
};
const proven = async (): Promise<void> => expect((await checkLedger(world.db)).faults).toEqual([]);
const statesOf = async (account: AccountKey) =>
  Object.fromEntries(
    (await chargeStatesOf(world.db, [account], ALL)).map((row) => [
      `${row.period} ${row.serviceCode}`,
      [Number(row.chargedKopecks), Number(row.paidKopecks), Number(row.kopecks)],
    ]),
  );

test('ACC-1: charges make a debt by month and service, and the balance is the sum of the transfers', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-09': { heating: 1000, waste: 200 }, '2026-10': { heating: 3000 } });
  expect(await balanceOf(account)).toEqual({ due: 4200, reserved: 0, advance: 0 });
  expect(await statesOf(account)).toEqual({ '2026-10 heating': [3000, 0, 3000], '2026-09 heating': [1000, 0, 1000], '2026-09 waste': [200, 0, 200] });
  expect((await openDebts(world.db, [account])).map((debt) => debt.period)).toEqual(['2026-09', '2026-09', '2026-10']);
  expect(await monthsOf(world.db, account)).toEqual([
    { period: '2026-10', chargedKopecks: 3000n, paidKopecks: 0n, kopecks: 3000n },
    { period: '2026-09', chargedKopecks: 1200n, paidKopecks: 0n, kopecks: 1200n },
  ]);
  await proven();
});

test('PAY-1: a payment closes the oldest month, what is left is an advance, and the next charges use it by themselves', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-09': { heating: 1000 }, '2026-10': { heating: 3000 } });
  await pay(world, account, 1500);
  expect(await statesOf(account)).toEqual({ '2026-10 heating': [3000, 500, 2500], '2026-09 heating': [1000, 1000, 0] });
  await pay(world, account, 4000);
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 1500 });
  await charge(world, account, { '2026-11': { heating: 1000, waste: 700 } });
  expect(await balanceOf(account)).toEqual({ due: 200, reserved: 0, advance: 0 });
  await proven();
});

test('PAY-1: the payer says which services to close, in one payment for several accounts of several houses', async () => {
  const [first, second] = [await makeAccount(world), await makeAccount(world)];
  await charge(world, first, { '2026-09': { heating: 1000 }, '2026-10': { waste: 300 } });
  await charge(world, second, { '2026-10': { heating: 50 } });
  await world.run(portal, (work) =>
    postPayment(work, {
      paymentId: newId(world.now),
      happenedOn: '2026-11-12',
      book: 'acquirer',
      parts: [
        { ...first, kopecks: 400n, spread: [{ period: '2026-10', serviceCode: 'waste', kopecks: 300n }] },
        { ...second, kopecks: 50n },
      ],
    }),
  );
  expect(await statesOf(first)).toEqual({ '2026-10 waste': [300, 300, 0], '2026-09 heating': [1000, 100, 900] });
  expect(await balanceOf(second)).toEqual({ due: 0, reserved: 0, advance: 0 });
  await proven();
});

test('CALC-2: a correction below zero pays other services first, then becomes an advance', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-10': { heating: 1000, waste: -400 } });
  expect(await balanceOf(account)).toEqual({ due: 600, reserved: 0, advance: 0 });
  await pay(world, account, 600);
  await charge(world, account, { '2026-10': { heating: -250 } });
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 250 });
  await proven();
});

test('CHG-5: what a load charged is taken back once, the money paid for it stays as an advance', async () => {
  const account = await makeAccount(world);
  const other = await charge(world, account, { '2026-10': { waste: 100 } });
  const source = { houseId: account.houseId, sourceKind: 'load', sourceId: newId(world.now) };
  await charge(world, account, { '2026-10': { heating: 1000 }, '2026-09': { heating: -50 } }, source);
  await pay(world, account, 1050);
  const back = async (from = source) => {
    let sums: Awaited<ReturnType<typeof reverseSource>> = [];
    await world.run(portal, async (work) => void (sums = await reverseSource(work, { ...from, houseIds: [from.houseId] }, { happenedOn: '2026-11-12' })));
    return sums;
  };
  expect(await back()).toEqual([{ houseId: account.houseId, accountId: account.accountId, kopecks: 950n }]);
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 950 });
  expect(await back()).toEqual([]);
  expect(await back({ ...source, sourceId: other })).toEqual([]);
  await proven();
});

test('CHG-5: balances brought in from another system are debts or advances that no income stands behind', async () => {
  const account = await makeAccount(world);
  const row = {
    houseId: account.houseId,
    accountId: account.accountId,
    kind: 'opening' as const,
    sourceKind: 'load',
    sourceId: newId(world.now),
    happenedOn: '2026-11-01',
  };
  await world.run(portal, (work) =>
    postCharges(work, [
      { ...row, period: '2026-10', serviceCode: 'heating', kopecks: 700n },
      { ...row, period: '2026-10', serviceCode: 'waste', kopecks: -900n },
      { ...row, period: '2026-10', serviceCode: 'gas', kopecks: 0n },
    ]),
  );
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 200 });
  await proven();
});

test('PAY-3: a payment is one entry however often it is posted, also twice in one batch and by twenty at once', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-10': { heating: 1000 } });
  const paymentId = newId(world.now);
  const posting = {
    paymentId,
    parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 600n }],
    happenedOn: '2026-11-12',
    book: 'acquirer' as const,
  };
  const done = await Promise.all(
    Array.from({ length: 20 }, () => world.run(portal, async (work) => (await postPayments(work, [posting, posting])).posted.has(paymentId))),
  );
  expect(done.filter((posted) => posted)).toHaveLength(1);
  expect(await balanceOf(account)).toEqual({ due: 400, reserved: 0, advance: 0 });
  await proven();
});

test('PAY-3: a payment under way reserves and never credits; it is released by its end, and others see it', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-10': { heating: 1000 } });
  const [first, second] = [newId(world.now), newId(world.now)];
  const keep = async (paymentId: string) => {
    let kept: Awaited<ReturnType<typeof reserve>> = [];
    await world.run(
      portal,
      async (work) => void (kept = await reserve(work, { paymentId, parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 1000n }] })),
    );
    return kept;
  };
  expect(await keep(first)).toMatchObject([{ dueKopecks: 1000n, otherReservedKopecks: 0n }]);
  expect(await keep(second)).toMatchObject([{ dueKopecks: 1000n, otherReservedKopecks: 1000n }]);
  expect(await balanceOf(account)).toEqual({ due: 1000, reserved: 2000, advance: 0 });
  await world.run(portal, (work) => releaseReserve(work, { paymentId: second, accounts: [account] }));
  await pay(world, account, 1000, { paymentId: first });
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 0 });
  await proven();
});

test('PAY-7: a refund opens the debts again and never gives back more than the payment has', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-09': { heating: 1000 } });
  const paymentId = await pay(world, account, 1500);
  await charge(world, account, { '2026-10': { heating: 300 } });
  const refund = (kopecks: bigint) =>
    world.run(portal, (work) =>
      refundPayment(work, {
        paymentId,
        parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks }],
        happenedOn: '2026-11-13',
        book: 'acquirer',
      }),
    );
  await refund(100n);
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 100 });
  const refusal = await refusalOf(refund(1401n));
  expect([refusal.code, refusal.facts['leftKopecks']]).toEqual(['ledger.refundTooLarge', 1400n]);
  await refund(1400n);
  expect(await balanceOf(account)).toEqual({ due: 1300, reserved: 0, advance: 0 });
  await proven();
  expect((await refusalOf(refund(1n))).code).toBe('ledger.refundTooLarge');
});

test('PAY-7: twenty refunds of a half at once: two are done, the rest are refused', async () => {
  const account = await makeAccount(world);
  const paymentId = await pay(world, account, 1000);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      world.run(portal, (work) =>
        refundPayment(work, {
          paymentId,
          parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 500n }],
          happenedOn: '2026-11-13',
          book: 'acquirer',
        }),
      ),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(2);
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 0 });
  await proven();
});

test('ACC-1: charges, payments and reserves on the same accounts in any order at once: no deadlock, no kopeck lost', async () => {
  const house = await makeHouse(world, { flats: 4 });
  const accounts = await world.run(portal, (work) =>
    createAccounts(
      work,
      house.premises.map((premises, n) => ({
        houseId: house.houseId,
        premisesId: premises.premisesId,
        organizationId: house.managerId,
        number: `race ${n}`,
        kind: 'manager' as const,
        openedOn: '2020-01-01',
      })),
    ),
  );
  const mixed = (n: number) => [...accounts.slice(n % 4), ...accounts.slice(0, n % 4)];
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      world.run(portal, async (work) => {
        if (n % 2 === 0)
          return postCharges(
            work,
            mixed(n).map((account) => ({
              ...account,
              serviceCode: n % 4 === 0 ? 'gas' : 'heating',
              period: '2026-10',
              kopecks: 100n,
              sourceKind: 'run',
              sourceId: work.id,
              happenedOn: '2026-11-01',
            })),
          );
        await postPayment(work, {
          paymentId: work.id,
          parts: mixed(n).map((account) => ({ ...account, kopecks: 130n })),
          happenedOn: '2026-11-02',
          book: 'acquirer',
        });
      }),
    ),
  );
  for (const account of accounts) expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 600 });
  await proven();
});

test('ACC-1: an unknown account is not found, and nothing of the batch is posted', async () => {
  const account = await makeAccount(world);
  const row = {
    serviceCode: 'gas',
    period: '2026-10',
    kopecks: 100n,
    sourceKind: 'run',
    sourceId: newId(world.now),
    happenedOn: '2026-11-01',
    houseId: account.houseId,
  };
  const refusal = await refusalOf(
    world.run(portal, (work) =>
      postCharges(work, [
        { ...row, accountId: account.accountId },
        { ...row, accountId: newId(world.now) },
      ]),
    ),
  );
  expect(refusal.code).toBe('object.notFound');
  expect(await balanceOf(account)).toEqual({ due: 0, reserved: 0, advance: 0 });
});

test('ACC-1: transfers are never changed and never deleted by the application, books neither', async () => {
  for (const statement of [
    'update ledger.transfer set kopecks = 1',
    'delete from ledger.transfer',
    "update ledger.book set kind = 'bank'",
    'delete from ledger.book',
    'delete from ledger.balance',
    'truncate ledger.transfer',
  ]) {
    await expect(sql.raw(statement).execute(world.db), statement).rejects.toThrow(/permission denied/);
  }
});

test('ACC-1: the history shows operations as people know them, page by page, and a statement adds up', async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-09': { heating: 1000, waste: 200 } });
  world.now = new Date('2026-11-12T09:00:01Z');
  await charge(world, account, { '2026-10': { heating: 3000, penalty: 10 } });
  const paymentId = await pay(world, account, 2000, { happenedOn: '2026-11-02' });
  await world.run(portal, (work) =>
    refundPayment(work, {
      paymentId,
      parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: 500n }],
      happenedOn: '2026-11-05',
      book: 'acquirer',
      note: 'Ошибка в сумме',
    }),
  );
  const all = await history(world.db, account, {});
  expect(all.map((one) => [one.happenedOn, one.kind, one.period, Number(one.kopecks), one.services])).toEqual([
    ['2026-11-05', 'refund', null, 500, ['heating']],
    ['2026-11-02', 'payment', null, -2000, ['heating', 'waste']],
    ['2026-10-28', 'penalty', '2026-10', 10, ['penalty']],
    ['2026-10-28', 'charge', '2026-10', 3000, ['heating']],
    ['2026-09-28', 'charge', '2026-09', 1200, ['heating', 'waste']],
  ]);
  expect(all.map((one) => Number(one.balanceKopecks))).toEqual([2710, 2210, 4210, 4200, 1200]);
  expect(all[0]!.balanceKopecks).toBe((await balances(world.db, [account]))[0]!.dueKopecks);
  const paged = [];
  for (let after: (typeof all)[number] | undefined; ;) {
    const page = await history(world.db, account, { after, limit: 2 });
    paged.push(...page);
    after = page.at(-1);
    if (page.length < 2) break;
  }
  expect(paged).toEqual(all);
  expect(
    (await history(world.db, account, { kinds: ['payment'], from: '2026-11-01', to: '2026-11-30' })).map((one) => [one.sourceId, Number(one.balanceKopecks)]),
  ).toEqual([[paymentId, 2210]]);
  const statement = async (from: string, to: string) => {
    const lines: [string | null, bigint][] = [];
    for await (const part of statementOf(world.db, account, { from, to }))
      lines.push(...part.map(({ kind, kopecks }): [string | null, bigint] => [kind, kopecks]));
    return lines;
  };
  expect(await statement('2026-10-01', '2026-11-02')).toEqual([
    [null, 1200n],
    ['charge', 3000n],
    ['penalty', 10n],
    ['payment', -2000n],
  ]);
  expect((await statement('2026-01-01', '2026-12-31')).reduce((sum, [, kopecks]) => sum + kopecks, 0n)).toBe(
    (await balances(world.db, [account]))[0]!.dueKopecks,
  );
});

test("PAY-7: what the acquirer handed over moves from its book to the bank's, its fee apart, changes no balance and is booked once", async () => {
  const account = await makeAccount(world);
  await charge(world, account, { '2026-10': { gas: 1000 } });
  const paymentId = await pay(world, account, 700);
  const row = { houseId: account.houseId, accountId: account.accountId, paymentId, sourceId: newId(world.now), happenedOn: '2026-11-14' };
  const rows = [
    { ...row, kopecks: 700n, feeKopecks: 8n },
    { ...row, kopecks: -50n, feeKopecks: 0n },
  ];
  await world.run(portal, (work) => refundPayment(work, { paymentId, parts: [{ ...account, kopecks: 50n }], happenedOn: '2026-11-13', book: 'acquirer' }));
  await Promise.all(Array.from({ length: 20 }, () => world.run(portal, (work) => postSettlements(work, rows))));
  const moved = await world.db
    .selectFrom('ledger.transfer')
    .innerJoin('ledger.book', (on) => on.onRef('ledger.book.house_id', '=', 'ledger.transfer.house_id').onRef('ledger.book.id', '=', 'debit_book'))
    .select(['ledger.book.kind', 'kopecks'])
    .where('ledger.transfer.source_id', '=', row.sourceId)
    .orderBy('kopecks', 'desc')
    .execute();
  expect(moved).toEqual([
    { kind: 'bank', kopecks: 692n },
    { kind: 'acquirer', kopecks: 50n },
    { kind: 'fee', kopecks: 8n },
  ]);
  expect(await balanceOf(account)).toEqual({ due: 350, reserved: 0, advance: 0 });
  await proven();
});
