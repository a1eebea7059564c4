import pg from 'pg';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { charge } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { countStatements } from '#test/statements';
import { portal, useWorld } from '#test/world';
import { balances, checkLedger, createAccounts, linkAccounts, postCharges, postPayments } from './index.ts';

const world = useWorld();

test('SCALE-2: ten thousand charges and a thousand payments take one statement more than one of them does', async () => {
  const house = await makeHouse(world, { flats: 1000 });
  const onOwner = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: world.ownerUrl });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  const accounts = await world.run(portal, (work) =>
    createAccounts(
      work,
      house.premises.map(({ houseId, premisesId, number }) => ({
        houseId,
        premisesId,
        organizationId: house.managerId,
        number: `b${number}`,
        kind: 'manager' as const,
        openedOn: '2020-01-01',
      })),
    ),
  );
  const services = ['gas', 'heating', 'waste', 'cold_water', 'hot_water', 'sewage', 'electricity', 'maintenance', 'capital_repair', 'intercom'];
  const post = (period: string, some: typeof accounts) =>
    world.run(portal, (work) =>
      postCharges(
        work,
        some.flatMap((account) =>
          services.map((serviceCode) => ({
            ...account,
            serviceCode,
            period,
            kopecks: 10_000n,
            sourceKind: 'run',
            sourceId: work.id,
            happenedOn: `${period}-28`,
          })),
        ),
      ),
    );
  const payAll = (some: typeof accounts, kopecks: bigint) =>
    world.run(
      portal,
      async (work) =>
        (
          await postPayments(
            work,
            some.map((account) => ({
              paymentId: newId(world.now),
              parts: [{ ...account, kopecks }],
              happenedOn: '2026-11-12',
              book: 'bank' as const,
              sourceKind: 'register',
            })),
          )
        ).posted.size,
    );
  // As in a young portal: every connection has planned its statements, and the checks of foreign keys, while the tables were tiny.
  await onOwner('analyze');
  const [small] = accounts;
  for (let round = 0; round < 6; round++) await Promise.all(Array.from({ length: 24 }, () => charge(world, small!, { '2026-07': { gas: 1 } })));
  await onOwner('analyze');
  const one = await countStatements(() => post('2026-08', accounts.slice(0, 1)));
  const started = performance.now();
  expect(await countStatements(() => post('2026-09', accounts))).toBe(one + 1);
  const charged = performance.now();
  const paidOne = await countStatements(() => payAll(accounts.slice(0, 1), 50n));
  const before = performance.now();
  expect(await countStatements(() => payAll(accounts, 150_000n))).toBe(paidOne + 1);
  const paid = performance.now();
  await post('2026-10', accounts); // the advance of each pays a half
  const advanced = performance.now();
  const person = newId(world.now);
  await world.run(portal, (work) =>
    linkAccounts(
      work,
      accounts.slice(0, 5).map((account, n) => ({ ...account, personId: person, premisesId: house.premises[n]!.premisesId, proof: 'ownership' as const })),
    ),
  );
  expect(await countStatements(() => balances(world.db, accounts.slice(0, 5)))).toBe(1);
  const checked = performance.now();
  expect((await checkLedger(world.db)).faults).toEqual([]);
  console.log(
    `statements of a charge ${one}, of a payment ${paidOne}; charges ${Math.round(10_000 / ((charged - started) / 1000))} rows/s, with advances ${Math.round(10_000 / ((advanced - paid) / 1000))}; payments ${Math.round(1000 / ((paid - before) / 1000))}/s; check of 31,000 transfers ${Math.round(performance.now() - checked)} ms`,
  );
});
