// Money taken in for payees that keep no accounts here (fines, duties, taxes of the state): owed to the payee from the capture until it is handed over.
import { sql } from 'kysely';
import { deriveId } from '#platform/ids';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import './ledger.tables.ts';

export type PayeePart = { number: string; payeeInn: string; kopecks: bigint };
export type PayeePosting = { personId: string; paymentId: string; parts: readonly PayeePart[]; happenedOn: Day };

// Which side is debited and which credited, by the kind of transfer.
const SIDES = { payment: { debit: 'acquirer', credit: 'payee' }, settlement: { debit: 'payee', credit: 'acquirer' } } as const;

async function post(work: Work, kind: keyof typeof SIDES, { personId, paymentId, parts, happenedOn }: PayeePosting): Promise<void> {
  const rows = parts.map(({ number, payeeInn, kopecks }) => ({
    person_id: personId,
    id: deriveId(paymentId, `${kind} ${number}`),
    kind,
    ...SIDES[kind],
    payment_id: paymentId,
    number,
    payee_inn: payeeInn,
    kopecks,
    happened_on: happenedOn,
    posted_at: work.now.toISOString(),
  }));
  await work.tx
    .insertInto('ledger.payee_transfer')
    .values(rows)
    .onConflict((on) => on.doNothing())
    .execute();
}

/** The acquirer took the money: it is owed to the payees. Once per payment and number. The caller writes the journal. */
export const postPayeePayment = (work: Work, posting: PayeePosting): Promise<void> => post(work, 'payment', posting);

/** The payee has it: nothing is owed to it any more. Once per payment and number. */
export const postPayeeSettlement = (work: Work, posting: PayeePosting): Promise<void> => post(work, 'settlement', posting);

/** Kopecks taken in by `<payment> <number>`. One statement. */
export async function bookedForPayees(db: Db, paymentIds: readonly string[]): Promise<Map<string, bigint>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('ledger.payee_transfer')
    .select(['payment_id', 'number', 'kopecks'])
    .where('kind', '=', 'payment')
    .where('payment_id', '=', sql<string>`any(${[...paymentIds]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [`${row.payment_id} ${row.number}`, row.kopecks]));
}
