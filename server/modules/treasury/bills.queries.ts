// State bills as a person sees them.
import { sql, type Selectable } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getStateBills } from '#contract/state-bills';
import { heldBills, type HeldBill, payerOf, payerZone } from '#modules/payments';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import { type BillTerms, kindOf, toPayOn } from './bill-terms.ts';
import { documentsOf } from './payer-documents.ts';
import type { Payee } from './state-wire.ts';
import type { BillTable } from './treasury.tables.ts';

type Answer = AnswerOf<typeof getStateBills>;
type BillView = Answer['bills'][number];
export type BillRow = Selectable<BillTable> & { payee: Payee };

export const termsOf = (row: BillRow): BillTerms => ({
  totalKopecks: row.total_kopecks,
  restKopecks: row.rest_kopecks,
  discountPercent: row.discount_percent,
  discountUntil: row.discount_until,
});

/** The person's bills of these numbers. One statement. */
export const billsByNumbers = async (db: Db | Tx, personId: string, numbers: readonly string[]): Promise<BillRow[]> =>
  (await db
    .selectFrom('treasury.bill')
    .selectAll()
    .where('person_id', '=', personId)
    .where('number', '=', sql<string>`any(${[...numbers]}::text[])`)
    .execute()) as BillRow[];

/** Query, six statements however many bills: what is open first, by the nearest day. */
export async function readStateBills({ db, actor, now }: Pick<Reading, 'db' | 'actor' | 'now'>): Promise<Answer> {
  const { personId } = payerOf(actor);
  const rows = (await db
    .selectFrom('treasury.bill')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('billed_on', 'desc')
    .orderBy('number')
    .execute()) as BillRow[];
  const holds = new Map(
    (
      await heldBills(
        db,
        rows.map((row) => row.number),
      )
    ).map((hold) => [hold.number, hold]),
  );
  const confirmed = new Set(
    (await db.selectFrom('treasury.notice').select('number').where('person_id', '=', personId).where('state', '=', 'accepted').execute()).map(
      (row) => row.number,
    ),
  );
  const search = await db.selectFrom('treasury.search').selectAll().where('person_id', '=', personId).executeTakeFirst();
  const [documents, timeZone] = [await documentsOf(db, personId), await payerZone(db, actor)];
  const today = dayIn(timeZone, now);
  const bills = rows.map((row) => billView(row, { hold: holds.get(row.number), isConfirmed: confirmed.has(row.number), today }));
  return {
    bills: bills.sort((a, b) => orderOf(a).localeCompare(orderOf(b))),
    documents: documents.map(({ id, kind, ending, consented_at: at }) => ({ id, kind, ending, addedOn: dayIn(timeZone, new Date(at)) })),
    lookedAt: search?.looked_at ?? null,
    unreachable: search?.failed_at != null,
    timeZone,
  };
}

const orderOf = ({ state, discountUntil, dueOn }: BillView): string =>
  state === 'open' ? `0 ${discountUntil ?? dueOn ?? '9'}` : state === 'underWay' ? '1' : '2';

/** Pure: how a bill stands for the person on the day. */
export function billView(row: BillRow, { hold, isConfirmed, today }: { hold: HeldBill | undefined; isConfirmed: boolean; today: Day }): BillView {
  const { kopecks } = toPayOn(today, termsOf(row));
  const own = hold?.personId === row.person_id ? hold.paymentId : row.payment_id;
  const state = hold
    ? !hold.isPaid
      ? 'underWay'
      : own === null
        ? 'paidElsewhere'
        : 'paid'
    : own !== null
      ? 'paid'
      : row.is_cancelled
        ? 'cancelled'
        : kopecks === 0n
          ? 'paidElsewhere'
          : 'open';
  const hasDiscount = row.discount_until !== null && row.discount_until >= today;
  return {
    number: row.number,
    kind: kindOf(row.payee),
    name: row.purpose,
    payee: row.payee.name,
    kopecks: kopecksToJson(kopecks),
    fullKopecks: kopecksToJson(row.total_kopecks),
    discountPercent: hasDiscount ? row.discount_percent : null,
    discountUntil: hasDiscount ? row.discount_until : null,
    issuedOn: row.billed_on,
    dueOn: row.due_on,
    overdue: state === 'open' && row.due_on !== null && row.due_on < today,
    state,
    paymentId: own,
    confirmed: isConfirmed,
    can: { pay: state === 'open' },
  };
}
