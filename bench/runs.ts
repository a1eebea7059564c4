// The portal's own calculation: the core alone, a month of many accounts from the order to posted bills beside COPY of what comes of it,
// and penalties of many debtors.
import { makeOrganization } from '#test/factories/housing';
import type { World } from '#test/world';
import { penaltyRules } from '../server/modules/calculation/calculation-rules.ts';
import { chargeHouse } from '../server/modules/calculation/charge-house.ts';
import type { HouseMonth } from '../server/modules/calculation/house-month.ts';
import { loadHouse } from '../server/modules/calculation/load-house.ts';
import { penaltyCounter } from '../server/modules/calculation/penalty.ts';
import { addMonths } from '../server/platform/time.ts';
import { startProcess } from './child-process.ts';
import { copyBack } from './copied-rows.ts';
import { cpuOfChildren, postmasterOf } from './cpu-of-processes.ts';
import { type Cost, costOfOnce, type Row } from './ratio.ts';
import { FLATS, makeHouses } from './run-houses.ts';
import { asOwner } from './world.ts';

const ACCOUNTS = Number(process.env['BENCH_RUN_ACCOUNTS'] ?? 10_000);
const CORE_LINES = 1_000_000;
const DEBTORS = 100_000;
const DEBT_MONTHS = 12;
const LINES_OF_HOUSE = FLATS * 8;
const COPIED_HOUSES = 40;
/** The first run makes what later months find (books of the accounts) and is not counted, unless it is the only one. */
const IS_FIRST = ACCOUNTS > 200_000;
const WARM = '2026-09';
const MONTH = '2026-10';
const METERED = ['cold_water', 'sewage', 'electricity'] as const;

/** Eight services: two by area, one for the flat, three by the norm or meters, waste by people, the house's water. */
export async function benchRuns(world: World): Promise<Row[]> {
  const managerId = await makeOrganization(world);
  const houseIds = await makeHouses(world, managerId, Math.ceil(ACCOUNTS / FLATS));
  return [
    ...(await runCosts(world, managerId, houseIds)),
    {
      what: 'a line in the core, by the norm, of a million',
      cost: await coreCost(await factsOf(world, managerId, houseIds[0]!)),
      limit: '200,000 lines for a second of CPU',
      limitCost: cpu(5),
    },
    {
      what: 'a line in the core, with meters read every month, of a million',
      cost: await coreCost(withMeters(await factsOf(world, managerId, houseIds[0]!))),
      limit: '200,000 lines for a second of CPU',
      limitCost: cpu(5),
    },
    {
      what: `penalties of a debtor over ${DEBT_MONTHS} months, ${DEBTORS} debtors`,
      cost: await penaltyCost(),
      limit: '10 s of CPU for all',
      limitCost: cpu(100),
    },
  ];
}

type Told = { runIds: string[]; cost: Cost; samples: number[] };

/** A month of all houses, one after another, by a process like a worker. COPY puts back the last houses: what is written last lies in the largest tables. */
async function runCosts(world: World, managerId: string, houseIds: readonly string[]): Promise<Row[]> {
  const runs = await startProcess<{ houseIds: readonly string[]; month: string }, Told>('run-work.ts', {
    appUrl: world.appUrl,
    ownerUrl: world.ownerUrl,
    managerId,
  });
  await asOwner(world, 'analyze');
  if (!IS_FIRST) {
    await runs.ask({ houseIds, month: WARM });
    await asOwner(world, 'vacuum analyze');
  }
  const postmaster = await postmasterOf(world);
  const before = cpuOfChildren(postmaster);
  const { runIds, cost } = await runs.ask({ houseIds, month: MONTH });
  const databaseUs = cpuOfChildren(postmaster) - before;
  const memory = runs.memory();
  runs.end();
  const { rows } = await world.pool.query<{ lines: string }>(`select count(*) as lines from billing.charge where period = '${MONTH}-01'`);
  const lines = Number(rows[0]!.lines);
  if (lines !== houseIds.length * LINES_OF_HOUSE) throw new Error(`posted ${lines} lines`);
  const copied = houseIds.slice(-COPIED_HOUSES);
  const [ids, ofRuns] = [list(copied), list(runIds.slice(-COPIED_HOUSES))];
  const limitCost = await copyBack(world, [
    ...(IS_FIRST ? [{ table: 'ledger.book', where: `house_id in (${ids})` }] : []),
    { table: 'calculation.run_line', where: `house_id in (${ids}) and run_id in (${ofRuns})` },
    { table: 'billing.charge', where: `house_id in (${ids}) and source_id in (${ofRuns})` },
    { table: 'ledger.transfer', where: `house_id in (${ids}) and source_id in (${ofRuns})` },
    { table: 'ledger.balance', where: IS_FIRST ? `house_id in (${ids})` : `house_id in (${ids}) and period = '${MONTH}-01'` },
    { table: 'billing.bill', where: `house_id in (${ids}) and period = '${MONTH}-01'` },
    {
      table: 'billing.bill_number_of',
      where: `house_id in (${ids}) and bill_id in (select id from billing.bill where house_id in (${ids}) and period = '${MONTH}-01')`,
    },
  ]);
  const each = ({ wallUs, cpuUs }: Cost, count: number): Cost => ({ wallUs: wallUs / count, cpuUs: cpuUs / count });
  const limit = each(limitCost, copied.length * LINES_OF_HOUSE);
  const together = cpu((cost.cpuUs + databaseUs) / lines);
  return [
    {
      what: `a line of a run of ${houseIds.length * FLATS} accounts × 8 services: counted, checked, posted onto ledger and bills (${memory})`,
      cost: each(cost, lines),
      limit: `COPY of its draft, ${IS_FIRST ? 'books, ' : ''}charges, transfers, balances, bills, numbers`,
      limitCost: limit,
    },
    { what: "… its CPU alone, ours and the database's", cost: together, limit: 'the same', limitCost: cpu(limit.cpuUs) },
  ];
}

const list = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(',');
/** What is promised in CPU is compared by CPU. */
const cpu = (us: number): Cost => ({ wallUs: us, cpuUs: us });

async function factsOf(world: World, managerId: string, houseId: string): Promise<HouseMonth> {
  const facts = await loadHouse(world.db, { organizationId: managerId, houseId, month: '2026-11' }, { withPenalties: false });
  return { ...facts, past: [] };
}

/** The same flats, each with a meter of each resource and a year of readings. */
function withMeters(facts: HouseMonth): HouseMonth {
  const points = Array.from({ length: 13 }, (_, n) => ({
    period: addMonths('2025-11', n),
    takenOn: `${addMonths('2025-11', n)}-24`,
    value: String(100 + 5 * n),
    use: '5',
    months: 1,
    source: 'reading' as const,
  }));
  const meter = {
    serial: '18-1',
    state: { is: 'working' as const },
    registers: [{ zone: 'whole' as const, start: { value: '95', on: '2025-10-24' }, points }],
  };
  const meters = new Map([...METERED, 'hot_water'].map((service) => [service, [meter]]));
  return { ...facts, premises: new Map([...facts.premises].map(([id, premises]) => [id, { ...premises, meters }])) };
}

/** What is first compiled and then measured is no worker's day: all of a million lines counts, from the first. */
async function coreCost(facts: HouseMonth): Promise<Cost> {
  let lines = 0;
  const { cpuUs } = await costOfOnce(1, async () => {
    // A copy for each month: what is kept for a house must not be found by the next.
    while (lines < CORE_LINES) lines += chargeHouse({ ...facts }).lines.length;
  });
  return cpu(cpuUs / lines);
}

async function penaltyCost(): Promise<Cost> {
  const count = penaltyCounter(
    penaltyRules([
      { from: '2025-12-22', to: '2026-02-15', value: '16' },
      { from: '2026-02-16', to: null, value: '15.5' },
    ]),
  );
  const { cpuUs } = await costOfOnce(DEBTORS, async () => {
    for (let debtor = 0; debtor < DEBTORS; debtor += 1) {
      for (let n = 0; n < DEBT_MONTHS; n += 1) {
        const month = addMonths('2025-10', n);
        count(
          {
            month,
            kind: 'service',
            dueOn: `${addMonths(month, 1)}-15`,
            chargedKopecks: 500_000n + BigInt(debtor),
            payments: [{ on: `${addMonths(month, 4)}-10`, kopecks: 100_000n }],
          },
          { from: null, through: '2026-10-31' },
        );
      }
    }
  });
  return cpu(cpuUs);
}
