// Charges that the portal computed: posted with their terms, onto the ledger and into bills, in the caller's transaction.
import type { ChargeTerms } from '#contract/charge-terms';
import { sumKopecks } from '#platform/money';
import { insertRows } from '#platform/insert-rows';
import { deriveId } from '#platform/ids';
import type { Day, Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { columnsOfTerms } from './charge-terms.ts';
import { dueDay } from './due-date.ts';
import { bookCharges } from './post-charges.ts';
import './billing.tables.ts';

export type ComputedCharge = { accountId: string; serviceCode: string; terms: ChargeTerms };
/** `runId` names the run: the same run twice posts once. `onDay`: when it was posted and the bills issued. */
export type ComputedCharges = { houseId: string; organizationId: string; period: Month; runId: string; runName: string; onDay: Day; charges: readonly ComputedCharge[] };

/**
 * Posts the charges of an organization in a house for a month. Sums are made of the terms alone (CHG-2, CALC-4). A line in force already
 * for the account, month and service rolls everything back. Answers the number of charges; 0 when the run was posted before.
 */
export async function postComputedCharges(work: Work, { houseId, organizationId, period, runId, runName, onDay, charges }: ComputedCharges): Promise<number> {
  await lockName(work.tx, `billing.charges ${organizationId}`);
  const known = await work.tx.selectFrom('billing.charge').select('id').where('source_id', '=', runId).where('house_id', '=', houseId).limit(1).executeTakeFirst();
  if (known || charges.length === 0) return 0;
  const due = dueDay(period);
  const rows = charges.map(({ accountId, serviceCode, terms }) => ({
    house_id: houseId, id: deriveId(runId, `charge ${accountId} ${period} ${serviceCode}`), account_id: accountId, organization_id: organizationId, period: `${period}-01`, service_code: serviceCode, ...moneyOf(terms), ...measureOf(terms),
    terms, source_kind: 'run', source_id: runId, source_name: runName, made_on: onDay, due_on: due,
  }));
  await insertRows(work.tx, 'billing.charge', rows);
  await bookCharges(work, { sourceId: runId, sourceKind: 'run', onDay }, [houseId]);
  const facts = { period, charges: rows.length, kopecks: Number(sumKopecks(rows.map((row) => row.total_kopecks))) };
  work.journal({ stream: `house:${houseId}`, action: 'charges.computed', object: { kind: 'charges', id: runId }, houseId, organizationId, facts });
  work.order({ task: 'billing.announce', payload: { houseId, sourceId: runId }, key: `${houseId} ${runId}` });
  return rows.length;
}

function moneyOf(terms: ChargeTerms) {
  const { accruedKopecks, recalculationKopecks, discountKopecks } = columnsOfTerms(terms);
  return { accrued_kopecks: accruedKopecks, recalculation_kopecks: recalculationKopecks, benefit_kopecks: discountKopecks, total_kopecks: accruedKopecks + recalculationKopecks - discountKopecks };
}

/** Volume, unit and tariff for the columns of the bill: where there is one piece, and for an area the area itself. */
export function measureOf(terms: ChargeTerms): { volume: string | null; unit: string | null; tariff: string | null } {
  if (terms.method === 'corrected') return terms.base ? measureOf(terms.base) : { volume: null, unit: null, tariff: null };
  if (terms.method === 'given') return terms.detail ? { volume: terms.detail.volume, unit: terms.detail.unit, tariff: terms.detail.tariff.value } : { volume: null, unit: null, tariff: null };
  const unit = 'unit' in terms ? terms.unit : 'area' in terms ? 'м²' : null;
  if (!('pieces' in terms)) return { volume: null, unit, tariff: null };
  const [piece] = terms.pieces;
  const tariff = terms.pieces.length === 1 && piece ? piece.tariff.value : null;
  if (terms.method === 'areaRate' || terms.method === 'capitalRepair') return { volume: terms.area, unit, tariff };
  const only = terms.method === 'meter' && terms.pieces.length === 1 ? terms.pieces[0]!.volume : null;
  return { volume: only, unit, tariff };
}
