// What is printed of a bill and may be checked by its code: in force while the bill says the same (DOCS-3).
import { sql } from 'kysely';
import { type MadePaper, registerMade, withdrawIssued, withdrawMade } from '#modules/documents';
import type { Work } from '#platform/work';
import type { BillRow } from './bill-of-account.ts';
import './billing.tables.ts';

export type BillPaper = { readonly bill: BillRow; readonly paper: MadePaper };
export type RenewedBill = { readonly id: string; readonly isVoid: boolean };

const TAKEN_BACK = 'Начисления этого месяца отменены, платить по этому счёту не нужно';
const REPLACED = 'Начисления этого месяца изменились, вместо него действует новый счёт с тем же номером';

/** Registers what is given out. A bill that was changed while its paper was made is given out withdrawn: under the bill's lock, so that none slips by. Two statements for any number, and one for each that was changed. */
export async function registerBills(work: Work, papers: readonly BillPaper[]): Promise<void> {
  const { rows: now } = await sql<RenewedBill & { version: number }>`
    select id, is_void as "isVoid", version from billing.bill where house_id = any(${[...new Set(papers.map(({ bill }) => bill.house_id))]}::uuid[]) and id = any(${papers.map(({ bill }) => bill.id)}::uuid[]) order by id for share`.execute(
    work.tx,
  );
  await registerMade(
    work,
    papers.map(({ paper }) => paper),
  );
  const bills = new Map(now.map((bill) => [bill.id, bill]));
  for (const { bill, paper } of papers) {
    const { version, isVoid } = bills.get(bill.id)!;
    if (version !== bill.version) await withdrawIssued(work, paper.code, whyOf(isVoid));
  }
}

const whyOf = (isVoid: boolean): string => (isVoid ? TAKEN_BACK : REPLACED);

/** The bills say something else from now on, or nothing. One statement for any number. */
export const withdrawBills = (work: Work, bills: readonly RenewedBill[]): Promise<void> =>
  withdrawMade(
    work,
    bills.map(({ id, isVoid }) => ({ sourceId: id, why: whyOf(isVoid) })),
  );
