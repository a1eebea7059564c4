// A way to pay that the person keeps: the acquirer's token, sealed, and what may be shown of it (PAY-2).
import { sql, type Selectable } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getSavedMethods } from '#contract/payment-methods';
import { openField, sealField, type FieldPlace } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import { type Day, dayIn, isMonth, lastDay } from '#platform/time';
import type { Ground, Work } from '#platform/work';
import type { AcquirerPayment } from './acquirer-wire.ts';
import type { StoredPayment } from './payment-row.ts';
import { methodWords } from './payment-words.ts';
import type { SavedMethodTable } from './payments.tables.ts';

export type SavedMethodRow = Selectable<SavedMethodTable>;
/** With how many consents in force pay by it. */
export type UsedMethod = SavedMethodRow & { readonly autopayments: number };
type SavedMethodView = AnswerOf<typeof getSavedMethods>['methods'][number];
export type MethodKey = { readonly personId: string; readonly methodId: string };

const placeOf = (rowId: string): FieldPlace => ({ table: 'payments.saved_method', column: 'token', rowId });

/** The methods in use, the newest first; one statement. */
export const savedMethodsOf = (db: Db, personId: string): Promise<UsedMethod[]> =>
  db
    .selectFrom('payments.saved_method')
    .selectAll()
    .select(
      sql<number>`(select count(*)::int from payments.autopayment a where a.person_id = saved_method.person_id and a.method_id = saved_method.id and a.state <> 'ended')`.as(
        'autopayments',
      ),
    )
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('saved_at', 'desc')
    .orderBy('id')
    .execute();

/** The method while it is kept; undefined when it is not this person's, was removed, or there is none. Nobody removes it until the end of the transaction. */
export const holdMethod = (tx: Tx, { personId, methodId }: MethodKey): Promise<SavedMethodRow | undefined> =>
  tx
    .selectFrom('payments.saved_method')
    .selectAll()
    .where('person_id', '=', personId)
    .where('id', '=', methodId)
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst();

/** The acquirer's token. Throws when the method was removed: that is refused while a payment by it is under way. */
export async function tokenOf({ db, masterKeys }: Pick<Ground, 'db' | 'masterKeys'>, { personId, methodId }: MethodKey): Promise<string> {
  const { token } = await db
    .selectFrom('payments.saved_method')
    .select('token')
    .where('person_id', '=', personId)
    .where('id', '=', methodId)
    .executeTakeFirstOrThrow();
  if (token === null) throw new Error(`the token of ${methodId} is forgotten`);
  return openField(masterKeys, placeOf(methodId), token);
}

/** Keeps what the payment was paid by. Called once, in the transaction that books the money; an acquirer that gave no token changes nothing. */
export async function keepMethod(work: Work, { row }: StoredPayment, { savedMethodId, card, last4 }: AcquirerPayment): Promise<void> {
  if (savedMethodId === undefined || row.method === 'qr') return;
  const id = deriveId(row.id, 'saved method');
  const month = card ? `${card.expiryYear}-${card.expiryMonth}` : '';
  await keepToken(
    work,
    { personId: row.person_id, methodId: id },
    { kind: row.method, last4: last4 ?? null, goodUntil: isMonth(month) ? lastDay(month) : null, token: savedMethodId },
  );
}

/** Writes a method with its sealed token. */
export async function keepToken(
  work: Work,
  { personId, methodId: id }: MethodKey,
  { kind, last4, goodUntil, token }: { kind: string; last4: string | null; goodUntil: Day | null; token: string },
): Promise<void> {
  const values = {
    person_id: personId,
    id,
    kind,
    last4,
    good_until: goodUntil,
    token: sealField(work.masterKeys, placeOf(id), token),
    saved_at: work.now.toISOString(),
    removed_at: null,
  };
  await work.tx.insertInto('payments.saved_method').values(values).execute();
  work.journal({ stream: `person:${personId}`, action: 'paymentMethod.saved', object: { kind: 'paymentMethod', id }, personId, facts: { kind } });
}

/** A card is good through its last day by Moscow time, as banks count. */
export const isExpired = ({ good_until: until }: Pick<SavedMethodRow, 'good_until'>, now: Date): boolean =>
  until !== null && until < dayIn('Europe/Moscow', now);

export const savedMethodView = (row: UsedMethod, now: Date): SavedMethodView => ({
  id: row.id,
  kind: row.kind as SavedMethodView['kind'],
  title: methodWords(row.kind, row.last4),
  goodUntil: row.good_until?.slice(0, 7) ?? null,
  expired: isExpired(row, now),
  savedAt: row.saved_at,
  autopayments: row.autopayments,
});
