// What of the acquirer's list of a day a payee's ledger can book, and has booked.
import { bookedPayments, handedOver } from '#modules/ledger';
import { paymentsByIds, refundsByAcquirer, type TakenPayment, type TakenRefund } from '#modules/payments';
import type { Selectable } from 'kysely';
import { deriveId, isUuid } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { ListedTable, PartTable } from './reconciliation.tables.ts';
import { type Settled, settledPayment, settledRefund, stillOnTheWay } from './settlement.ts';

export type Part = Selectable<PartTable>;
export type DayRows = {
  /** Of the list, the payee's. */ readonly rows: readonly Settled[];
  /** Of them, what is not at the bank by our books yet. */ readonly onTheWay: readonly Settled[];
};
type Listed = { row: Selectable<ListedTable>; payment: TakenPayment | undefined; refund: TakenRefund | undefined };

/** The register of one booking of a day: the whole of it, or one of its parts. */
export const registerOf = (organizationId: string, day: Day, parts: number): string =>
  deriveId(organizationId, parts === 0 ? `settlement ${day}` : `settlement ${day} ${parts}`);

/** The rows of a payee's days. Four statements, however many days. */
export async function rowsOfDays(db: Db, parts: readonly Part[]): Promise<Map<Day, DayRows>> {
  const listed = await listedOf(
    db,
    parts.map((part) => part.day),
  );
  const rows = new Map(parts.map((part) => [part.day, (listed.get(part.day) ?? []).flatMap((one) => rowsOf(part.organization_id, one))]));
  const handed = await handedOver(
    db,
    [...rows.values()].flat(),
    parts.flatMap((part) => Array.from({ length: part.settled_parts }, (_, n) => registerOf(part.organization_id, part.day, n))),
  );
  return new Map([...rows].map(([day, own]) => [day, { rows: own, onTheWay: stillOnTheWay(own, handed) }]));
}

const rowsOf = (organizationId: string, { row, payment, refund }: Listed): Settled[] =>
  row.list === 'payments'
    ? settledPayment(
        organizationId,
        { acquirerId: row.acquirer_id, named: row.named, kopecks: row.kopecks, feeKopecks: row.fee_kopecks, isReturned: row.is_returned },
        payment,
      )
    : settledRefund(organizationId, { acquirerId: row.acquirer_id, named: row.named, kopecks: row.kopecks }, refund);

/** The acquirer's lists of the days with what is known here of each line. Three statements. */
async function listedOf(db: Db, days: readonly Day[]): Promise<Map<Day, Listed[]>> {
  const rows = await db
    .selectFrom('reconciliation.listed')
    .selectAll()
    .where('day', 'in', [...days])
    .orderBy('day')
    .orderBy('list')
    .orderBy('acquirer_id')
    .execute();
  const named = rows.flatMap((row) => (row.list === 'payments' && row.named !== null && isUuid(row.named) ? [row.named] : []));
  const payments = new Map((await paymentsByIds(db, named)).map((one) => [one.paymentId, one]));
  const refunds = new Map(
    (
      await refundsByAcquirer(
        db,
        rows.flatMap((row) => (row.list === 'refunds' ? [row.acquirer_id] : [])),
      )
    ).map((one) => [one.acquirerId, one]),
  );
  return Map.groupBy(
    rows.map((row) => ({ row, payment: payments.get(row.named ?? ''), refund: refunds.get(row.acquirer_id) })),
    ({ row }) => row.day,
  );
}

/** When the money of each day came to the bank account. One statement. */
export async function transferDays(db: Db, organizationId: string, days: readonly Day[]): Promise<Map<Day, Day>> {
  const rows = await db
    .selectFrom('reconciliation.bank_operation')
    .select((on) => ['register_day', on.fn.max('settled_on').as('day')])
    .where('organization_id', '=', organizationId)
    .where('is_acquirer', '=', true)
    .where('register_day', 'in', [...days])
    .groupBy('register_day')
    .execute();
  return new Map(rows.map((row) => [row.register_day!, row.day]));
}

/** Whether the whole payment of a row stands on its account: nothing leaves the acquirer's book that is not in it. One statement. */
export async function bookedOnAccounts(db: Db, rows: readonly Settled[]): Promise<(row: Settled) => boolean> {
  const booked = await bookedPayments(db, 'payment', rows);
  return (row) => row.kopecks <= (booked.get(`${row.paymentId} ${row.accountId}`) ?? 0n);
}
