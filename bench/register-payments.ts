// A register of a bank from its file to posted payments and back, beside the COPY of the rows that come of it.
import { postCharges } from '#modules/ledger';
import { makeOrganization } from '#test/factories/housing';
import { portal, type World } from '#test/world';
import { newId } from '../server/platform/ids.ts';
import { copyBack } from './copied-rows.ts';
import { cpuOfChildren, postmasterOf } from './cpu-of-processes.ts';
import { type Cost, type Row, sumOfCosts } from './ratio.ts';
import { makeAccounts, startRegisterProcess } from './register-process.ts';
import { asOwner } from './world.ts';

const ROWS = Number(process.env['BENCH_PAYMENT_ROWS'] ?? 100_000);
const DEBTS = [
  ['heating', '2026-08'],
  ['heating', '2026-09'],
  ['cold_water', '2026-09'],
] as const;

/** A payment for each of so many accounts, of three debts each. */
export async function benchRegisterPayments(world: World): Promise<Row[]> {
  const managerId = await makeOrganization(world);
  const accounts = await makeAccounts(world, managerId, ROWS);
  for (let from = 0; from < accounts.length; from += 5_000) {
    const rows = accounts.slice(from, from + 5_000).flatMap((account) =>
      DEBTS.map(([serviceCode, period]) => ({
        ...account,
        serviceCode,
        period,
        kopecks: 1_000n,
        sourceKind: 'load',
        sourceId: newId(new Date()),
        happenedOn: '2026-10-01',
      })),
    );
    await world.run(portal, (work) => postCharges(work, rows));
  }
  await asOwner(world, 'vacuum analyze');
  const registers = await startRegisterProcess(world, managerId);
  const facts = { kind: 'payments', month: '2026-10', rows: ROWS } as const;
  const postmaster = await postmasterOf(world);
  const before = cpuOfChildren(postmaster);
  const received = await registers.step('receive', '', facts);
  const { loadId } = received;
  const checked = await registers.step('check', loadId, facts);
  const loaded = await registers.step('load', loadId, facts);
  const databaseUs = (cpuOfChildren(postmaster) - before) / ROWS;
  await asOwner(world, 'vacuum analyze');
  const ofLoad = `in (select payment_id from billing.register_payment where load_id = '${loadId}')`;
  const copied = await copyBack(world, [
    { table: 'billing.register_payment', where: `load_id = '${loadId}'` },
    { table: 'ledger.transfer', where: `source_kind = 'register' and source_id ${ofLoad}` },
    { table: 'ledger.balance', where: `account_id in (select account_id from billing.register_payment where load_id = '${loadId}')` },
  ]);
  const takenBack = await registers.step('takeBack', loadId, facts);
  const memory = registers.memory();
  registers.end();
  const limit = 'COPY of its payments, transfers, balances';
  const limitCost: Cost = { wallUs: copied.wallUs / ROWS, cpuUs: copied.cpuUs / ROWS };
  const posted = sumOfCosts([received.cost, checked.cost, loaded.cost]);
  const together = posted.cpuUs + databaseUs;
  return [
    {
      what: `bank register of ${ROWS} payments of 3 debts, a payment: file to posted (memory with the taking back: ${memory})`,
      cost: posted,
      limit,
      limitCost,
    },
    {
      what: "… its CPU alone, ours and the database's",
      cost: { wallUs: together, cpuUs: together },
      limit: 'the same',
      limitCost: { wallUs: limitCost.cpuUs, cpuUs: limitCost.cpuUs },
    },
    { what: '… of it: read, matched and checked', cost: checked.cost, limit, limitCost },
    { what: '… of it: posted', cost: loaded.cost, limit, limitCost },
    { what: '… taken back', cost: takenBack.cost, limit, limitCost },
  ];
}
