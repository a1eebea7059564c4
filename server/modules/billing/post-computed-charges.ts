// Charges that the portal computed: posted with their terms, onto the ledger and into bills, in the caller's transaction.
import type { ChargeTerms } from '#contract/charge-terms';
import { sumKopecks } from '#platform/money';
import { insertRows } from '#platform/insert-rows';
import { deriveId } from '#platform/ids';
import type { Day, Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { measureOf } from './charge-measure.ts';
import { columnsOfTerms } from './charge-terms.ts';
import { dueDay } from './due-date.ts';
import { type HouseReference, keepReference } from './house-reference.ts';
import { bookCharges } from './post-charges.ts';
import './billing.tables.ts';

export type ComputedCharge = { accountId: string; serviceCode: string; terms: ChargeTerms };
/** `runId` names the run: the same run twice posts once. `onDay`: when it was posted and the bills issued. `charges`: some hundreds at a time, so that a large house is not held whole. `reference`: for the bills, where it is known. */
export type ComputedCharges = {
  houseId: string;
  organizationId: string;
  period: Month;
  runId: string;
  runName: string;
  onDay: Day;
  charges: AsyncIterable<readonly ComputedCharge[]> | Iterable<readonly ComputedCharge[]>;
  reference?: HouseReference | null;
};

/**
 * Posts the charges of an organization in a house for a month. Sums are made of the terms alone (CHG-2, CALC-4). A line in force already
 * for the account, month and service rolls everything back. Answers the number of charges; 0 when the run was posted before.
 */
export async function postComputedCharges(
  work: Work,
  { houseId, organizationId, period, runId, runName, onDay, charges, reference }: ComputedCharges,
): Promise<number> {
  await lockName(work.tx, `billing.charges ${organizationId}`);
  const known = await work.tx
    .selectFrom('billing.charge')
    .select('id')
    .where('source_id', '=', runId)
    .where('house_id', '=', houseId)
    .limit(1)
    .executeTakeFirst();
  if (known) return 0;
  const due = dueDay(period);
  const rowsOf = (batch: readonly ComputedCharge[]) =>
    batch.map(({ accountId, serviceCode, terms }) => ({
      house_id: houseId,
      id: deriveId(runId, `charge ${accountId} ${period} ${serviceCode}`),
      account_id: accountId,
      organization_id: organizationId,
      period: `${period}-01`,
      service_code: serviceCode,
      ...moneyOf(terms),
      ...measureOf(terms),
      terms,
      source_kind: 'run',
      source_id: runId,
      source_name: runName,
      made_on: onDay,
      due_on: due,
    }));
  let [count, kopecks] = [0, 0n];
  for await (const batch of charges) {
    const rows = rowsOf(batch);
    await insertRows(work.tx, 'billing.charge', rows);
    count += rows.length;
    kopecks += sumKopecks(rows.map((row) => row.total_kopecks));
  }
  if (count === 0) return 0;
  if (reference) await keepReference(work, { houseId, organizationId, period, reference });
  await bookCharges(work, { sourceId: runId, sourceKind: 'run', onDay }, [houseId]);
  const facts = { period, charges: count, kopecks: Number(kopecks) };
  work.journal({ stream: `house:${houseId}`, action: 'charges.computed', object: { kind: 'charges', id: runId }, houseId, organizationId, facts });
  work.order({ task: 'billing.announce', payload: { houseId, sourceId: runId }, key: `${houseId} ${runId}` });
  return count;
}

function moneyOf(terms: ChargeTerms) {
  const { accruedKopecks, recalculationKopecks, discountKopecks } = columnsOfTerms(terms);
  return {
    accrued_kopecks: accruedKopecks,
    recalculation_kopecks: recalculationKopecks,
    benefit_kopecks: discountKopecks,
    total_kopecks: accruedKopecks + recalculationKopecks - discountKopecks,
  };
}
