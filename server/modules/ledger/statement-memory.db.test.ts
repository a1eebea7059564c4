// A statement of any length takes the memory of some hundreds of operations.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { charge, makeAccount, makeLink, type MadeAccount } from '#test/factories/accounts';
import { makeOwner } from '#test/factories/housing';
import { FLAT_BYTES, growth } from '#test/held-memory';
import { openPortal, type Portal } from '#test/matrix/portal';
import { personActor, type World, useWorld } from '#test/world';
import { statementOf } from './statement-file.ts';

const world = useWorld();
const OPERATIONS = 60_000;
const SPAN = { from: '2020-01-01', to: '2026-12-31' };
let caller = personActor('00000000-0000-4000-8000-000000000000');
let account: MadeAccount;
let open: Portal;

beforeAll(async () => {
  account = await makeAccount(world);
  await makeOwner(world, account);
  await charge(world, account, { '2026-10': { heating: 100 } });
  await manyTimes(world, account);
  caller = personActor(await makeLink(world, account));
  open = await openPortal(world, () => caller);
  await open.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => open.close());

/** The one charge again and again, on the days of five years. */
const manyTimes = ({ pool }: World, { houseId, accountId }: MadeAccount) =>
  pool.query(
    `
  insert into ledger.transfer (house_id, id, debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, source_id, posted_at, happened_on)
  select house_id, gen_random_uuid(), debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, gen_random_uuid(), posted_at, date '2021-01-01' + n % 1800
  from ledger.transfer, generate_series(2, ${OPERATIONS}) n where house_id = $1 and account_id = $2`,
    [houseId, accountId],
  );

test('ACC-4: a statement of sixty thousand operations is written in the memory of some hundreds', async () => {
  const { port } = open.app.server.address() as { port: number };
  let [text, places] = ['', 0];
  const grown = await growth(async (look) => {
    const { body } = await fetch(
      `http://127.0.0.1:${port}/api/v1/accounts/${account.houseId}/${account.accountId}/statement?from=${SPAN.from}&to=${SPAN.to}&format=csv`,
      { headers: { cookie: 'sid=x' } },
    );
    for await (const piece of body!) {
      text = `${text}${Buffer.from(piece).toString()}`.slice(-200);
      places += 1;
      if (places % 6 === 0) await look();
    }
  });
  expect(text).toMatch(/60000,00\r\n$/);
  expect(places).toBeGreaterThan(100);
  expect(grown).toBeLessThan(FLAT_BYTES);
}, 60_000);

test('planted: a statement that keeps its operations is seen', async () => {
  const kept: object[] = [];
  const grown = await growth(async (look) => {
    for await (const lines of statementOf(world.db, account, SPAN)) {
      kept.push(...lines);
      if (kept.length % 2_000 < 500) await look();
    }
  });
  expect(kept).toHaveLength(OPERATIONS + 1);
  expect(grown).toBeGreaterThan(FLAT_BYTES);
}, 60_000);
