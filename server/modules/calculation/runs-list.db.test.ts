// The accountant's list of runs: pages, filters, file.
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { readList, wholeList } from '#platform/lists';
import { makeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { accountantOf } from '#test/factories/registers';
import { countStatements } from '#test/statements';
import { useWorld } from '#test/world';
import { readRunPlaces, runList, runScope, tellRuns } from './runs-list.ts';

const world = useWorld('2026-11-12T09:00:00Z');
type Query = Parameters<typeof readList<(typeof runList)['columns'], Parameters<typeof runList.where>[0]>>[3] & { q?: string };

/** A company with a house and its posted months, the sum of each its number. */
async function makeCompany(months: readonly string[]) {
  const house = await makeHouse(world, { flats: 1 });
  await makeAccount(world, { house });
  await addRuns(house.houseId, house.managerId, months);
  return { house, actor: accountantOf(house.managerId) };
}
const addRuns = (houseId: string, organizationId: string, months: readonly string[]) =>
  world.db
    .insertInto('calculation.run')
    .values(
      months.map((month, n) => ({
        house_id: houseId,
        id: newId(new Date()),
        organization_id: organizationId,
        period: `${month}-01`,
        status: n % 3 === 2 ? 'draft' : 'posted',
        with_penalties: false,
        total_kopecks: BigInt(n + 1),
        progress_id: newId(new Date()),
        opened_at: world.now.toISOString(),
      })),
    )
    .execute();

const scopeOf = (actor: Actor, query: Query) => runScope({ db: world.db, actor, now: world.now, input: { query } });
async function read(actor: Actor, query: Query) {
  const { q: _q, ...asked } = query;
  const scope = await scopeOf(actor, query);
  const page = await readList(world.db, runList, scope, asked);
  return { ...page, rows: await tellRuns(world.db, scope, page.rows) };
}

test('CALC-2, X-1: runs are turned page by page, the newest month first, each with its house and the month before, with the sum of all', async () => {
  const months = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08'];
  const { actor, house } = await makeCompany(months);
  await makeCompany(months);
  const first = await read(actor, { limit: 2 });
  const second = await read(actor, { limit: 2, after: first.next! });
  const third = await read(actor, { limit: 2, after: second.next! });
  expect([first, second, third].flatMap(({ rows }) => rows.map(({ period }) => period))).toEqual(months.toReversed());
  expect([first.count, first.totals, third.next]).toEqual([5, { totalKopecks: 15 }, null]);
  expect(first.rows[0]).toMatchObject({
    totalKopecks: 5,
    beforeKopecks: 4,
    houseId: house.houseId,
    address: expect.stringContaining('Липовая'),
    organization: expect.any(String),
  });
  expect(second.rows[0]).toMatchObject({ period: '2026-06', status: 'draft' });
  expect(third.rows[0]!.beforeKopecks).toBe(0);
  expect((await read(actor, { limit: 2, before: third.previous! })).rows).toEqual(second.rows);
  expect((await read(actor, { sort: 'period', limit: 1 })).rows[0]!.period).toBe('2026-04');
});

test('CALC-2, X-1: they are sought by month, state and house, and the file holds what was found', async () => {
  const { actor, house } = await makeCompany(['2026-08', '2026-09', '2026-10']);
  const other = await makeHouse(world, { flats: 1, managerId: house.managerId });
  await makeAccount(world, { house: other });
  await addRuns(other.houseId, house.managerId, ['2026-10']);
  const { number } = await world.db.selectFrom('housing.house').select('number').where('house_id', '=', other.houseId).executeTakeFirstOrThrow();
  expect((await read(actor, { period: '2026-10' })).count).toBe(2);
  expect((await read(actor, { status: ['draft'] })).rows).toMatchObject([{ period: '2026-10', houseId: house.houseId }]);
  expect((await read(actor, { q: `липовая ${number}` })).rows).toMatchObject([{ houseId: other.houseId }]);
  expect((await read(actor, { q: 'такой улицы нет' })).count).toBe(0);
  const scope = await scopeOf(actor, { q: `липовая ${number}` });
  expect((await wholeList(runList, scope, {}).execute(world.db)).rows).toHaveLength(1);
  expect(await readRunPlaces({ db: world.db, actor, now: world.now }, { q: `липовая ${number}` })).toMatchObject({
    places: [{ houseId: other.houseId }],
    more: false,
    nextPeriod: '2026-10',
  });
});

test('CALC-2, X-8: nobody sees the runs of another company; a page costs three statements', async () => {
  const { actor } = await makeCompany(['2026-08', '2026-09']);
  expect((await read(accountantOf(newId(world.now)), {})).count).toBe(0);
  expect(await countStatements(() => read(actor, {}))).toBe(3);
});
