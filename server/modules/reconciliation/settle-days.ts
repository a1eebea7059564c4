// An accountant takes days into the ledger: by the acquirer's list the money on its way becomes money at the bank, and the fee an expense.
import { formatDay, formatKopecks } from '#contract/russian';
import { postSettlements } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { dueKopecks } from './compare-transfers.ts';
import { reconciliationScope } from './reconciliation.policy.ts';
import './reconciliation.events.ts';
import { bookedOnAccounts, type DayRows, type Part, registerOf, rowsOfDays, transferDays } from './rows-of-day.ts';
import { netKopecks, type Settled } from './settlement.ts';

export type DayOfPayee = { organizationId: string; day: Day };

/** Command of the screen: only days of own organizations. All of them or none. */
export async function settleOwnDays(work: Work, { days }: { days: readonly DayOfPayee[] }): Promise<{ days: number; kopecks: number; feeKopecks: number }> {
  const { organizationIds } = reconciliationScope(work.actor);
  found(days.every((one) => organizationIds.includes(one.organizationId)) || undefined);
  const rows = [];
  for (const [organizationId, own] of [...Map.groupBy(days, (one) => one.organizationId)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    rows.push(
      ...(await settleDays(
        work,
        organizationId,
        own.map((one) => one.day),
      )),
    );
  return {
    days: new Set(days.map((one) => `${one.organizationId} ${one.day}`)).size,
    kopecks: kopecksToJson(netKopecks(rows)),
    feeKopecks: kopecksToJson(sumKopecks(rows.map((row) => row.feeKopecks))),
  };
}

/**
 * Books the transfers of a payee's days. Refuses reconciliation.settled, and reconciliation.unequal while no transfer has come, while it is
 * another sum than was due, or the list names what is not booked here. Some ten statements, however many days.
 */
export async function settleDays(work: Work, organizationId: string, asked: readonly Day[]): Promise<Settled[]> {
  const days = [...new Set(asked)].toSorted();
  const parts = await work.tx
    .selectFrom('reconciliation.part')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('day', 'in', days)
    .orderBy('day')
    .forUpdate()
    .execute();
  found(parts.length === days.length || undefined);
  const rows = await rowsOfDays(work.tx, parts);
  const transferred = await transferDays(work.tx, organizationId, days);
  const settled = parts.flatMap((part) =>
    wholeOf(part, rows.get(part.day)!).map((row) => ({
      ...row,
      day: part.day,
      sourceId: registerOf(organizationId, part.day, part.settled_parts),
      happenedOn: transferred.get(part.day) ?? part.day,
    })),
  );
  const isBooked = await bookedOnAccounts(work.tx, settled);
  const missing = settled.find((row) => !isBooked(row));
  if (missing) refuse('reconciliation.unequal', { onDay: formatDay(missing.day), why: 'платёж из списка банка не проведён на счёт' });
  await postSettlements(work, settled);
  await work.tx
    .updateTable('reconciliation.part')
    .set((on) => ({
      settled_at: work.now.toISOString(),
      settled_by: personIdOf(work.actor),
      settled_kopecks: on.ref('bank_kopecks').$notNull(),
      settled_parts: on('settled_parts', '+', 1),
    }))
    .where('organization_id', '=', organizationId)
    .where('day', 'in', days)
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'reconciliation.settled',
    object: { kind: 'reconciliation', id: work.id },
    organizationId,
    facts: { fromDay: days[0]!, toDay: days.at(-1)!, days: days.length, amountKopecks: kopecksToJson(netKopecks(settled)) },
  });
  for (const day of days) work.emit('reconciliation.changed', { organizationId, day }, [`organization:${organizationId}`]);
  return settled;
}

/** What of a day is not booked yet, when all of it comes to what the bank transferred. */
function wholeOf(part: Part, { rows, onTheWay }: DayRows): readonly Settled[] {
  const onDay = formatDay(part.day);
  if (part.settled_at !== null) refuse('reconciliation.settled', { onDay });
  if (part.bank_kopecks === null) refuse('reconciliation.unequal', { onDay, why: 'перевода ещё нет' });
  const due = dueKopecks({ ourKopecks: part.our_kopecks, ourRefundKopecks: part.our_refund_kopecks, feeKopecks: part.fee_kopecks });
  if (due !== part.bank_kopecks)
    refuse('reconciliation.unequal', { onDay, why: `к перечислению ${formatKopecks(due)}, перечислено ${formatKopecks(part.bank_kopecks)}` });
  if (netKopecks(rows) !== due || part.settled_kopecks + netKopecks(onTheWay) !== due)
    refuse('reconciliation.unequal', { onDay, why: 'в списке банка другие платежи. Сверьте день заново' });
  return onTheWay;
}
