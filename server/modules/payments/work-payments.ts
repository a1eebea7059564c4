// Payments as the payee's accountant sees them: the list and one payment, within the parts of the actor's organizations.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type getWorkPayment, workPaymentColumns } from '#contract/refunds';
import { formatDay } from '#contract/russian';
import { balances } from '#modules/ledger';
import { type Actor } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import { list } from '#platform/lists';
import { kopecksToJson, sumKopecks } from '#platform/money';
import { recordLook } from '#platform/record-look';
import type { Reading, Streaming } from '#platform/route';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { loadPayment, loadReceipt, payerKey } from './payment-row.ts';
import { refundOrganizations } from './payments.policy.ts';
import { methodWords } from './payment-words.ts';
import { freeAdvance, leftOf, refundsOf, refundsUnderWay, refundViews } from './refund-row.ts';

export type WorkPaymentScope = { readonly organizationIds: readonly string[] };
export const workPaymentScope = (actor: Actor): WorkPaymentScope => ({ organizationIds: refundOrganizations(actor) });

export const workPayments = list({
  columns: workPaymentColumns,
  name: 'Платежи через портал',
  values: {
    paidAt: sql`p.paid_at`,
    payer: sql`p.payer_name`,
    account: sql`t.account_number`,
    address: sql`t.address`,
    method: sql`p.method`,
    kopecks: sql`t.kopecks`,
    refundedKopecks: sql`b.done`,
    receipt: sql`r.number`,
    paymentId: sql`p.id`,
    state: sql`case when b.going > 0 then 'going' when b.done = 0 then 'paid' when b.done < t.kopecks then 'partly' else 'refunded' end`,
  },
  id: { value: sql`(p.id::text || ' ' || t.account_id::text)`, type: 'text' },
  from: ({ organizationIds }: WorkPaymentScope) => sql`(select * from payments.payment_part where organization_id = any(${[...organizationIds]}::uuid[])) t
    join payments.payment p on p.person_id = t.person_id and p.id = t.payment_id
    left join payments.receipt r on r.person_id = p.person_id and r.payment_id = p.id
    cross join lateral (select coalesce(sum(kopecks) filter (where status = 'done'), 0)::bigint as done, count(*) filter (where status in ('starting', 'unknown')) as going
      from payments.refund where person_id = p.person_id and payment_id = p.id and account_id = t.account_id) b`,
  where: () => sql`p.status in ('paid', 'refunded') and p.paid_at is not null`,
  sort: '-paidAt',
});

/** The payers of the rows find in their journals that staff saw them (AUD-1). */
export async function lookAtPayers(
  { ground, db, actor }: Pick<Streaming, 'ground' | 'db' | 'actor'>,
  rows: readonly { readonly paymentId: string | null }[],
): Promise<void> {
  const paymentIds = rows.flatMap(({ paymentId }) => paymentId ?? []);
  if (paymentIds.length === 0) return;
  const payers = await db
    .selectFrom('payments.payment_owner')
    .select('person_id as personId')
    .distinct()
    .where('payment_id', '=', sql<string>`any(${paymentIds}::uuid[])`)
    .execute();
  await recordLook(ground, actor, { personIds: payers.map(({ personId }) => personId), object: { kind: 'payments' }, what: 'список платежей' });
}

/** One payment, eight statements. Refuses with object.notFound what has no part for the actor's organizations, and what was not paid. */
export async function readWorkPayment(
  ground: Ground,
  { db, actor }: Pick<Reading, 'db' | 'actor'>,
  paymentId: string,
): Promise<AnswerOf<typeof getWorkPayment>> {
  const key = found(await payerKey(db, paymentId));
  const { row, parts: all } = found(await loadPayment(db, key));
  const organizations = refundOrganizations(actor);
  const parts = all.filter((part) => organizations.includes(part.organization_id));
  if (parts.length === 0 || row.paid_at === null) return refuse('object.notFound');
  await recordLook(ground, actor, {
    personIds: [row.person_id],
    object: { kind: 'payment', id: row.id },
    what: `платёж от ${formatDay(dayIn(row.time_zone, new Date(row.paid_at)))}`,
    organizationId: parts[0]!.organization_id,
  });
  const [refunds, receipt] = [await refundsOf(db, key), await loadReceipt(db, key)];
  const own = sumKopecks(parts.map((part) => part.kopecks));
  const advances = new Map(
    (
      await balances(
        db,
        parts.map((part) => ({ houseId: part.house_id, accountId: part.account_id })),
      )
    ).map((one) => [one.accountId, one.advanceKopecks]),
  );
  const underWay = await refundsUnderWay(
    db,
    parts.map((part) => part.account_id),
  );
  return {
    id: row.id,
    payer: row.payer_name,
    methodWords: methodWords(row.method, row.last4),
    kopecks: kopecksToJson(own),
    othersKopecks: kopecksToJson(row.total_kopecks - own),
    paidAt: row.paid_at,
    timeZone: row.time_zone,
    receiptNumber: receipt?.number ?? null,
    acquirerId: row.acquirer_id,
    parts: parts.map((part) => {
      const { refundedKopecks, leftKopecks } = leftOf(part, refunds);
      return {
        accountId: part.account_id,
        houseId: part.house_id,
        accountNumber: part.account_number,
        address: part.address,
        kopecks: kopecksToJson(part.kopecks),
        refundedKopecks: kopecksToJson(refundedKopecks),
        leftKopecks: kopecksToJson(leftKopecks),
        advanceKopecks: kopecksToJson(freeAdvance(advances.get(part.account_id) ?? 0n, underWay.get(part.account_id))),
        can: { refund: leftKopecks > 0n && row.acquirer_id !== null },
      };
    }),
    refunds: refundViews(parts, refunds),
  };
}
