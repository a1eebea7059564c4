// The ledger's bulk postings beside COPY of the transfers and balances they make, and the look at a person's balances beside a bare sum.
import { balances, createAccounts, postCharges, postPayments } from '#modules/ledger';
import { makeHouse } from '#test/factories/housing';
import { portal, type World } from '#test/world';
import { newId } from '../server/platform/ids.ts';
import { copyBackUs, type TablePart } from './copied-rows.ts';
import { costOf, costOfOnce, type Cost, inParallel, medianCost, type Row } from './ratio.ts';
import { asOwner } from './world.ts';

const SERVICES = ['gas', 'heating', 'waste', 'cold_water', 'hot_water', 'sewage', 'electricity', 'maintenance', 'capital_repair', 'intercom'];
const ACCOUNTS = 1_000;
const CHARGES = ACCOUNTS * SERVICES.length;
/** The first makes the books of the accounts and is not counted. */
const MONTHS = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06'];
const LOOKS = 2_000;
const LANES = 8;

type Accounts = Awaited<ReturnType<typeof createAccounts>>;

/** Ten services of a thousand accounts, a payment of each, and the balances of a person of six accounts. */
export async function benchLedger(world: World): Promise<Row[]> {
  const house = await makeHouse(world, { flats: ACCOUNTS });
  const accounts = await world.run(portal, (work) =>
    createAccounts(
      work,
      house.premises.map(({ houseId, premisesId, number }) => ({
        houseId,
        premisesId,
        organizationId: house.managerId,
        number: `bench ${number}`,
        kind: 'manager' as const,
        openedOn: '2020-01-01',
      })),
    ),
  );
  await asOwner(world, 'analyze');
  const charged = await measure(
    CHARGES,
    (month) => postMonth(world, accounts, month),
    (month) => [
      { table: 'ledger.transfer', where: `house_id = '${house.houseId}' and period = '${month}-01' and kind = 'charge'` },
      { table: 'ledger.balance', where: `house_id = '${house.houseId}' and period = '${month}-01'` },
    ],
    world,
  );
  const paid = await measure(
    ACCOUNTS,
    (month) => payMonth(world, accounts, month),
    (month) => [{ table: 'ledger.transfer', where: `house_id = '${house.houseId}' and kind = 'payment' and happened_on = '${month}-28'` }],
    world,
  );
  return [
    { what: `a charge onto an account, ${CHARGES} in a command`, ...charged, limit: 'COPY of its transfer and balance' },
    { what: `a payment spread over ${SERVICES.length} debts, ${ACCOUNTS} in a command`, ...paid, limit: 'COPY of its transfers' },
    await benchBalances(world, accounts.slice(0, 6)),
  ];
}

async function measure(
  units: number,
  post: (month: string) => Promise<unknown>,
  made: (month: string) => TablePart[],
  world: World,
): Promise<{ cost: Cost; limitCost: Cost }> {
  const costs: Cost[] = [];
  const limits: Cost[] = [];
  for (const [place, month] of MONTHS.entries()) {
    const cost = await costOfOnce(units, () => post(month));
    if (place === 0) continue;
    costs.push(cost);
    limits.push({ wallUs: (await copyBackUs(world, made(month))) / units, cpuUs: 0 });
  }
  return { cost: medianCost(costs), limitCost: medianCost(limits) };
}

const postMonth = (world: World, accounts: Accounts, period: string) =>
  world.run(portal, (work) =>
    postCharges(
      work,
      accounts.flatMap((account) =>
        SERVICES.map((serviceCode) => ({
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

const payMonth = (world: World, accounts: Accounts, period: string) =>
  world.run(portal, async (work) => {
    const kopecks = 10_000n * BigInt(SERVICES.length);
    const { posted } = await postPayments(
      work,
      accounts.map((account) => ({
        paymentId: newId(new Date()),
        parts: [{ ...account, kopecks }],
        happenedOn: `${period}-28`,
        book: 'bank' as const,
        sourceKind: 'register',
      })),
    );
    if (posted.size !== accounts.length) throw new Error(`posted ${posted.size}`);
    return posted.size;
  });

async function benchBalances(world: World, own: Accounts): Promise<Row> {
  const keys = [own.map((one) => one.houseId), own.map((one) => one.accountId)];
  const bare = {
    name: 'bench_balances',
    text: 'select account_id, sum(kopecks)::bigint from ledger.balance where (house_id, account_id) in (select * from unnest($1::uuid[], $2::uuid[])) and kopecks <> 0 group by account_id',
    values: keys,
  };
  const cost = await costOf(LOOKS, (units) => inParallel(units, LANES, () => balances(world.db, own)));
  const limitCost = await costOf(LOOKS, (units) => inParallel(units, LANES, () => world.pool.query(bare)));
  return {
    what: `balances of a person's ${own.length} accounts: debts, penalties, advance, money on its way`,
    cost,
    limit: 'one sum over the same rows, bare pg',
    limitCost,
  };
}
