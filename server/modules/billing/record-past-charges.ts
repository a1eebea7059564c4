// Charges and bills of months before this portal kept them: brought in with their terms. Their money is posted by the caller
// (`postHistory` of the ledger): nobody is told, nothing is posted here.
import type { ChargeTerms } from '#contract/charge-terms';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Day, Month } from '#platform/time';
import type { Work } from '#platform/work';
import { measureOf } from './charge-measure.ts';
import { dueDay } from './due-date.ts';
import { keepPastReferences, type ReferenceOf } from './house-reference.ts';
import { insertBills, type NewBill } from './make-bills.ts';
import './billing.tables.ts';

/** `kopecks` is what the terms give (`sumOfTerms`), without benefits. `runId` and `runName`: what is said of where the line comes from. */
export type PastCharge = {
  houseId: string;
  accountId: string;
  organizationId: string;
  period: Month;
  serviceCode: string;
  kopecks: bigint;
  terms: ChargeTerms;
  runId: string;
  runName: string;
  madeOn: Day;
};
/** The bill of a month: `debtKopecks` the total of the bill before, `paidKopecks` what was paid between the two. */
export type PastBill = {
  houseId: string;
  accountId: string;
  organizationId: string;
  period: Month;
  issuedOn: Day;
  chargedKopecks: bigint;
  penaltyKopecks: bigint;
  debtKopecks: bigint;
  paidKopecks: bigint;
};

/** Writes any number of charges by one statement and their bills by one for each day of issue; one journal line for each house. */
export async function recordPastCharges(
  work: Work,
  { charges, bills, references = [] }: { charges: readonly PastCharge[]; bills: readonly PastBill[]; references?: readonly ReferenceOf[] },
): Promise<void> {
  const dueDays = new Map<Month, Day>([...new Set(charges.map(({ period }) => period))].map((period) => [period, dueDay(period)]));
  await insertRows(
    work.tx,
    'billing.charge',
    charges.map((one) => ({
      house_id: one.houseId,
      id: deriveId(one.runId, `charge ${one.accountId} ${one.period} ${one.serviceCode}`),
      account_id: one.accountId,
      organization_id: one.organizationId,
      period: `${one.period}-01`,
      service_code: one.serviceCode,
      accrued_kopecks: one.kopecks,
      recalculation_kopecks: 0n,
      benefit_kopecks: 0n,
      total_kopecks: one.kopecks,
      ...measureOf(one.terms),
      terms: one.terms,
      source_kind: 'run',
      source_id: one.runId,
      source_name: one.runName,
      made_on: one.madeOn,
      due_on: dueDays.get(one.period)!,
    })),
  );
  await keepPastReferences(work, references);
  for (const [issuedOn, own] of Map.groupBy(bills, (bill) => bill.issuedOn)) await insertBills(work, own.map(newBill), issuedOn);
  for (const [houseId, own] of Map.groupBy(charges, (one) => one.houseId)) {
    work.journal({ stream: `house:${houseId}`, action: 'charges.broughtIn', object: { kind: 'house', id: houseId }, houseId, facts: { count: own.length } });
  }
}

const newBill = (bill: PastBill): NewBill => ({ ...bill, total: bill.chargedKopecks + bill.penaltyKopecks + bill.debtKopecks - bill.paidKopecks });
