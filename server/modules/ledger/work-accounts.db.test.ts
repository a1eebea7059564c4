// The accountant's list of accounts: pages, order, file.
import { expect, test } from 'vitest';
import { readList, wholeList } from '#platform/lists';
import { charge, makeAccount, pay } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf } from '#test/factories/registers';
import { countStatements } from '#test/statements';
import { portal, useWorld } from '#test/world';
import { foldAccountSums } from './account-sums.ts';
import { housesOfIssuer } from './accounts.queries.ts';
import { checkLedger } from './check-ledger.ts';
import { refundPayment } from './refund-payments.ts';
import { readWorkAccounts, tellAccounts, workAccountList, workAccountScope } from './work-accounts.ts';

const world = useWorld('2026-11-12T09:00:00Z');

async function makeCompany(flats: number) {
  const house = await makeHouse(world, { flats });
  const accounts = [];
  for (const [n, { premisesId }] of house.premises.entries())
    accounts.push(await makeAccount(world, { house, premisesId, number: `3300${house.houseId.slice(-4)}${n}` }));
  return { house, accounts, actor: accountantOf(house.managerId) };
}
type Query = { q?: string; kind?: ('manager' | 'repair')[]; limit?: number; after?: string; before?: string; sort?: 'number' | '-number' };
const read = (actor: ReturnType<typeof accountantOf>, query: Query) =>
  readWorkAccounts(world.ground, { db: world.db, actor, now: world.now }, { params: {}, query, body: {} });

test('ACC-1, X-1: an accountant turns the pages of all accounts there and back, from either end, each with its debt', async () => {
  const { accounts, actor } = await makeCompany(5);
  await charge(world, accounts[3]!, { '2026-10': { heating: 70_000 } });
  const numbers = accounts.map(({ number }) => number);
  const first = await read(actor, { limit: 2 });
  const second = await read(actor, { limit: 2, after: first.next! });
  const third = await read(actor, { limit: 2, after: second.next! });
  expect([first, second, third].flatMap(({ rows }) => rows.map(({ number }) => number))).toEqual(numbers);
  expect([first.count, first.previous, third.next]).toEqual([5, null, null]);
  expect(second.rows).toMatchObject([{ dueKopecks: 0 }, { dueKopecks: 70_000 }]);
  expect((await read(actor, { limit: 2, before: third.previous! })).rows).toEqual(second.rows);
  expect((await read(actor, { limit: 2, sort: '-number' })).rows.map(({ number }) => number)).toEqual(numbers.toReversed().slice(0, 2));
  expect((await read(actor, { q: numbers[4]! })).rows.map(({ number }) => number)).toEqual([numbers[4]]);
});

test('ACC-1, X-1: the file of what was found holds the same rows as the pages', async () => {
  const { accounts, actor } = await makeCompany(3);
  await makeCompany(2);
  const scope = await workAccountScope({ db: world.db, actor, now: world.now, input: { query: { q: accounts[0]!.number.slice(0, 8) } } });
  const { rows } = await wholeList(workAccountList, scope, {}).execute(world.db);
  expect(rows.map((row) => row['number'])).toEqual(accounts.map(({ number }) => number));
  const page = await read(actor, {});
  expect(await tellAccounts(world.db, scope, page.rows)).toEqual(page.rows);
  expect(page.rows.every(({ address }) => address !== '')).toBe(true);
});

test('ACC-1, SCALE-2: of a crowd a page looks through so many homes and says that it shows a part; the file has all of them', async () => {
  const { accounts, actor } = await makeCompany(5);
  const asked = { db: world.db, actor, now: world.now, input: { query: { q: 'Липовая' } } };
  const page = async (most: number) => {
    const scope = await workAccountScope(asked, most);
    const { rows, count } = await readList(world.db, workAccountList, scope, { limit: 2 });
    return [scope.isPart, rows.length, count];
  };
  expect([await page(4), await page(5), await page(6)]).toEqual([
    [true, 2, 4],
    [false, 2, 5],
    [false, 2, 5],
  ]);
  const { rows } = await wholeList(workAccountList, await workAccountScope(asked), {}).execute(world.db);
  expect(rows.map((row) => row['number'])).toEqual(accounts.map(({ number }) => number));
  expect(await read(actor, { q: 'Липовая' })).toMatchObject({ isPart: false, count: 5 });
});

test('ACC-1, X-1: the foot of the list is the sum over all that is sought, exact after any posting and whatever was put together meanwhile', async () => {
  const { accounts, actor, house } = await makeCompany(5);
  const supplier = await makeAccount(world, {
    house,
    premisesId: house.premises[0]!.premisesId,
    organizationId: house.managerId,
    kind: 'repair',
    number: `repair-${house.houseId.slice(-6)}`,
  });
  await makeCompany(2);
  const totals = async (query: Query = {}) => (await read(actor, { limit: 2, ...query })).totals;
  expect(await totals()).toEqual({ dueKopecks: 0, advanceKopecks: 0 });
  await charge(world, accounts[0]!, { '2026-09': { heating: 50_000 }, '2026-10': { heating: 30_000, gas: 700 } });
  await charge(world, accounts[1]!, { '2026-10': { heating: 20_000 } });
  await charge(world, supplier, { '2026-10': { capital_repair: 900 } });
  const paid = await pay(world, accounts[1]!, 25_000);
  await pay(world, accounts[0]!, 10_000);
  expect(await totals()).toEqual({ dueKopecks: 71_600, advanceKopecks: 5_000 });
  expect([await totals({ kind: ['repair'] }), await totals({ kind: ['manager'] })]).toEqual([
    { dueKopecks: 900, advanceKopecks: 0 },
    { dueKopecks: 70_700, advanceKopecks: 5_000 },
  ]);
  expect([await totals({ q: accounts[0]!.number }), await totals({ q: accounts[1]!.number }), await totals({ q: 'никого' })]).toEqual([
    { dueKopecks: 70_700, advanceKopecks: 0 },
    { dueKopecks: 0, advanceKopecks: 5_000 },
    { dueKopecks: 0, advanceKopecks: 0 },
  ]);
  for (let n = 0; n < 25; n++)
    await Promise.all([
      charge(world, accounts[2]!, { '2026-10': { gas: 3 } }),
      charge(world, accounts[3]!, { '2026-10': { gas: 5 } }),
      n % 5 === 0 && foldAccountSums(world.db),
    ]);
  await world.run(portal, (work) =>
    refundPayment(work, { paymentId: paid, parts: [{ ...accounts[1]!, kopecks: 7_000n }], happenedOn: '2026-11-12', book: 'acquirer' }).then(() => null),
  );
  expect(await totals()).toEqual({ dueKopecks: 73_800, advanceKopecks: 0 });
  const rows = () => world.db.selectFrom('ledger.account_sum').select('id').where('house_id', '=', house.houseId).execute();
  for (let n = 0; n < 21; n++) await charge(world, accounts[4]!, { '2026-10': { gas: 1 } });
  expect(await Promise.all([foldAccountSums(world.db), foldAccountSums(world.db)])).toContain(1);
  expect([(await rows()).length, await totals(), (await checkLedger(world.db)).faults]).toEqual([2, { dueKopecks: 73_821, advanceKopecks: 0 }, []]);
});

test('SCALE-2: the houses of companies are found by one statement, each once, and nobody else’s', async () => {
  const [one, two, other] = [await makeCompany(2), await makeCompany(1), await makeCompany(1)];
  const more = await makeHouse(world, { flats: 1 });
  await makeAccount(world, { house: more, organizationId: one.house.managerId });
  const ask = () => housesOfIssuer(world.db, [one.house.managerId, two.house.managerId]);
  expect((await ask()).toSorted()).toEqual([one.house.houseId, two.house.houseId, more.houseId].toSorted());
  expect(await housesOfIssuer(world.db, [])).toEqual([]);
  expect(await ask()).not.toContain(other.house.houseId);
  expect(await countStatements(ask)).toBe(1);
});
