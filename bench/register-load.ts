// A register of a supplier from its file to posted charges and back, beside the COPY of the rows that come of it.
import { makeOrganization } from '#test/factories/housing';
import type { World } from '#test/world';
import { copyBackUs } from './copied-rows.ts';
import { type Cost, medianCost, type Row, sumOfCosts } from './ratio.ts';
import { makeAccounts, startRegisterProcess } from './register-process.ts';
import { SERVICES } from './register-lines.ts';
import { asOwner } from './world.ts';

const ROWS = Number(process.env['BENCH_REGISTER_ROWS'] ?? 100_000);
/** The first makes what later months find (books of the accounts) and is not counted, unless it is the only one. */
const MONTHS = ROWS > 200_000 ? ['2026-07'] : ['2026-07', '2026-08', '2026-09', '2026-10'];

/** One month after another, as a supplier loads them; the last is taken back. Each row of the answer is for one row of the register. */
export async function benchRegisterLoad(world: World): Promise<Row[]> {
  const managerId = await makeOrganization(world);
  await makeAccounts(world, managerId, Math.ceil(ROWS / SERVICES.length));
  await asOwner(world, 'vacuum analyze');
  const registers = await startRegisterProcess(world, managerId);
  const costs = { receive: [] as Cost[], check: [] as Cost[], load: [] as Cost[] };
  const copies: Cost[] = [];
  let takeBack: Cost | undefined;
  for (const [place, month] of MONTHS.entries()) {
    const facts = { kind: 'charges', month, rows: ROWS } as const;
    const received = await registers.step('receive', '', facts);
    const { loadId } = received;
    const check = await registers.step('check', loadId, facts);
    const load = await registers.step('load', loadId, facts);
    if (place === 0 && MONTHS.length > 1) continue;
    await asOwner(world, 'vacuum analyze');
    const copyUs = await copyBackUs(world, tablesOf({ loadId, month, organizationId: managerId, isFirst: place === 0 }));
    if (place === MONTHS.length - 1) takeBack = (await registers.step('takeBack', loadId, facts)).cost;
    costs.receive.push(received.cost);
    costs.check.push(check.cost);
    costs.load.push(load.cost);
    copies.push({ wallUs: copyUs / ROWS, cpuUs: 0 });
  }
  const memory = registers.memory();
  registers.end();
  const limitCost = medianCost(copies);
  const [received, checked, loaded] = [costs.receive, costs.check, costs.load].map(medianCost) as [Cost, Cost, Cost];
  const limit = `COPY of its ${MONTHS.length === 1 ? 'books, advances, ' : ''}charges, transfers, balances, bills, numbers`;
  return [
    {
      what: `register of ${ROWS} rows, a row of it: file to posted charges and bills (memory with the taking back: ${memory})`,
      cost: sumOfCosts([received, checked, loaded]),
      limit,
      limitCost,
    },
    { what: '… of it: received, hashed and sealed', cost: received, limit, limitCost },
    { what: '… of it: read, staged and checked', cost: checked, limit, limitCost },
    { what: '… of it: posted onto ledger and bills', cost: loaded, limit, limitCost },
    { what: '… taken back', cost: takeBack!, limit, limitCost },
  ];
}

/** Parents first, what is found by others after them. The first register makes the books and the advances (the locks) of its accounts besides. */
const tablesOf = (facts: { loadId: string; month: string; organizationId: string; isFirst: boolean }) => {
  const ofBills = `period = '${facts.month}-01' and organization_id = '${facts.organizationId}'`;
  const ofAccounts = `account_id in (select id from ledger.account where organization_id = '${facts.organizationId}')`;
  return [
    ...(facts.isFirst ? [{ table: 'ledger.book', where: `organization_id = '${facts.organizationId}'` }] : []),
    { table: 'billing.charge', where: `source_id = '${facts.loadId}'` },
    { table: 'ledger.transfer', where: `source_id = '${facts.loadId}'` },
    { table: 'ledger.balance', where: facts.isFirst ? ofAccounts : `period = '${facts.month}-01' and ${ofAccounts}` },
    { table: 'billing.bill', where: ofBills },
    { table: 'billing.bill_number_of', where: `bill_id in (select id from billing.bill where ${ofBills})` },
  ];
};
