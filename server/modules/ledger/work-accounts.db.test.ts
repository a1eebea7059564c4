// The accountant's list of accounts: pages, order, file.
import { expect, test } from 'vitest';
import { wholeList } from '#platform/lists';
import { charge, makeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf } from '#test/factories/registers';
import { countStatements } from '#test/statements';
import { useWorld } from '#test/world';
import { housesOfIssuer } from './accounts.queries.ts';
import { readWorkAccounts, tellAccounts, workAccountList, workAccountScope } from './work-accounts.ts';

const world = useWorld('2026-11-12T09:00:00Z');

async function makeCompany(flats: number) {
  const house = await makeHouse(world, { flats });
  const accounts = [];
  for (const [n, { premisesId }] of house.premises.entries()) accounts.push(await makeAccount(world, { house, premisesId, number: `3300${house.houseId.slice(-4)}${n}` }));
  return { house, accounts, actor: accountantOf(house.managerId) };
}
type Query = { q?: string; limit?: number; after?: string; before?: string; sort?: 'number' | '-number' };
const read = (actor: ReturnType<typeof accountantOf>, query: Query) => readWorkAccounts(world.ground, { db: world.db, actor, now: world.now }, { params: {}, query, body: {} });

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
