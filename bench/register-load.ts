// A register of a supplier from its file to posted charges, beside the COPY of the rows that come of it.
import { createAccounts } from '#modules/ledger';
import { makeHouse, makeOrganization } from '#test/factories/housing';
import { openDesk, jobContext } from '#test/factories/registers';
import { portal, type World } from '#test/world';
import { newId } from '../server/platform/ids.ts';
import { checkRegisterJob } from '../server/modules/billing/check-register.ts';
import { loadRegister, loadRegisterJob } from '../server/modules/billing/load-register.ts';
import { receiveRegister } from '../server/modules/billing/receive-register.ts';
import { copyBackUs } from './copied-rows.ts';
import { costOfOnce, type Cost, medianCost, type Row } from './ratio.ts';
import { asOwner } from './world.ts';

const FLATS = 250;
const SERVICES = ['Газ', 'Отопление', 'Обращение с ТКО', 'ХВС', 'ГВС', 'Водоотведение', 'Электроэнергия', 'Содержание жилья', 'Капитальный ремонт', 'Домофон'];
const ROWS = Number(process.env['BENCH_REGISTER_ROWS'] ?? 100_000);
/** The first makes what later months find (books of the accounts) and is not counted, unless it is the only one. */
const MONTHS = ROWS > 200_000 ? ['2026-07'] : ['2026-07', '2026-08', '2026-09', '2026-10'];

/** One month after another, as a supplier loads them. Each row of the answer is for one row of the register. */
export async function benchRegisterLoad(world: World): Promise<Row[]> {
  const managerId = await makeOrganization(world);
  const numbers = await makeAccounts(world, managerId, Math.ceil(ROWS / SERVICES.length));
  await asOwner(world, 'analyze');
  const desk = openDesk(world, managerId);
  const costs = { receive: [] as Cost[], check: [] as Cost[], load: [] as Cost[] };
  const copies: number[] = [];
  let peakMb = 0;
  for (const [place, month] of MONTHS.entries()) {
    const memory = watchMemory();
    const id = newId(new Date());
    let loadId = '';
    const receive = await costOfOnce(ROWS, async () => {
      const written = await desk.files.write(id, registerBytes(numbers, month));
      loadId = (await world.run(desk.actor, (work) => receiveRegister(work, { organizationId: managerId, fileId: id, fileName: `${month}.csv`, wish: {}, ...written }))).id;
    });
    const check = await costOfOnce(ROWS, () => checkRegisterJob(desk.files).run(jobContext(world), { loadId }));
    const { version } = await desk.state(loadId);
    const load = await costOfOnce(ROWS, async () => {
      await world.run(desk.actor, (work) => loadRegister(work, { loadId, choice: 'all', version }));
      await loadRegisterJob(desk.files).run(jobContext(world), { loadId });
    });
    peakMb = Math.max(peakMb, memory.stop());
    const loaded = await desk.state(loadId);
    if (loaded.status !== 'loaded' || loaded.row_count !== BigInt(numbers.length * SERVICES.length)) throw new Error(`the register is ${loaded.status} with ${loaded.row_count} rows`);
    await asOwner(world, 'vacuum analyze');
    await desk.files.remove(id);
    if (place === 0 && MONTHS.length > 1) continue;
    costs.receive.push(receive);
    costs.check.push(check);
    costs.load.push(load);
    copies.push((await copyBackUs(world, tablesOf(loadId, month))) / ROWS);
  }
  const limitCost = medianCost(copies.map((wallUs) => ({ wallUs, cpuUs: 0 })));
  const steps = [medianCost(costs.receive), medianCost(costs.check), medianCost(costs.load)];
  const whole = { wallUs: sum(steps.map((one) => one.wallUs)), cpuUs: sum(steps.map((one) => one.cpuUs)) };
  const limit = 'COPY of its charges, transfers, balances, bills';
  return [
    { what: `register of ${ROWS} rows, a row of it: file to posted charges and bills (${peakMb} MB more of memory at most)`, cost: whole, limit, limitCost },
    { what: '… of it: received, hashed and sealed', cost: steps[0]!, limit, limitCost },
    { what: '… of it: read, staged and checked', cost: steps[1]!, limit, limitCost },
    { what: '… of it: posted onto ledger and bills', cost: steps[2]!, limit, limitCost },
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const tablesOf = (loadId: string, month: string) => [
  { table: 'billing.charge', where: `source_id = '${loadId}'` },
  { table: 'ledger.transfer', where: `source_id = '${loadId}'` },
  { table: 'ledger.balance', where: `period = '${month}-01'` },
  { table: 'billing.bill', where: `period = '${month}-01'` },
];

async function makeAccounts(world: World, managerId: string, count: number): Promise<string[]> {
  const numbers: string[] = [];
  while (numbers.length < count) {
    const { premises } = await makeHouse(world, { flats: Math.min(FLATS, count - numbers.length), managerId });
    const rows = premises.map(({ houseId, premisesId }, n) => ({ houseId, premisesId, organizationId: managerId, number: String(10_000_000 + numbers.length + n), kind: 'manager' as const, openedOn: '2020-01-01' }));
    await world.run(portal, (work) => createAccounts(work, rows));
    numbers.push(...rows.map(({ number }) => number));
  }
  return numbers;
}

async function* registerBytes(numbers: readonly string[], month: string): AsyncGenerator<Uint8Array> {
  const [year, monthOfYear] = month.split('-');
  yield Buffer.from('Лицевой счёт;Период;Услуга;Начислено;Перерасчёт;К оплате;Объём;Единица;Тариф\r\n');
  for (const [place, number] of numbers.entries()) {
    const kopecks = String(place % 100).padStart(2, '0');
    yield Buffer.from(SERVICES.map((service, n) => `${number};${monthOfYear}.${year};${service};${100 * (n + 1)},${kopecks};;${100 * (n + 1)},${kopecks};1,5;м3;66,67\r\n`).join(''));
  }
}

/** How far this process grows above what it holds now, in MB. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  return {
    stop() {
      clearInterval(timer);
      return Math.round((Math.max(peak, process.memoryUsage.rss()) - before) / 1_048_576);
    },
  };
}
