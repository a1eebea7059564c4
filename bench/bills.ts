// Bills as PDF from the pool of typesetting processes: their CPU for one bill, and for a bill in the file that a house prints.
import { openTypesetter } from '../server/platform/typst-pool.ts';
import { billDocument } from '../server/modules/billing/bill-document.ts';
import { usualBill } from '../server/modules/billing/bill.fixture.ts';
import { cpuOfChildren } from './cpu-of-processes.ts';
import type { Cost, Row } from './ratio.ts';

const BILLS = 90;
const FLATS = 300;
const BILLS_A_FILE = 100;
const SINGLE = new URL('../server/modules/billing/bill.typ', import.meta.url);
const TOGETHER = new URL('../server/modules/billing/bills.typ', import.meta.url);

/** Bills of one house: services, norms and meters are the same, each sum and number is another. */
function billOf(n: number): ReturnType<typeof billDocument> {
  const bill = JSON.stringify(billDocument({ ...usualBill, number: `66ЕК${String(n).padStart(6, '0')}-10`, payer: `Соколова Галина ${n}` }));
  let place = n;
  return JSON.parse(bill.replace(/\d,\d\d(?=[" ])/g, () => `${++place % 10},${String((place * 37) % 100).padStart(2, '0')}`));
}

/** Tagged PDF/A-2a one by one, then the files of a house of 300 flats. */
export async function benchBills(): Promise<Row[]> {
  const typesetter = openTypesetter({ processes: 1 });
  const one = (n: number) => typesetter.pdf(SINGLE, billOf(n), { archive: true });
  const file = (first: number) => {
    const bills = Array.from({ length: BILLS_A_FILE }, (_, n) => billOf(first + n));
    return typesetter.pdf(TOGETHER, { title: 'Счета', author: bills[0]!.author, madeOn: bills[0]!.madeOn, foot: 'Счета', bills }, { archive: false });
  };
  for (let n = 0; n < 10; n++) await one(n);
  const single = await childCost(BILLS, async () => {
    for (let n = 0; n < BILLS; n++) await one(1_000 + n);
  });
  const printed = await childCost(FLATS, async () => {
    for (let first = 0; first < FLATS; first += BILLS_A_FILE) await file(first);
  });
  await typesetter.stop();
  return [
    {
      what: `a bill as tagged PDF/A: ${(1e6 / single.cpuUs).toFixed(0)} for a second of CPU`,
      cost: single,
      limit: `a bill of the print file; the house of ${FLATS} flats: ${((printed.cpuUs * FLATS) / 1e6).toFixed(1)} s of CPU`,
      limitCost: printed,
    },
  ];
}

async function childCost(units: number, work: () => Promise<void>): Promise<Cost> {
  const [cpu, started] = [cpuOfChildren(process.pid), process.hrtime.bigint()];
  await work();
  return { wallUs: Number(process.hrtime.bigint() - started) / 1000 / units, cpuUs: (cpuOfChildren(process.pid) - cpu) / units };
}
