// An accountant takes days into the ledger: by the acquirer's list the money on its way becomes money at the bank, and the fee an expense.
import type { Selectable } from 'kysely';
import { formatDay, formatKopecks } from '#contract/russian';
import { bookedPayments, postSettlements } from '#modules/ledger';
import { paymentsByIds, refundsByAcquirer, type TakenPayment, type TakenRefund } from '#modules/payments';
import { personIdOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { deriveId, isUuid } from '#platform/ids';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { dueKopecks } from './compare-transfers.ts';
import { reconciliationScope } from './reconciliation.policy.ts';
import './reconciliation.events.ts';
import type { ListedTable, PartTable } from './reconciliation.tables.ts';
import { netKopecks, type Settled, settledPayment, settledRefund } from './settlement.ts';

export type DayOfPayee = { organizationId: string; day: Day };
type Part = Selectable<PartTable>;
type Listed = { row: Selectable<ListedTable>; payment: TakenPayment | undefined; refund: TakenRefund | undefined };

/** Command of the screen: only days of own organizations. All of them or none. */
export async function settleOwnDays(work: Work, { days }: { days: readonly DayOfPayee[] }): Promise<{ days: number; kopecks: number; feeKopecks: number }> {
  const { organizationIds } = reconciliationScope(work.actor);
  found(days.every((one) => organizationIds.includes(one.organizationId)) || undefined);
  const rows = [];
  for (const [organizationId, own] of [...Map.groupBy(days, (one) => one.organizationId)].toSorted(([a], [b]) => (a < b ? -1 : 1))) rows.push(...(await settleDays(work, organizationId, own.map((one) => one.day))));
  return { days: new Set(days.map((one) => `${one.organizationId} ${one.day}`)).size, kopecks: kopecksToJson(netKopecks(rows)), feeKopecks: kopecksToJson(sumKopecks(rows.map((row) => row.feeKopecks))) };
}

/**
 * Books the transfers of a payee's days. Refuses reconciliation.settled, and reconciliation.unequal while no transfer has come, while it is
 * another sum than was due, or the list names what is not booked here. Some ten statements, however many days.
 */
export async function settleDays(work: Work, organizationId: string, asked: readonly Day[]): Promise<Settled[]> {
  const days = [...new Set(asked)].toSorted();
  const parts = await work.tx.selectFrom('reconciliation.part').selectAll().where('organization_id', '=', organizationId).where('day', 'in', days).orderBy('day').forUpdate().execute();
  found(parts.length === days.length || undefined);
  const listed = await listedOf(work.tx, days);
  const transferred = await transferDays(work.tx, organizationId, days);
  const settled = parts.flatMap((part) => settlementOf(part, listed.get(part.day) ?? []).map((row) => ({ ...row, day: part.day })));
  await refuseUnbooked(work.tx, settled);
  await postSettlements(work, settled.map(({ day, ...row }) => ({ ...row, sourceId: deriveId(organizationId, `settlement ${day}`), happenedOn: transferred.get(day) ?? day })));
  await work.tx.updateTable('reconciliation.part').set({ settled_at: work.now.toISOString(), settled_by: personIdOf(work.actor) }).where('organization_id', '=', organizationId).where('day', 'in', days).execute();
  work.journal({ stream: `organization:${organizationId}`, action: 'reconciliation.settled', object: { kind: 'reconciliation', id: work.id }, organizationId, facts: { fromDay: days[0]!, toDay: days.at(-1)!, days: days.length, amountKopecks: kopecksToJson(netKopecks(settled)) } });
  for (const day of days) work.emit('reconciliation.changed', { organizationId, day }, [`organization:${organizationId}`]);
  return settled;
}

/** A part's rows, when they come to what the bank transferred. */
function settlementOf(part: Part, listed: readonly Listed[]): Settled[] {
  const onDay = formatDay(part.day);
  if (part.settled_at !== null) refuse('reconciliation.settled', { onDay });
  if (part.bank_kopecks === null) refuse('reconciliation.unequal', { onDay, why: 'перевода ещё нет' });
  const rows = listed.flatMap(({ row, payment, refund }) => row.list === 'payments'
    ? settledPayment(part.organization_id, { acquirerId: row.acquirer_id, named: row.named, kopecks: row.kopecks, feeKopecks: row.fee_kopecks, isReturned: row.is_returned }, payment)
    : settledRefund(part.organization_id, { acquirerId: row.acquirer_id, named: row.named, kopecks: row.kopecks }, refund));
  const due = dueKopecks({ ourKopecks: part.our_kopecks, ourRefundKopecks: part.our_refund_kopecks, feeKopecks: part.fee_kopecks });
  if (due !== part.bank_kopecks) refuse('reconciliation.unequal', { onDay, why: `к перечислению ${formatKopecks(due)}, перечислено ${formatKopecks(part.bank_kopecks)}` });
  if (netKopecks(rows) !== due) refuse('reconciliation.unequal', { onDay, why: 'в списке банка другие платежи. Сверьте день заново' });
  return rows;
}

/** The acquirer's lists of the days with what is known here of each line. Three statements. */
async function listedOf(db: Db, days: readonly Day[]): Promise<Map<Day, Listed[]>> {
  const rows = await db.selectFrom('reconciliation.listed').selectAll().where('day', 'in', [...days]).orderBy('day').orderBy('list').orderBy('acquirer_id').execute();
  const named = rows.flatMap((row) => (row.list === 'payments' && row.named !== null && isUuid(row.named) ? [row.named] : []));
  const payments = new Map((await paymentsByIds(db, named)).map((one) => [one.paymentId, one]));
  const refunds = new Map((await refundsByAcquirer(db, rows.flatMap((row) => (row.list === 'refunds' ? [row.acquirer_id] : [])))).map((one) => [one.acquirerId, one]));
  return Map.groupBy(rows.map((row) => ({ row, payment: payments.get(row.named ?? ''), refund: refunds.get(row.acquirer_id) })), ({ row }) => row.day);
}

/** When the money of each day came to the bank account. One statement. */
async function transferDays(db: Db, organizationId: string, days: readonly Day[]): Promise<Map<Day, Day>> {
  const rows = await db.selectFrom('reconciliation.bank_operation').select((on) => ['register_day', on.fn.max('settled_on').as('day')])
    .where('organization_id', '=', organizationId).where('is_acquirer', '=', true).where('register_day', 'in', [...days]).groupBy('register_day').execute();
  return new Map(rows.map((row) => [row.register_day!, row.day]));
}

/** Nothing leaves the acquirer's book that is not in it. */
async function refuseUnbooked(db: Db, settled: readonly (Settled & { day: Day })[]): Promise<void> {
  const booked = await bookedPayments(db, 'payment', settled);
  const missing = settled.find((row) => row.kopecks > (booked.get(`${row.paymentId} ${row.accountId}`) ?? 0n));
  if (missing) refuse('reconciliation.unequal', { onDay: formatDay(missing.day), why: 'платёж из списка банка не проведён на счёт' });
}
