// The town in a real database.
import { beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { allOrganizations } from '#modules/housing';
import { identify } from '#modules/identity';
import { accountsOfPremises, balances, checkLedger } from '#modules/ledger';
import { compare, total } from '#platform/decimal';
import { openPool } from '#platform/database';
import { deriveId } from '#platform/ids';
import { TEST_KEYS, useWorld } from '#test/world';
import { drawBills } from '../server/modules/billing/draw-bills.ts';
import { fillDemoTown } from './fill-town.ts';
import { DEMO_MACHINE_KEY, HOME_OF_GALINA, HOME_OF_OVERPAYER } from './people.ts';
import { DEMO_SEED, makeTown, type Town } from './town.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const world = useWorld(NOW.toISOString());
const settings = () => ({ databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl, encryptionKeys: TEST_KEYS });
let town: Town;

beforeAll(async () => {
  town = makeTown('2026-11-22');
  const started = performance.now();
  const filled = await fillDemoTown(settings(), NOW);
  console.log(`the demo town was filled in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  expect(filled).toBe(true);
}, 120_000);

/** As the owner of the tables: the application may not delete. */
async function asOwner(statements: string): Promise<void> {
  const owner = openPool(world.ownerUrl, 1);
  await owner.query(statements);
  await owner.end();
}
const counts = () => Promise.all(['ledger.transfer', 'ledger.balance', 'payments.payment', 'payments.receipt', 'housing.premises'].map(count));
const count = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(world.db)).rows[0]!.n;

test('HOME-5: all of the town is there', async () => {
  expect(await count('housing.house')).toBe(3);
  expect(await count('housing.premises')).toBe(town.premises.length);
  expect(await count('housing.ownership'), 'a flat of the council was sold').toBe(town.ownerships.length + 1);
  expect(await count('ledger.account')).toBe(town.accounts.length);
  expect(await count('directory.tariff')).toBe(town.tariffs.length);
  expect(await count('meters.meter')).toBe(town.meters.length + 5);
  expect(await count('meters.reading')).toBe(town.readings.length + 5 * town.months.length);
  expect(await count('identity.person')).toBe(town.people.length);
});

test('ACC-1: the ledger of the town is proven, and each account owes what was charged less what was paid', async () => {
  expect(await checkLedger(world.db)).toMatchObject({ houses: 3, faults: [] });
  for (const [house, number] of [HOME_OF_GALINA, HOME_OF_OVERPAYER, ['c', '64'] as const]) {
    const premises = town.premises.find((one) => one.houseKey === house && one.number === number)!;
    const expected = new Map<string, bigint>();
    const add = (accountId: string, kopecks: bigint): void => void expected.set(accountId, (expected.get(accountId) ?? 0n) + kopecks);
    for (const { premisesId, accountId, kopecks } of town.charges) if (premisesId === premises.premisesId) add(accountId, kopecks);
    for (const { premisesId, parts } of town.payments) if (premisesId === premises.premisesId) for (const part of parts) add(part.accountId, -part.kopecks);
    const sums = await balances(world.db, await accountsOfPremises(world.db, [premises]));
    expect(new Map(sums.map(({ accountId, dueKopecks, advanceKopecks }) => [accountId, dueKopecks - advanceKopecks]))).toEqual(expected);
  }
});

test('PAY-1: payments made on the portal stand in their payers\u2019 history with receipts', async () => {
  const payments = await count('payments.payment');
  expect(payments).toBeGreaterThan(60);
  expect(await count('payments.receipt')).toBe(payments);
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from payments.payment p where total_kopecks <> (select sum(kopecks) from payments.payment_part q where q.payment_id = p.id)`.execute(
    world.db,
  );
  expect(rows[0]!.n).toBe(0);
});

test('X-2: the journal tells of the fill by the house, not by the row', async () => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform.journal_line`.execute(world.db);
  expect(rows[0]!.n).toBeLessThan(500);
});

test('BILL-1: every charge has its line, and the newest bills come to what the accounts owed when they were issued', async () => {
  expect(await count('billing.charge')).toBe(town.charges.length);
  const differences = await sql<{
    n: number;
  }>`select count(*)::int as n from billing.charge c full join (select * from ledger.balance where period > '0001-01-01') b using (house_id, account_id, period, service_code)
    where coalesce(c.total_kopecks, 0) <> coalesce(b.charged_kopecks, 0)`.execute(world.db);
  expect(differences.rows[0]!.n).toBe(0);
  const bills = await sql<{ n: number; wrong: number }>`
    select count(*)::int as n, count(*) filter (where total_kopecks <> (select sum(case when t.kind in ('charge', 'penalty') then t.kopecks when t.kind = 'payment' then -t.kopecks else 0 end) from ledger.transfer t
      where t.house_id = b.house_id and t.account_id = b.account_id and (t.happened_on < b.issued_on or (t.happened_on = b.issued_on and t.kind in ('charge', 'penalty')))))::int as wrong
    from billing.bill b`.execute(world.db);
  expect(bills.rows[0]!.n).toBeGreaterThan(4000);
  expect(bills.rows[0]!.wrong).toBe(0);
});

test('BILL-1: past bills tell norms, the volumes of the house and until when meters are verified', async () => {
  const galina = town.premises.find((one) => [one.houseKey, one.number].join() === HOME_OF_GALINA.join())!;
  const water = town.accounts.find(({ premisesId, services }) => premisesId === galina.premisesId && services.includes('cold_water'))!;
  const rows = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', water.accountId).execute();
  const bills = [...(await drawBills(world.db, water.houseId, rows)).values()];
  expect(bills).toHaveLength(town.months.length);
  for (const { reference, meters } of bills) {
    expect(reference.norms).toContainEqual({ service: 'Холодная вода', unit: 'м³/чел.', flat: '4.85', common: '0.0208' });
    const [house] = reference.house;
    expect(compare(total([house!.premises!, house!.common!]), house!.meter!)).toBe(0);
    expect(meters.every(({ verifiedUntil }) => verifiedUntil !== null)).toBe(true);
  }
});

test('AUTH-12: the program of the billing centre is let in by the key of the README', async () => {
  const actor = await identify(world.db, { sessionToken: undefined, machineKey: DEMO_MACHINE_KEY, origin: { ip: '127.0.0.1', agent: 'test' } }, NOW);
  expect(actor).toMatchObject({ kind: 'machine', organizationId: town.organizations.billingCentre.id });
});

test('a part that is missing after an interruption is filled in, of the same day and none twice', async () => {
  const count0 = await counts();
  await asOwner(`delete from payments.autopayment; delete from payments.receipt_number; delete from payments.receipt; delete from payments.payment_event; delete from payments.payment_part; delete from payments.payment_owner; delete from payments.payment; delete from payments.saved_method;
    delete from platform.command where id = '${deriveId(DEMO_SEED, 'fill payments')}'`);
  expect(await fillDemoTown(settings(), new Date('2026-11-23T09:00:00Z'))).toBe(true);
  expect(await counts()).toEqual(count0);
});

test('a database with the town in it is left as it is', async () => {
  const before = await count('ledger.transfer');
  expect(await fillDemoTown(settings(), new Date('2026-12-05T09:00:00Z'))).toBe(false);
  expect(await count('ledger.transfer')).toBe(before);
  expect(await allOrganizations(world.db)).toHaveLength(9);
});
