// Days that were compared before this portal kept them: brought in with the transfers that came for them.
import { insertRows } from '#platform/insert-rows';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import type { DayPart, ListedPayment } from './day-account.ts';
import { keepBankSide } from './keep-differences.ts';
import './reconciliation.tables.ts';

/** `transferKopecks` came on `transferredOn`. */
export type PastDay = DayPart & { day: Day; transferredOn: Day; transferKopecks: bigint };

/** Writes the days with the acquirer's lists and compares their transfers; a line of the journal for each payee. */
export async function recordPastDays(work: Work, past: readonly PastDay[], listed: readonly (ListedPayment & { day: Day })[]): Promise<void> {
  const at = work.now.toISOString();
  await insertRows(
    work.tx,
    'reconciliation.listed',
    listed.map((one) => ({
      list: 'payments',
      acquirer_id: one.acquirerId,
      day: one.day,
      named: one.named,
      kopecks: one.kopecks,
      fee_kopecks: one.feeKopecks,
      is_returned: one.isReturned,
    })),
  );
  await insertRows(
    work.tx,
    'reconciliation.part',
    past.map((one) => ({
      organization_id: one.organizationId,
      day: one.day,
      organization: one.organization,
      count: one.count,
      our_kopecks: one.ourKopecks,
      their_kopecks: one.theirKopecks,
      our_refund_kopecks: one.ourRefundKopecks,
      their_refund_kopecks: one.theirRefundKopecks,
      fee_kopecks: one.feeKopecks,
      register_kopecks: one.registerKopecks,
      compared_at: at,
    })),
  );
  await insertRows(
    work.tx,
    'reconciliation.bank_operation',
    past.map((one) => ({
      organization_id: one.organizationId,
      operation_id: `№ ${one.day.slice(5).replace('-', '')} от ${one.transferredOn.split('-').toReversed().join('.')}`,
      settled_on: one.transferredOn,
      register_day: one.day,
      register_kopecks: null,
      is_acquirer: true,
      kopecks: one.transferKopecks,
      purpose: `Перевод по реестру от ${one.day}`,
      file_name: 'kl_to_1c.txt',
      taken_at: at,
    })),
  );
  for (const day of [...new Set(past.map((one) => one.day))].toSorted()) await keepBankSide(work, day);
  for (const [organizationId, own] of Map.groupBy(past, (one) => one.organizationId)) {
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'reconciliation.statementTaken',
      object: { kind: 'reconciliation', id: work.id },
      organizationId,
      facts: { file: 'kl_to_1c.txt', count: own.length },
    });
  }
}
