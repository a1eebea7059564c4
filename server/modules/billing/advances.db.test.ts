// Money over what was due (PAY-7, ACC-1): an advance in its own book, used by the next bill, given back when asked for; nothing lost on a closed account.
import { expect, test } from 'vitest';
import { balances, checkLedger, history } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { closed, makeAccount, type MadeAccount, pay } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf, openDesk } from '#test/factories/registers';
import { personActor, refusalOf, useWorld } from '#test/world';
import { readAdvance, returnAdvance } from './return-advance.ts';
import { resolveUnmatched } from './unmatched-payments.ts';
import { readUnmatched, unmatchedList, unmatchedScope } from './unmatched.queries.ts';

const world = useWorld();

async function makeDesk() {
  const house = await makeHouse(world, { flats: 1 });
  const account = await makeAccount(world, { house });
  const actor = accountantOf(house.managerId);
  const desk = openDesk(world, house.managerId, actor);
  let files = 0;
  const load = async (head: string, rows: readonly string[], choice: 'all' | 'good' = 'all') => {
    files += 1;
    const { id } = await desk.upload([head, ...rows, ''].join('\n'), { name: `${files}.csv` });
    await desk.load(id, choice);
    return id;
  };
  return {
    house,
    account,
    actor,
    desk,
    charges: (period: string, sum: string) => load('Лицевой счёт;Период;Услуга;К оплате', [`${account.number};${period};Отопление;${sum}`]),
    payments: (rows: readonly string[], choice?: 'all' | 'good') => load('Лицевой счёт;Операция;Сумма;Дата оплаты', rows, choice),
  };
}
type Made = Awaited<ReturnType<typeof makeDesk>>;

const sums = async (account: MadeAccount): Promise<[bigint, bigint]> => {
  const [sum] = await balances(world.db, [account]);
  return [sum!.dueKopecks, sum!.advanceKopecks];
};
const proven = async () => expect((await checkLedger(world.db)).faults).toEqual([]);
const bills = (account: MadeAccount) =>
  world.db
    .selectFrom('billing.bill')
    .select(['debt_kopecks', 'paid_kopecks', 'total_kopecks'])
    .where('account_id', '=', account.accountId)
    .orderBy('period')
    .execute();
/** What goes back through the portal meanwhile, by account. */
const underWay = new Map<string, bigint>();
const ports = { refundsUnderWay: async () => underWay };
const read = ({ actor, account }: Made) => readAdvance({ ground: world.ground, ...ports }, { db: world.db, actor, now: world.now }, account);
const giveBack = (
  { account }: Made,
  actor: Actor,
  more: Partial<{ kopecks: number; advanceKopecks: number; returnedOn: string; document: string }> = {},
  key = newId(new Date()),
) =>
  world.run(
    actor,
    (work) =>
      returnAdvance(
        work,
        {
          params: { houseId: account.houseId, accountId: account.accountId },
          query: {},
          body: { advanceKopecks: 30_000, kopecks: 30_000, returnedOn: '2026-11-12', document: '№ 215 от 12.11.2026', ...more },
        },
        ports,
      ),
    key,
  );
const close = ({ account, actor }: Made, closedOn: string) => closed(world, actor, { ...account, closedOn });
const open = async ({ actor }: Made) => (await readList(world.db, unmatchedList, unmatchedScope(actor), { status: ['open'] })).rows;
const show = ({ actor }: Made, id: string) => readUnmatched({ db: world.db, actor, now: world.now }, id);

test('PAY-7, ACC-1, BILL-1: what a bank brings beyond the debt is the advance of the account; the next bill begins with it and asks for the rest', async () => {
  const made = await makeDesk();
  const { account } = made;
  await made.charges('09.2026', '500,00');
  await made.payments([`${account.number};over-${account.number};800,00;10.10.2026`]);
  expect(await sums(account)).toEqual([0n, 30_000n]);
  await made.charges('10.2026', '200,00');
  expect([await sums(account), await bills(account)]).toMatchObject([
    [0n, 10_000n],
    [{ total_kopecks: 50_000n }, { debt_kopecks: 50_000n, paid_kopecks: 80_000n, total_kopecks: -10_000n }],
  ]);
  await made.charges('11.2026', '250,00');
  expect([await sums(account), (await bills(account)).at(-1)]).toMatchObject([
    [15_000n, 0n],
    { debt_kopecks: -10_000n, paid_kopecks: 0n, total_kopecks: 15_000n },
  ]);
  expect((await history(world.db, account, {})).filter(({ kind }) => kind === 'payment')).toMatchObject([{ kopecks: -80_000n }]);
  await proven();
});

test('PAY-7: an advance that came by the bank’s registers is given back out of the newest payments, and their register taken back later takes what is left', async () => {
  const made = await makeDesk();
  const { account, actor } = made;
  await made.charges('09.2026', '500,00');
  const loadId = await made.payments([`${account.number};a-${account.number};600,00;10.10.2026`, `${account.number};b-${account.number};100,00;11.10.2026`]);
  await pay(world, account, 10_000, { happenedOn: '2026-10-12' });
  expect(await read(made)).toEqual({ advanceKopecks: 30_000, byBankKopecks: 30_000, underWayKopecks: 0 });
  await made.charges('10.2026', '50,00');
  expect(await read(made)).toEqual({ advanceKopecks: 25_000, byBankKopecks: 25_000, underWayKopecks: 0 });
  expect((await refusalOf(giveBack(made, actor))).code).toBe('object.changed');
  expect(await giveBack(made, actor, { advanceKopecks: 25_000, kopecks: 15_000 })).toEqual({ advanceKopecks: 10_000 });
  expect(
    await world.db.selectFrom('billing.register_payment').select('returned_kopecks').where('account_id', '=', account.accountId).orderBy('paid_on').execute(),
  ).toEqual([{ returned_kopecks: 5_000n }, { returned_kopecks: 10_000n }]);
  expect(await sums(account)).toEqual([0n, 10_000n]);
  expect((await history(world.db, account, { kinds: ['refund'] })).map(({ kopecks, note }) => `${kopecks} ${note}`).toSorted()).toEqual([
    '10000 Возврат аванса, № 215 от 12.11.2026',
    '5000 Возврат аванса, № 215 от 12.11.2026',
  ]);
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('facts')
      .where('action', '=', 'advance.returned')
      .where('object_id', '=', account.accountId)
      .execute(),
  ).toEqual([{ facts: { number: account.number, amountKopecks: '15000', document: '№ 215 от 12.11.2026' } }]);
  await proven();
  // Of the register taken back only what was not given back is taken out again.
  await made.desk.takeBack(loadId);
  expect(await sums(account)).toEqual([45_000n, 0n]);
  await proven();
});

test('PAY-7: the sum, the day and the order are asked for by field; what came by card goes back from the card of the payment', async () => {
  const made = await makeDesk();
  await pay(world, made.account, 30_000, { happenedOn: '2026-10-12' });
  expect(await read(made)).toEqual({ advanceKopecks: 30_000, byBankKopecks: 0, underWayKopecks: 0 });
  expect((await refusalOf(giveBack(made, made.actor))).code).toBe('advances.tooMuch');
  await made.payments([`${made.account.number};c-${made.account.number};50,00;11.11.2026`]);
  const wrong = (more: Parameters<typeof giveBack>[2]) => refusalOf(giveBack(made, made.actor, { advanceKopecks: 35_000, kopecks: 5_000, ...more }));
  expect(await wrong({ kopecks: 5_001 })).toMatchObject({ code: 'advances.tooMuch', facts: { left: '50,00\u00a0₽' } });
  for (const [more, pointer] of [
    [{ document: '  ' }, '/document'],
    [{ returnedOn: '2026-11-13' }, '/returnedOn'],
    [{ returnedOn: '2026-11-10' }, '/returnedOn'],
  ] as const)
    expect(await wrong(more)).toMatchObject({ fields: [{ pointer }] });
  expect(await sums(made.account)).toEqual([0n, 35_000n]);
});

/** Of twenty at once, half of them by one key, 200 ₽ are given back once and 100 stay; the ledger holds. */
async function givenBackOnce(made: Awaited<ReturnType<typeof makeDesk>>): Promise<void> {
  const key = newId(new Date());
  const all = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => giveBack(made, made.actor, { kopecks: 20_000 }, n < 10 ? key : undefined)));
  expect(all.some(({ status }) => status === 'fulfilled')).toBe(true);
  for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'object.changed' });
  expect(await sums(made.account)).toEqual([0n, 10_000n]);
  await proven();
}

test('PAY-7, X-4, X-8: an advance is given back once by twenty at once and to nobody else’s hand', async () => {
  const made = await makeDesk();
  await made.payments([`${made.account.number};d-${made.account.number};300,00;11.11.2026`]);
  for (const stranger of [accountantOf(newId(world.now)), personActor(newId(world.now))]) {
    expect((await refusalOf(giveBack(made, stranger))).code).toBe('object.notFound');
    expect((await refusalOf(readAdvance({ ground: world.ground, ...ports }, { db: world.db, actor: stranger, now: world.now }, made.account))).code).toBe(
      'object.notFound',
    );
  }
  await givenBackOnce(made);
});

test('PAY-7: a bank’s return of a payment whose part was given back by hand is told, not posted', async () => {
  const made = await makeDesk();
  await made.payments([`${made.account.number};e-${made.account.number};300,00;10.11.2026`]);
  await giveBack(made, made.actor, { kopecks: 10_000 });
  const { id } = await made.desk.upload(`Лицевой счёт;Операция;Сумма;Дата оплаты\n${made.account.number};back-${made.account.number};-300,00;11.11.2026\n`, {
    name: 'back.csv',
  });
  expect(await made.desk.errors(id)).toMatchObject([{ code: 'operation.returnUnknown' }]);
  expect(await sums(made.account)).toEqual([0n, 20_000n]);
});

/** A house taken over from another system: the account comes with money ahead by a column of its first register. */
async function takenOver(opening: string) {
  const made = await makeDesk();
  const { id } = await made.desk.upload(
    `Лицевой счёт;Период;Услуга;Начислено;Долг на начало;К оплате\n${made.account.number};10.2026;Отопление;100,00;${opening};100,00\n`,
    { name: 'taken-over.csv' },
  );
  await made.desk.load(id);
  return { ...made, loadId: id };
}

test('PAY-7, ACC-1: what an account brought along ahead is given back like a paid advance, after the payments, and never more than it brought', async () => {
  const made = await takenOver('-500,00');
  expect([await sums(made.account), await read(made)]).toEqual([[0n, 40_000n], { advanceKopecks: 40_000, byBankKopecks: 40_000, underWayKopecks: 0 }]);
  await made.payments([`${made.account.number};o-${made.account.number};50,00;11.11.2026`]);
  await pay(world, made.account, 20_000, { happenedOn: '2026-11-11' });
  expect(await read(made)).toEqual({ advanceKopecks: 65_000, byBankKopecks: 55_000, underWayKopecks: 0 });
  expect(await refusalOf(giveBack(made, made.actor, { advanceKopecks: 65_000, kopecks: 55_001 }))).toMatchObject({
    code: 'advances.tooMuch',
    facts: { left: '550,00\u00a0₽' },
  });
  expect(await giveBack(made, made.actor, { advanceKopecks: 65_000, kopecks: 35_000 })).toEqual({ advanceKopecks: 30_000 });
  expect((await history(world.db, made.account, { kinds: ['refund'] })).map(({ kopecks, sourceKind }) => `${sourceKind} ${kopecks}`).toSorted()).toEqual([
    'opening 30000',
    'register 5000',
  ]);
  expect([await sums(made.account), await read(made)]).toEqual([[0n, 30_000n], { advanceKopecks: 30_000, byBankKopecks: 20_000, underWayKopecks: 0 }]);
  await proven();
  // The register was a mistake: its opening is reversed, the money given back stays owed.
  await made.desk.takeBack(made.loadId);
  expect([await sums(made.account), await read(made)]).toEqual([[10_000n, 0n], { advanceKopecks: 0, byBankKopecks: 0, underWayKopecks: 0 }]);
  await proven();
});

test('PAY-7: debts brought along beside money ahead leave only the difference to give back', async () => {
  const made = await makeDesk();
  const { id } = await made.desk.upload(
    `Лицевой счёт;Период;Услуга;Начислено;Долг на начало;К оплате\n${made.account.number};10.2026;Отопление;10,00;-500,00;10,00\n${made.account.number};10.2026;Вывоз мусора;10,00;300,00;10,00\n`,
    { name: 'both.csv' },
  );
  await made.desk.load(id);
  await made.payments([`${made.account.number};p-${made.account.number};20,00;11.11.2026`]);
  expect(await read(made)).toEqual({ advanceKopecks: 20_000, byBankKopecks: 20_000, underWayKopecks: 0 });
  expect(await giveBack(made, made.actor, { advanceKopecks: 20_000, kopecks: 20_000 })).toEqual({ advanceKopecks: 0 });
  expect(await sums(made.account)).toEqual([0n, 0n]);
  await proven();
});

test('PAY-7, X-4, X-8: money brought along is given back once by twenty at once and by a repeated key, and to nobody else’s hand', async () => {
  const made = await takenOver('-400,00');
  for (const stranger of [accountantOf(newId(world.now)), personActor(newId(world.now))])
    expect((await refusalOf(giveBack(made, stranger))).code).toBe('object.notFound');
  await givenBackOnce(made);
});

test('PAY-7: what is going back through the portal already is not given back by the bank as well', async () => {
  const made = await makeDesk();
  await made.payments([`${made.account.number};u-${made.account.number};300,00;10.11.2026`]);
  underWay.set(made.account.accountId, 25_000n);
  expect(await read(made)).toEqual({ advanceKopecks: 5_000, byBankKopecks: 5_000, underWayKopecks: 25_000 });
  expect((await refusalOf(giveBack(made, made.actor))).code).toBe('object.changed');
  expect((await refusalOf(giveBack(made, made.actor, { advanceKopecks: 5_000 }))).code).toBe('advances.tooMuch');
  underWay.set(made.account.accountId, 70_000n);
  expect(await read(made)).toEqual({ advanceKopecks: 0, byBankKopecks: 0, underWayKopecks: 30_000 });
});

test('PAY-7: a return noted by hand and named by the bank’s register afterwards is one return, though a payment of the same sum stands beside it', async () => {
  const made = await makeDesk();
  await made.charges('09.2026', '300,00');
  await made.payments([
    `${made.account.number};m-${made.account.number};300,00;10.10.2026`,
    `${made.account.number};n-${made.account.number};300,00;10.11.2026`,
  ]);
  await giveBack(made, made.actor, { kopecks: 30_000 });
  expect(await sums(made.account)).toEqual([0n, 0n]);
  const head = 'Лицевой счёт;Операция;Сумма;Дата оплаты';
  const named = await made.desk.upload(`${head}\n${made.account.number};r-${made.account.number};-300,00;11.11.2026\n`, { name: 'named.csv' });
  expect([named.summary, await made.desk.errors(named.id)]).toMatchObject([{ rows: 1, newRows: 1 }, []]);
  await made.desk.load(named.id);
  expect([await sums(made.account), (await history(world.db, made.account, { kinds: ['refund'] })).length]).toEqual([[0n, 0n], 1]);
  // Taken back and loaded again it is the same; another return of that sum is another one.
  await made.desk.takeBack(named.id);
  expect(await sums(made.account)).toEqual([0n, 0n]);
  await made.payments([
    `${made.account.number};r-${made.account.number};-300,00;11.11.2026`,
    `${made.account.number};s-${made.account.number};-300,00;12.11.2026`,
  ]);
  expect(await sums(made.account)).toEqual([30_000n, 0n]);
  await proven();
});

test('PAY-7, ACC-3: a closed account takes the money that it owes; more than that waits among the unmatched with the open account of the flat hinted at', async () => {
  const made = await makeDesk();
  const { account, house, actor } = made;
  const fresh = await makeAccount(world, { house, number: `9${account.number}` });
  await made.charges('09.2026', '500,00');
  await close(made, '2026-09-30');
  const rows = [`${account.number};own-${account.number};400,00;10.11.2026`, `${account.number};late-${account.number};300,00;11.11.2026`];
  await made.payments(rows, 'good');
  expect(await sums(account)).toEqual([10_000n, 0n]);
  const [waiting, ...more] = await open(made);
  expect([waiting, more]).toMatchObject([{ kopecks: 30_000, account: account.number, operation: `late-${account.number}` }, []]);
  expect((await show(made, waiting!.id)).hints).toMatchObject([
    { number: fresh.number, closedOn: null, reasons: ['flat', 'number'] },
    { number: account.number, closedOn: '2026-09-30', reasons: ['named'] },
  ]);
  // The same operations in another file: what was posted is known, what waits still waits.
  await made.desk.upload(['Лицевой счёт;Операция;Сумма;Дата оплаты', ...rows.toReversed(), ''].join('\n'), { name: 'again.csv' });
  expect(
    await world.db
      .selectFrom('billing.load_error')
      .innerJoin('billing.register_load', 'billing.register_load.id', 'load_id')
      .select('code')
      .where('file_name', '=', 'again.csv')
      .where('organization_id', '=', account.organizationId)
      .execute(),
  ).toEqual([{ code: 'account.closedPaid' }]);
  await world.run(
    actor,
    (work) => resolveUnmatched(work, { params: { id: waiting!.id }, query: {}, body: { version: 1, accountNumber: fresh.number } }),
    newId(new Date()),
  );
  expect([await sums(account), await sums(fresh)]).toEqual([
    [10_000n, 0n],
    [0n, 30_000n],
  ]);
  await proven();
});

test('PAY-7: money dated before the closing is the account’s own, whatever it owes', async () => {
  const made = await makeDesk();
  await close(made, '2026-11-11');
  await made.payments([`${made.account.number};f-${made.account.number};300,00;11.11.2026`]);
  expect([await sums(made.account), await open(made)]).toEqual([[0n, 30_000n], []]);
});
